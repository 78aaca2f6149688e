//! Colors and links of text that a person reads on a terminal.
//!
//! The text that is painted must be escaped already: a palette adds escape sequences, and escaping would spell them out.

use super::escape;
use crate::diagnostic::Severity;
use crate::settings::Level;

/// Role of a part of a text; it decides the color.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    Error,
    Warning,
    /// A run without findings, a fix that was made.
    Good,
    /// The label of a note or a help.
    Note,
    /// A heading, or the name of a thing that is listed.
    Strong,
    /// A place in a file.
    Place,
    /// Less important than what is around it.
    Dim,
    Added,
    Removed,
}

impl Style {
    /// Returns the parameters of the escape sequence that starts it.
    fn codes(self) -> &'static str {
        match self {
            Self::Error => "31;1",
            // Bold yellow is bright on many terminals, and unreadable on white.
            Self::Warning => "33",
            Self::Good => "32;1",
            Self::Note => "36;1",
            Self::Strong => "1",
            Self::Place => "36",
            Self::Dim => "2",
            Self::Added => "32",
            Self::Removed => "31",
        }
    }
}

impl From<Severity> for Style {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
        }
    }
}

impl From<Level> for Style {
    fn from(level: Level) -> Self {
        level.severity().map_or(Self::Dim, Self::from)
    }
}

/// Capabilities of the output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Palette {
    pub color: bool,
    /// Whether links are shown, as escape sequences of OSC 8.
    pub links: bool,
}

impl Palette {
    /// Shows neither colors nor links.
    pub const PLAIN: Self = Self {
        color: false,
        links: false,
    };

    /// Returns escaped text in the color of a style.
    #[must_use]
    pub fn paint(self, style: Style, text: &str) -> String {
        if self.color && !text.is_empty() {
            format!("\u{1b}[{}m{text}\u{1b}[0m", style.codes())
        } else {
            text.to_owned()
        }
    }

    /// Returns escaped text, painted or not, as a link to a URL.
    /// <https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda>
    #[must_use]
    pub fn link(self, url: &str, text: &str) -> String {
        let is_safe = url.bytes().all(|byte| byte.is_ascii_graphic());
        if self.links && is_safe {
            format!("\u{1b}]8;;{url}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\")
        } else {
            text.to_owned()
        }
    }

    /// Returns escaped text with the words between backticks in a color.
    #[must_use]
    pub fn code(self, text: &str) -> String {
        let mut parts = text.split('`');
        let mut out = parts.next().unwrap_or_default().to_owned();
        while let Some(code) = parts.next() {
            let Some(rest) = parts.next() else {
                return out + "`" + code;
            };
            out += &self.paint(Style::Place, &format!("`{code}`"));
            out += rest;
        }
        out
    }

    /// Returns a line of a unified diff, made safe to print, in the color of what it says.
    #[must_use]
    pub fn diff_line(self, line: &str) -> String {
        let text = escape::plain(line);
        match line.as_bytes() {
            [b'-', b'-', b'-', b' ', ..] | [b'+', b'+', b'+', b' ', ..] => {
                self.paint(Style::Strong, &text)
            }
            [b'@', b'@', ..] => self.paint(Style::Place, &text),
            [b'-', ..] => self.paint(Style::Removed, &text),
            [b'+', ..] => self.paint(Style::Added, &text),
            _ => text.into_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Palette, Style};

    const ALL: Palette = Palette {
        color: true,
        links: true,
    };

    #[test]
    fn without_colors_text_stays_as_it_is() {
        assert_eq!(Palette::PLAIN.paint(Style::Error, "x"), "x");
        assert_eq!(Palette::PLAIN.link("https://x", "x"), "x");
        assert_eq!(ALL.paint(Style::Error, "x"), "\u{1b}[31;1mx\u{1b}[0m");
        assert_eq!(ALL.paint(Style::Error, ""), "");
    }

    #[test]
    fn a_url_ends_no_sequence() {
        let link = "\u{1b}]8;;https://x\u{1b}\\x\u{1b}]8;;\u{1b}\\";
        assert_eq!(ALL.link("https://x", "x"), link);
        assert_eq!(ALL.link("https://x\u{1b}\\\u{1b}[2J", "x"), "x");
        assert_eq!(ALL.link("https://x y", "x"), "x");
    }

    #[test]
    fn a_diff_obeys_no_sequence_of_a_page() {
        let line = ALL.diff_line("+a\u{1b}[2J");
        assert_eq!(line, "\u{1b}[32m+a\\x1b[2J\u{1b}[0m");
        assert_eq!(Palette::PLAIN.diff_line("--- a/b"), "--- a/b");
    }
}
