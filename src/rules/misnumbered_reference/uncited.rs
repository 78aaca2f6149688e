//! Entries of a reference list that the text never cites.

use std::collections::BTreeSet;

use super::Entry;
use super::citations::Citations;
use crate::context::AloneContext;
use crate::rules::findings::Findings;
use crate::text::Span;

/// Returns the entries that the text never cites, although it cites others by number.
pub(super) fn uncited<'e, 'p>(
    context: &AloneContext<'_>,
    citations: &Citations,
    entries: &[&'e Entry<'p>],
) -> Vec<&'e Entry<'p>> {
    let numbers: BTreeSet<u32> = entries.iter().map(|entry| entry.number).collect();
    let own = || {
        let found = citations.found.iter();
        found.filter(|citation| numbers.contains(&citation.number))
    };
    // One or two uncertain brackets, such as `word[1]` or `[1, 2]`, do not show that the page cites by number.
    if !own().any(|citation| citation.certain) && own().count() < 3 {
        return Vec::new();
    }
    let mut cited: BTreeSet<u32> = own().map(|citation| citation.number).collect();
    cited.extend(citations.elsewhere.iter().copied());
    for (first, last) in &citations.ranges {
        cited.extend(*first..=*last);
    }
    let counted = entries.iter().copied();
    let counted: Vec<&Entry<'_>> = counted
        .filter(|entry| !is_further_reading(context, entry.item.span))
        .filter(|entry| !is_in_guide(context, entry.item.span))
        .collect();
    let all = counted.len();
    let missing: Vec<&Entry<'_>> = counted
        .into_iter()
        .filter(|entry| !cited.contains(&entry.number))
        .collect();
    // Where two of three are not cited, the text refers to them in other ways.
    if all >= MANY && missing.len() * 3 > all * 2 {
        return Vec::new();
    }
    missing
}

/// From so many entries on, a list that is mostly uncited is not one of numbers that the text cites.
const MANY: usize = 6;

/// Returns whether an entry is in a section that shows how references are written, with a code block before the list.
fn is_in_guide(context: &AloneContext<'_>, entry: Span) -> bool {
    let mut sections = context.facts.reference_sections.iter();
    let section = sections.find(|section| section.contains(entry));
    section.is_some_and(|section| {
        let before = Span {
            end: entry.start,
            ..*section
        };
        let mut opaque = context.page.blocks.opaque.iter();
        opaque.any(|code| {
            let text = context.source.slice(*code);
            before.contains(*code) && text.starts_with(['`', '~']) && text.contains('\n')
        })
    })
}

pub(super) fn report_uncited(uncited: &[&Entry<'_>], findings: &mut Findings) {
    for entry in uncited {
        let number = entry.number;
        findings
            .add(
                entry.item.marker,
                "never cited",
                format!(
                    "reference {number} is never cited, though the text cites others by number"
                ),
            )
            .help("cite it where it belongs, or remove it")
            .about(format!("[{number}]"));
    }
}

/// Returns whether an entry is under a heading for uncited references, such as "Further reading".
fn is_further_reading(context: &AloneContext<'_>, entry: Span) -> bool {
    let headings = &context.page.headings;
    let after = headings.partition_point(|heading| heading.span.start <= entry.start);
    let heading = after.checked_sub(1).and_then(|at| headings.get(at));
    heading.is_some_and(|heading| {
        let text = heading.text.to_lowercase();
        [
            "further",
            "additional",
            "other",
            "see also",
            "more",
            "general",
            "background",
        ]
        .iter()
        .any(|word| text.contains(word))
    })
}
