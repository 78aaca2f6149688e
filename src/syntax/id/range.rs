//! Shortened ends of ranges: `AML.T0058–T0065`, `AML.T0058 to T0065`, `AML.T0051-54`.

use super::{IdToken, digits_after, in_word};
use crate::text::Span;

/// Signs and words between the two ends of a range.
pub const RANGE_SIGNS: [&str; 18] = [
    "-", "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2014}", "\u{2212}", "\u{2026}", "...",
    "..", "--", "&ndash;", "&mdash;", "to", "up to", "thru", "through", "until",
];

/// Upper bound on the white space on one side of a sign.
const MOST_BLANKS: usize = 4;

/// Splits a range sign off the start of a text. Returns the sign and the rest.
fn sign(text: &str) -> Option<&str> {
    let rest = text.trim_start();
    let before = text.len() - rest.len();
    let first = rest.as_bytes().first();
    let (sign, rest) = RANGE_SIGNS
        .iter()
        .filter(|sign| sign.as_bytes().first() == first)
        .filter_map(|sign| Some((sign, rest.strip_prefix(sign)?)))
        .max_by_key(|(sign, _)| sign.len())?;
    let end = rest.trim_start();
    let behind = rest.len() - end.len();
    let fits = if sign.starts_with(char::is_alphabetic) {
        before > 0 && behind > 0
    } else {
        // A hyphen at the start of a line is the bullet of the next list item.
        let gap = text.get(..text.len() - end.len())?;
        !gap.contains('\n')
    };
    (fits && before <= MOST_BLANKS && behind <= MOST_BLANKS).then_some(end)
}

/// Returns the bare end of a range that starts with `id`, which ends at `from`: `T0065` is AML.T0065.
pub(super) fn bare_end(text: &str, from: usize, id: &str) -> Option<IdToken> {
    let rest = sign(text.get(from..)?)?;
    let at = text.len() - rest.len();
    let kind = id.get(4..)?;
    let kind = kind.get(..kind.find(|c: char| c.is_ascii_digit())?)?;
    let number = rest.strip_prefix(kind)?.get(..4)?;
    let whole = kind.len() + 4;
    let sub = kind == "T" && digits_after(rest.get(whole..)?, ".", 3);
    let length = if sub { whole + 4 } else { whole };
    if !(sub || digits_after(rest, kind, 4)) || (kind == "T" && is_attack(number)) {
        return None;
    }
    Some(IdToken {
        span: Span::new(at, at + length),
        id: format!("AML.{}", &rest[..length]).into(),
        malformed: None,
    })
}

/// Returns whether ATT&CK uses this number for a technique: from `AML.T0051` to `T1566` is a mapping, not a range.
fn is_attack(number: &str) -> bool {
    number.starts_with('1') || number.starts_with("08")
}

/// Returns whether the id at `span` starts a range whose end has only the last digits: `AML.T0051-54`, `AML.T0051–0054`.
#[must_use]
pub fn begins_short_range(text: &str, span: Span) -> bool {
    let end = span.end as usize;
    let Some(rest) = text.get(end..) else {
        return false;
    };
    let dashes = RANGE_SIGNS
        .iter()
        .take_while(|sign| !sign.is_ascii() || **sign == "-");
    let Some(rest) = dashes.into_iter().find_map(|dash| rest.strip_prefix(*dash)) else {
        return false;
    };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let to = rest.get(..digits).unwrap_or_default();
    let from = end
        .checked_sub(digits)
        .and_then(|start| text.get(start..end))
        .unwrap_or_default();
    let ends = !rest.get(digits..).unwrap_or_default().starts_with(in_word);
    // `AML.T0051-2024` is an id and a year.
    let is_year = digits == 4 && !to.starts_with('0');
    ends && (2..=4).contains(&digits) && !is_year && from < to
}
