//! Words of a page made safe for a terminal and for the log of a CI job.
//!
//! Control characters and invisible characters are written as escapes, such as `\x1b` or `\u{202e}`. So is the first character of
//! each prefix by which a CI system takes commands from a log, which `command.rs` lists. A format that can write that character
//! without loss takes [`plain`] words and does so.

use std::borrow::Cow;
use std::fmt::Write;

use super::chars::{is_hidden, is_printed_selector};
use super::command::{has_command, is_command, marked, starts};

/// The most characters of one message that are shown. A page word may be megabytes long.
const LONGEST: usize = 2000;

/// Returns a message as one line, safe to print.
#[must_use]
pub fn text(text: &str) -> Cow<'_, str> {
    escape(text, unsafe_here)
}

/// Returns a message that may have several lines, safe to print.
#[must_use]
pub fn lines(text: &str) -> Cow<'_, str> {
    escape(text, |before, c, after| {
        c != '\n' && unsafe_here(before, c, after)
    })
}

/// Returns a message as one line without invisible characters, for a format that writes the prefixes of commands in its own way.
#[must_use]
pub fn plain(text: &str) -> Cow<'_, str> {
    escape(text, |before, c, _| unseen(before, c))
}

/// Escapes a text like [`plain`], but keeps its line ends.
#[must_use]
pub fn plain_lines(text: &str) -> Cow<'_, str> {
    escape(text, |before, c, _| c != '\n' && unseen(before, c))
}

/// Returns lines for a log that may be a CI job's, safe to print: none of them is taken for a command.
#[must_use]
pub fn log(text: &str) -> String {
    no_commands(&plain_lines(text))
}

/// Returns a text as one line for a log, safe to print at its start.
#[must_use]
pub fn log_line(text: &str) -> String {
    no_commands(&plain(text))
}

/// Returns [`plain`] words of which no CI job takes a part for a command.
#[must_use]
pub fn no_commands(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    if is_printable(text) && !has_command(text) {
        return text.to_owned();
    }
    for (c, is_command) in marked(text) {
        if is_command {
            push(&mut out, c);
        } else {
            out.push(c);
        }
    }
    out
}

/// Returns a text as exact as the log of a CI job allows: only lines that the job would take for a command are escaped. Other lines,
/// as those of a diff, stay what they are. `groups` is that of [`is_command`].
#[must_use]
pub fn exact(text: &str, groups: bool) -> Cow<'_, str> {
    if !text.split('\n').any(|line| is_command(line, groups)) {
        return Cow::Borrowed(text);
    }
    let line = |line: &str| match line.strip_suffix('\n') {
        Some(body) if is_command(body, groups) => format!("{}\n", log(body)),
        None if is_command(line, groups) => log(line),
        _ => line.to_owned(),
    };
    text.split_inclusive('\n').map(line).collect()
}

/// Returns whether a text is short, and only of characters that are always shown. Then it is safe unless it holds a command.
fn is_printable(text: &str) -> bool {
    text.len() <= LONGEST && text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

fn escape(text: &str, is_unsafe: impl Fn(Option<char>, char, &str) -> bool) -> Cow<'_, str> {
    if is_printable(text) {
        let mut suspects = memchr::memchr3_iter(b'#', b's', b'S', text.as_bytes());
        let is_escaped = |at| is_unsafe(None, char::from(text.as_bytes()[at]), &text[at + 1..]);
        if !suspects.any(is_escaped) {
            return Cow::Borrowed(text);
        }
    }
    let mut out = String::new();
    let mut done = 0;
    let mut before = None;
    for (n, (at, c)) in text.char_indices().enumerate() {
        if n == LONGEST {
            out += &text[done..at];
            out += "...";
            return Cow::Owned(out);
        }
        let end = at + c.len_utf8();
        if is_unsafe(before, c, &text[end..]) {
            out += &text[done..at];
            push(&mut out, c);
            done = end;
        }
        before = Some(c);
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    out += &text[done..];
    Cow::Owned(out)
}

/// Returns whether `c`, with `before` to its left and `after` to its right, must be escaped.
pub(super) fn unsafe_here(before: Option<char>, c: char, after: &str) -> bool {
    starts(c, after) || unseen(before, c)
}

/// Returns whether `c`, with `before` to its left, is a control character or invisible.
fn unseen(before: Option<char>, c: char) -> bool {
    match c {
        ' '..='~' => false,
        // The scripts from Arabic to Mongolian spell with joiners.
        '\u{200c}' | '\u{200d}' => !matches!(before, Some('\u{600}'..='\u{1cff}')),
        _ if is_printed_selector(c) => before.is_none_or(|b| b.is_whitespace() || is_hidden(b)),
        _ => is_hidden(c),
    }
}

/// Writes a character out in ASCII.
pub(super) fn push(out: &mut String, c: char) {
    // Writing to a string cannot fail.
    let _ = match c {
        '\n' => out.write_str("\\n"),
        '\r' => out.write_str("\\r"),
        '\t' => out.write_str("\\t"),
        c if c.is_ascii() => write!(out, "\\x{:02x}", u32::from(c)),
        c => write!(out, "\\u{{{:x}}}", u32::from(c)),
    };
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, exact, lines, log, log_line, text};

    #[test]
    fn what_a_terminal_obeys_or_does_not_show_is_written_out() {
        assert_eq!(text("\u{1b}[0m\t\r\n\u{7f}"), r"\x1b[0m\t\r\n\x7f");
        assert_eq!(lines("a\nb\u{9b}"), "a\nb\\u{9b}");
        assert_eq!(
            text("a\u{202e}b\u{200b}\u{e0041}"),
            r"a\u{202e}b\u{200b}\u{e0041}"
        );
        assert_eq!(
            text("\u{feff}\u{3164}\u{ad}\u{ffff}"),
            r"\u{feff}\u{3164}\u{ad}\u{ffff}"
        );
    }

    #[test]
    fn what_a_script_or_an_emoji_needs_stays() {
        for word in ["naïve", "日本", "❤\u{fe0f}", "می\u{200c}خواهم", "👍🏽"] {
            assert_eq!(text(word), word);
        }
        assert_eq!(text("a\u{200c} \u{fe0f}"), r"a\u{200c} \u{fe0f}");
    }

    #[test]
    fn no_job_takes_a_page_for_its_own() {
        assert_eq!(
            text("##[error]x ##[[link]] ###["),
            r"\x23#[error]x \x23#[[link]] #\x23#["
        );
        assert_eq!(text("#[ ## [ #\u{fe0f}1"), "#[ ## [ #\u{fe0f}1");
        assert_eq!(
            text("#\u{fe0f}#[ ##\u{1f3fb}["),
            "\\x23\u{fe0f}#[ \\x23#\u{1f3fb}["
        );
        assert_eq!(
            text("##vso[x] ##TeamCity[x] ##v[x] \u{1b}section_end:1"),
            r"\x23#vso[x] \x23#TeamCity[x] ##v[x] \x1b\x73ection_end:1"
        );
        assert_eq!(log_line("--- x"), r"\x2d-- x");
        assert_eq!(log_line(" --- x"), " --- x");
        assert_eq!(log("a\n^^^ +++\n+++ x"), "a\n\\x5e^^ +++\n\\x2b++ x");
        assert_eq!(log_line("  ::error::x"), r"  \x3a:error::x");
        assert_eq!(log_line(":\u{fe0f}:error::x"), "\\x3a\u{fe0f}:error::x");
        assert_eq!(log_line("a::b"), "a::b");
        assert_eq!(log("a\n\u{3000}::x\n"), "a\n\u{3000}\\x3a:x\n");
    }

    #[test]
    fn a_diff_stays_exact_but_for_commands() {
        let diff = "+\u{1b}[0m ::\r\n :x:\n-::x\n";
        assert_eq!(exact(diff, true), diff);
        assert_eq!(
            exact(" ::x\u{1b}\r\n a\u{7f}\n##\u{7}[x", false),
            " \\x3a:x\\x1b\\r\n a\u{7f}\n##\\x07[x"
        );
        assert_eq!(exact("+a\r::error::x\n", false), "+a\\r::error::x\n");
        assert_eq!(exact("--- x\n", true), "\\x2d-- x\n");
        assert_eq!(exact("--- x\n", false), "--- x\n");
    }

    #[test]
    fn a_long_text_is_cut() {
        assert_eq!(text(&"é".repeat(5 * LONGEST)).chars().count(), LONGEST + 3);
    }
}
