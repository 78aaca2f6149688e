//! Braces and marks that a text speaks about, instead of leaving them to be replaced.

use std::ops::Range;

use crate::syntax::blocks::TextKind;

/// Words for a name in braces: "the variable {user-name}".
const KINDS: [&str; 13] = [
    "argument",
    "arguments",
    "marker",
    "markers",
    "parameter",
    "parameters",
    "placeholder",
    "placeholders",
    "slot",
    "slots",
    "token",
    "variable",
    "variables",
];

/// Words before a colon that say what follows is filled in by a program.
const SHOWN: [&str; 10] = [
    "endpoint", "format", "pattern", "prompt", "prompts", "route", "syntax", "template", "url",
    "usage",
];

/// Words of headings whose lists hold what is still to be done.
const PLANS: [&str; 9] = [
    "backlog",
    "future work",
    "known issues",
    "next steps",
    "open issues",
    "planned",
    "roadmap",
    "tasks",
    "to do",
];

/// Returns whether a name in braces is not left over: it is part of a file name, is called a variable or the like, is explained, is in a
/// sentence of a quote or after a word such as `Prompt:`, or is joined by `_` as in code and stands within a sentence.
pub(super) fn is_variable(text: &str, part: &Range<usize>, kind: TextKind, in_quote: bool) -> bool {
    let (before, after) = (&text[..part.start], &text[part.end..]);
    let mut next = after.chars();
    let is_file = next.next() == Some('.') && next.next().is_some_and(char::is_alphanumeric);
    let is_kind = |word: Option<&str>| {
        let word = word
            .unwrap_or_default()
            .trim_matches(|c: char| !c.is_alphanumeric());
        KINDS.iter().any(|known| word.eq_ignore_ascii_case(known))
    };
    let around = is_kind(last_word(before)) || is_kind(first_word(after));
    is_file
        || around
        || explains(text, part, kind)
        || is_shown(before)
        || ((in_quote || text[part.clone()].contains('_'))
            && !matches!(kind, TextKind::Heading(_))
            && is_in_sentence(before, after))
}

/// Returns whether a text starts with a label such as `Prompt:`, and has words after it.
fn is_shown(before: &str) -> bool {
    let Some((label, rest)) = before.split_once(':') else {
        return false;
    };
    let label = label.trim_matches(|c: char| !c.is_alphanumeric());
    let word = label.split_whitespace().next_back().unwrap_or_default();
    !is_empty(rest) && SHOWN.iter().any(|shown| word.eq_ignore_ascii_case(shown))
}

/// Returns whether a text starts with a name in braces and goes on to say what it is: `{user-name}: the name of the user`.
pub(super) fn explains(text: &str, part: &Range<usize>, kind: TextKind) -> bool {
    let is_mark = |c: char| matches!(c, '*' | '_' | '`' | '"' | ' ');
    let after = text[part.end..].trim_start_matches(is_mark);
    let signs = [
        ": ",
        "- ",
        "-> ",
        "= ",
        "\u{2013} ",
        "\u{2014} ",
        "\u{2192} ",
    ];
    matches!(kind, TextKind::Item | TextKind::Paragraph)
        && text[..part.start].chars().all(is_mark)
        && signs.iter().any(|sign| after.starts_with(sign))
}

/// Returns whether there are words on one side, and no sign that a value follows.
fn is_in_sentence(before: &str, after: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default();
    let is_value = line.trim_end_matches(['*', '_', ' ']).ends_with(':')
        && is_empty(after.lines().next().unwrap_or_default());
    let has_words = !is_empty(before) || !is_empty(after);
    has_words && !is_value
}

fn is_empty(text: &str) -> bool {
    !text.contains(char::is_alphanumeric)
}

fn last_word(text: &str) -> Option<&str> {
    let text = text.trim_end_matches(['*', '_', '"', '\u{201c}', '(']);
    text.split_whitespace()
        .next_back()
        .filter(|_| text.ends_with(' '))
}

fn first_word(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(['*', '_', '"', '\u{201d}', ')']);
    text.split_whitespace()
        .next()
        .filter(|_| text.starts_with(' '))
}

/// Returns whether a heading, in lower case, stands above a list of what is to be done.
pub(super) fn is_plan(heading: &str) -> bool {
    let bare = heading.trim_matches(|c: char| !c.is_alphanumeric());
    matches!(bare, "todo" | "todos" | "to-do") || PLANS.iter().any(|plan| bare.contains(plan))
}
