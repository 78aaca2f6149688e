//! What of a page is not prose, or not shown.

use memchr::memmem;

use crate::context::AloneContext;
use crate::text::Span;

/// The parts of a page that are not prose, or are not shown to readers.
pub(super) struct Hidden {
    /// The offsets of `%%`, which alternately open and close a comment.
    percents: Vec<usize>,
    /// The spans of `{/* comments */}`, of the comments of Hugo, and of what is code to the author.
    braces: Vec<Span>,
}

impl Hidden {
    pub(super) fn of(context: &AloneContext<'_>) -> Self {
        let text = context.source.text();
        let mut braces: Vec<Span> = Vec::new();
        for start in memmem::find_iter(text.as_bytes(), "{/*") {
            if braces.last().is_some_and(|last| start < last.end as usize) {
                continue;
            }
            let Some(length) = memmem::find(&text.as_bytes()[start..], b"*/}") else {
                break;
            };
            braces.push(Span::new(start, start + length));
        }
        braces.extend(hugo_comments(text));
        braces.extend(behind_cut_code(context));
        braces.sort_unstable();
        Self {
            percents: memmem::find_iter(text.as_bytes(), "%%").collect(),
            braces,
        }
    }

    pub(super) fn covers(&self, context: &AloneContext<'_>, span: Span) -> bool {
        let at = span.start as usize;
        let percents = self.percents.partition_point(|&mark| mark < at);
        let brace = self
            .braces
            .partition_point(|brace| brace.start <= span.start);
        context.page.blocks.is_opaque(span.start)
            || (percents % 2 == 1 && percents < self.percents.len())
            || brace
                .checked_sub(1)
                .is_some_and(|last| at < self.braces[last].end as usize)
            || in_link(context, span)
    }
}

/// Returns what is code to the author and not to the parser: the rest of a block of code that holds another one, whose end also ends the
/// block around it. It goes on to the end that was meant, which opens a block without a language.
fn behind_cut_code(context: &AloneContext<'_>) -> Vec<Span> {
    let blocks = context.page.blocks.opaque.iter().filter_map(|span| {
        let text = context.source.slice(*span);
        let (first, rest) = text.split_once('\n')?;
        is_fence(first).then_some((*span, first, rest))
    });
    let mut found: Vec<Span> = Vec::new();
    let mut cut: Option<u32> = None;
    for (span, first, rest) in blocks {
        let is_bare = first.trim_matches(['`', '~', ' ', '\r']).is_empty();
        if let Some(start) = cut.filter(|_| is_bare) {
            found.push(Span {
                start,
                end: span.start,
            });
            cut = None;
        }
        let opens = |line: &str| {
            let line = line.trim();
            is_fence(line) && !line.trim_start_matches(['`', '~']).is_empty()
        };
        if rest.lines().any(opens) {
            cut = Some(span.end);
        }
    }
    found
}

fn is_fence(line: &str) -> bool {
    line.starts_with("```") || line.starts_with("~~~")
}

/// Returns what Hugo leaves out: `{{< comment >}} ... {{< /comment >}}`, with `%` in place of the angle brackets too.
fn hugo_comments(text: &str) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut start = None;
    for at in memmem::find_iter(text.as_bytes(), "{{") {
        match (comment_tag(&text[at + 2..]), start) {
            (Some(false), None) => start = Some(at),
            (Some(true), Some(from)) => {
                found.push(Span::new(from, at));
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// Returns whether a shortcode, after its `{{`, is one that closes a comment. `None` if it is another one.
fn comment_tag(text: &str) -> Option<bool> {
    let inner = text.strip_prefix(['<', '%'])?.trim_start();
    let name = inner.strip_prefix('/');
    let rest = name.unwrap_or(inner).trim_start().strip_prefix("comment")?;
    let rest = rest.trim_start();
    (rest.starts_with(">}}") || rest.starts_with("%}}")).then_some(name.is_some())
}

/// Returns whether a span is in a link. Links are in page order and rarely nest, so a few before the span suffice.
fn in_link(context: &AloneContext<'_>, span: Span) -> bool {
    const NESTED: usize = 4;
    let links = &context.page.links;
    let after = links.partition_point(|link| link.span.start <= span.start);
    let mut around = links.iter().take(after).rev().take(NESTED);
    around.any(|link| link.span.contains(span))
}
