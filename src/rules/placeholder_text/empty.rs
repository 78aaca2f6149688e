//! Empty list entries.

use super::Hidden;
use crate::context::AloneContext;
use crate::dialect::Reader;
use crate::text::{Source, Span};

/// Digits of a year.
const YEAR: usize = 4;

/// Returns whether a number alone on its line is meant as a label: a text stands on the next line, or it is a year.
fn is_label(source: &Source, marker: Span) -> bool {
    let next = source.line_span(source.line_index(marker.end as usize) + 1);
    let next = source.slice(next);
    let starts_text = |c: char| c.is_alphabetic() || matches!(c, '(' | '$' | '`' | '[' | '!');
    marker.range().len() == YEAR || next.trim_start().starts_with(starts_text)
}

/// Returns whether a figure that is indented as far as the text of a numbered entry follows after blank lines. It is not of the entry, whose
/// first line is blank, but `GitBook` writes figures so. <https://spec.commonmark.org/0.31.2/#list-items>
fn is_over_indented(source: &Source, marker: Span) -> bool {
    let start = source
        .line_span(source.line_index(marker.start as usize))
        .start;
    let column = (marker.end - start) as usize;
    let rest = source.text().get(marker.end as usize..).unwrap_or_default();
    let next = rest.lines().skip(1).find(|line| !line.trim().is_empty());
    next.is_some_and(|line| {
        let figure = line.trim_start_matches([' ', '\t']);
        let is_figure =
            figure.starts_with("<figure") || figure.starts_with("<img") || figure.starts_with("![");
        is_figure && (line.contains('\t') || line.len() - figure.len() > column)
    })
}

/// Returns whether code, an image or a text that is no list and no heading follows a number alone on its line, after blank lines: it numbers
/// that.
fn is_over_content(source: &Source, marker: Span) -> bool {
    let rest = source.text().get(marker.end as usize..).unwrap_or_default();
    let mut lines = rest.lines().skip(1).map(str::trim);
    let next = lines.find(|line| !line.is_empty()).unwrap_or_default();
    let is_code = next.starts_with("```") || next.starts_with("~~~");
    let is_image = ["![", "<img", "<figure"]
        .iter()
        .any(|start| next.starts_with(start));
    is_code || is_image || next.starts_with(|c: char| c.is_alphabetic())
}

/// Number of lines on either side of an entry that show whether it is a line of a diff.
const REACH: usize = 8;

/// Returns whether a `+` or `-` alone is a line of a diff that stands in the page without marks for code: near it are lines that start with
/// such a sign, and no blank behind it.
fn is_in_diff(source: &Source, marker: Span) -> bool {
    let sign = source.slice(marker);
    if !matches!(sign, "+" | "-") {
        return false;
    }
    let own = source.line_index(marker.start as usize);
    let last = source.line_starts().len().saturating_sub(1);
    let mut near = own.saturating_sub(REACH)..=(own + REACH).min(last);
    near.any(|at| {
        let line = source.slice(source.line_span(at));
        let rest = line.strip_prefix(['+', '-']).unwrap_or_default();
        line.starts_with("@@ ")
            || (line.starts_with('+')
                && rest.starts_with(|c: char| c.is_alphanumeric() || c == '#'))
    })
}

/// Returns the runs of empty list entries: the marker of the first one and the length of the run. A single `*` is ignored,
/// because it may be a scene break.
pub(super) fn empty_entries(context: &AloneContext<'_>) -> Vec<(Span, usize)> {
    let source = context.source;
    if context.page.reader == Reader::Logseq {
        // Each block of Logseq is an entry, and may be empty.
        return Vec::new();
    }
    let mut hidden = None;
    let mut found: Vec<(Span, usize)> = Vec::new();
    for list in &context.page.blocks.lists {
        let alone = list.items.len() == 1 && !list.ordered;
        let mut in_run = false;
        for item in &list.items {
            let is_meant = || {
                (list.ordered
                    && (is_label(source, item.marker) || is_over_indented(source, item.marker)))
                    || (list.ordered
                        && list.items.len() == 1
                        && is_over_content(source, item.marker))
                    || is_in_diff(source, item.marker)
                    || (alone && source.slice(item.marker) == "*")
            };
            let is_empty = item.is_empty(source)
                && !is_meant()
                && !hidden
                    .get_or_insert_with(|| Hidden::of(context))
                    .covers(context, item.marker);
            match found.last_mut().filter(|_| in_run && is_empty) {
                Some((_, count)) => *count += 1,
                None if is_empty => found.push((item.marker, 1)),
                None => {}
            }
            in_run = is_empty;
        }
    }
    found
}
