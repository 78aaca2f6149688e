//! Maps the value of a YAML scalar back to its bytes, across quotes, escapes, folded lines and indentation.

use crate::text::Span;

/// Positions in the file of each byte of a value.
pub(super) struct Folded {
    /// For each byte of the value: start and end of the source text of its character.
    places: Option<Vec<(u32, u32)>>,
    base: usize,
}

impl Folded {
    /// Maps `value`, which is written as `raw` at `base` in its file.
    pub(super) fn new(value: &str, raw: &str, base: usize) -> Self {
        if raw.starts_with(value) {
            return Self { places: None, base };
        }
        let quote = raw.chars().next().filter(|c| matches!(c, '"' | '\''));
        let inner = quote.map_or(0, char::len_utf8);
        let inside = raw.get(inner..).unwrap_or_default();
        if quote.is_some() && inside.starts_with(value) {
            return Self {
                places: None,
                base: base + inner,
            };
        }
        let mut reader = Reader {
            raw,
            at: inner,
            quote,
        };
        let mut places = Vec::with_capacity(value.len());
        for c in value.chars() {
            let (start, end) = reader.next(c);
            let place = Span::new(start, end).shift(base);
            places.extend(std::iter::repeat_n((place.start, place.end), c.len_utf8()));
        }
        Self {
            places: Some(places),
            base,
        }
    }

    /// Returns the bytes in the file of a span of the value.
    pub(super) fn place(&self, span: Span) -> Span {
        let Some(places) = &self.places else {
            return span.shift(self.base);
        };
        let at = |index: usize| places.get(index).copied();
        let end_of_text = places.last().map_or(0, |place| place.1);
        let start = at(span.start as usize).map_or(end_of_text, |place| place.0);
        let end = match (span.end as usize).checked_sub(1) {
            Some(last) if !span.is_empty() => at(last).map_or(end_of_text, |place| place.1),
            _ => start,
        };
        Span {
            start,
            end: end.max(start),
        }
    }
}

struct Reader<'r> {
    raw: &'r str,
    at: usize,
    quote: Option<char>,
}

impl Reader<'_> {
    /// Returns the position of the next character of the value. White space folds: any run of it matches any other run, and the
    /// rest of a run is skipped before the next character.
    fn next(&mut self, c: char) -> (usize, usize) {
        loop {
            let rest = self.raw.get(self.at..).unwrap_or_default();
            let Some(written) = rest.chars().next() else {
                return (self.at, self.at);
            };
            if self.quote == Some('"') && written == '\\' {
                let start = self.at;
                let (length, meant) = escape(rest);
                if matches!(rest.chars().nth(1), Some('\n' | '\r')) {
                    // An escaped line break and the indentation after it have no value.
                    self.at += length;
                    let rest = self.raw.get(self.at..).unwrap_or_default();
                    self.at += rest.len() - rest.trim_start_matches([' ', '\t']).len();
                    continue;
                }
                if meant.is_some_and(|meant| meant != c) {
                    return (start, start);
                }
                self.at += length;
                return (start, self.at);
            }
            let doubled = self.quote == Some('\'') && c == '\'' && rest.starts_with("''");
            if doubled || written == c {
                let start = self.at;
                self.at += if doubled { 2 } else { written.len_utf8() };
                return (start, self.at);
            }
            if !written.is_whitespace() {
                return (self.at, self.at);
            }
            self.at += written.len_utf8();
        }
    }
}

/// Returns the length of an escape in a double-quoted scalar, and its character if it is easy to tell.
/// <https://yaml.org/spec/1.2.2/#57-escaped-characters>
fn escape(rest: &str) -> (usize, Option<char>) {
    let Some(c) = rest.chars().nth(1) else {
        return (rest.len(), None);
    };
    let hex = |from: usize, count: usize| {
        let digits = rest.get(from..from + count)?;
        u32::from_str_radix(digits, 16).ok()
    };
    let after = 1 + c.len_utf8();
    let count = match c {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        '\r' if rest.get(after..).is_some_and(|rest| rest.starts_with('\n')) => {
            return (after + 1, None);
        }
        _ => {
            let meant = match c {
                '"' | '\\' | '/' | ' ' => Some(c),
                'n' => Some('\n'),
                't' | '\t' => Some('\t'),
                'r' => Some('\r'),
                _ => None,
            };
            return (after, meant);
        }
    };
    let Some(code) = hex(after, count) else {
        return (after, None);
    };
    let end = after + count;
    // JSON writes characters beyond U+FFFF as two escapes.
    let second = rest.get(end..).is_some_and(|rest| rest.starts_with("\\u"));
    if (0xd800..0xdc00).contains(&code) && second && hex(end + 2, 4).is_some() {
        return (end + 6, None);
    }
    (end, char::from_u32(code))
}

#[cfg(test)]
mod tests {
    use super::Folded;
    use crate::syntax::tree::Data;
    use crate::syntax::yaml;
    use crate::text::Span;

    /// Returns the source bytes of `part` in the only value of the document.
    fn written<'t>(text: &'t str, part: &str) -> &'t str {
        let (tree, errors) = yaml::parse(text, 0);
        assert!(errors.is_empty(), "{errors:?}");
        let root = tree.root().expect("a root");
        let value = tree.entries(root)[0].value;
        let Data::Text(value_text) = tree.data(value) else {
            panic!("no text")
        };
        let span = tree.node(value).span;
        let folded = Folded::new(value_text, &text[span.range()], span.start as usize);
        let at = value_text.find(part).expect("the part is in the value");
        &text[folded.place(Span::new(at, at + part.len())).range()]
    }

    #[test]
    fn every_style_leads_back() {
        assert_eq!(written("a: x AML.T0051 y", "AML.T0051"), "AML.T0051");
        assert_eq!(written("a: 'x AML.T0051 y'", "AML.T0051"), "AML.T0051");
        assert_eq!(written("a: 'it''s {{ x\n  .id }} y'", "it's"), "it''s");
        assert_eq!(written("a: 'it''s {{ x\n  .id }} y'", "x .id"), "x\n  .id");
        assert_eq!(written("a: 'a\n\n\n  b c'", "b"), "b");
        assert_eq!(written("a: \"\\u2019\\\"q\\\" z\"", "z"), "z");
        assert_eq!(written("a: \"\\u2019\\\"q\\\" z\"", "\u{2019}"), "\\u2019");
        assert_eq!(written("a: \"x \\\n  \\ y\"", "y"), "y");
        let folded = "a: \"x\\\n  \\ y aml.t0051 z\\\n  w\\\n\n  \\tend\"";
        assert_eq!(written(folded, "aml.t0051"), "aml.t0051");
        assert_eq!(written(folded, "z"), "z");
        assert_eq!(written(folded, "w"), "w");
        assert_eq!(written(folded, "end"), "end");
        let folded = folded.replace('\n', "\r\n");
        assert_eq!(written(&folded, "aml.t0051"), "aml.t0051");
        assert_eq!(written(&folded, "end"), "end");
        assert_eq!(written("a: \"\\ud83d\\ude00 y\"", "y"), "y");
        assert_eq!(written("a: |\n  one\n    two\n  three\n", "two"), "two");
        assert_eq!(written("a: |\n  one\n    two\n  three\n", "three"), "three");
        assert_eq!(
            written("a: >\n  one\n  two\n\n  three\n", "two\nthree"),
            "two\n\n  three"
        );
        assert_eq!(written("a: one\n  two", "one two"), "one\n  two");
        assert_eq!(
            written("{\"a\": \"x\\nAML.T0051\"}", "AML.T0051"),
            "AML.T0051"
        );
    }
}
