//! Reference lists that are not 1..n, and citations by number that do not agree with them.

mod citations;
mod uncited;

use std::collections::{BTreeMap, BTreeSet};

use self::citations::{Citation, Citations, citations};
use self::uncited::{report_uncited, uncited};
use super::{Check, Findings, FixKind, Handling, Needs, Rule};
use crate::context::PageContext;
use crate::diagnostic::{Edit, Fix, Safety};
use crate::facts;
use crate::settings::Level;
use crate::syntax::blocks::{List, ListItem};
use crate::text::Span;

pub static RULE: Rule = Rule {
    name: "misnumbered-reference",
    summary: "a reference list that is not numbered 1..n, or citations by number that do not agree with it",
    docs: include_str!("misnumbered-reference.md"),
    level: Level::Warning,
    fix: FixKind::Safe,
    since: "0.1.0",
    needs: Needs::Page,
    handling: Handling::USUAL,
    check: Check::Page(check),
};

/// A numbered entry of a reference list.
struct Entry<'p> {
    item: &'p ListItem,
    /// Its number as written.
    number: u32,
    /// The number that its place asks for.
    due: u32,
}

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    let sections = &context.facts.reference_sections;
    let lists: Vec<&List> = facts::reference_blocks(context.page.get(), sections)
        .into_iter()
        .filter(|list| list.ordered && !list.items.is_empty())
        .collect();
    if lists.is_empty() {
        return;
    }
    let Some(lists) = numbered(&lists) else {
        return;
    };
    let citations = citations(context.page, sections);
    let mut is_sound = true;
    for list in &lists {
        if list.iter().any(|entry| entry.number != entry.due) {
            is_sound = false;
            misnumbered(context, list, lists.len(), &citations, findings);
        }
    }
    let entries: Vec<&Entry<'_>> = lists.iter().flatten().collect();
    // Of a list that is misnumbered, either number may be the one that is cited.
    let known: BTreeSet<u32> = entries
        .iter()
        .flat_map(|entry| [entry.number, entry.due])
        .chain(citations.elsewhere.iter().copied())
        .collect();
    let lacking = lacking(&citations, &known);
    let uncited = if is_sound {
        uncited(context, &citations, &entries)
    } else {
        Vec::new()
    };
    // An entry that nothing cites may be the one that is cited by a wrong number: that is one defect.
    let is_meant = uncited.len() <= lacking.len();
    let last = entries.iter().map(|entry| entry.due).max();
    report_lacking(
        &lacking,
        last,
        uncited.first().filter(|_| is_meant),
        findings,
    );
    if !is_meant {
        report_uncited(&uncited, findings);
    }
}

/// The entries of the lists with the numbers that are due: from 1 on, or on from the list before. None where a number is too long
/// to be one. In a list whose entries all are written `1.`, the renderer counts.
fn numbered<'p>(lists: &[&'p List]) -> Option<Vec<Vec<Entry<'p>>>> {
    let mut last = 0;
    let mut found = Vec::with_capacity(lists.len());
    for list in lists {
        let first = list.items.first()?.number?;
        let is_counted = list.items.iter().all(|item| item.number == Some(1));
        let start = if first == 1 { 1 } else { last + 1 };
        let entries: Option<Vec<Entry<'p>>> = (start..)
            .zip(&list.items)
            .map(|(due, item)| {
                let number = if is_counted { due } else { item.number? };
                Some(Entry { item, number, due })
            })
            .collect();
        let entries = entries?;
        last = entries.last().map_or(last, |entry| entry.due);
        found.push(entries);
    }
    Some(found)
}

fn misnumbered(
    context: &PageContext<'_>,
    list: &[Entry<'_>],
    lists: usize,
    citations: &Citations,
    findings: &mut Findings,
) {
    let Some(place) = list.iter().position(|entry| entry.number != entry.due) else {
        return;
    };
    let entry = &list[place];
    let (number, due) = (entry.number, entry.due);
    let before = list[..place].iter().find(|other| other.number == number);
    let message = match before {
        Some(_) => format!("two entries of the reference list have the number {number}"),
        None => format!("entry {due} of the reference list has the number {number}"),
    };
    let found = findings.add(entry.item.marker, format!("should be {due}"), message);
    let ends = list.first().zip(list.last());
    let (from, to) = ends.map_or((1, 1), |(first, last)| (first.due, last.due));
    let order = format!("number the entries {from} to {to}");
    found.help(order.clone()).about(format!("entry {due}"));
    if let Some(before) = before {
        found.related(context.page.file, before.item.marker, "the first one");
    }
    let distinct: BTreeSet<u32> = list.iter().map(|entry| entry.number).collect();
    let is_cited = (!citations.found.is_empty() || !citations.elsewhere.is_empty())
        && !is_slip(list, lists, citations);
    if is_cited && (distinct.len() < list.len() || lists > 1) {
        // Which entry a number means cannot be told.
        return;
    }
    let mut edits: Vec<Edit> = list
        .iter()
        .filter(|entry| entry.number != entry.due)
        .map(|entry| edit(entry.item.marker, entry.due))
        .collect();
    let places: BTreeMap<u32, u32> = list.iter().map(|entry| (entry.number, entry.due)).collect();
    let cited = citations.found.iter().filter(|_| is_cited);
    edits.extend(cited.filter_map(|citation| {
        let due = places.get(&citation.number)?;
        (*due != citation.number).then(|| edit(citation.span, *due))
    }));
    edits.sort_by_key(|edit| edit.span);
    let safety = if is_cited || list.iter().any(|entry| shifts(context, entry)) {
        Safety::Unsafe
    } else {
        Safety::Safe
    };
    found.fix(Fix {
        message: order,
        safety,
        edits,
    });
}

/// Whether only numbers of entries are wrong, and what the text cites is right all the same: those entries have numbers that are due
/// at none of them, and the text cites none of these numbers, or cites the right one beside that of the entry that rightly has it.
fn is_slip(list: &[Entry<'_>], lists: usize, citations: &Citations) -> bool {
    let is_off = |entry: &&Entry<'_>| entry.number != entry.due;
    let due: BTreeSet<u32> = list.iter().filter(is_off).map(|entry| entry.due).collect();
    let right: BTreeSet<u32> = list
        .iter()
        .filter(|entry| entry.number == entry.due)
        .map(|entry| entry.due)
        .collect();
    let cited = |number: u32| {
        let found = citations.found.iter().map(|citation| citation.number);
        found
            .chain(citations.elsewhere.iter().copied())
            .any(|cited| cited == number)
            || citations
                .ranges
                .iter()
                .any(|(first, last)| (*first..=*last).contains(&number))
    };
    lists == 1
        && list.iter().filter(is_off).all(|entry| {
            let is_kept = right.contains(&entry.number) && cited(entry.due);
            !due.contains(&entry.number) && (is_kept || !cited(entry.number))
        })
}

fn edit(span: Span, number: u32) -> Edit {
    Edit::words(span, number.to_string())
}

/// Whether another number would be of another width, and lines of the entry below it depend on that.
fn shifts(context: &PageContext<'_>, entry: &Entry<'_>) -> bool {
    let width = entry.item.marker.range().len();
    entry.number != entry.due
        && entry.due.to_string().len() != width
        && context
            .source
            .slice(entry.item.span)
            .trim_end()
            .contains('\n')
}

/// Citations of numbers that the list does not have, each number once.
fn lacking<'c>(citations: &'c Citations, known: &BTreeSet<u32>) -> Vec<&'c Citation> {
    // A page that cites by number at all means its other brackets so too.
    let is_known = |citation: &&Citation| known.contains(&citation.number);
    let cites = citations.found.iter().any(|citation| is_known(&citation));
    let mut told = BTreeSet::new();
    citations
        .found
        .iter()
        .filter(|citation| !is_known(citation) && (citation.certain || cites))
        .filter(|citation| told.insert(citation.number))
        .collect()
}

fn report_lacking(
    lacking: &[&Citation],
    last: Option<u32>,
    meant: Option<&&Entry<'_>>,
    findings: &mut Findings,
) {
    for citation in lacking {
        let number = citation.number;
        let help = match (meant, last) {
            (Some(entry), _) => format!("entry {} is never cited: is it meant?", entry.number),
            (None, Some(last)) => {
                format!("the list ends at {last}: add the entry, or cite another")
            }
            (None, None) => "add the entry, or cite another".to_owned(),
        };
        findings
            .add(
                citation.span,
                "no such entry",
                format!("the text cites reference {number}, which the reference list lacks"),
            )
            .help(help)
            .about(format!("[{number}]"));
    }
}
