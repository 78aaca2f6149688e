//! Words of a page made safe for a terminal and for the log of a CI job.
//!
//! Characters that a terminal obeys or that nobody sees are written out, as `\x1b` or `\u{202e}`. So are the two forms in which
//! a GitHub runner takes commands from a log: `##[` anywhere, `::` at the start of a line.

use std::borrow::Cow;
use std::fmt::Write;

/// The most characters of one message that are shown. A page word may be megabytes long.
const LONGEST: usize = 2000;

/// A message as one line, safe to print.
#[must_use]
pub fn text(text: &str) -> Cow<'_, str> {
    escape(text, false)
}

/// A message that may have several lines, safe to print.
#[must_use]
pub fn lines(text: &str) -> Cow<'_, str> {
    escape(text, true)
}

/// Lines for a log that may be a CI job's, safe to print: none of them is taken for a command.
#[must_use]
pub fn log(text: &str) -> String {
    let safe = lines(text);
    let lines: Vec<Cow<'_, str>> = safe.split('\n').map(no_command).collect();
    lines.join("\n")
}

/// A line that no CI job takes for a command: a `::` at its start is broken up.
#[must_use]
pub fn no_command(line: &str) -> Cow<'_, str> {
    let body = line.trim_start();
    let second = body.strip_prefix(':').unwrap_or_default();
    if !second.trim_start_matches(is_dressing).starts_with(':') {
        return Cow::Borrowed(line);
    }
    let (indent, body) = line.split_at(line.len() - body.len());
    Cow::Owned(format!(
        "{indent}\\x3a{}",
        body.get(1..).unwrap_or_default()
    ))
}

/// A text as exact as the log of a CI job allows: only lines that the job would take for a command are escaped. Other lines, as
/// those of a diff, stay what they are.
#[must_use]
pub fn exact(text: &str) -> Cow<'_, str> {
    if !text.split('\n').any(is_command) {
        return Cow::Borrowed(text);
    }
    let line = |line: &str| match line.strip_suffix('\n') {
        Some(body) if is_command(body) => format!("{}\n", log(body)),
        None if is_command(line) => log(line),
        _ => line.to_owned(),
    };
    text.split_inclusive('\n').map(line).collect()
}

/// Whether a CI job may take a command from a line, with whatever nobody sees in it. A carriage return starts a line too.
#[must_use]
pub fn is_command(line: &str) -> bool {
    let seen = |&c: &char| c == '\r' || !is_hidden(c) && !is_dressing(c);
    let seen: String = line.chars().filter(seen).collect();
    seen.contains("##[")
        || seen
            .split('\r')
            .any(|line| line.trim_start().starts_with("::"))
}

fn escape(text: &str, keep_lines: bool) -> Cow<'_, str> {
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
        if unsafe_here(before, c, &text[end..]) && !(keep_lines && c == '\n') {
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

/// Whether `c`, with `before` to its left and `after` to its right, must not be printed as it is.
pub(super) fn unsafe_here(before: Option<char>, c: char, after: &str) -> bool {
    match c {
        ' '..='"' | '$'..='~' => false,
        '#' => {
            // What nobody sees between the three is dropped by some readers, and by our own pictures.
            before.is_some_and(|b| b == '#' || is_dressing(b))
                && after.trim_start_matches(is_dressing).starts_with('[')
        }
        // The scripts from Arabic to Mongolian spell with joiners.
        '\u{200c}' | '\u{200d}' => !matches!(before, Some('\u{600}'..='\u{1cff}')),
        _ if is_selector(c) => before.is_none_or(|b| b.is_whitespace() || is_hidden(b)),
        _ => is_hidden(c),
    }
}

/// A variation selector: says how the character before it looks.
pub(super) fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{180b}'..='\u{180d}' | '\u{180f}')
}

/// A character that changes how the one before it looks, and may be left out: a selector or a skin tone.
fn is_dressing(c: char) -> bool {
    is_selector(c) || matches!(c, '\u{1f3fb}'..='\u{1f3ff}')
}

/// Whether a terminal may obey `c`, or nobody can see it: controls, line separators, and what Unicode lets a program ignore
/// (`Default_Ignorable_Code_Point`: bidi controls, zero-width characters, fillers, selectors, tags), or it is no character and XML has no way to write it.
pub(super) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}'..='\u{ffff}' | '\u{13430}'..='\u{1345f}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
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
    use super::{LONGEST, exact, lines, log, no_command, text};

    #[test]
    fn what_a_terminal_obeys_or_nobody_sees_is_written_out() {
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
            r"#\x23[error]x #\x23[[link]] ##\x23["
        );
        assert_eq!(text("#[ ## [ #\u{fe0f}1"), "#[ ## [ #\u{fe0f}1");
        assert_eq!(
            text("#\u{fe0f}#[ ##\u{1f3fb}["),
            "#\u{fe0f}\\x23[ #\\x23\u{1f3fb}["
        );
        assert_eq!(no_command("  ::error::x"), r"  \x3a:error::x");
        assert_eq!(no_command(":\u{fe0f}:error::x"), "\\x3a\u{fe0f}:error::x");
        assert_eq!(no_command("a::b"), "a::b");
        assert_eq!(log("a\n\u{3000}::x\n"), "a\n\u{3000}\\x3a:x\n");
    }

    #[test]
    fn a_diff_stays_exact_but_for_commands() {
        let diff = "+\u{1b}[0m ::\r\n :x:\n-::x\n";
        assert_eq!(exact(diff), diff);
        assert_eq!(
            exact(" ::x\u{1b}\r\n a\u{7f}\n##\u{7}[x"),
            " \\x3a:x\\x1b\\r\n a\u{7f}\n##\\x07[x"
        );
        assert_eq!(exact("+a\r::error::x\n"), "+a\\r::error::x\n");
    }

    #[test]
    fn a_long_text_is_cut() {
        assert_eq!(text(&"é".repeat(5 * LONGEST)).chars().count(), LONGEST + 3);
    }
}
