//! The prefixes by which CI systems take commands from what a job prints. Every writer asks this table, and no other.
//!
//! - GitHub: `::name` behind white space at most, `##[name]` anywhere.
//! - Azure Pipelines: `##vso[` and `##[` anywhere.
//! - GitLab: `section_start:` and `section_end:` anywhere, with escape sequences around them.
//! - `TeamCity`: `##teamcity[` anywhere.
//! - Buildkite: `--- `, `+++ `, `~~~ ` and `^^^ +++` at the start of a line, which open groups; escape sequences that set times, links
//!   and pictures. Escape characters are never printed raw but where a page is printed as it is.

use super::chars::{is_dressing, is_hidden};

/// Position in which a prefix makes a command.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Position {
    Anywhere,
    /// At the start of a line, behind white space at most.
    Indented,
    /// At the very start of a line.
    Start,
}

/// A blank stands for any white space in a line.
const PREFIXES: [(&str, Position); 10] = [
    ("##[", Position::Anywhere),
    ("##vso[", Position::Anywhere),
    ("##teamcity[", Position::Anywhere),
    ("section_start:", Position::Anywhere),
    ("section_end:", Position::Anywhere),
    ("::", Position::Indented),
    ("--- ", Position::Start),
    ("+++ ", Position::Start),
    ("~~~ ", Position::Start),
    ("^^^ +++", Position::Start),
];

/// Starts of escape sequences that Buildkite obeys: times, links, artifacts and pictures.
const SEQUENCES: [&str; 4] = ["\u{1b}_bk;", "\u{1b}]1337;", "\u{1b}]1338;", "\u{1b}]1339;"];

/// Returns whether a prefix that counts anywhere in a line starts with `c`, which `after` follows.
pub(super) fn starts(c: char, after: &str) -> bool {
    // Called for every character; most do not start a prefix.
    let may_follow = |next: u8| match c {
        '#' => next == b'#' || !next.is_ascii(),
        's' | 'S' => matches!(next, b'e' | b'E') || !next.is_ascii(),
        _ => false,
    };
    after.bytes().next().is_some_and(may_follow)
        && PREFIXES
            .iter()
            .filter(|(_, place)| *place == Position::Anywhere)
            .any(|(prefix, _)| matches(prefix, std::iter::once(c).chain(after.chars())))
}

/// Returns the characters of a text, and with each whether the prefix of a command starts with it.
pub(super) fn marked(text: &str) -> impl Iterator<Item = (char, bool)> {
    text.split_inclusive('\n').flat_map(|line| {
        let opening = opening(line);
        line.char_indices().map(move |(at, c)| {
            let is_command = opening == Some(at) || starts(c, &line[at + c.len_utf8()..]);
            (c, is_command)
        })
    })
}

/// Returns whether a line of printable ASCII has the prefix of a command.
pub(super) fn has_command(line: &str) -> bool {
    let mut suspects = memchr::memchr3_iter(b'#', b's', b'S', line.as_bytes());
    opening(line).is_some()
        || suspects.any(|at| starts(char::from(line.as_bytes()[at]), &line[at + 1..]))
}

/// Returns the byte at which a line has a prefix that counts at its start.
fn opening(line: &str) -> Option<usize> {
    let body = line.trim_start();
    // Most lines start with a letter.
    let may_open =
        |first: u8| matches!(first, b':' | b'-' | b'+' | b'~' | b'^') || !first.is_ascii();
    if !body.bytes().next().is_some_and(may_open) {
        return None;
    }
    let indent = line.len() - body.len();
    let opens = |place| {
        PREFIXES
            .iter()
            .any(|(prefix, p)| *p == place && matches(prefix, body.chars()))
    };
    (opens(Position::Indented) || indent == 0 && opens(Position::Start)).then_some(indent)
}

/// Returns whether a CI job may take a command from a line of raw text, whatever is invisible in it. A carriage return starts a line
/// too. `groups` says whether lines that open a group count: they are ordinary Markdown, as `~~~ python` is, to any job but
/// Buildkite's.
#[must_use]
pub fn is_command(line: &str, groups: bool) -> bool {
    let obeyed = |line: &str| {
        let opens = match opening(line) {
            // A third colon makes it a directive of Markdown.
            Some(at) if line[at..].starts_with(':') => !line[at..].starts_with(":::"),
            Some(_) => groups,
            None => false,
        };
        opens
            || line
                .char_indices()
                .any(|(at, c)| starts(c, &line[at + c.len_utf8()..]))
    };
    if groups && SEQUENCES.iter().any(|sequence| line.contains(sequence)) {
        return true;
    }
    line.split('\r').any(|line| {
        let bare: String = line.chars().filter(|&c| is_seen(c)).collect();
        obeyed(&bare) || line.contains('\u{1b}') && obeyed(&colorless(line))
    })
}

/// Returns a line without what is invisible in it, escape sequences such as `ESC [0m` included.
fn colorless(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for (n, part) in line.split('\u{1b}').enumerate() {
        let text = match part.strip_prefix('[') {
            Some(sequence) if n > 0 => {
                let end = sequence.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
                end.strip_prefix(|c: char| c.is_ascii_alphabetic())
                    .unwrap_or(end)
            }
            _ => part,
        };
        out.extend(text.chars().filter(|&c| is_seen(c)));
    }
    out
}

fn is_seen(c: char) -> bool {
    c == '\t' || !is_hidden(c) && !is_dressing(c)
}

/// Returns whether a text starts with a prefix. What some readers drop, as our own pictures do, may stand between its characters.
fn matches(prefix: &str, text: impl Iterator<Item = char>) -> bool {
    let mut text = text.filter(|&c| !is_dressing(c)).peekable();
    prefix.chars().all(|wanted| {
        if wanted != ' ' {
            return text.next().is_some_and(|c| c.eq_ignore_ascii_case(&wanted));
        }
        let blank = text.next_if(|c| c.is_whitespace()).is_some();
        while text.next_if(|c| c.is_whitespace()).is_some() {}
        blank
    })
}

#[cfg(test)]
mod tests {
    use super::is_command;

    #[test]
    fn every_system_has_its_prefixes() {
        for line in [
            "::error::x",
            " \t::add-mask::x",
            "a ##[group]x",
            "a ##vso[task.setvariable variable=x]y",
            "a ##VSO[task.complete]",
            "##teamcity[buildStop comment='x']",
            "\u{1b}[0Ksection_start:1:x\r\u{1b}[0K",
            "a section_end:1:x",
            "a\r::error::x",
            "#\u{200b}#vso[x]",
            "##v\u{fe0f}so[x]",
            ":\u{7}:error::x",
        ] {
            assert!(is_command(line, false), "{line:?}");
        }
        for line in [
            "--- x",
            "+++\tx",
            "~~~  x",
            "^^^ +++",
            "^^^  +++",
            "\u{1b}[0m--- x",
            "\u{1b}[1;31m+++ x",
            "a\r~~~ x",
            "a\u{1b}_bk;t=1\u{7}",
            "\u{1b}]1339;url=x\u{7}",
        ] {
            assert!(is_command(line, true), "{line:?}");
            assert!(!is_command(line, false), "{line:?}");
        }
    }

    #[test]
    fn ordinary_lines_are_none() {
        for line in [
            "a::b",
            ":::note",
            "## [x](y)",
            "# #[x]",
            "##vso",
            "## teamcity[x]",
            "section_start 1",
            "subsection_starts: x",
            "---",
            " --- x",
            "| --- |",
            "+++",
            "~~~",
            "~~~python",
            "^^^+++",
        ] {
            assert!(!is_command(line, true), "{line:?}");
        }
    }
}
