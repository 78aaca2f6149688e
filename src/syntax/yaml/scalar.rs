//! Scalar resolution. Plain scalars follow the core schema of YAML 1.2, as in `serde_yaml`.

use std::borrow::Cow;

use serde_json::Number;

/// The type and value of a plain scalar.
pub(super) enum Resolved {
    Null,
    Bool(bool),
    Number(Number),
    OutOfRange,
    Text,
}

/// Resolves a plain scalar.
pub(super) fn resolve(text: &str) -> Resolved {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Resolved::Null,
        "true" | "True" | "TRUE" => return Resolved::Bool(true),
        "false" | "False" | "FALSE" => return Resolved::Bool(false),
        _ => {}
    }
    // Only these can start a number, and most scalars are words.
    if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) {
        return Resolved::Text;
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if unsigned.starts_with(['+', '-']) {
        return Resolved::Text;
    }
    match unsigned {
        ".inf" | ".Inf" | ".INF" => return Resolved::OutOfRange,
        ".nan" | ".NaN" | ".NAN" if unsigned == text => return Resolved::OutOfRange,
        _ => {}
    }
    let radix = |prefix, radix| {
        unsigned
            .strip_prefix(prefix)
            .filter(|digits| digits.chars().all(|c| c.is_digit(radix)) && !digits.is_empty())
            .map(|digits| (digits, radix))
    };
    let decimal = || {
        let digits = unsigned.bytes().all(|b| b.is_ascii_digit()) && !unsigned.is_empty();
        digits.then_some((unsigned, 10))
    };
    let whole = radix("0x", 16)
        .or_else(|| radix("0o", 8))
        .or_else(|| radix("0b", 2))
        .or_else(decimal);
    let Some((digits, radix)) = whole else {
        return float(unsigned, text);
    };
    if radix == 10 && digits.len() > 1 && digits.starts_with('0') {
        // A leading zero makes it text in YAML 1.2.
        return Resolved::Text;
    }
    integer(digits, radix, text.starts_with('-'))
}

fn integer(digits: &str, radix: u32, negative: bool) -> Resolved {
    let number = if negative {
        i64::from_str_radix(&format!("-{digits}"), radix)
            .ok()
            .map(Number::from)
    } else {
        u64::from_str_radix(digits, radix).ok().map(Number::from)
    };
    number.map_or(Resolved::OutOfRange, Resolved::Number)
}

fn float(unsigned: &str, text: &str) -> Resolved {
    let first = unsigned.trim_start_matches('.');
    if !first.starts_with(|c: char| c.is_ascii_digit()) {
        return Resolved::Text;
    }
    let plain = text.strip_prefix('+').unwrap_or(text);
    match plain.parse::<f64>().ok().and_then(Number::from_f64) {
        Some(number) => Resolved::Number(number),
        None => Resolved::Text,
    }
}

/// Removes the line end that the parser adds to a block scalar on the `last` line of `text` if the text has none. Other YAML
/// readers do not add it, and the author did not write it.
pub(super) fn without_line_end<'s>(
    text: &str,
    mut value: Cow<'s, str>,
    last: bool,
) -> Cow<'s, str> {
    let ended = text.ends_with(['\n', '\r']);
    let Some(read) = value.strip_suffix('\n').filter(|_| last && !ended) else {
        return value;
    };
    let read = read.rsplit('\n').next().unwrap_or_default();
    let mut lines = text.lines().rev();
    let line = lines.next().unwrap_or_default();
    let line = line.rsplit('\r').next().unwrap_or_default();
    // A blank last line is content only if it is indented deeper than the scalar.
    let is_blank = line.trim_start_matches(' ').is_empty();
    // If the line end is the whole value, the line before it is the `|` or `>`.
    let is_all = value == "\n" && lines.next().is_some_and(|sign| !sign.trim().is_empty());
    if !is_blank || !read.is_empty() && line.ends_with(read) || is_all {
        value.to_mut().pop();
    }
    value
}
