//! Empty list entries.

use super::Hidden;
use crate::context::AloneContext;
use crate::text::Span;

/// Returns the runs of empty list entries: the marker of the first one and the length of the run. A single `*` is ignored,
/// because it may be a scene break.
pub(super) fn empty_entries(context: &AloneContext<'_>) -> Vec<(Span, usize)> {
    let source = context.source;
    let mut hidden = None;
    let mut found: Vec<(Span, usize)> = Vec::new();
    for list in &context.page.blocks.lists {
        let alone = list.items.len() == 1 && !list.ordered;
        let mut in_run = false;
        for item in &list.items {
            let is_empty = item.is_empty(source)
                && !(alone && source.slice(item.marker) == "*")
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
