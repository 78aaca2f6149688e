//! Citations by number: `[3]`, `[1, 4]`, `[2-5]`.

use crate::syntax::blocks::{TextBlock, TextKind};
use crate::syntax::{LinkKind, Page};
use crate::text::Span;

/// A number that the text cites.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Citation {
    pub(super) number: u32,
    /// The span of the digits.
    pub(super) span: Span,
    /// Whether this can hardly be anything but a citation: a single number in brackets, not attached to a word. `word[3]` may be an
    /// index, `[1, 9]` an interval.
    pub(super) certain: bool,
}

/// The citations by number of a page.
#[derive(Debug, Default)]
pub(super) struct Citations {
    /// The citations, in page order.
    pub(super) found: Vec<Citation>,
    /// The first and last number of each cited range.
    pub(super) ranges: Vec<(u32, u32)>,
    /// Numbers that are texts of links to somewhere other than the list, labels of entries inside the text, in a quote or in HTML.
    pub(super) elsewhere: Vec<u32>,
}

/// Numbers with more digits are years or codes.
const DIGITS: usize = 3;
/// Greater numbers are rarely citations.
const LIKELY: u32 = 99;

/// Returns the citations in the texts of a page, outside its reference sections.
pub(super) fn citations(page: &Page<'_>, sections: &[Span]) -> Citations {
    let mut citations = Citations::default();
    let links = link_texts(page, sections, &mut citations);
    for block in &page.blocks.texts {
        if !crate::facts::is_within(sections, block.span) {
            Scan {
                page,
                block: *block,
                links: &links,
            }
            .run(&mut citations);
        }
    }
    let html = page.blocks.opaque.iter().copied();
    for span in html.filter(|span| !crate::facts::is_within(sections, *span)) {
        let text = page.source.slice(span);
        // Code and math hold indexes, not citations.
        if text.starts_with('<') {
            let brackets = memchr::memchr_iter(b'[', text.as_bytes());
            let numbers = brackets
                .filter_map(|at| Bracket::read(text, at))
                .flat_map(|bracket| bracket.numbers);
            citations
                .elsewhere
                .extend(numbers.map(|(number, _)| number));
        }
    }
    citations.found.sort_by_key(|citation| citation.span);
    citations
}

/// Collects numbers that are texts of links. A link within the page cites the list; any other number goes to `elsewhere`.
/// Returns the spans of all links, merged.
fn link_texts(page: &Page<'_>, sections: &[Span], citations: &mut Citations) -> Vec<Span> {
    let mut merged: Vec<Span> = Vec::new();
    for link in page.links.iter() {
        match merged.last_mut() {
            Some(last) if link.span.start < last.end => last.end = last.end.max(link.span.end),
            _ => merged.push(link.span),
        }
        if crate::facts::is_within(sections, link.span) || link.kind == LinkKind::Image {
            continue;
        }
        let label = link.label.unwrap_or(link.target_span);
        let text = page.source.slice(label);
        let numbers = only_numbers(text);
        let here = link.target.starts_with('#') && link.kind != LinkKind::Reference;
        for &(number, at) in &numbers {
            if here && link.label.is_some() {
                let start = label.start as usize + at;
                citations.found.push(Citation {
                    number,
                    span: Span::new(start, start + number.to_string().len()),
                    certain: numbers.len() == 1,
                });
            } else {
                citations.elsewhere.push(number);
            }
        }
    }
    merged
}

/// Returns the numbers that a link's text consists of, apart from brackets, commas and tags, with their offsets: `3`, `[4, 5]`.
fn only_numbers(text: &str) -> Vec<(u32, usize)> {
    const LONGEST: usize = 40;
    if text.len() > LONGEST {
        return Vec::new();
    }
    let plain = text.replace("<sup>", "").replace("</sup>", "");
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '[' | ']' | '\\' | ' ' | ',' | ';');
    if !plain.chars().all(is_part) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let digits = rest[at..].bytes().take_while(u8::is_ascii_digit).count();
        let Some(number) = number(&rest[at..at + digits]) else {
            return Vec::new();
        };
        found.push((number, text.len() - rest.len() + at));
        rest = &rest[at + digits..];
    }
    found
}

/// Parses a number from 1 to 999 without leading zeros.
fn number(digits: &str) -> Option<u32> {
    let sound = (1..=DIGITS).contains(&digits.len()) && !digits.starts_with('0');
    digits.parse().ok().filter(|_| sound)
}

/// The search for citations in one text block.
struct Scan<'p> {
    page: &'p Page<'p>,
    block: TextBlock,
    links: &'p [Span],
}

impl Scan<'_> {
    /// Returns whether the block is the first cell of a row: `| [4] | Fowler, 2003 |` is an entry of a list of its own.
    fn is_row_label(&self) -> bool {
        let tables = &self.page.blocks.tables;
        let after = tables.partition_point(|table| table.span.start <= self.block.span.start);
        let table = after.checked_sub(1).and_then(|at| tables.get(at));
        self.block.kind == TextKind::Cell
            && table.is_some_and(|table| {
                let rows = &table.rows;
                let is_before = |row: &Vec<Span>| {
                    row.first()
                        .is_some_and(|cell| cell.start < self.block.span.start)
                };
                let row = rows.get(rows.partition_point(is_before));
                row.and_then(|row| row.first()) == Some(&self.block.span)
            })
    }

    fn run(&self, citations: &mut Citations) {
        let text = self.page.source.slice(self.block.span);
        let base = self.block.span.start as usize;
        // `[1] Author, Title`: reference entries inside the text, one per line.
        let is_list = self.block.kind != TextKind::Cell && starts_with_label(text);
        // A quote cites the list of the page that it is from, or this one.
        let in_quote = self.block.is_in_quote(self.page.source);
        let mut last_end = 0;
        for at in memchr::memchr_iter(b'[', text.as_bytes()) {
            let Some(bracket) = Bracket::read(text, at) else {
                continue;
            };
            let place = Span::empty(base + at);
            let hidden = self.page.blocks.is_opaque(place.start)
                || crate::facts::is_within(self.links, place);
            if hidden {
                continue;
            }
            let before = text[..at].strip_suffix('\\').unwrap_or(&text[..at]);
            let line_start = before.is_empty() || before.ends_with('\n');
            let fills = before.is_empty() && bracket.end == text.trim_end().len();
            if in_quote || (is_list && line_start) || (fills && self.is_row_label()) {
                citations
                    .elsewhere
                    .extend(bracket.numbers.iter().map(|(number, _)| *number));
                continue;
            }
            let follows = last_end > 0 && before.len() == last_end;
            let Some(free) = is_free_standing(before, follows) else {
                continue;
            };
            if is_interval(before, &bracket) {
                continue;
            }
            last_end = bracket.end;
            let single = bracket.numbers.len() == 1;
            for (number, at) in &bracket.numbers {
                let start = base + at;
                citations.found.push(Citation {
                    number: *number,
                    span: Span::new(start, start + number.to_string().len()),
                    certain: free && single && *number <= LIKELY,
                });
            }
            citations.ranges.extend(bracket.ranges);
        }
    }
}

/// Returns whether a bracket is free-standing rather than attached to a word. `None` if it is not a citation, for example after
/// `!` or in code.
fn is_free_standing(before: &str, follows: bool) -> Option<bool> {
    const CODE: [&str; 4] = ["argv", "args", "array", "arr"];
    let Some(last) = before.chars().next_back().filter(|_| !follows) else {
        return Some(true);
    };
    if last.is_alphanumeric() {
        let start = before
            .char_indices()
            .rev()
            .take_while(|(_, c)| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '$' | '('))
            .take(100)
            .last()
            .map_or(before.len(), |(at, _)| at);
        let word = &before[start..];
        let is_word = word.chars().filter(|c| c.is_alphabetic()).count() > 2
            && !word.contains(['_', '$', '('])
            && !CODE.contains(&word);
        return is_word.then_some(false);
    }
    (!matches!(
        last,
        '!' | ']' | '_' | '$' | '#' | '\\' | '/' | '=' | '^' | '{'
    ))
    .then_some(true)
}

/// Returns whether a bracket is an interval: "in the range [1, 5]".
fn is_interval(before: &str, bracket: &Bracket) -> bool {
    let tail = before.trim_end();
    bracket.numbers.len() == 2
        && ["range", "interval", "between", "ranges", "of"]
            .iter()
            .any(|word| tail.ends_with(*word))
}

/// Returns whether a text starts with `[1] ` or `[1]:`.
fn starts_with_label(text: &str) -> bool {
    let at = usize::from(text.starts_with('\\'));
    Bracket::read(text, at).is_some_and(|bracket| {
        bracket.numbers.len() == 1 && text[bracket.end..].starts_with([' ', ':'])
    })
}

/// Brackets that contain only numbers.
struct Bracket {
    /// The numbers, with the offsets of their digits in the text.
    numbers: Vec<(u32, usize)>,
    /// The first and last number of each range.
    ranges: Vec<(u32, u32)>,
    /// The offset after the closing bracket.
    end: usize,
}

impl Bracket {
    /// Parses the brackets that open at `at`. `None` if what follows makes them something else, such as a link.
    fn read(text: &str, at: usize) -> Option<Self> {
        let mut rest = text.get(at..)?.strip_prefix('[')?;
        let mut numbers: Vec<(u32, usize)> = Vec::new();
        let mut ranges = Vec::new();
        let mut joint = ',';
        loop {
            rest = rest.trim_start_matches(' ');
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let number = number(rest.get(..digits)?)?;
            if let (Some((first, _)), true) = (numbers.last(), joint != ',')
                && *first < number
            {
                ranges.push((*first, number));
            }
            numbers.push((number, text.len() - rest.len()));
            rest = rest[digits..].trim_start_matches(' ');
            let next = rest.chars().next()?;
            match next {
                ',' | ';' => joint = ',',
                '-' | '\u{2013}' => joint = '-',
                ']' | '\\' => break,
                _ => return None,
            }
            rest = &rest[next.len_utf8()..];
        }
        let rest = rest.strip_prefix('\\').unwrap_or(rest).strip_prefix(']')?;
        let mut after = rest.chars();
        let ends = match after.next() {
            Some('(' | '{' | '=') => false,
            Some('[') => after.next().is_some_and(|c| c.is_ascii_digit()),
            Some(c) => !c.is_alphanumeric() && c != '_',
            None => true,
        };
        ends.then_some(Self {
            numbers,
            ranges,
            end: text.len() - rest.len(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Bracket, is_free_standing, only_numbers};

    fn numbers(text: &str) -> Option<Vec<u32>> {
        let bracket = Bracket::read(text, 0)?;
        Some(
            bracket
                .numbers
                .into_iter()
                .map(|(number, _)| number)
                .collect(),
        )
    }

    #[test]
    fn brackets_with_numbers() {
        for (text, expected) in [
            ("[1]", vec![1]),
            ("[12].", vec![12]),
            ("[1, 2;3]", vec![1, 2, 3]),
            ("[2\u{2013}4]", vec![2, 4]),
            ("[3\\]", vec![3]),
            ("[1][2]", vec![1]),
        ] {
            assert_eq!(numbers(text), Some(expected), "{text}");
        }
        for text in [
            "[]", "[ ]", "[x]", "[^1]", "[2019]", "[0]", "[01]", "[1", "[1](x)", "[1][a]",
            "[1]{x}", "[1,]", "[1.5]", "[1]st",
        ] {
            assert_eq!(numbers(text), None, "{text}");
        }
        let range = Bracket::read("[2-5, 7]", 0).map(|bracket| bracket.ranges);
        assert_eq!(range, Some(vec![(2, 5)]));
    }

    #[test]
    fn text_before_a_bracket_decides() {
        for (before, expected) in [
            ("", Some(true)),
            ("see ", Some(true)),
            ("end.", Some(true)),
            ("word", Some(false)),
            ("CVE-2025-8217", Some(false)),
            ("x", None),
            ("argv", None),
            ("my_list", None),
            ("!", None),
            ("a[0]", None),
        ] {
            assert_eq!(is_free_standing(before, false), expected, "{before}");
        }
        assert_eq!(is_free_standing("[1]", true), Some(true));
    }

    #[test]
    fn texts_of_links() {
        assert_eq!(only_numbers("<sup>\\[3\\]</sup>"), [(3, 7)]);
        assert_eq!(only_numbers("[7]"), [(7, 1)]);
        assert_eq!(only_numbers("[4, 5]"), [(4, 1), (5, 4)]);
        for text in ["Article 3", "2019", "3, 2019", "3-5", "", "[]"] {
            assert_eq!(only_numbers(text), [], "{text}");
        }
    }
}
