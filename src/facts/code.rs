//! Ids in code spans. A span that is exactly an id counts where an id belongs: alone in a table cell, at the start of a heading
//! or list entry, before a name, and in brackets behind one. Other code is an example.

use serde::{Deserialize, Serialize};

use super::separator::{self, is_alone, is_mark};
use crate::syntax::id::{self, IdToken};
use crate::syntax::{Page, TextBlock, TextKind};
use crate::text::Span;

/// An id that is a code span.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// The span with its backticks.
    pub span: Span,
    /// Whether the id counts even without a name: it starts a list entry.
    pub counts: bool,
}

/// Returns the ids in the code spans of a Markdown page that may count, in text order.
pub(super) fn ids(page: &Page<'_>) -> Vec<(IdToken, Code)> {
    let opaque = page.blocks.opaque.iter();
    opaque
        .filter_map(|&span| {
            let code = page.source.slice(span);
            let id = code.strip_prefix('`')?.strip_suffix('`')?;
            let block = block_of(page, span).filter(|_| id::is_id(id))?;
            let counts = place(page, block, span)?;
            let start = span.start as usize + 1;
            let token = IdToken {
                span: Span::new(start, start + id.len()),
                id: id.into(),
                malformed: None,
            };
            Some((token, Code { span, counts }))
        })
        .collect()
}

/// Returns the run of text around a code span.
fn block_of(page: &Page<'_>, span: Span) -> Option<TextBlock> {
    let texts = &page.blocks.texts;
    let after = texts.partition_point(|block| block.span.start <= span.start);
    let block = texts.get(after.checked_sub(1)?)?;
    block.span.contains(span).then_some(*block)
}

/// Returns whether an id at this place counts without a name. None if it never counts.
fn place(page: &Page<'_>, block: TextBlock, span: Span) -> Option<bool> {
    let slice = |span| page.source.slice(span);
    let before = slice(Span {
        end: span.start,
        ..block.span
    });
    let starts = before.chars().all(is_mark);
    let after = page
        .links
        .partition_point(|link| link.span.start <= span.start);
    let near = page.links.get(after.saturating_sub(2)..after);
    let mut around = near.into_iter().flatten();
    let around = around.find(|link| link.label.is_some_and(|label| label.contains(span)));
    let outer = around.map_or(span, |link| link.span);
    match block.kind {
        TextKind::Cell if is_alone(outer, block.span, slice) => Some(false),
        TextKind::Item if starts => Some(true),
        TextKind::Heading(_) if starts => Some(false),
        _ => {
            let after = slice(Span {
                start: outer.end,
                ..block.span
            });
            // Code in brackets behind a name: "LLM Jailbreak (`AML.T0054`)".
            let behind = before.trim_end_matches(['(', '\u{ff08}']);
            let is_bracketed = behind.len() < before.len() && after.starts_with([')', '\u{ff09}']);
            if is_bracketed && behind.ends_with(' ') {
                return Some(false);
            }
            // In `(ID), Name` the name belongs to another id.
            let ends = after.trim_start().starts_with([')', ']', ',', ';']);
            let (_, name, _) = separator::behind(after).filter(|_| !ends)?;
            let name = name.trim_start_matches(|c| is_mark(c) || matches!(c, '(' | '\u{ff08}'));
            name.starts_with(char::is_uppercase).then_some(false)
        }
    }
}
