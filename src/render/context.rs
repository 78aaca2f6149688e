//! Input of all formats.

use std::time::Duration;

use super::counts::Counts;
use super::escape;
use super::hidden_note::hidden_note;
use super::palette::{Palette, Style};
use super::path::{encoded, shortened, shown_path};
use crate::check::Checked;
use crate::diagnostic::{Diagnostic, Label};
use crate::text::{FileId, Position, Sources};

/// Input of a format: the findings and facts about the run.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, and all combinations occur"
)]
pub struct Context<'a> {
    /// The files of the findings.
    pub sources: &'a Sources,
    /// The findings to show, sorted and filtered; `--max-findings` may have cut their tail.
    pub diagnostics: &'a [Diagnostic],
    /// Numbers of all findings, including those cut off.
    pub total: Counts,
    /// Text on the number of causes; empty if it adds nothing.
    pub causes: &'a str,
    /// Number of checked pages.
    pub pages: usize,
    /// Numbers of what was checked on them.
    pub checked: Checked,
    /// The paths of files with ATLAS ids that are not checked.
    pub unchecked: &'a [String],
    /// The vault's path from the git root.
    pub vault: &'a str,
    /// The prefix that makes a path of the vault relative to the current folder: `content/`, `../vault/` or nothing.
    pub prefix: &'a str,
    /// The current folder, if it lies inside the vault: its path from the root. The prefix is empty then.
    pub inside: &'a str,
    /// The ATLAS release that the pages were checked against.
    pub release: &'a str,
    /// Whether the user pinned that release. If not, it is the newest known one.
    pub pinned: bool,
    /// The dialects of the pages, in words.
    pub dialects: &'a str,
    /// The version of this tool.
    pub version: &'a str,
    /// Whether the run is incomplete: something could not be checked.
    pub incomplete: bool,
    /// Duration of the check.
    pub elapsed: Duration,
    /// The columns of the terminal.
    pub width: usize,
    /// Whether the output is a terminal.
    pub interactive: bool,
    /// Whether colors may be used.
    pub color: bool,
    /// The `file:` URL of the vault with a slash at its end, if the terminal shows links.
    pub links: Option<&'a str>,
    /// Whether frames may be drawn with characters outside ASCII.
    pub unicode: bool,
    /// Returns the URL of a rule's documentation.
    pub docs_url: &'a dyn Fn(&str) -> String,
}

impl Context<'_> {
    /// Returns the capabilities of the output.
    #[must_use]
    pub fn palette(&self) -> Palette {
        Palette {
            color: self.color,
            links: self.links.is_some(),
        }
    }

    /// Returns `severity[rule]`, where the rule's name links to its documentation.
    pub(super) fn title(&self, diagnostic: &Diagnostic) -> String {
        let palette = self.palette();
        let style = Style::from(diagnostic.severity);
        let severity = diagnostic.severity.as_str();
        if !palette.links {
            return palette.paint(style, &format!("{severity}[{}]", diagnostic.rule));
        }
        let rule = palette.paint(style, diagnostic.rule);
        [
            palette.paint(style, &format!("{severity}[")),
            palette.link(&(self.docs_url)(diagnostic.rule), &rule),
            palette.paint(style, "]"),
        ]
        .concat()
    }

    /// Returns a text as a link to a file, if the terminal shows links.
    pub(super) fn link_to_file(&self, file: FileId, text: &str) -> String {
        match self.links {
            Some(vault) => {
                let url = format!("{vault}{}", encoded(self.sources.get(file).path()));
                self.palette().link(&url, text)
            }
            None => text.to_owned(),
        }
    }

    /// Returns the path of a file, relative to the current folder and safe to print.
    pub(super) fn path(&self, file: FileId) -> String {
        shown_path(self.prefix, self.inside, self.sources.get(file).path())
    }

    /// Returns the path of a file. Its start is cut off if it takes more than `most` columns.
    pub(super) fn path_within(&self, file: FileId, most: usize) -> String {
        let path = self.path(file);
        if self.interactive {
            shortened(&path, most, self.ellipsis())
        } else {
            path
        }
    }

    pub(super) fn ellipsis(&self) -> &'static str {
        if self.unicode { "…" } else { "..." }
    }

    /// Returns the path of a file from the git root, not escaped.
    pub(super) fn path_in_repository(&self, file: FileId) -> String {
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

    /// Returns `path:line:column` of a finding in one line of [`escape::plain`] text, with the path from the git root.
    pub(super) fn place_in_repository(&self, label: &Label) -> String {
        let path = self.path_in_repository(label.file);
        let at = self.region(label).start;
        format!("{}:{}:{}", escape::plain(&path), at.line, at.column)
    }

    /// Returns a finding in [`escape::plain`] text: its place, its message, and the help on its own line.
    pub(super) fn in_words(&self, diagnostic: &Diagnostic) -> String {
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

    /// Returns the positions of a label.
    pub(super) fn region(&self, label: &Label) -> Region {
        let source = self.sources.opened(label.file);
        let (start, end) = (label.span.start as usize, label.span.end as usize);
        Region {
            start: source.position(start),
            end: source.position(end),
            last_line: source.position(end.saturating_sub(1).max(start)).line,
        }
    }
}

/// The places of a span.
pub(super) struct Region {
    pub(super) start: Position,
    /// After the last character; on the next line if that is a line end.
    pub(super) end: Position,
    /// The line of the last character.
    pub(super) last_line: usize,
}
