//! Text without a structure that is known here: ids, and each line with one as a text of its own.

use std::sync::Arc;

use crate::syntax::blocks::{Blocks, TextBlock, TextKind};
use crate::syntax::directive;
use crate::syntax::document::{Document, Form};
use crate::syntax::id::{self, IdToken};
use crate::syntax::page::Page;
use crate::syntax::raw::in_url;
use crate::text::{Source, Span};

/// Reads a text. `template` is whether it is the template of a data file, and not read as one.
pub(super) fn read(source: &Source, template: bool) -> Page<'_> {
    let ids = ids(source.text());
    let mut texts: Vec<TextBlock> = Vec::new();
    for token in &ids {
        let line = source.line_span(source.line_index(token.span.start as usize));
        if texts.last().is_none_or(|last| last.span.start < line.start) {
            texts.push(TextBlock {
                kind: TextKind::Paragraph,
                span: line,
            });
        }
    }
    Page {
        blocks: Arc::new(Blocks {
            texts,
            ..Blocks::default()
        }),
        ids: Arc::new(ids),
        directives: Arc::new(directive::in_source(source)),
        document: Some(Document {
            form: Form::Text,
            template,
            sound: true,
            ..Document::default()
        }),
        ids_only: true,
        ..Page::empty(source)
    }
}

/// Returns the ids of a text outside URLs. `AML_T0051` and `aml.t0051` are names of variables and attributes.
fn ids(text: &str) -> Vec<IdToken> {
    let starts = id::candidates(text);
    let mut tokens = Vec::new();
    id::tokens(text, 0, starts.iter().map(|&at| at as usize), &mut tokens);
    tokens.retain(|token| {
        let is_written = token.malformed.is_none() || token.id.starts_with("AML.");
        is_written && !in_url(text, token.span.start as usize)
    });
    tokens
}

/// Returns whether a text is the template of a data file: Helm's or Jinja's.
pub(super) fn is_template(text: &str) -> bool {
    let find = |mark: &str| memchr::memmem::find(text.as_bytes(), mark.as_bytes()).is_some();
    (find("{{") && find("}}")) || (find("{%") && find("%}"))
}

/// Returns the ids of a table's text, each in a cell.
pub(super) fn ids_in_cells(text: &str, cells: &[Span]) -> Vec<IdToken> {
    let starts = id::candidates(text);
    let mut tokens = Vec::new();
    for cell in cells {
        let inside = id::within(&starts, *cell);
        let part = text.get(cell.range()).unwrap_or_default();
        id::tokens(part, cell.start as usize, inside, &mut tokens);
    }
    tokens.retain(|token| !in_url(text, token.span.start as usize));
    tokens
}
