//! Findings as text: one file a format.
//!
//! `full` draws pictures for people, `concise` is one line a finding, `json` is for programs. `sarif`, `github`, `gitlab` and
//! `junit` are what code hosts and build servers read; they name files from the git root. All words of a page are hostile: what
//! reaches a terminal or a log goes through [`escape`].

pub mod command;
pub mod concise;
pub mod escape;
pub mod full;
pub mod github;
pub mod gitlab;
pub mod json;
pub mod junit;
mod line;
mod places;
pub mod sarif;
pub mod stream;
pub mod summary;
pub mod unified;
mod window;
mod wrap;

use std::borrow::Cow;
use std::time::Duration;

use crate::diagnostic::{Applicability, Diagnostic, Hidden, Label, Severity};
use crate::text::{FileId, Position, Sources};

/// How many findings there are, those that are not reported apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Findings that are errors.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
    /// Findings with a safe fix.
    pub fixable: usize,
    /// Findings that a comment in the page allows.
    pub suppressed: usize,
    /// Findings that the baseline holds.
    pub baselined: usize,
    /// Findings that the tree compared with has too.
    pub older: usize,
}

impl Counts {
    /// Counts findings.
    #[must_use]
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let mut counts = Self::default();
        for diagnostic in diagnostics {
            let hidden = match diagnostic.hidden {
                None => None,
                Some(Hidden::Allowed(_)) => Some(&mut counts.suppressed),
                Some(Hidden::Baselined) => Some(&mut counts.baselined),
                Some(Hidden::Older) => Some(&mut counts.older),
            };
            if let Some(hidden) = hidden {
                *hidden += 1;
                continue;
            }
            match diagnostic.severity {
                Severity::Error => counts.errors += 1,
                Severity::Warning => counts.warnings += 1,
            }
            let safe = |fix: &crate::diagnostic::Fix| fix.safety == Applicability::Safe;
            counts.fixable += usize::from(diagnostic.fix.as_ref().is_some_and(safe));
        }
        counts
    }

    /// Errors and warnings together: what is reported.
    #[must_use]
    pub fn findings(self) -> usize {
        self.errors + self.warnings
    }
}

/// What a format needs to know about a run.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, and all combinations occur"
)]
pub struct Context<'a> {
    /// The files that the findings speak of.
    pub sources: &'a Sources,
    /// The findings to show, sorted and filtered; `--max-findings` may have cut their tail.
    pub diagnostics: &'a [Diagnostic],
    /// How many there are, those cut off included.
    pub total: Counts,
    /// How many pages were checked.
    pub pages: usize,
    /// The vault's path from the git root.
    pub vault: &'a str,
    /// What makes a page's path relative to the current folder when it stands before it: `content/`, `../vault/` or nothing.
    pub prefix: &'a str,
    /// The current folder, if it lies inside the vault: its path from the root. The prefix is empty then.
    pub inside: &'a str,
    /// The ATLAS release that the pages were checked against.
    pub release: &'a str,
    /// Whether the user named that release. Else it is the newest known.
    pub pinned: bool,
    /// The version of this tool.
    pub version: &'a str,
    /// Whether something could not be checked.
    pub incomplete: bool,
    /// How long the check took.
    pub elapsed: Duration,
    /// The columns of the terminal.
    pub width: usize,
    /// Whether colours may be used.
    pub color: bool,
    /// Whether frames may be drawn with characters outside ASCII.
    pub unicode: bool,
    /// Where the doc of a rule is found.
    pub docs_url: &'a dyn Fn(&str) -> String,
}

impl Context<'_> {
    /// `path:line:column` of a byte, the path relative to the current folder and safe to print.
    fn place(&self, file: FileId, offset: u32) -> String {
        let at = self.sources.get(file).position(offset as usize);
        format!("{}:{}:{}", self.path(file), at.line, at.column)
    }

    /// The path of a file, relative to the current folder and safe to print.
    fn path(&self, file: FileId) -> String {
        shown_path(self.prefix, self.inside, self.sources.get(file).path())
    }

    /// The path of a file from the git root, as it is.
    fn path_in_repository(&self, file: FileId) -> String {
        let path = self.sources.get(file).path();
        let mut parts: Vec<&str> = Vec::new();
        for part in self.vault.split('/').chain(path.split('/')) {
            match part {
                "" | "." => {}
                // A file beside the vault, such as its baseline, is named by way of the folder above it.
                ".." if parts.last().is_some_and(|last| *last != "..") => {
                    parts.pop();
                }
                _ => parts.push(part),
            }
        }
        parts.join("/")
    }

    /// `path:line:column` of a finding, the path from the git root, in one line of [`escape::plain`] words.
    fn place_in_repository(&self, label: &Label) -> String {
        let path = self.path_in_repository(label.file);
        let at = self.region(label).start;
        format!("{}:{}:{}", escape::plain(&path), at.line, at.column)
    }

    /// A finding in [`escape::plain`] words: its place, its message, and the help on a line of its own.
    fn in_words(&self, diagnostic: &Diagnostic) -> String {
        let mut text = format!(
            "{}: {}{}",
            self.place_in_repository(&diagnostic.primary),
            escape::plain(&diagnostic.message),
            hidden_note(diagnostic, escape::plain)
        );
        if let Some(help) = &diagnostic.help {
            text += &format!("\nhelp: {}", escape::plain_lines(help));
        }
        text
    }

    /// Where a label stands.
    fn region(&self, label: &Label) -> Region {
        let source = self.sources.get(label.file);
        let (start, end) = (label.span.start as usize, label.span.end as usize);
        Region {
            start: source.position(start),
            end: source.position(end),
            last_line: source.position(end.saturating_sub(1).max(start)).line,
        }
    }
}

/// The places of a span.
struct Region {
    start: Position,
    /// Behind the last character; if that is a line's end, on the next line.
    end: Position,
    /// The line of the last character.
    last_line: usize,
}

/// A path of the vault as seen from the current folder, safe to print. Prefix and inside are those of a [`Context`].
#[must_use]
pub fn shown_path(prefix: &str, inside: &str, path: &str) -> String {
    let path = below(prefix, &seen_from(inside, path));
    escape::log_line(&path)
}

/// One of the functions of [`escape`].
type Escape = for<'a> fn(&'a str) -> Cow<'a, str>;

/// What to say behind a finding that is shown though it is not reported; "" for one that is.
fn hidden_note(diagnostic: &Diagnostic, escape: Escape) -> String {
    let why = diagnostic.hidden.as_ref();
    why.map_or_else(String::new, |why| format!(" ({})", why_hidden(why, escape)))
}

/// Why a finding is not reported.
fn why_hidden(hidden: &Hidden, escape: Escape) -> String {
    match hidden {
        Hidden::Allowed(reason) if reason.is_empty() => "suppressed".to_owned(),
        Hidden::Allowed(reason) => format!("suppressed: {}", escape(reason)),
        Hidden::Baselined => "in the baseline".to_owned(),
        Hidden::Older => "older".to_owned(),
    }
}

/// A path below a folder, which ends in a slash if it is not empty. A file beside the vault, as its baseline may be, is named by way of
/// the folder around it.
fn below(folder: &str, path: &str) -> String {
    let (mut folder, mut path) = (folder, path);
    while let Some(rest) = path.strip_prefix("../") {
        let above = folder
            .trim_end_matches('/')
            .rfind('/')
            .map_or(0, |at| at + 1);
        if folder.is_empty() || folder.ends_with("../") {
            break;
        }
        (folder, path) = (&folder[..above], rest);
    }
    format!("{folder}{path}")
}

/// A path of the vault as seen from a folder of the vault.
fn seen_from(folder: &str, path: &str) -> String {
    let mut folder = folder.split('/').filter(|part| !part.is_empty()).peekable();
    let mut path = path.split('/').peekable();
    while folder.peek().is_some() && folder.peek() == path.peek() {
        folder.next();
        path.next();
    }
    folder
        .map(|_| "..")
        .chain(path)
        .collect::<Vec<_>>()
        .join("/")
}

/// What was checked, against what, and what was found: one line, or two where `--max-findings` cut the findings.
#[must_use]
pub fn summary_line(cx: &Context<'_>) -> String {
    let some = |n: usize, text: String| if n > 0 { text } else { String::new() };
    let total = cx.total;
    let pinned = if cx.pinned {
        "pinned"
    } else {
        "the newest known; set `catalog.release` to pin it"
    };
    let all = total.findings();
    let is_reported = |diagnostic: &&Diagnostic| diagnostic.hidden.is_none();
    let shown = cx.diagnostics.iter().filter(is_reported).count();
    let cut = all.saturating_sub(shown);
    [
        count(cx.pages, "page"),
        format!(", {}", count(total.errors, "error")),
        format!(", {}", count(total.warnings, "warning")),
        some(
            total.fixable,
            format!(" ({} with a safe fix: --fix)", total.fixable),
        ),
        some(
            total.suppressed,
            format!(", {} suppressed", total.suppressed),
        ),
        some(
            total.baselined,
            format!(", {} in the baseline", total.baselined),
        ),
        some(total.older, format!(", {} older", total.older)),
        format!(" in {}", time(cx.elapsed)),
        format!(", against ATLAS {} ({pinned})", escape::text(cx.release)),
        some(cut, format!("\nshowing {shown} of {all} findings")),
    ]
    .concat()
}

/// `1 page`, `2 pages`.
#[must_use]
pub fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// A time in the unit that reads best.
fn time(elapsed: Duration) -> String {
    match elapsed.as_millis() {
        0 => "under 1 ms".to_owned(),
        ms @ 1..1000 => format!("{ms} ms"),
        _ => format!("{:.1} s", elapsed.as_secs_f64()),
    }
}
