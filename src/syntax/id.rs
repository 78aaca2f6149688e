//! ATLAS ids as written, well-formed or not.
//!
//! The forms are those of the official data: `AML.TA0000` (tactic), `AML.T0000` (technique), `AML.T0000.000` (sub-technique),
//! `AML.M0000` (mitigation), `AML.CS0000` (case study).

mod candidates;
mod cursor;
mod range;

pub use candidates::candidates;
pub use range::{RANGE_SIGNS, begins_short_range};

use serde::{Deserialize, Serialize};

use crate::text::{SOFT_HYPHEN, Span, is_invisible};
use cursor::{Cursor, usual_length};

/// An id in a text.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct IdToken {
    /// The bytes of the id. In a continuation (`/T0054`, `/.001`), only the bytes after the slash; at the end of a range
    /// (`-T0054`), only those after the sign.
    pub span: Span,
    /// The id: as written if it is well-formed, completed if it continues another id.
    pub id: Box<str>,
    /// The intended form, if the id is malformed.
    pub malformed: Option<Box<Malformed>>,
}

/// A malformed id and its probable intended form.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// The well-formed id that differs only in case, separators, digits or padding.
    pub intended: Option<String>,
    /// The id in its usual form with the digits as written: `AML.T051`.
    pub plain: String,
    /// Whether the id has enough digits. If one is missing it could be any of them, so `intended` is a guess.
    pub complete: bool,
}

/// Reads the ids in `text` around offsets where `AML` occurs in any case. `base` is the start of `text` in its file.
/// `candidates` are offsets into the file, in order.
pub fn tokens(
    text: &str,
    base: usize,
    candidates: impl Iterator<Item = usize>,
    out: &mut Vec<IdToken>,
) {
    let mut done = 0;
    for at in candidates.filter_map(|at| at.checked_sub(base)) {
        // `AML.T0051/AML.T0054` and `AML.T0051-AML.T0054` name two ids; elsewhere a slash or hyphen makes an id part of a path
        // or name.
        let joint = text.get(done..at).unwrap_or_default();
        let next = done > 0 && matches!(joint, "/" | "-" | "--" | ".." | "...");
        if at < done || !(next || starts_word(text, at)) {
            continue;
        }
        let Some(token) = lex(text, at) else {
            continue;
        };
        done = token.span.end as usize;
        let continues = token.malformed.is_none();
        out.push(IdToken {
            span: token.span.shift(base),
            ..token
        });
        if continues {
            done = continuations(text, base, done, out);
        }
        let begun = out.last().map_or("", IdToken::intended);
        if let Some(end) = range::bare_end(text, done, begun) {
            done = end.span.end as usize;
            out.push(IdToken {
                span: end.span.shift(base),
                ..end
            });
        }
    }
}

/// Reads ids as [`tokens`] does, and leaves out those that are not to be kept.
pub(super) fn tokens_where(
    text: &str,
    base: usize,
    candidates: impl Iterator<Item = usize>,
    out: &mut Vec<IdToken>,
    keep: impl Fn(&IdToken) -> bool,
) {
    let before = out.len();
    tokens(text, base, candidates, out);
    let mut kept = before;
    for at in before..out.len() {
        if keep(&out[at]) {
            out.swap(kept, at);
            kept += 1;
        }
    }
    out.truncate(kept);
}

impl IdToken {
    /// Returns the well-formed id that was meant, or an empty string if it is not known.
    fn intended(&self) -> &str {
        match &self.malformed {
            None => &self.id,
            Some(malformed) => malformed.intended.as_deref().unwrap_or_default(),
        }
    }
}

/// Returns the ids of `tokens` that are inside `span`. `tokens` is in text order.
pub fn ids_in(tokens: &[IdToken], span: Span) -> impl Iterator<Item = &IdToken> {
    let first = tokens.partition_point(|token| token.span.start < span.start);
    tokens[first..]
        .iter()
        .take_while(move |token| span.contains(token.span))
}

/// Returns the well-formed id at the start of a text and the text after it, if the id is a word of its own.
#[must_use]
pub fn leading(text: &str) -> Option<(&str, &str)> {
    let token = lex(text, 0)?;
    token.malformed.is_none().then_some(())?;
    let end = token.span.end as usize;
    Some((text.get(..end)?, text.get(end..)?))
}

/// Returns whether the whole text is one well-formed id.
#[must_use]
pub fn is_id(text: &str) -> bool {
    leading(text).is_some_and(|(_, rest)| rest.is_empty())
}

/// Returns the offsets that are inside a span.
pub(super) fn within(offsets: &[u32], span: Span) -> impl Iterator<Item = usize> {
    let first = offsets.partition_point(|&at| at < span.start);
    offsets[first..]
        .iter()
        .take_while(move |&&at| at < span.end)
        .map(|&at| at as usize)
}

/// Returns whether bytes hold what begins like an ATLAS id: `AML.`, one or two capitals and four digits.
#[must_use]
pub fn is_in(bytes: &[u8]) -> bool {
    const PREFIX: &[u8] = b"AML.";
    memchr::memmem::find_iter(bytes, PREFIX).any(|at| {
        let rest = &bytes[at + PREFIX.len()..];
        let kind = rest.iter().take_while(|b| b.is_ascii_uppercase()).count();
        let digits = rest.get(kind..kind + 4);
        (1..=2).contains(&kind) && digits.is_some_and(|four| four.iter().all(u8::is_ascii_digit))
    })
}

/// Returns whether a word may start here. An id never continues a word, a file name or a tag.
fn starts_word(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|text| text.chars().next_back());
    !before.is_some_and(|c| in_word(c) || matches!(c, '_' | '/' | '#' | '.' | '-' | '\\'))
}

/// Returns whether a letter next to an id makes it part of a word. Scripts without case, such as Chinese, put no space around
/// an id.
fn in_word(c: char) -> bool {
    c.is_lowercase() || c.is_uppercase() || c.is_numeric()
}

/// Reads an id at `at`, the position of `AML`. None if there is no id in any form.
fn lex(text: &str, at: usize) -> Option<IdToken> {
    let rest = text.get(at..)?;
    // Nearly all ids are of this kind, and need no closer look.
    if let Some(length) = usual_length(rest.as_bytes()) {
        return Some(IdToken {
            span: Span::new(at, at + length),
            id: rest.get(..length)?.into(),
            malformed: None,
        });
    }
    let prefix = rest.get(..3)?;
    if !prefix.eq_ignore_ascii_case("AML") {
        return None;
    }
    let mut cursor = Cursor { rest, at: 3 };
    let separator = cursor.separator();
    let kind = cursor.kind()?;
    let inner = cursor.inner_separator();
    let digits = cursor.digits();
    let (dot, sub) = cursor.sub();
    let end = cursor.at;
    let after = rest.get(end..).unwrap_or_default();
    if digits.is_empty() {
        return None;
    }
    // `AML.TXXXX` and `AML.T####` have no digit, so they never get here. File names do not count as ids.
    if after.starts_with(|c| in_word(c) || c == '_') || is_file_name(after) || is_cut(after) {
        return None;
    }
    let well_formed = prefix == "AML"
        && separator == "."
        && inner.is_empty()
        && kind.bytes().all(|b| b.is_ascii_uppercase())
        && digits.len() == 4
        && digits.bytes().all(|b| b.is_ascii_digit())
        && (dot.is_empty() || (dot == "." && kind == "T" && sub.len() == 3))
        && sub.bytes().all(|b| b.is_ascii_digit());
    // Without the dot, the rest must look like an id: `AML 2023`, `AML-CFT` and `AMLT` are words.
    let word = separator != "." && (digits.len() < 3 || inner == " ");
    // `aml-t0051-prompt-injection` is the name of a page.
    let goes_on = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    // `aml-t0040.001` is the form of a slug, next to `cwe-89`.
    let is_kebab = separator == "-" && !rest[..end].contains(|c: char| c.is_ascii_uppercase());
    let slug = is_kebab || (prefix != "AML" && after.strip_prefix(['-', '_']).is_some_and(goes_on));
    if !well_formed && (word || slug) {
        return None;
    }
    Some(IdToken {
        span: Span::new(at, at + end),
        id: rest.get(..end)?.into(),
        malformed: (!well_formed).then(|| {
            Box::new(Malformed {
                intended: intended(kind, digits, sub),
                plain: plain(kind, digits, sub),
                complete: digits.len() == 4 && (sub.is_empty() || sub.len() == 3),
            })
        }),
    })
}

/// Returns whether an invisible character splits the id. The rule for invisible characters reports that.
fn is_cut(after: &str) -> bool {
    let hidden = |c: char| is_invisible(c) || c == SOFT_HYPHEN;
    if let Some(rest) = after.strip_prefix('.') {
        let seen = rest.trim_start_matches(hidden);
        return rest.starts_with(hidden) && seen.starts_with(|c: char| c.is_ascii_digit());
    }
    if !after.starts_with(hidden) {
        return false;
    }
    let seen = after.trim_start_matches(hidden);
    let seen = seen.strip_prefix(['.', '-', '_']).unwrap_or(seen);
    seen.starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// Returns whether the text continues as a file name or path: `.md`, `-notes.yaml`, `/README.md`.
fn is_file_name(after: &str) -> bool {
    const LONGEST: usize = 200;
    let length = after
        .bytes()
        .take(LONGEST)
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'/'))
        .count();
    if length == 0 {
        return false;
    }
    let word = after.get(..length).unwrap_or_default();
    let Some((_, extension)) = word.trim_end_matches('.').rsplit_once('.') else {
        return false;
    };
    (1..=10).contains(&extension.len())
        && extension.starts_with(|c: char| c.is_ascii_lowercase())
        && extension.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// Returns the well-formed id for these parts: upper case, four digits, three digits.
fn intended(kind: &str, digits: &str, sub: &str) -> Option<String> {
    let number = pad(digits, 4)?;
    let kind = kind.to_ascii_uppercase();
    match sub {
        "" => Some(format!("AML.{kind}{number}")),
        sub if kind == "T" => Some(format!("AML.{kind}{number}.{}", pad(sub, 3)?)),
        _ => None,
    }
}

/// Returns the id in upper case and with dots, and leaves the digits as they are.
fn plain(kind: &str, digits: &str, sub: &str) -> String {
    let sub = pad(sub, 3).map_or(String::new(), |sub| format!(".{sub}"));
    format!(
        "AML.{}{}{sub}",
        kind.to_ascii_uppercase(),
        without_letters(digits)
    )
}

/// Replaces look-alike letters in a number by digits.
fn without_letters(digits: &str) -> String {
    let digit = |c| match c {
        'O' | 'o' => '0',
        'I' | 'l' => '1',
        c => c,
    };
    digits.chars().map(digit).collect()
}

/// Pads or shortens a number to `width` digits.
fn pad(digits: &str, width: usize) -> Option<String> {
    let number: u32 = without_letters(digits).parse().ok()?;
    let padded = format!("{number:0width$}");
    (padded.len() == width).then_some(padded)
}

/// Reads `/T0054` and `/.001` after an id, which name another technique and another sub-technique.
fn continuations(text: &str, base: usize, mut end: usize, out: &mut Vec<IdToken>) -> usize {
    let id = out
        .last()
        .filter(|_| text.as_bytes().get(end) == Some(&b'/'));
    let id = id.map(|last| &*last.id);
    let id = id.filter(|id| id.as_bytes().get(5).is_some_and(u8::is_ascii_digit));
    let mut parent = id.and_then(|id| id.get(..9)).map(str::to_owned);
    while let (Some(own), Some(rest)) = (
        &parent,
        text.get(end..).and_then(|rest| rest.strip_prefix('/')),
    ) {
        let (length, id) = if digits_after(rest, ".", 3) {
            (4, format!("{own}{}", &rest[..4]))
        } else if digits_after(rest, "T", 4) {
            let sub = digits_after(&rest[5..], ".", 3);
            let length = if sub { 9 } else { 5 };
            (length, format!("AML.{}", &rest[..length]))
        } else {
            break;
        };
        // After `AML.T0051/T0054`, a `/.001` belongs to the second id.
        parent = id.get(..9).map(str::to_owned);
        let start = end + 1;
        out.push(IdToken {
            span: Span::new(start, start + length).shift(base),
            id: id.into(),
            malformed: None,
        });
        end = start + length;
    }
    end
}

/// Returns whether the text is `prefix` and exactly `count` digits.
fn digits_after(text: &str, prefix: &str, count: usize) -> bool {
    text.strip_prefix(prefix).is_some_and(|rest| {
        rest.bytes().take_while(u8::is_ascii_digit).count() == count
            && !rest[count..].starts_with(in_word)
    })
}

#[cfg(test)]
mod tests;
