//! The parts of a page's text that the analysis needs; the rest is not kept.

use serde::{Deserialize, Serialize};

use super::candidate::Candidate;
use super::study::Study;
use crate::syntax::{Page, TextBlock};
use crate::text::Span;

/// Parts of a text, by span.
#[derive(Serialize, Deserialize, Clone, Debug, Default)]
pub struct Excerpts {
    /// The spans, sorted and without overlap, each with the offset of its text in `text`.
    spans: Box<[(Span, u32)]>,
    /// Their texts, one behind the other.
    text: Box<str>,
}

impl Excerpts {
    /// Returns whether the text of each span is there.
    pub(super) fn are_sound(&self) -> bool {
        self.spans.iter().all(|(span, offset)| {
            let length = span.end.checked_sub(span.start);
            let end = length.and_then(|length| offset.checked_add(length));
            end.is_some_and(|end| end as usize <= self.text.len())
        })
    }

    /// Returns the text at `span`, or "" if it was not kept.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        let length = span.end.saturating_sub(span.start) as usize;
        self.rest(span.start).get(..length).unwrap_or_default()
    }

    /// Returns the text of the excerpt from a byte on, or "" if it was not kept.
    #[must_use]
    pub fn rest(&self, start: u32) -> &str {
        let after = self.spans.partition_point(|(span, _)| span.start <= start);
        let Some(at) = after.checked_sub(1) else {
            return "";
        };
        let (span, offset) = self.spans[at];
        let range =
            (offset + start - span.start) as usize..(offset + span.end - span.start) as usize;
        self.text.get(range).unwrap_or_default()
    }
}

/// Returns the parts of a page that hold ids, links to objects, steps, and what else is `stated`: tactics, and facts of the object.
pub(super) fn excerpts(
    page: &Page<'_>,
    ids: &[Candidate],
    strings: &[TextBlock],
    studies: &[Study],
    stated: impl Iterator<Item = Span>,
) -> Excerpts {
    let mut spans: Vec<Span> = Vec::new();
    let starts: Vec<u32> = ids.iter().map(|id| id.span.start).collect();
    let texts = page.blocks.texts.iter().map(|block| block.span);
    spans.extend(with_any(texts, &starts));
    spans.extend(strings.iter().map(|string| string.span));
    // A table without an id may hold the names of tactics.
    let tables = page.blocks.tables.iter().chain(&page.blocks.html_tables);
    spans.extend(tables.map(|table| table.span));
    let labels = page.links.iter().filter_map(|link| link.label);
    spans.extend(with_any(labels, &starts));
    for step in studies.iter().flat_map(|study| &study.steps) {
        spans.extend(
            [step.title, step.technique, step.tactic]
                .into_iter()
                .flatten(),
        );
    }
    spans.extend(stated);
    spans.sort_unstable_by_key(|span| (span.start, span.end));
    let mut merged: Vec<(Span, u32)> = Vec::new();
    for span in spans {
        match merged.last_mut() {
            Some((last, _)) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => merged.push((span, 0)),
        }
    }
    let mut length = 0;
    for (span, offset) in &mut merged {
        *offset = length;
        length += span.end - span.start;
    }
    let mut text = String::with_capacity(length as usize);
    text.extend(merged.iter().map(|(span, _)| page.source.slice(*span)));
    Excerpts {
        spans: merged.into(),
        text: text.into(),
    }
}

/// Returns those of `spans` that contain one of `bytes`, which are sorted.
fn with_any(spans: impl Iterator<Item = Span>, bytes: &[u32]) -> impl Iterator<Item = Span> {
    spans.filter(|span| {
        let first = bytes.partition_point(|at| *at < span.start);
        bytes.get(first).is_some_and(|at| *at < span.end)
    })
}
