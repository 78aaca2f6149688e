//! The forms of placeholders, such as `[To be documented]`.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

/// Words that mark a placeholder: in capitals, or alone in brackets.
const MARKS: [&str; 4] = ["TODO", "TBD", "TBC", "FIXME"];

/// Words after "to be" that make a placeholder.
const PHRASES: [&str; 14] = [
    "added",
    "announced",
    "completed",
    "confirmed",
    "decided",
    "defined",
    "described",
    "determined",
    "documented",
    "done",
    "filled",
    "provided",
    "updated",
    "written",
];

/// The longest placeholder, in bytes.
const LONGEST: usize = 120;

/// Words that mark a placeholder if a colon follows.
static TASKS: LazyLock<[Finder<'static>; 2]> = LazyLock::new(|| ["TODO", "FIXME"].map(Finder::new));
const LOREM_IPSUM: &str = "lorem ipsum";
static LOREM: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("orem ipsum dolor"));

/// Parts of placeholders that occur anywhere on a page, so that its many short texts are not searched for the others.
#[derive(Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Words {
    tasks: bool,
    lorem: bool,
    /// `{`.
    braces: bool,
    /// `[` before what may be a placeholder.
    brackets: bool,
    /// A text that may be a placeholder as a whole.
    whole: bool,
}

impl Words {
    /// Searches the text of a page for the parts.
    pub fn of(text: &str) -> Self {
        let mut brackets = memchr::memchr_iter(b'[', text.as_bytes());
        let mut words = Self {
            braces: memchr::memchr(b'{', text.as_bytes()).is_some(),
            brackets: brackets.any(|at| may_be_bracketed(text, at)),
            ..Self::default()
        };
        words.add_words(text);
        words.whole |= words.tasks;
        words
    }

    /// Searches for what has no brackets. One search for a byte that most of it has is faster than one for each.
    fn add_words(&mut self, text: &str) {
        let bytes = text.as_bytes();
        for at in memchr::memchr3_iter(b'D', b'b', b'B', bytes) {
            let before = &bytes[..at];
            if bytes[at] == b'D' {
                self.tasks |= before.ends_with(b"TO") && bytes.get(at + 1) == Some(&b'O');
                self.whole |= before.ends_with(b"TB");
            } else if let Some(start) = at.checked_sub("to ".len())
                && before[start..].eq_ignore_ascii_case(b"to ")
            {
                self.whole |= phrase(&text[start..]).is_some();
            }
        }
        let [_, fixme] = &*TASKS;
        self.tasks |= fixme.find(bytes).is_some();
        self.lorem = LOREM.find(bytes).is_some();
    }

    /// Returns whether a text of the page may be, or hold, a placeholder.
    pub fn any(self) -> bool {
        self.whole || self.lorem || self.braces || self.brackets
    }

    /// Returns whether the page has braces.
    pub fn any_braces(self) -> bool {
        self.braces
    }

    /// Returns whether a text of the page may be a placeholder as a whole.
    pub fn whole(self) -> bool {
        self.whole
    }
}

/// Returns whether the bracket at a place may open a placeholder: [`is_bracketed`] is asked only then.
fn may_be_bracketed(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let before = at.checked_sub(1).map(|before| bytes[before]);
    let is_mark = |byte: &u8| matches!(byte, b'T' | b't' | b'F' | b'f' | b'P' | b'p');
    let rest = text[at + 1..].trim_start();
    !matches!(before, Some(b'[' | b'!')) && rest.as_bytes().first().is_some_and(is_mark)
}

/// Returns the placeholders inside a run of prose, unsorted. `words` are those of the whole page.
pub fn inside(text: &str, words: Words) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if words.brackets {
        brackets(text, &mut found);
    }
    if words.tasks {
        marks(text, &mut found);
    }
    if words.braces {
        slugs(text, &mut found);
    }
    if !words.lorem {
        return found;
    }
    found.extend(lorem(text).map(|at| at..at + LOREM_IPSUM.len()));
    found
}

/// Returns where a text has `Lorem ipsum dolor`.
pub fn lorem(text: &str) -> impl Iterator<Item = usize> {
    let found = LOREM.find_iter(text.as_bytes());
    let opens = |at: &usize| text[..*at].ends_with(['l', 'L']);
    found.filter(opens).map(|at| at - 1)
}

/// Returns whether a placeholder is `Lorem ipsum`.
pub fn lorem_starts(found: &str) -> bool {
    found.eq_ignore_ascii_case(LOREM_IPSUM)
}

/// Returns whether a text as a whole is a placeholder: `TBD`, `*To be documented.*`, `(to be added)`.
pub fn is_whole(text: &str) -> bool {
    let is_mark = |c: char| c.is_whitespace() || "*_.:[]()\u{2026}".contains(c);
    let start = text.trim_start_matches(is_mark);
    if !start.starts_with(['T', 't', 'F']) {
        return false;
    }
    let bare = start.trim_end_matches(is_mark);
    ["TODO", "TBD", "FIXME"].contains(&bare) || phrase(bare).is_some_and(str::is_empty)
}

/// Returns whether a value is still to be written: the whole of it is a placeholder.
pub fn is_value(text: &str) -> bool {
    let text = text.trim();
    let inner = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let in_brackets =
        inner.is_some_and(|inner| !inner.contains(['[', ']']) && is_bracketed(inner.trim()));
    in_brackets || is_whole(text) || slug_at(text) == Some(text)
}

/// Returns whether a value is, or holds, a placeholder.
pub fn is_in(text: &str) -> bool {
    is_value(text) || !inside(text, Words::of(text)).is_empty()
}

/// Returns whether a paragraph of a text is nothing but a placeholder.
pub fn has_paragraph(text: &str) -> bool {
    let paragraphs = text.split("\n\n");
    paragraphs
        .flat_map(|part| part.split("\n\r\n"))
        .any(is_value)
}

/// Returns the rest of a text that starts with a phrase such as `to be documented`.
fn phrase(text: &str) -> Option<&str> {
    let start = text.get(.."to be ".len())?;
    let rest = text.get("to be ".len()..)?;
    let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let known = start.eq_ignore_ascii_case("to be ") && PHRASES.contains(&&rest[..length]);
    known.then(|| &rest[length..])
}

/// Finds `[To be documented]`, `[TODO]` and `[TODO: a source]`, but not links and citations.
fn brackets(text: &str, found: &mut Vec<Range<usize>>) {
    for start in memchr::memchr_iter(b'[', text.as_bytes()) {
        let rest = &text.as_bytes()[start + 1..];
        let rest = &rest[..rest.len().min(LONGEST)];
        let Some(length) = memchr::memchr3(b']', b'[', b'\n', rest) else {
            continue;
        };
        let end = start + 1 + length;
        let (inner, after) = (&text[start + 1..end], &text[end..]);
        let closes = after.starts_with(']') && !after.starts_with("](") && !after.starts_with("][");
        let inner = inner.strip_suffix('\\').unwrap_or(inner).trim();
        let is_meant = is_in_quotes(&text[..start], &after[1..]) || names_kind(&after[1..]);
        if closes && !text[..start].ends_with(['[', '!']) && is_bracketed(inner) && !is_meant {
            found.push(start..end + 1);
        }
    }
}

/// Returns whether the texts before and after are quotes, so that the word itself is meant.
fn is_in_quotes(before: &str, after: &str) -> bool {
    [
        ('"', '"'),
        ('\u{201c}', '\u{201d}'),
        ('\'', '\''),
        ('\u{2018}', '\u{2019}'),
    ]
    .iter()
    .any(|&(open, close)| before.ends_with(open) && after.starts_with(close))
}

/// Returns whether a text goes on with a word for placeholders: `[TBD] items`.
fn names_kind(after: &str) -> bool {
    let kinds = [
        "comments",
        "entries",
        "items",
        "markers",
        "placeholders",
        "tags",
    ];
    let word = after.strip_prefix(' ').unwrap_or_default();
    let length = word.bytes().take_while(u8::is_ascii_alphabetic).count();
    kinds.contains(&&word[..length])
}

/// Returns whether a text goes on with a word for lists of tasks: `[TODO list]`.
fn names_list(after: &str) -> bool {
    let kinds = [
        "app", "board", "comments", "file", "items", "list", "lists", "tracker",
    ];
    let word = after.strip_prefix(' ').unwrap_or_default();
    kinds.contains(&word.trim_end())
}

/// Returns whether a text goes on with another mark, or a word for marks: `TODO: and FIXME: comments`.
fn names_marks(after: &str) -> bool {
    let joins = |rest: &str| MARKS.iter().any(|mark| rest.starts_with(mark));
    [" and ", " or "]
        .iter()
        .any(|join| after.strip_prefix(join).is_some_and(joins))
        || names_kind(after)
}

/// Returns whether the text in brackets is a placeholder. `[to be added]` in lower case may be an editor's insertion in a
/// quotation.
fn is_bracketed(inner: &str) -> bool {
    let mark = MARKS.iter().any(|mark| {
        let goes_on = |rest: &str| rest.starts_with([':', ' ', ',', '-']);
        inner.eq_ignore_ascii_case(mark)
            || inner
                .strip_prefix(mark)
                .is_some_and(|rest| goes_on(rest) && !names_list(rest))
    });
    let sentence = inner.starts_with('T') && phrase(inner).is_some();
    mark || sentence || inner.eq_ignore_ascii_case("placeholder")
}

/// Finds `TODO: a source` and `FIXME(anna): the date`.
fn marks(text: &str, found: &mut Vec<Range<usize>>) {
    for mark in TASKS.iter() {
        for start in mark.find_iter(text.as_bytes()) {
            let before = text[..start].chars().next_back();
            // In quotes it is a quotation, or the word itself is meant.
            let opens = before.is_none_or(|c| c.is_whitespace() || "*_([>|".contains(c));
            let after = &text[start + mark.needle().len()..];
            let after = after.get(name_length(after)..).unwrap_or_default();
            let colon = after.strip_prefix(':');
            let ends = |rest: &str| {
                rest.chars()
                    .next()
                    .is_none_or(|c| c.is_whitespace() || c == '*' || c == '_')
            };
            let is_meant = || {
                colon.is_some_and(names_marks)
                    || names_other(&text[..start])
                    || is_quoted(text, start)
            };
            if opens && colon.is_some_and(ends) && !is_meant() {
                found.push(start..start + mark.needle().len());
            }
        }
    }
}

/// Returns whether a text ends in another mark and a word that joins: `TODO: and `.
fn names_other(before: &str) -> bool {
    let joined = [" and ", " or "]
        .iter()
        .find_map(|join| before.strip_suffix(join));
    joined.is_some_and(|before| {
        let before = before.trim_end_matches(':');
        MARKS.iter().any(|mark| before.ends_with(mark))
    })
}

/// Returns the length of a name such as `(anna)` at the start of a text, or 0.
fn name_length(text: &str) -> usize {
    const LONGEST: usize = 40;
    let name = text.bytes().take(LONGEST).position(|byte| byte == b')');
    name.filter(|_| text.starts_with('('))
        .map_or(0, |end| end + 1)
}

/// Finds `{issue-slug}`: lower-case words that are joined and free-standing. Not `${x}`, `{{x}}`, `{#x}`, `\text{x-y}`,
/// `/path/{x-y}`, nor what is on the line of a directive: `:::{x-y}`. <https://mystmd.org/guide/syntax-overview>
fn slugs(text: &str, found: &mut Vec<Range<usize>>) {
    for start in memchr::memchr_iter(b'{', text.as_bytes()) {
        let opens = |c: char| c.is_whitespace() || "([\"'*|>:\u{201c}\u{2018}".contains(c);
        let before = text[..start].chars().next_back().is_none_or(opens);
        let Some(slug) = slug_at(&text[start..]).filter(|_| before) else {
            continue;
        };
        let end = start + slug.len();
        // A backtick follows a role of MyST: {doc-ref}`text`.
        let closes = |c: char| !c.is_alphanumeric() && !"/}{-_=$`".contains(c);
        let line = text[..start].rsplit('\n').next().unwrap_or_default();
        let is_directive = line.trim_start().starts_with(":::") || line.ends_with(":::");
        if !is_directive && text[end..].chars().next().is_none_or(closes) && !is_quoted(text, start)
        {
            found.push(start..end);
        }
    }
}

/// Returns the `{issue-slug}` that a text starts with.
pub fn slug_at(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('{')?;
    let is_part = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_');
    let length = inner.bytes().take(LONGEST).take_while(is_part).count();
    let closed = inner[length..].starts_with('}') && is_slug(&inner[..length]);
    closed.then(|| &text[..length + 2])
}

/// Returns whether a text starts with a set of names in braces: `{a, b}`.
pub fn is_set(text: &str) -> bool {
    let inner = text.strip_prefix('{').unwrap_or_default();
    let is_part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b',' | b' ');
    let length = inner.bytes().take(LONGEST).take_while(is_part).count();
    let names = &inner[..length];
    inner[length..].starts_with('}')
        && names.contains(',')
        && names.split(',').all(|name| !name.trim().is_empty())
}

/// Returns whether a quotation with words of its own is open at a place of a text, in its line: `"Hello, {user_name}"` is an
/// example of a template, and `"{user_name}"` a value that was not filled in.
fn is_quoted(text: &str, at: usize) -> bool {
    let before = text[..at].char_indices().rev().take(LONGEST);
    let nearest = before.last().map_or(at, |(first, _)| first);
    let line = text[nearest..at].rsplit('\n').next().unwrap_or_default();
    let words = line.trim_end_matches(['"', '\u{201c}', '\u{2018}']);
    let straight = words.bytes().filter(|byte| *byte == b'"').count();
    straight % 2 == 1 || words.rfind('\u{201c}') > words.rfind('\u{201d}')
}

/// Returns whether a text is two or more words joined by `-` or `_`.
fn is_slug(text: &str) -> bool {
    let mut words = text.split(['-', '_']);
    let word = |word: &str| word.starts_with(|c: char| c.is_ascii_lowercase()) && word.len() > 1;
    words.clone().count() > 1 && words.all(word)
}
