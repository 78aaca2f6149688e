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

use crate::context::{PageContext, VaultContext};
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::settings::Level;
use crate::text::{FileId, Span};

/// A rule: static data and a plain function.
#[derive(Debug)]
pub struct Rule {
    /// The name in kebab case. It never changes.
    pub name: &'static str,
    /// What the rule finds, in one line.
    pub summary: &'static str,
    /// The documentation, in Markdown.
    pub docs: &'static str,
    /// The theme under which it is listed.
    pub theme: Theme,
    /// The default level.
    pub level: Level,
    /// Whether findings may have a fix, and of which kind.
    pub fix: FixKind,
    /// The version of atlas-lint that introduced the rule.
    pub since: &'static str,
    /// The input that the rule needs.
    pub needs: Needs,
    /// How later stages treat its findings.
    pub handling: Handling,
    /// The function, and whether it runs per page or over the vault.
    pub check: Check,
}

/// The input that a rule needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Only the text of a page. On a page with unresolved merge conflicts, only these rules run.
    Text,
    /// The page alone.
    Page,
    /// The whole vault: where links lead, what other pages declare.
    Vault,
}

/// How suppressions, baselines and other rules affect the findings of a rule.
#[derive(Clone, Copy, Debug)]
pub struct Handling {
    /// Whether a comment or a baseline can hide the findings. Those about an incomplete run or about a suppression cannot be
    /// hidden.
    pub can_be_suppressed: bool,
    /// Whether the findings are compared with those before a change. Findings about something that could not be checked are always
    /// reported.
    pub is_compared: bool,
    /// Which findings at the same place replace these.
    pub gives_way: GivesWay,
    /// Whether the rule runs on data files without an ATLAS form too: rules of ids, names and tactics, of what cannot be read, and of the
    /// page types of the user.
    pub on_data_files: bool,
    /// Whether the findings depend on the release. `init` compares the releases by the findings that do.
    pub by_release: ByRelease,
    /// How findings that have one cause are recognized and counted.
    pub cause: Cause,
    /// What a finding reports.
    pub reports: Reports,
}

impl Handling {
    /// The default, which fits most rules.
    pub const USUAL: Self = Self {
        can_be_suppressed: true,
        is_compared: true,
        gives_way: GivesWay::Never,
        on_data_files: false,
        by_release: ByRelease::No,
        cause: Cause {
            key: CauseKey::Message,
            noun: None,
        },
        reports: Reports::Defect,
    };
}

/// Dependence of a rule's findings on the release of ATLAS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByRelease {
    No,
    /// Every finding depends on it.
    Yes,
    /// A finding depends on it if its id is in a later release.
    IfNewer,
}

/// Cause that several findings of a rule share, such as one missing file that many links name.
#[derive(Clone, Copy, Debug)]
pub struct Cause {
    pub key: CauseKey,
    /// What the summary calls a cause, if it counts them.
    pub noun: Option<&'static str>,
}

impl Cause {
    /// Returns the cause that a subject and a message identify.
    pub(crate) const fn by_message(noun: &'static str) -> Self {
        Self {
            key: CauseKey::Message,
            noun: Some(noun),
        }
    }

    /// Returns the cause that a subject alone identifies.
    pub(crate) const fn by_subject(noun: Option<&'static str>) -> Self {
        Self {
            key: CauseKey::Subject,
            noun,
        }
    }
}

/// What findings of one cause have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CauseKey {
    /// The subject. The messages differ in how a link is written.
    Subject,
    /// The subject and the message, which has the name next to an id.
    Message,
}

/// What a finding reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reports {
    /// A defect of a page.
    Defect,
    /// A rule that crashed. The run is incomplete, whatever the scope.
    Crash,
}

/// Findings at the same place that replace those of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivesWay {
    /// The findings are never replaced.
    Never,
    /// A finding of invisible characters. They make the text differ from the one that the rule expects, so they are the cause.
    ToHidden,
    /// Findings of one rule.
    To(&'static str),
}

/// The kind of fixes that a rule offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixKind {
    /// No fixes.
    None,
    /// Fixes that need review.
    Unsafe,
    /// Fixes of which some are safe.
    Safe,
}

impl FixKind {
    /// Returns `-`, `unsafe` or `safe`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "-",
            Self::Unsafe => "unsafe",
            Self::Safe => "safe",
        }
    }
}

/// The function of a rule, by what it runs on.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// Runs on each page.
    Page(fn(&PageContext<'_>, &mut Findings)),
    /// Runs once over the whole vault.
    Vault(for<'v> fn(&'v VaultContext<'v>, &mut Findings)),
    /// No function; the pipeline reports the finding.
    Run,
}

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

pub use internal_error::finding as internal_error;

pub use theme::Theme;

pub use unused_suppression::{stale as stale_entry, unused as unused_suppression};

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

pub use outdated_fact::{Stale, stale};

/// Returns the URL of a rule's documentation.
#[must_use]
pub fn docs_url(name: &str) -> String {
    format!(
        "{}/blob/main/docs/rules/{name}.md",
        env!("CARGO_PKG_REPOSITORY")
    )
}

/// The findings of one rule.
#[derive(Debug)]
pub struct Findings {
    rule: &'static str,
    severity: Severity,
    file: FileId,
    found: Vec<Diagnostic>,
}

impl Findings {
    /// Creates an empty collection for `rule` in `file`, at the rule's default level.
    #[must_use]
    pub fn of(rule: &'static Rule, file: FileId) -> Self {
        Self {
            rule: rule.name,
            severity: rule.level.severity().unwrap_or(Severity::Warning),
            file,
            found: Vec::new(),
        }
    }

    /// Adds a finding at `span`, with a short label there.
    pub fn add(
        &mut self,
        span: Span,
        label: impl Into<String>,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.add_in(self.file, span, label, message)
    }

    /// Adds a finding in any file, for rules over the vault.
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

    /// Returns the places of the findings so far.
    pub fn places(&self) -> impl Iterator<Item = Span> {
        self.found.iter().map(|found| found.primary.span)
    }

    #[must_use]
    pub fn into_vec(self) -> Vec<Diagnostic> {
        self.found
    }
}
