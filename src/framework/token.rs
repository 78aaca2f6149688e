//! Ids of frameworks in a text.

use memchr::memmem;

use super::definition::Numbering;
use super::registry::{Entry, Frameworks};
use crate::text::Span;

/// An id in a text.
#[derive(Clone, Debug)]
pub(super) struct Token<'f> {
    pub(super) entry: &'f Entry,
    /// The id without a year.
    pub(super) span: Span,
    /// The id in the form of its framework.
    pub(super) id: String,
    /// Whether it lacks zeros before the number of a sub-technique: `T1566.1`. Then `id` is the one that is meant.
    pub(super) is_malformed: bool,
    /// The edition that is written behind it, `2025` in `LLM01:2025`, with its place.
    pub(super) edition: Option<(String, Span)>,
}

impl Token<'_> {
    /// Returns the id with the edition behind it.
    pub(super) fn whole(&self) -> Span {
        let end = self.edition.as_ref().map_or(self.span.end, |it| it.1.end);
        Span { end, ..self.span }
    }
}

/// Returns the ids in a text, in order.
pub(super) fn tokens<'f>(frameworks: &'f Frameworks, text: &str) -> Vec<Token<'f>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let built_in = frameworks.entries().iter().filter(|it| !it.is_of_user());
    let built_in: Vec<&Entry> = built_in.collect();
    if !built_in.is_empty() {
        for start in starts(bytes) {
            let entries = built_in.iter().copied();
            found.extend(entries.filter_map(|entry| token(entry, text, start)));
        }
    }
    for entry in frameworks.entries().iter().filter(|it| it.is_of_user()) {
        for prefix in entry.prefixes() {
            let starts = memmem::find_iter(bytes, prefix.as_bytes());
            found.extend(starts.filter_map(|start| token(entry, text, start)));
        }
    }
    // A framework of the user wins over one that is built in.
    found.sort_by_key(|token| (token.span, !token.entry.is_of_user()));
    found.dedup_by(|a, b| {
        // Two prefixes of a framework may find one id.
        let is_same = a.entry.key() == b.entry.key();
        a.span == b.span && (is_same || b.entry.is_of_user() && !a.entry.is_of_user())
    });
    found
}

/// Number of bytes that are looked at in one step.
const STEP: usize = 16;

/// Returns where capital letters begin that a digit follows, with or without a hyphen between them, and that nothing touches.
fn starts(bytes: &[u8]) -> Vec<usize> {
    let mut found = Vec::new();
    for (at, step) in (0..).step_by(STEP).zip(bytes.chunks(STEP)) {
        // Most text has no digits.
        if step.iter().fold(false, |any, b| any | b.is_ascii_digit()) {
            let ends = (at..at + step.len()).filter(|&at| bytes[at].is_ascii_digit());
            found.extend(ends.filter_map(|digit| start(bytes.get(..digit)?)));
        }
    }
    found
}

/// Returns where the capital letters at the end of a text begin, if nothing touches them.
fn start(before: &[u8]) -> Option<usize> {
    let end = match before.last()? {
        b'-' => before.len() - 1,
        b if b.is_ascii_uppercase() => before.len(),
        _ => return None,
    };
    let letters = before[..end].iter().rev();
    let letters = letters.take_while(|b| b.is_ascii_uppercase()).count();
    let start = end - letters;
    (letters > 0 && may_follow(&before[..start])).then_some(start)
}

/// Returns the id of a framework at the start of a part of the text.
fn token<'f>(entry: &'f Entry, text: &str, start: usize) -> Option<Token<'f>> {
    let bytes = text.as_bytes();
    let rest = bytes.get(start..)?;
    if !entry.may_begin(rest) || !may_follow(bytes.get(..start)?) {
        return None;
    }
    let Some(id) = entry.pattern()?.captures(rest).and_then(|it| it.get(1)) else {
        return malformed(entry, text, start);
    };
    let span = Span::new(start, start + id.end());
    let written = text.get(span.range())?;
    Some(Token {
        entry,
        span,
        id: entry.framework().canonical(written),
        is_malformed: false,
        edition: edition(text, span.end as usize),
    })
}

/// Number of digits of a part behind the dot.
const SUB_DIGITS: usize = 3;

/// Returns the id of a sub-technique that lacks zeros, if there is one with them: `T1566.1` for `T1566.001`.
fn malformed<'f>(entry: &'f Entry, text: &str, start: usize) -> Option<Token<'f>> {
    let framework = entry.framework();
    if framework.numbering == Numbering::PerEdition {
        return None;
    }
    let id = entry.at_start(text.get(start..)?)?;
    let rest = text.get(start + id.len()..)?.strip_prefix('.')?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let ends = !rest[digits..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        && !rest[digits..].starts_with(".0");
    if id.contains('.') || digits == 0 || digits >= SUB_DIGITS || !ends {
        return None;
    }
    let meant = format!(
        "{}.{:0>SUB_DIGITS$}",
        framework.canonical(id),
        &rest[..digits]
    );
    framework.object(&meant)?;
    Some(Token {
        entry,
        span: Span::new(start, start + id.len() + 1 + digits),
        id: meant,
        is_malformed: true,
        edition: None,
    })
}

/// Returns whether an id may follow a text: no letter, digit or sign touches it.
fn may_follow(before: &[u8]) -> bool {
    let Some(last) = before.last() else {
        return true;
    };
    if last.is_ascii() {
        let is_sign = matches!(last, b'_' | b'-' | b'/' | b'#' | b'.' | b'=' | b'@');
        return !last.is_ascii_alphanumeric() && !is_sign;
    }
    let start = before.len().saturating_sub(4);
    let chars = String::from_utf8_lossy(&before[start..]);
    // Chinese and Japanese write no blanks. Other hyphens join as the usual one does.
    chars.chars().next_back().is_none_or(|c| {
        let is_joined = matches!(c, '\u{2010}' | '\u{2011}');
        !is_joined && (!c.is_alphabetic() || c >= '\u{2e80}')
    })
}

/// Returns the edition that is written behind an id: `:2025`, `-2025` or ` (2025)`.
fn edition(text: &str, end: usize) -> Option<(String, Span)> {
    let rest = text.get(end..)?;
    let (skip, closing) = [(":", ""), ("-", ""), (" (", ")"), ("(", ")")]
        .into_iter()
        .find(|(opening, _)| rest.starts_with(opening))?;
    let year = rest.get(skip.len()..skip.len() + 4)?;
    let is_year = year.starts_with("20") && year.bytes().all(|b| b.is_ascii_digit());
    let behind = rest.get(skip.len() + 4..)?;
    let ends = if closing.is_empty() {
        !behind.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
    } else {
        behind.starts_with(closing)
    };
    let length = skip.len() + 4 + closing.len();
    (is_year && ends).then(|| (year.to_owned(), Span::new(end, end + length)))
}

#[cfg(test)]
mod tests {
    use super::tokens;
    use crate::framework::Frameworks;

    fn found(text: &str) -> Vec<String> {
        let frameworks = Frameworks::built_in();
        let found = tokens(&frameworks, text).into_iter();
        found
            .map(|token| {
                let edition = token
                    .edition
                    .map_or(String::new(), |(it, _)| format!(" {it}"));
                format!("{} {}{edition}", token.entry.key(), token.id)
            })
            .collect()
    }

    #[test]
    fn ids_stand_alone() {
        for (text, expected) in [
            (
                "T1566.002, (T1566)",
                &["attack T1566.002", "attack T1566"][..],
            ),
            ("**TA0043**", &["attack TA0043"]),
            ("ends with T1059.", &["attack T1059"]),
            (
                "LLM06:2025 and LLM-01",
                &["owasp-llm LLM06 2025", "owasp-llm LLM01"],
            ),
            ("LLM06-2025", &["owasp-llm LLM06 2025"]),
            ("LLM06 (2025)", &["owasp-llm LLM06 2025"]),
            ("A10:2021", &["owasp-web A10 2021"]),
            ("CWE-79", &["cwe CWE-79"]),
            (
                "T17 T1",
                &["owasp-agentic-threats T17", "owasp-agentic-threats T1"],
            ),
            ("CVE-2024-12345", &["cve CVE-2024-12345"]),
            ("\u{4e2d}T1566\u{4e2d}", &["attack T1566"]),
            (
                "T1566.1, T1566.02.",
                &["attack T1566.001", "attack T1566.002"],
            ),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
        for text in [
            "AML.T0051",
            "T15666",
            "T1566.99",
            "T1566.0012",
            "xT1566",
            "a/T1566",
            "#T1566",
            "T1566x",
            "T1566_x",
            "T1566-x",
            "LLM01s",
            "LLM100",
            "GPT-4",
            "CWE79",
            "M365",
            "\u{e9}T1566",
            "SAF\u{2011}T1566",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }
}
