//! How parsers of YAML 1.1 (`PyYAML`, which ATLAS's own tools use) and of the YAML 1.2 core schema type plain scalars.
//!
//! Dates are left out: `2019-08-22` is a timestamp in YAML 1.1 and text in 1.2, but it is the usual way to write a date. So are
//! `y` and `n`, which are booleans in YAML 1.1 and text to most of its parsers. The patterns are from
//! <https://github.com/yaml/pyyaml/blob/main/lib/yaml/resolver.py> and <https://yaml.org/spec/1.2.2/#1032-tag-resolution>.

/// The type that a parser gives a plain scalar.
#[derive(Clone, Debug, PartialEq)]
enum Reading {
    Text,
    Bool(bool),
    /// An integer; `None` if it does not fit.
    Whole(Option<i128>),
    Float,
}

impl Reading {
    /// Returns the wording for a message.
    fn words(&self) -> String {
        match self {
            Self::Text => "text".to_owned(),
            Self::Bool(value) => format!("`{value}`"),
            Self::Whole(Some(value)) => format!("the number {value}"),
            Self::Whole(None) | Self::Float => "a number".to_owned(),
        }
    }
}

/// Returns whether a plain scalar is a number with a leading zero: `007` is seven to 1.1 and to 1.2, but text to parsers that do not
/// allow the zero.
pub fn has_leading_zero(written: &str) -> bool {
    let digits = unsigned(written);
    digits.len() > 1 && digits.starts_with('0') && all_digits(digits, 10)
}

/// Describes how parsers disagree on a plain scalar. `None` if they agree.
pub fn disagreement(written: &str) -> Option<String> {
    let (old, new) = (yaml_1_1(written), yaml_1_2(written));
    (old != new).then(|| {
        let (old, new) = (old.words(), new.words());
        format!(
            "the value `{written}` is {old} to readers of YAML 1.1, and {new} to those of YAML 1.2"
        )
    })
}

fn unsigned(written: &str) -> &str {
    written.strip_prefix(['+', '-']).unwrap_or(written)
}

/// Returns whether a text is not empty and consists of digits of a base.
fn all_digits(text: &str, base: u32) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_digit(base))
}

/// Parses digits of a base, with the sign of `written`.
fn whole(written: &str, digits: &str, base: u32) -> Reading {
    let value = i128::from_str_radix(digits, base).ok();
    Reading::Whole(value.map(|value| {
        if written.starts_with('-') {
            -value
        } else {
            value
        }
    }))
}

fn yaml_1_2(written: &str) -> Reading {
    let digits = unsigned(written);
    let based = |prefix, base| {
        let digits = written.strip_prefix(prefix)?;
        all_digits(digits, base).then(|| whole(written, digits, base))
    };
    match written {
        "true" | "True" | "TRUE" => return Reading::Bool(true),
        "false" | "False" | "FALSE" => return Reading::Bool(false),
        _ => {}
    }
    if all_digits(digits, 10) {
        return whole(written, digits, 10);
    }
    if let Some(number) = based("0x", 16).or_else(|| based("0o", 8)) {
        return number;
    }
    let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (digits, None),
    };
    let exponent = exponent.is_none_or(|exponent| all_digits(unsigned(exponent), 10));
    if exponent && is_decimal(mantissa, "") && mantissa != "." {
        return Reading::Float;
    }
    Reading::Text
}

/// Returns whether a text is like `1`, `1.5`, `1.` or `.5`. Characters of `more` may appear between the digits.
fn is_decimal(text: &str, more: &str) -> bool {
    let fits = |part: &str| part.chars().all(|c| c.is_ascii_digit() || more.contains(c));
    let (before, after) = text.split_once('.').unwrap_or((text, ""));
    let starts = |part: &str| part.starts_with(|c: char| c.is_ascii_digit());
    let starts = starts(before) || (before.is_empty() && starts(after));
    starts && fits(before) && fits(after)
}

fn yaml_1_1(written: &str) -> Reading {
    match written {
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            return Reading::Bool(true);
        }
        "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            return Reading::Bool(false);
        }
        _ => {}
    }
    let digits = unsigned(written);
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return Reading::Text;
    }
    old_whole(written, digits)
        .or_else(|| base_60(written, digits))
        .or_else(|| is_old_float(written, digits).then_some(Reading::Float))
        .unwrap_or(Reading::Text)
}

/// Parses an integer of YAML 1.1: `_` between digits, `0b` for binary, and a leading `0` for octal.
fn old_whole(written: &str, digits: &str) -> Option<Reading> {
    let read = |digits: &str, base| {
        let bare = digits.replace('_', "");
        all_digits(&bare, base).then(|| whole(written, &bare, base))
    };
    if let Some(digits) = digits.strip_prefix("0b") {
        return read(digits, 2);
    }
    if let Some(digits) = digits.strip_prefix("0x") {
        return read(digits, 16);
    }
    match digits.strip_prefix('0') {
        Some("") => Some(Reading::Whole(Some(0))),
        Some(digits) => read(digits, 8),
        None => read(digits, 10).filter(|_| !digits.starts_with('_')),
    }
}

/// Parses a base-60 number, such as `1:30`, which is 90. With a dot it is a float.
fn base_60(written: &str, digits: &str) -> Option<Reading> {
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let mut parts = whole.split(':');
    let first = parts.next()?.replace('_', "");
    let parts: Vec<&str> = parts.collect();
    let sixtieth = |part: &&str| {
        all_digits(part, 10) && part.len() <= 2 && part.parse().is_ok_and(|part: u8| part < 60)
    };
    if parts.is_empty() || !all_digits(&first, 10) || !parts.iter().all(sixtieth) {
        return None;
    }
    if let Some(fraction) = fraction {
        let fits = fraction.chars().all(|c| c.is_ascii_digit() || c == '_');
        return fits.then_some(Reading::Float);
    }
    if first.starts_with('0') {
        return None;
    }
    let value = parts
        .iter()
        .try_fold(first.parse::<i128>().ok()?, |sum, part| {
            sum.checked_mul(60)?.checked_add(part.parse().ok()?)
        });
    let sign = if written.starts_with('-') { -1 } else { 1 };
    Some(Reading::Whole(value.map(|value| value * sign)))
}

/// Returns whether a text is a float of YAML 1.1, which needs a dot, and a sign in its exponent.
fn is_old_float(written: &str, digits: &str) -> bool {
    let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (digits, None),
    };
    let signed =
        |exponent: &str| exponent.starts_with(['+', '-']) && all_digits(unsigned(exponent), 10);
    // A number that starts with a dot has no sign.
    let dot = mantissa.contains('.') && !(mantissa.starts_with('.') && written != digits);
    dot && is_decimal(mantissa, "_") && exponent.is_none_or(signed)
}
