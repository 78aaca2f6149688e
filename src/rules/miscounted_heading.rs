//! A number in a heading that is not the number of entries below it.

mod stated;
mod words;

use foldhash::{HashMap, HashSet};

use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::context::AloneContext;
use crate::diagnostic::{Applicability, Edit, Fix};
use crate::settings::Level;
use crate::syntax::blocks::{Blocks, List, ListItem, TextBlock, TextKind};
use crate::syntax::{Heading, split_count};
use crate::text::{Source, Span};
use stated::{StatedCount, stated};
use words::{has_range, says_more, says_none, says_part};

pub static RULE: Rule = Rule {
    name: "miscounted-heading",
    summary: "a number in a heading that is not the number of entries in the list below it",
    docs: include_str!("miscounted-heading.md"),
    theme: Theme::Pages,
    level: Level::Warning,
    fix: FixKind::Safe,
    since: "0.1.0",
    needs: Needs::Page,
    handling: Handling::USUAL,
    check: Check::Alone(check),
};

fn check(context: &AloneContext<'_>, findings: &mut Findings) {
    let headings = &context.page.headings;
    let counted: Vec<(usize, StatedCount)> = headings
        .iter()
        .enumerate()
        .filter_map(|(at, heading)| Some((at, stated(heading)?)))
        .collect();
    if counted.is_empty() {
        return;
    }
    // A number may distinguish sections of the same name: `Example (1)`, `Example (2)`.
    let series: HashSet<usize> = context
        .facts
        .duplicate_siblings
        .iter()
        .flatten()
        .copied()
        .collect();
    let (ordinals, parts) = (ordinals(&counted, headings), parts(&counted));
    for (at, stated) in &counted {
        if let Some(heading) = headings.get(*at)
            && !series.contains(at)
            && !ordinals.contains(at)
            && !parts.contains(unnumbered(stated.key))
            && let Some(list) = ListBelow::of(context, heading, (*at, stated.count))
            && !list.may_have(stated.count)
            && !is_beside_padded(headings, *at)
            && !stated.is_far_from(list.filled)
        {
            report(stated, &list, findings);
        }
    }
}

/// From so many on, sections whose numbers rise or fall by one are numbered.
const ORDINALS: usize = 4;
/// For each so many one gap more is allowed.
const LONG: usize = 8;

/// Returns the headings whose numbers are places in an order: `Transport (4)`, `Network (3)`, `Data Link (2)`. A step may leave some
/// out. Those of each section, and those of a level on the whole page, are looked at.
fn ordinals(counted: &[(usize, StatedCount<'_>)], headings: &[Heading]) -> HashSet<usize> {
    let level = |at: usize| headings.get(at).map_or(0, |heading| heading.level);
    let mut found = HashSet::default();
    for of in 1..=6 {
        let of_level = counted.iter().filter(|(at, _)| level(*at) == of);
        let of_level: Vec<(usize, usize)> = of_level.map(|(at, it)| (*at, it.count)).collect();
        let is_sibling = |a: &(usize, usize), b: &(usize, usize)| {
            headings[a.0..b.0].iter().all(|heading| heading.level >= of)
        };
        let of_sections = of_level.chunk_by(is_sibling);
        for group in of_sections.chain([of_level.as_slice()]) {
            if is_ordered(group) {
                found.extend(group.iter().map(|(at, _)| *at));
            }
        }
    }
    found
}

fn is_ordered(group: &[(usize, usize)]) -> bool {
    let is_sorted = group.is_sorted_by(|a, b| a.1 < b.1) || group.is_sorted_by(|a, b| a.1 > b.1);
    let steps = group
        .windows(2)
        .filter(|pair| pair[0].1.abs_diff(pair[1].1) == 1);
    let gaps = group.len().saturating_sub(1) - steps.count();
    group.len() >= ORDINALS && is_sorted && gaps <= 1 + group.len() / LONG
}

/// The most headings that are looked at on either side of one.
const MOST_BESIDE: usize = 100;

/// Returns whether the number of a heading is that of a section, as two beside it in the same section start with a zero: `Data (05)` and
/// `Rights (08)` beside `Keys (10)`.
fn is_beside_padded(headings: &[Heading], at: usize) -> bool {
    let level = headings.get(at).map_or(0, |heading| heading.level);
    let is_inside = |heading: &&Heading| heading.level >= level;
    let before = headings[..at].iter().rev().take(MOST_BESIDE);
    let after = headings[at..].iter().take(MOST_BESIDE);
    let siblings = before
        .take_while(is_inside)
        .chain(after.take_while(is_inside));
    let siblings = siblings.filter(|heading| heading.level == level);
    let numbers = siblings.filter_map(|heading| Some(split_count(&heading.text)?.1));
    let mut padded = numbers.filter(|digits| digits.len() > 1 && digits.starts_with('0'));
    padded.nth(1).is_some()
}

/// Returns the words of headings that have the numbers 1, 2 and so on: `6. Summary (1)`, `Summary (2)`.
fn parts<'k>(counted: &[(usize, StatedCount<'k>)]) -> HashSet<&'k str> {
    let mut numbers: HashMap<&str, Vec<usize>> = HashMap::default();
    for (_, stated) in counted {
        numbers
            .entry(unnumbered(stated.key))
            .or_default()
            .push(stated.count);
    }
    let is_series =
        |numbers: &[usize]| numbers.len() > 1 && numbers.iter().copied().eq(1..=numbers.len());
    numbers.retain(|_, numbers| is_series(numbers));
    numbers.into_keys().collect()
}

/// Returns the words of a heading without its number in the page.
fn unnumbered(key: &str) -> &str {
    key.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ' '))
}

/// Returns where the section of a heading ends.
fn section_end(headings: &[Heading], at: usize) -> u32 {
    let level = headings.get(at).map_or(0, |heading| heading.level);
    let mut after = headings.iter().skip(at + 1);
    after
        .find(|next| next.level <= level)
        .map_or(u32::MAX, |next| next.span.start)
}

fn report(stated: &StatedCount<'_>, list: &ListBelow, findings: &mut Findings) {
    let StatedCount { key, count, span } = stated;
    let found = list.filled;
    let has = match found {
        1 => "1 entry".to_owned(),
        found => format!("{found} entries"),
    };
    findings
        .add(
            *span,
            format!("the list has {has}"),
            format!("the heading \"{key}\" says {count}, but the list below it has {has}"),
        )
        .help(format!("write `{key} ({found})`"))
        .about(*key)
        .fix(Fix {
            message: format!("write `{found}`"),
            applicability: Applicability::Safe,
            edits: vec![Edit::words(*span, found.to_string())],
        });
}

/// The list directly below a heading.
struct ListBelow {
    /// The number of entries that are not empty.
    filled: usize,
    /// Other ways to count: with empty entries, with all nested entries, nested entries without the entries that contain them, what the
    /// entries list between commas, and by the numbers at their ends.
    others: [usize; 5],
    /// Whether the list does not say its length: its last entry or the paragraph after it is like `and 12 more`, the line before it says
    /// that it is a part, its only entry is like `None yet`, or all are empty.
    is_open: bool,
}

impl ListBelow {
    /// Returns the list of the section of a heading, which is at a place among the headings and states a count. `None` if the list has as
    /// many entries, if the section has a table or several lists, or if anything but an introductory line (`The techniques are:`)
    /// precedes the list.
    fn of(
        context: &AloneContext<'_>,
        heading: &Heading,
        (at, count): (usize, usize),
    ) -> Option<Self> {
        let (blocks, source) = (&context.page.blocks, context.source);
        let (from, end) = (heading.span.end, section_end(&context.page.headings, at));
        let tables = &blocks.tables;
        let table = tables.partition_point(|table| table.span.start < from);
        if tables
            .get(table)
            .is_some_and(|table| table.span.start < end)
        {
            return None;
        }
        let lists = &blocks.lists;
        let first = lists.partition_point(|list| list.span.start < from);
        let lists = lists.iter().skip(first);
        let lists: Vec<&List> = lists.take_while(|list| list.span.start < end).collect();
        // Most counts are right.
        if filled(&lists, source) == count {
            return None;
        }
        let mut before = text_end(blocks, source, heading, lists.first()?.span.start)?;
        for list in lists.iter().filter(|list| list.depth == 0) {
            // A comment between two entries splits a list in two, which readers do not see.
            let follows = before < lists.first()?.span.start || has_comment(blocks, before, list);
            if !follows || !is_blank(blocks, source, before, list.span.start) {
                return None;
            }
            before = list.span.end;
        }
        let paragraph = |block: Option<&TextBlock>| {
            let block = block.filter(|block| block.kind == TextKind::Paragraph);
            block.map_or(String::new(), |block| {
                source.slice(block.span).to_lowercase()
            })
        };
        let texts = &blocks.texts;
        let first = lists.first()?.span.start;
        let at = texts.partition_point(|text| text.span.start < first);
        let introduced = texts[..at].last().filter(|text| text.span.start > from);
        let after = texts.partition_point(|text| text.span.start < before);
        let behind = texts.get(after).filter(|text| text.span.start < end);
        let list = Self::new(&lists, source);
        Some(Self {
            is_open: list.is_open
                || says_part(&paragraph(introduced))
                || says_more(&paragraph(behind)),
            ..list
        })
    }

    fn new(lists: &[&List], source: &Source) -> Self {
        let items = |list: &&List| list.items.len();
        let all: usize = lists.iter().map(items).sum();
        let top = || lists.iter().filter(|list| list.depth == 0);
        let entries: Vec<&ListItem> = top().flat_map(|list| &list.items).collect();
        let filled = filled(lists, source);
        let nested = lists.len() - top().count();
        let text = |item: Option<&&ListItem>| {
            let span = item.and_then(|item| item.text).unwrap_or_default();
            let text = source.slice(span).trim_start_matches(['*', '_', '(', '[']);
            text.to_lowercase()
        };
        let listed = entries
            .iter()
            .filter_map(|item| item.text)
            .map(|span| source.slice(span))
            .map(|text| {
                text.split(", ")
                    .flat_map(|part| part.split("` and `"))
                    .count()
            })
            .sum();
        // `Reconnaissance (4)`: the heading adds them up.
        let numbers: Option<usize> = entries
            .iter()
            .map(|item| source.slice(item.text.unwrap_or_default()))
            .map(|text| split_count(text.trim_end())?.1.parse::<usize>().ok())
            .try_fold(0_usize, |sum, number| sum.checked_add(number?));
        // A list with only empty entries is not written yet.
        let is_open = filled == 0
            || says_more(&text(entries.last()))
            || entries.iter().any(|entry| has_range(&text(Some(entry))))
            || (filled == 1 && says_none(&text(entries.first())));
        Self {
            filled,
            others: [
                entries.len(),
                all,
                all.saturating_sub(nested),
                listed,
                numbers.unwrap_or(filled),
            ],
            is_open,
        }
    }

    fn may_have(&self, count: usize) -> bool {
        self.is_open || self.filled == count || self.others.contains(&count)
    }
}

/// Returns how many entries at the top of lists are not empty.
fn filled(lists: &[&List], source: &Source) -> usize {
    let top = lists.iter().filter(|list| list.depth == 0);
    let entries = top.flat_map(|list| &list.items);
    entries.filter(|item| !item.is_empty(source)).count()
}

/// Returns where the text before a list ends: the end of the heading, or of the one paragraph that introduces the list. `None`
/// if there is other text.
fn text_end(blocks: &Blocks, source: &Source, heading: &Heading, list: u32) -> Option<u32> {
    let text = source.text();
    let before = &text.as_bytes()[..heading.span.end as usize];
    let line = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
    // A heading without `#` is underlined by the next line.
    let end = if text[line..].trim_start().starts_with('#') {
        line_end(text, line)
    } else {
        let next = memchr::memchr(b'\n', &text.as_bytes()[line..]);
        next.map_or(text.len(), |at| line_end(text, line + at + 1))
    };
    let end = Span::empty(end).end;
    let first = blocks.texts.partition_point(|text| text.span.start < end);
    let mut texts = blocks.texts.iter().skip(first);
    let Some(text) = texts.next().filter(|text| text.span.end < list) else {
        return Some(end);
    };
    let announces = text.kind == TextKind::Paragraph && source.slice(text.span).ends_with(':');
    (announces && is_blank(blocks, source, end, text.span.start)).then_some(text.span.end)
}

/// Returns the end of the line that starts at a place, without its line break.
fn line_end(text: &str, start: usize) -> usize {
    let line = text[start..].split('\n').next().unwrap_or_default();
    start + line.strip_suffix('\r').unwrap_or(line).len()
}

/// Returns whether there is an HTML comment between byte `from` and a list.
fn has_comment(blocks: &Blocks, from: u32, list: &List) -> bool {
    let next = blocks.opaque.partition_point(|span| span.start < from);
    blocks
        .opaque
        .get(next)
        .is_some_and(|span| span.end <= list.span.start)
}

/// Returns whether only white space and HTML comments are between two bytes.
fn is_blank(blocks: &Blocks, source: &Source, from: u32, to: u32) -> bool {
    let first = blocks.opaque.partition_point(|span| span.start < from);
    let opaque = blocks
        .opaque
        .iter()
        .skip(first)
        .take_while(|span| span.end <= to);
    let mut at = from;
    for span in opaque {
        let text = source.slice(Span {
            start: at,
            end: span.start,
        });
        let comment = source.slice(*span).trim_start().starts_with("<!--");
        if !text.trim().is_empty() || !comment {
            return false;
        }
        at = span.end;
    }
    source.slice(Span { start: at, end: to }).trim().is_empty()
}
