//! Reference lists that are not 1..n, and citations by number that do not agree with them.

mod citations;
mod uncited;

use std::collections::{BTreeMap, BTreeSet};

use self::citations::{Citation, Citations, citations};
use self::uncited::{report_uncited, uncited};
use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::context::AloneContext;
use crate::diagnostic::{Applicability, Edit, Fix};
use crate::facts;
use crate::settings::Level;
use crate::syntax::blocks::{List, ListItem};
use crate::text::Span;

pub static RULE: Rule = Rule {
    name: "misnumbered-reference",
    summary: "a reference list that is not numbered 1..n, or citations by number that do not agree with it",
    docs: include_str!("misnumbered-reference.md"),
    theme: Theme::Procedures,
    level: Level::Warning,
    fix: FixKind::Safe,
    since: "0.1.0",
    needs: Needs::Page,
    handling: Handling::USUAL,
    check: Check::Alone(check),
};

/// A numbered entry of a reference list.
struct Entry<'p> {
    item: &'p ListItem,
    /// The number as written.
    number: u32,
    /// The number that the entry should have.
    due: u32,
}

fn check(context: &AloneContext<'_>, findings: &mut Findings) {
    let sections = &context.facts.reference_sections;
    let lists: Vec<&List> = facts::reference_blocks(&context.page.blocks, sections)
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
            report_misnumbered(context, list, lists.len(), &citations, findings);
        }
    }
    let entries: Vec<&Entry<'_>> = lists.iter().flatten().collect();
    // In a misnumbered list, a citation may mean either the written or the right number.
    let known: BTreeSet<u32> = entries
        .iter()
        .flat_map(|entry| [entry.number, entry.due])
        .chain(citations.elsewhere.iter().copied())
        .collect();
    let missing = missing(&citations, &known);
    let uncited = if is_sound {
        uncited(context, &citations, &entries)
    } else {
        Vec::new()
    };
    // An uncited entry may be the one that a wrong number means. Then both are one defect, and only the citation is reported.
    let is_meant = uncited.len() <= missing.len();
    let last = entries.iter().map(|entry| entry.due).max();
    report_missing(
        &missing,
        last,
        uncited.first().filter(|_| is_meant),
        findings,
    );
    if !is_meant {
        report_uncited(&uncited, findings);
    }
}

/// Pairs the entries of the lists with their right numbers, which start at 1 or continue the previous list. `None` if a number
/// is too long. Entries that are all written `1.` count as right, because the renderer numbers them.
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

fn report_misnumbered(
    context: &AloneContext<'_>,
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
        found.related(context.file, before.item.marker, "the first one");
    }
    let distinct: BTreeSet<u32> = list.iter().map(|entry| entry.number).collect();
    let is_cited = (!citations.found.is_empty() || !citations.elsewhere.is_empty())
        && !is_only_list_wrong(list, lists, citations);
    if is_cited && (distinct.len() < list.len() || lists > 1) {
        // It is ambiguous which entry a cited number means, so there is no fix.
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
    let applicability = if is_cited || list.iter().any(|entry| shifts(context, entry)) {
        Applicability::Unsafe
    } else {
        Applicability::Safe
    };
    found.fix(Fix {
        message: order,
        applicability,
        edits,
    });
}

/// Returns whether only numbers in the list are wrong and the citations are right. This holds if no misnumbered entry has a
/// number that is due to another misnumbered entry, and the text does not cite the wrong number, or cites the right number and
/// the wrong one rightly belongs to another entry.
fn is_only_list_wrong(list: &[Entry<'_>], lists: usize, citations: &Citations) -> bool {
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

/// Returns whether the right number has another width and the entry has more lines, whose indentation depends on that width.
fn shifts(context: &AloneContext<'_>, entry: &Entry<'_>) -> bool {
    let width = entry.item.marker.range().len();
    entry.number != entry.due
        && entry.due.to_string().len() != width
        && context
            .source
            .slice(entry.item.span)
            .trim_end()
            .contains('\n')
}

/// Returns the first citation of each number that the list does not have.
fn missing<'c>(citations: &'c Citations, known: &BTreeSet<u32>) -> Vec<&'c Citation> {
    // If some bracketed numbers are citations, the uncertain ones probably are too.
    let is_known = |citation: &&Citation| known.contains(&citation.number);
    let cites = citations.found.iter().any(|citation| is_known(&citation));
    let mut seen = BTreeSet::new();
    citations
        .found
        .iter()
        .filter(|citation| !is_known(citation) && (citation.certain || cites))
        .filter(|citation| seen.insert(citation.number))
        .collect()
}

fn report_missing(
    missing: &[&Citation],
    last: Option<u32>,
    uncited_entry: Option<&&Entry<'_>>,
    findings: &mut Findings,
) {
    for citation in missing {
        let number = citation.number;
        let help = match (uncited_entry, last) {
            (Some(entry), _) => format!("entry {} is never cited: did you mean it?", entry.number),
            (None, Some(last)) => {
                format!("the list ends at {last}: add the entry, or cite another")
            }
            (None, None) => "add the entry, or cite another".to_owned(),
        };
        findings
            .add(
                citation.span,
                "no such entry",
                format!("the text cites reference {number}, which is not in the reference list"),
            )
            .help(help)
            .about(format!("[{number}]"));
    }
}
