//! Checks the `step-id`s of official YAML: unique, and S00, S01 and so on without a gap, in any order.

use std::collections::BTreeMap;

use super::Findings;
use crate::context::PageContext;
use crate::diagnostic::{Applicability, Edit, Fix};
use crate::facts::Study;
use crate::text::{Source, Span};

/// A `step-id`: its number, and its span without quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct StepId {
    number: u32,
    span: Span,
}

/// A flaw in the `step-id`s of a case study.
#[derive(Debug, PartialEq, Eq)]
enum Flaw {
    /// Two steps have the same id.
    Duplicate { first: StepId, second: StepId },
    /// An id is missing before another one.
    Missing { due: u32, next: StepId },
}

pub(super) fn check(context: &PageContext<'_>, study: &Study, findings: &mut Findings) {
    let source = context.source;
    let numbers = study.steps.iter().map(|step| step.number);
    // The schema reports a malformed or missing id.
    let ids: Option<Vec<StepId>> = numbers.map(|number| step_id(source, number?)).collect();
    let Some(ids) = ids else { return };
    match flaw(&ids) {
        None => {}
        Some(Flaw::Duplicate { first, second }) => {
            let written = source.slice(second.span);
            findings
                .add(
                    second.span,
                    "used before",
                    format!("two steps of the case study have the `step-id` `{written}`"),
                )
                .help("give each step an id of its own")
                .about(written)
                .related(context.page.file, first.span, "the first one");
        }
        Some(Flaw::Missing { due, next }) => {
            let written = source.slice(next.span);
            let order = format!(
                "number the steps S00 to S{:02}",
                ids.len().saturating_sub(1)
            );
            let found = findings.add(
                next.span,
                format!("`S{due:02}` is missing"),
                format!("no step of the case study has the `step-id` `S{due:02}`, but one has `{written}`"),
            );
            found.help(order.clone()).about(format!("S{due:02}"));
            let targets = study.steps.iter().flat_map(|step| &step.leads_to);
            let targets: Option<Vec<StepId>> = targets.map(|&span| step_id(source, span)).collect();
            let edits = targets.and_then(|targets| renumbered(&ids, &targets));
            if let Some(edits) = edits {
                found.fix(Fix {
                    message: order,
                    applicability: Applicability::Safe,
                    edits,
                });
            }
        }
    }
}

/// Parses an id such as `S03`, with or without quotes.
fn step_id(source: &Source, span: Span) -> Option<StepId> {
    let text = source.slice(span);
    let span = span.narrowed(text.starts_with(['"', '\'']));
    let digits = source.slice(span).strip_prefix('S')?;
    let sound = (2..=6).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    let number = digits.parse().ok().filter(|_| sound)?;
    Some(StepId { number, span })
}

/// Returns the first duplicate id, else the first gap.
fn flaw(ids: &[StepId]) -> Option<Flaw> {
    let mut by_number: BTreeMap<u32, StepId> = BTreeMap::new();
    for &second in ids {
        if let Some(first) = by_number.insert(second.number, second) {
            return Some(Flaw::Duplicate { first, second });
        }
    }
    (0..)
        .zip(by_number.into_values())
        .find(|(due, id)| *due != id.number)
        .map(|(due, next)| Flaw::Missing { due, next })
}

/// Returns the edits that make unique ids contiguous, including the references to them. `None` if a step leads to a missing id:
/// that step may have been lost, and then its number is not free.
fn renumbered(ids: &[StepId], targets: &[StepId]) -> Option<Vec<Edit>> {
    let mut sorted: Vec<u32> = ids.iter().map(|id| id.number).collect();
    sorted.sort_unstable();
    let mut edits = Vec::new();
    for id in ids.iter().chain(targets) {
        let place = sorted.binary_search(&id.number).ok()?;
        if u32::try_from(place) != Ok(id.number) {
            edits.push(Edit::words(id.span, format!("S{place:02}")));
        }
    }
    edits.sort_by_key(|edit| edit.span);
    Some(edits)
}

#[cfg(test)]
mod tests {
    use super::{Flaw, StepId, flaw, renumbered, step_id};
    use crate::text::{Source, Span};

    /// Parses the ids of a text, which are separated by spaces.
    fn ids(source: &Source) -> Vec<StepId> {
        let mut start = 0;
        let words = source.text().split_inclusive(' ').map(|word| {
            let span = Span::new(start, start + word.trim_end().len());
            start += word.len();
            step_id(source, span).expect("a step-id")
        });
        words.collect()
    }

    fn source(text: &str) -> Source {
        Source::new("a.yaml", text)
    }

    #[test]
    fn the_form_of_an_id() {
        for (text, number) in [
            ("S00", Some(0)),
            ("'S12'", Some(12)),
            ("\"S100\"", Some(100)),
            ("S1", None),
            ("s01", None),
            ("S", None),
            ("S0x", None),
            ("1", None),
        ] {
            let source = source(text);
            let id = step_id(&source, Span::new(0, text.len()));
            assert_eq!(id.map(|id| id.number), number, "{text}");
            if let Some(id) = id {
                assert!(source.slice(id.span).starts_with('S'), "{text}");
            }
        }
    }

    #[test]
    fn ids_are_unique_and_without_gaps_in_any_order() {
        assert_eq!(flaw(&ids(&source("S02 S00 S01"))), None);
        assert_eq!(flaw(&[]), None);
        let (gap, twice, late) = (
            source("S03 S00 S01"),
            source("S00 S02 S00"),
            source("S01 S02"),
        );
        let (gap, twice, late) = (ids(&gap), ids(&twice), ids(&late));
        assert_eq!(
            flaw(&gap),
            Some(Flaw::Missing {
                due: 2,
                next: gap[0]
            })
        );
        assert_eq!(
            flaw(&late),
            Some(Flaw::Missing {
                due: 0,
                next: late[0]
            })
        );
        assert_eq!(
            flaw(&twice),
            Some(Flaw::Duplicate {
                first: twice[0],
                second: twice[2]
            })
        );
    }

    #[test]
    fn renumbering_updates_references() {
        let own = ids(&source("S03 S00 S02"));
        let leads_to = ids(&source("S00 S00 S00 S03 S02"))[3..].to_vec();
        let edits = renumbered(&own, &leads_to).expect("edits");
        let written: Vec<&str> = edits.iter().map(|edit| edit.replacement.as_str()).collect();
        assert_eq!(written, ["S02", "S01", "S02", "S01"]);
        let lost = ids(&source("S01"));
        assert_eq!(renumbered(&own, &lost), None);
    }
}
