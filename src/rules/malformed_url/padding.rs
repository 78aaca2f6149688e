//! White space around the URL of a link.

use super::{Findings, PageText};
use crate::diagnostic::{Applicability, Edit, Fix};
use crate::facts::url::{is_web, unpadded};
use crate::syntax::{Link, LinkKind};
use crate::text::Span;

/// Returns how many bytes of white space are before and after the URL in a text.
pub(super) fn padding(text: &str) -> (usize, usize) {
    let url = unpadded(text);
    if url.len() == text.len() {
        return (0, 0);
    }
    let start = text.find(url).unwrap_or_default();
    (start, text.len() - start - url.len())
}

/// Returns the first `start` and the last `end` bytes of a span, as spans. Empty ones are left out.
pub(super) fn edges(span: Span, start: usize, end: usize) -> Vec<Span> {
    let (from, to) = (span.start as usize, span.end as usize);
    [Span::new(from, from + start), Span::new(to - end, to)]
        .into_iter()
        .filter(|edge| !edge.is_empty())
        .collect()
}

/// Reports white space around the URL of a link to the web. Returns whether there is any.
pub(super) fn padded_link(page: PageText<'_>, link: &Link, findings: &mut Findings) -> bool {
    if !is_web(&link.target) {
        return false;
    }
    let text = page.source.slice(link.target_span);
    let (start, end) = padding(text);
    // The text of `#:~:text=` may end in a blank.
    let end = if text.ends_with("%20") && text.contains("#:~:") {
        0
    } else {
        end
    };
    let mut found = edges(link.target_span, start, end);
    if link.label.is_some() && link.kind != LinkKind::Definition {
        found.extend(outside(page, link));
        found.sort_unstable();
    }
    report_padding(page, &found, link.target_span, findings);
    !found.is_empty()
}

/// Returns the white space between the parentheses of `[text]( url )` and its target. A line break there is not a defect.
fn outside(page: PageText<'_>, link: &Link) -> Vec<Span> {
    let text = page.source.text();
    let target = link.target_span.range();
    let (mut from, mut to) = (target.start, target.end);
    let before = text.get(link.span.start as usize..from).unwrap_or_default();
    if before.ends_with('<') {
        from -= 1;
        to += 1;
    }
    let blank = |c: char| c.is_whitespace() && !matches!(c, '\n' | '\r');
    let before = text.get(link.span.start as usize..from).unwrap_or_default();
    let after = text.get(to..link.span.end as usize).unwrap_or_default();
    let (open, rest) = (
        before.trim_end_matches(blank),
        after.trim_start_matches(blank),
    );
    let lead = Span::new(from - (before.len() - open.len()), from);
    let trail = Span::new(to, to + after.len() - rest.len());
    [
        (lead, open.ends_with('(')),
        // White space before a title is required.
        (trail, rest == ")"),
    ]
    .into_iter()
    .filter(|(span, around)| *around && !span.is_empty())
    .map(|(span, _)| span)
    .collect()
}

pub(super) fn report_padding(
    page: PageText<'_>,
    spans: &[Span],
    url: Span,
    findings: &mut Findings,
) {
    let Some(first) = spans.first() else { return };
    // A `%20` at the end may belong to the path, although that is rare.
    let source = page.source;
    let encoded = |span: &Span| span.end == url.end && source.slice(*span).contains('%');
    let applicability = if spans.iter().any(encoded) {
        Applicability::Unsafe
    } else {
        Applicability::Safe
    };
    let url = unpadded(source.slice(url));
    let edit = |&span| Edit::markup(span, "");
    findings
        .add(
            *first,
            "white space",
            format!("the URL `{url}` has white space around it"),
        )
        .help("write the URL without it")
        .about(url)
        .fix(Fix {
            message: "remove the white space".to_owned(),
            applicability,
            edits: spans.iter().map(edit).collect(),
        });
}
