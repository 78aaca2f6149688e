//! What a rule is: its properties, which later stages read, and its function.

use super::findings::Findings;
use super::theme::Theme;
use crate::context::{AloneContext, PageContext, VaultContext};
use crate::settings::Level;

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

/// Treatment of a rule's findings by suppressions, baselines and other rules.
#[derive(Clone, Copy, Debug)]
pub struct Handling {
    /// Whether a comment or a baseline can hide the findings. Those about an incomplete run or about a suppression cannot be
    /// hidden.
    pub can_be_suppressed: bool,
    /// Whether the findings are compared with those before a change. Findings about something that could not be checked are always
    /// reported.
    pub is_compared: bool,
    /// Which findings at the same place replace these.
    pub replaced_by: ReplacedBy,
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
        replaced_by: ReplacedBy::Never,
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

/// Property that findings of one cause share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CauseKey {
    /// The subject. The messages differ in how a link is written.
    Subject,
    /// The subject and the message, which has the name next to an id.
    Message,
}

/// Subject of a rule's findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reports {
    /// A defect of a page.
    Defect,
    /// A rule that crashed. The run is incomplete, whatever the scope.
    Crash,
}

/// Findings at the same place that replace those of a rule.
#[derive(Clone, Copy, Debug)]
pub enum ReplacedBy {
    /// The findings are never replaced.
    Never,
    /// Findings of a rule that finds the cause: invisible characters make a text differ from the one that is expected.
    Rule(&'static Rule),
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
    /// Runs on each page, which is all that it needs.
    Alone(fn(&AloneContext<'_>, &mut Findings)),
    /// Runs on each page in its vault.
    Page(fn(&PageContext<'_>, &mut Findings)),
    /// Runs on each page alone, and the second function on each page in its vault.
    Both(
        fn(&AloneContext<'_>, &mut Findings),
        fn(&PageContext<'_>, &mut Findings),
    ),
    /// Runs once over the whole vault.
    Vault(for<'v> fn(&'v VaultContext<'v>, &mut Findings)),
    /// No function; the pipeline reports the finding.
    Run,
}
