//! The rules. A rule is one stem: `name_of_rule.rs` checks, `name-of-rule.md` explains and is run as a test,
//! `tests/rules/name-of-rule.md` holds the edge cases.
//!
//! A rule never imports another rule. What several need (problems on ids, link resolution) lies below them.

mod ambiguous_link;
mod case_mismatch;
mod cyclic_procedure;
mod duplicate_heading;
mod duplicate_id;
mod duplicate_reference;
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
mod orphan_page;
mod outdated_fact;
mod outdated_name;
mod outdated_tactic;
mod placeholder_text;
mod retired_id;
mod schema_violation;
mod technique_outside_tactic;
mod unknown_id;
mod unknown_name;
mod unknown_suppression;
mod unmatched_page;
mod unreadable_file;
mod unresolved_anchor;
mod unresolved_link;
mod unused_suppression;
mod wrong_link_target;
mod wrong_name;
mod wrong_object_type;
mod wrong_step_title;
mod yaml_trap;

use crate::context::{PageContext, VaultContext};
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::settings::Level;
use crate::text::{FileId, Span};

/// A rule: static data and a plain function.
#[derive(Debug)]
pub struct Rule {
    /// Its name, kebab-case. It never changes.
    pub name: &'static str,
    /// What it finds, in one line.
    pub summary: &'static str,
    /// Its doc.
    pub docs: &'static str,
    /// What its findings weigh unless the config says otherwise.
    pub level: Level,
    /// Whether a finding may carry a fix.
    pub fix: FixKind,
    /// The version of this program that brought it.
    pub since: &'static str,
    /// How much has to be known before it can run.
    pub needs: Needs,
    /// What becomes of its findings.
    pub handling: Handling,
    /// What it runs on.
    pub check: Check,
}

/// How much has to be known before a rule can run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// The text of a page. What a page with merge conflicts says is not settled, and no other rule judges it.
    Text,
    /// What a page says by itself.
    Page,
    /// The vault around it: where its links lead, what other pages declare.
    Vault,
}

/// What becomes of the findings of a rule.
#[derive(Clone, Copy, Debug)]
pub struct Handling {
    /// Whether a comment or a baseline can hide them. What says that the run itself is not whole, or what is wrong with a
    /// suppression, cannot be hidden.
    pub can_be_suppressed: bool,
    /// Whether they are compared with those before a change. What could not be checked is told whenever that is so.
    pub is_compared: bool,
    /// Which findings at the same place are told instead of them.
    pub gives_way: GivesWay,
}

impl Handling {
    /// What becomes of most findings.
    pub const USUAL: Self = Self {
        can_be_suppressed: true,
        is_compared: true,
        gives_way: GivesWay::Never,
    };
}

/// Which findings at the same place are told instead of a rule's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivesWay {
    /// None.
    Never,
    /// Characters that nobody sees: the rule compares a text with what it should be, and they make it another one.
    ToHidden,
    /// Those of one rule.
    To(&'static str),
}

/// Which fixes a rule's findings carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixKind {
    /// None.
    None,
    /// Some that need a look.
    Unsafe,
    /// Some that keep what the author meant.
    Safe,
}

impl FixKind {
    /// `-`, `unsafe` or `safe`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "-",
            Self::Unsafe => "unsafe",
            Self::Safe => "safe",
        }
    }
}

/// What a rule runs on.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// Each page.
    Page(fn(&PageContext<'_>, &mut Findings)),
    /// The vault as a whole.
    Vault(for<'v> fn(&'v VaultContext<'v>, &mut Findings)),
    /// Nothing: the run itself reports it.
    Run,
}

/// Every rule, by name.
pub static RULES: &[&Rule] = &[
    &ambiguous_link::RULE,
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

/// The rule of a name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Rule> {
    let at = RULES.binary_search_by(|rule| rule.name.cmp(name)).ok()?;
    RULES.get(at).copied()
}

/// The rule that reports a rule which panicked.
pub use internal_error::finding as internal_error;

/// The rule that reports what hides nothing.
pub use unused_suppression::{stale as stale_entry, unused as unused_suppression};

/// What becomes of the findings of a rule of this name. A name that is no rule's is treated as most are.
#[must_use]
pub fn handling(rule: &str) -> Handling {
    find(rule).map_or(Handling::USUAL, |rule| rule.handling)
}

/// Whether findings of a rule can be hidden by a comment or a baseline.
#[must_use]
pub fn can_be_suppressed(rule: &str) -> bool {
    handling(rule).can_be_suppressed
}

/// What rules find out that others build on: who employs what, and which values the pinned release states otherwise.
pub use outdated_fact::{Stale, stale};

/// Where the doc of a rule is found on the web.
#[must_use]
pub fn docs_url(name: &str) -> String {
    format!(
        "{}/blob/main/docs/rules/{name}.md",
        env!("CARGO_PKG_REPOSITORY")
    )
}

/// Takes the findings of one rule.
#[derive(Debug)]
pub struct Findings {
    rule: &'static str,
    severity: Severity,
    file: FileId,
    found: Vec<Diagnostic>,
}

impl Findings {
    /// Findings of `rule` in `file`, at the rule's own level.
    #[must_use]
    pub fn of(rule: &'static Rule, file: FileId) -> Self {
        Self {
            rule: rule.name,
            severity: rule.level.severity().unwrap_or(Severity::Warning),
            file,
            found: Vec::new(),
        }
    }

    /// A finding at `span`, with a short label there.
    pub fn add(
        &mut self,
        span: Span,
        label: impl Into<String>,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.add_in(self.file, span, label, message)
    }

    /// A finding in any file, for rules over the vault.
    pub fn add_in(
        &mut self,
        file: FileId,
        span: Span,
        label: impl Into<String>,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let label = Label::new(file, span, label);
        self.found
            .push(Diagnostic::new(self.rule, self.severity, label, message));
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    /// What was found.
    #[must_use]
    pub fn into_vec(self) -> Vec<Diagnostic> {
        self.found
    }
}
