//! Ids in the comments of YAML and TOML, each comment as a text of its own.

use crate::syntax::blocks::{TextBlock, TextKind};
use crate::syntax::id::{self, IdToken};
use crate::syntax::raw::in_url;
use crate::syntax::tree::{Data, Tree};
use crate::text::{Source, Span};

/// Returns the ids in comments, and the comments. Other bytes outside of values hold no ids.
pub(super) fn read(source: &Source, tree: &Tree<'_>) -> (Vec<IdToken>, Vec<TextBlock>) {
    let text = source.text();
    let is_scalar = |data: &Data<'_>| !matches!(data, Data::List(_) | Data::Map(_));
    let scalars = tree.nodes().filter(|node| is_scalar(&node.data));
    let mut values: Vec<Span> = scalars.map(|node| node.span).collect();
    values.sort_unstable();
    let in_value = |at: usize| {
        let before = values.partition_point(|value| value.start as usize <= at);
        let last = before.checked_sub(1).map(|last| values[last]);
        last.is_some_and(|value| value.range().contains(&at))
    };
    let (mut ids, mut texts) = (Vec::new(), Vec::<TextBlock>::new());
    for at in id::candidates(text) {
        let at = at as usize;
        let line = source.line_span(source.line_index(at));
        let read = texts
            .last()
            .is_some_and(|last| last.span.contains(Span::empty(at)));
        if read || in_value(at) {
            continue;
        }
        let Some(open) = opening(text, line.start as usize, at).filter(|open| !in_value(*open))
        else {
            continue;
        };
        let span = Span::new(open + 1, line.end as usize);
        let inside = source.slice(span);
        let starts = id::candidates(inside);
        let starts = starts.iter().map(|&start| start as usize + open + 1);
        let mut found = Vec::new();
        id::tokens(inside, open + 1, starts, &mut found);
        found.retain(|token: &IdToken| {
            token.malformed.is_none() && !in_url(text, token.span.start as usize)
        });
        ids.append(&mut found);
        texts.push(TextBlock {
            kind: TextKind::Paragraph,
            span,
        });
    }
    (ids, texts)
}

/// Returns the first `#` between two bytes of a line that starts it or follows white space.
fn opening(text: &str, start: usize, end: usize) -> Option<usize> {
    let before = text.get(start..end)?;
    let mut marks = before.match_indices('#').map(|(at, _)| at);
    marks
        .find(|&at| {
            at == 0
                || before
                    .get(..at)
                    .is_some_and(|left| left.ends_with(char::is_whitespace))
        })
        .map(|at| start + at)
}
