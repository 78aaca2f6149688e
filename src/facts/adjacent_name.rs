//! The name next to an id in a text that holds only these two.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::separator;
use super::vocabulary::{FRAMEWORK_WORDS, KIND_WORDS};
use crate::text::{Source, Span, find_pair};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name<'p> {
    pub span: Span,
    pub text: &'p str,
    /// Whether the text holds nothing but the name. Otherwise only names in the catalog count.
    pub closed: bool,
}

impl Name<'_> {
    /// Returns the name on one line: line breaks, with the white space and quote marks around them, become spaces.
    #[must_use]
    pub fn shown(&self) -> Cow<'_, str> {
        if !self.text.contains('\n') {
            return Cow::Borrowed(self.text);
        }
        let words = self.text.split_whitespace().filter(|word| *word != ">");
        Cow::Owned(words.collect::<Vec<_>>().join(" "))
    }
}

/// A name paired with an id, as owned text.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct NameText {
    pub span: Span,
    pub text: Box<str>,
    /// See [`Name::closed`].
    pub closed: bool,
    pub before_colon: bool,
}

impl From<Name<'_>> for NameText {
    fn from(name: Name<'_>) -> Self {
        Self {
            span: name.span,
            text: name.text.into(),
            closed: name.closed,
            before_colon: false,
        }
    }
}

impl NameText {
    /// Returns the name with its text borrowed.
    #[must_use]
    pub fn get(&self) -> Name<'_> {
        Name {
            span: self.span,
            text: &self.text,
            closed: self.closed,
        }
    }
}

/// Returns whether a text has the form of an object's name: two words or more, the long ones capitalized, and not just "ATLAS".
#[must_use]
pub fn looks_like_name(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let capital = |word: &str| word.len() < 4 || !word.starts_with(char::is_lowercase);
    words.clone().count() > 1
        && words.clone().all(capital)
        && !words.any(|word| FRAMEWORK_WORDS.contains(&word))
}

const MARKS: [char; 3] = ['*', '_', '`'];

/// Returns the name next to the id at `id` in a text that fills `span`. In a heading the id must come first.
pub(super) fn adjacent_name(
    source: &Source,
    span: Span,
    id: Span,
    heading: bool,
) -> Option<Name<'_>> {
    let before = source.slice(Span {
        start: span.start,
        end: id.start,
    });
    let after = source.slice(Span {
        start: id.end,
        end: span.end,
    });
    let marks = |c: char| c.is_whitespace() || MARKS.contains(&c) || matches!(c, '[' | '"' | '\'');
    let (framework, lead) = separator::without_framework(before);
    let lead = lead.trim_matches(|c| marks(c) || c == ':');
    // `[ATLAS Technique AML.T0051: Name]`.
    if lead.is_empty() || (framework > 0 && is_kind(lead)) {
        return after_id(undecorated(after), id.end as usize);
    }
    let around = |c| marks(c) || matches!(c, ')' | ']' | '\u{ff09}');
    if heading
        || !separator::without_framework(after)
            .1
            .trim_matches(around)
            .is_empty()
    {
        return None;
    }
    // `Name (ID)`, `Name [ID]`, `Name - ID`, `Name: ID`, `Name ID`.
    let name = separator::before(before)?;
    named(name, span.start as usize, false)
}

/// Returns whether a text is the word for a kind of ATLAS objects.
fn is_kind(text: &str) -> bool {
    KIND_WORDS
        .iter()
        .any(|word| text.eq_ignore_ascii_case(word))
}

fn after_id(after: &str, start: usize) -> Option<Name<'_>> {
    let trimmed = after.trim_start_matches(MARKS).trim_start();
    let at = |name: &str| start + after.len() - name.len();
    if let Some(inside) = trimmed.strip_prefix(['(', '\u{ff08}']) {
        let name = inside.trim_end().strip_suffix([')', '\u{ff09}'])?;
        // `AML.T0051 (see below)` holds a remark, not a name.
        let remark = name.starts_with(char::is_lowercase);
        return if remark {
            None
        } else {
            named(name, at(inside), true)
        };
    }
    let (sign, name, at) = separator::behind(after)?;
    named(name, start + at, sign.is_strict())
}

/// Removes what may end a heading without being part of its name: a footnote mark, a comment, an anchor or a block id.
fn undecorated(text: &str) -> &str {
    let mut text = text.trim_end();
    loop {
        let is_word = |word: &str| !word.is_empty() && !word.contains([' ', ']', '}']);
        let cut = [("[^", "]"), ("<!--", "-->"), ("{#", "}")]
            .iter()
            .find_map(|(open, close)| {
                let at = text.strip_suffix(close)?.rfind(open)?;
                let inside = text.get(at + open.len()..text.len() - close.len())?;
                (*open == "<!--" || is_word(inside)).then_some(at)
            })
            .or_else(|| {
                // A block id has no closing mark; it is the last word.
                let at = memchr::memrchr(b' ', text.as_bytes())?;
                let id = text[at + 1..].strip_prefix('^')?;
                is_word(id).then_some(at)
            });
        match cut.and_then(|at| text.get(..at)) {
            Some(shorter) => text = shorter.trim_end(),
            None => return text,
        }
    }
}

/// Returns the name in `text`, which starts at `start`, without decoration, lead-in words and the name of the framework.
#[must_use]
pub fn named(text: &str, start: usize, closed: bool) -> Option<Name<'_>> {
    let (lead, whole) = separator::bare(text);
    let numbered = without_number(whole);
    let (framework, own) = separator::without_framework(numbered);
    let (at, name) = separator::bare(own);
    // A name that is itself a link is checked as a link.
    let is_url =
        || memchr::memchr_iter(b':', name.as_bytes()).any(|at| name[at..].starts_with("://"));
    let has = |pair| find_pair(name, pair).is_some();
    let is_link = has(*b"](") || has(*b"[[") || is_url();
    let start = start + lead + whole.len() - numbered.len() + framework + at;
    (!name.is_empty() && !is_link).then(|| Name {
        span: Span::new(start, start + name.len()),
        text: name,
        closed,
    })
}

/// Removes a list number before a name: `4. ML Supply Chain Compromise`.
fn without_number(text: &str) -> &str {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    text.get(digits..)
        .filter(|_| (1..=2).contains(&digits))
        .and_then(|rest| rest.strip_prefix(['.', ')']))
        .filter(|rest| rest.starts_with(char::is_whitespace))
        .map_or(text, str::trim_start)
}
