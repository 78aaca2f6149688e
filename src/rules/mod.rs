//! The rules. All files of a rule share its name: `name_of_rule.rs` checks, `name-of-rule.md` documents the rule and runs as a
//! test, `tests/rules/name-of-rule.md` has the edge cases.
//!
//! A rule never imports another rule. Shared facts (problems with ids, link resolution) are in lower layers.

mod ambiguous_link;
mod ambiguous_tactic;
mod case_mismatch;
mod cyclic_procedure;
mod duplicate_heading;
mod duplicate_id;
mod duplicate_reference;
mod findings;
mod implausible_date;
mod inconsistent_mapping;
mod inconsistent_page;
mod inconsistent_reference;
mod internal_error;
mod invalid_encoding;
mod invalid_frontmatter;
mod invisible_character;
mod malformed_id;
mod malformed_url;
mod malformed_wiki_link;
mod merge_conflict;
mod miscounted_heading;
mod misnamed_page;
mod misnumbered_reference;
mod misnumbered_step;
mod missing_backlink;
mod missing_edition;
mod mixed_editions;
mod orphan_page;
mod outdated_fact;
mod outdated_name;
mod outdated_tactic;
mod placeholder_text;
mod retired_id;
mod rule;
mod schema_violation;
mod technique_outside_tactic;
mod theme;
mod unknown_id;
mod unknown_name;
mod unknown_suppression;
mod unmatched_page;
mod unprefixed_id;
mod unreadable_file;
mod unresolved_anchor;
mod unresolved_link;
mod unused_suppression;
mod wrong_link_target;
mod wrong_name;
mod wrong_object_type;
mod wrong_step_title;
mod yaml_trap;

pub use ambiguous_tactic::RULE as AMBIGUOUS_TACTIC;
pub use findings::Findings;
pub use internal_error::finding as internal_error;
pub use invisible_character::RULE as INVISIBLE_CHARACTER;
pub use orphan_page::RULE as ORPHAN_PAGE;
pub use outdated_fact::RULE as OUTDATED_FACT;
pub use placeholder_text::RULE as PLACEHOLDER_TEXT;
pub use rule::{
    ByRelease, Cause, CauseKey, Check, FixKind, Handling, Needs, ReplacedBy, Reports, Rule,
};
pub use theme::Theme;
pub use unreadable_file::changed_during_run;
pub use unused_suppression::{stale as stale_entry, unused as unused_suppression};

/// All rules, sorted by name.
pub static RULES: &[&Rule] = &[
    &ambiguous_link::RULE,
    &ambiguous_tactic::RULE,
    &case_mismatch::RULE,
    &cyclic_procedure::RULE,
    &duplicate_heading::RULE,
    &duplicate_id::RULE,
    &duplicate_reference::RULE,
    &implausible_date::RULE,
    &inconsistent_mapping::RULE,
    &inconsistent_page::RULE,
    &inconsistent_reference::RULE,
    &internal_error::RULE,
    &invalid_encoding::RULE,
    &invalid_frontmatter::RULE,
    &invisible_character::RULE,
    &malformed_id::RULE,
    &malformed_url::RULE,
    &malformed_wiki_link::RULE,
    &merge_conflict::RULE,
    &miscounted_heading::RULE,
    &misnamed_page::RULE,
    &misnumbered_reference::RULE,
    &misnumbered_step::RULE,
    &missing_backlink::RULE,
    &missing_edition::RULE,
    &mixed_editions::RULE,
    &orphan_page::RULE,
    &outdated_fact::RULE,
    &outdated_name::RULE,
    &outdated_tactic::RULE,
    &placeholder_text::RULE,
    &retired_id::RULE,
    &schema_violation::RULE,
    &technique_outside_tactic::RULE,
    &unknown_id::RULE,
    &unknown_name::RULE,
    &unknown_suppression::RULE,
    &unmatched_page::RULE,
    &unprefixed_id::RULE,
    &unreadable_file::RULE,
    &unresolved_anchor::RULE,
    &unresolved_link::RULE,
    &unused_suppression::RULE,
    &wrong_link_target::RULE,
    &wrong_name::RULE,
    &wrong_object_type::RULE,
    &wrong_step_title::RULE,
    &yaml_trap::RULE,
];

/// Returns the rule with a name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Rule> {
    let at = RULES.binary_search_by(|rule| rule.name.cmp(name)).ok()?;
    RULES.get(at).copied()
}

/// Returns the rules of a theme, sorted by name.
pub fn of_theme(theme: Theme) -> impl Iterator<Item = &'static Rule> {
    RULES
        .iter()
        .copied()
        .filter(move |rule| rule.theme == theme)
}

/// Returns the handling of the findings of a rule. An unknown name gets the default.
#[must_use]
pub fn handling(rule: &str) -> Handling {
    find(rule).map_or(Handling::USUAL, |rule| rule.handling)
}

/// Returns whether a finding of a rule reports that another rule crashed.
#[must_use]
pub fn reports_crash(rule: &str) -> bool {
    handling(rule).reports == Reports::Crash
}

/// Returns whether a comment or a baseline can hide the findings of a rule.
#[must_use]
pub fn can_be_suppressed(rule: &str) -> bool {
    handling(rule).can_be_suppressed
}

/// Returns the URL of a rule's documentation.
#[must_use]
pub fn docs_url(name: &str) -> String {
    format!(
        "{}/blob/main/docs/rules/{name}.md",
        env!("CARGO_PKG_REPOSITORY")
    )
}

#[cfg(test)]
mod tests {
    use super::{RULES, Theme, of_theme};

    #[test]
    fn the_themes_list_every_rule_once() {
        let mut listed: Vec<&str> = Theme::ALL
            .into_iter()
            .flat_map(of_theme)
            .map(|rule| rule.name)
            .collect();
        listed.sort_unstable();
        let rules: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
        assert_eq!(listed, rules);
    }
}
