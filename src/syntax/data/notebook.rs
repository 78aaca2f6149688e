//! Jupyter notebooks: the Markdown cells, at their bytes.

use crate::syntax::document::{Document, Form};
use crate::syntax::error::SyntaxError;
use crate::syntax::json;
use crate::syntax::markdown::{self, ReadOptions};
use crate::syntax::page::Page;
use crate::syntax::tree::{NodeId, Tree};
use crate::text::Source;

/// Reads a notebook. The page is read from a text as long as the file, in which each byte of a Markdown cell is at its offset in the
/// file and everything else is blank.
pub(super) fn read<'s>(source: &'s Source, options: &ReadOptions) -> Page<'s> {
    let start = source.bom_len();
    let (tree, errors) = json::parse(&source.text()[start..], start);
    if !errors.is_empty() {
        return Page {
            errors: errors.into_iter().map(SyntaxError::Yaml).collect(),
            document: Some(Document {
                form: Form::Notebook,
                ..Document::default()
            }),
            ids_only: true,
            ..Page::empty(source)
        };
    }
    let cells = source.read_as(|| cells(source.text(), &tree));
    Page {
        raw: Some(source),
        ids_only: true,
        ..markdown::read(cells, options)
    }
}

/// Returns the Markdown cells of a notebook in a text of the same length.
fn cells(text: &str, tree: &Tree<'_>) -> String {
    let mut out = Blanked {
        bytes: vec![b' '; text.len()],
        pending: false,
    };
    let cells = tree.root().and_then(|root| tree.get(root, "cells"));
    for &cell in cells.map_or(&[][..], |cells| tree.items(cells)) {
        let value = |key| tree.get(cell, key);
        let kind = value("cell_type").and_then(|node| tree.text(node));
        if kind != Some("markdown") {
            continue;
        }
        let Some(lines) = value("source") else {
            continue;
        };
        let lines: Vec<NodeId> = match tree.text(lines) {
            Some(_) => vec![lines],
            None => tree.items(lines).to_vec(),
        };
        let strings: Vec<_> = lines
            .iter()
            .filter(|line| tree.text(**line).is_some())
            .map(|line| tree.node(*line).span.range())
            .collect();
        // A blank line separates the cells: what is before a value is at least `"source":`.
        if let Some(first) = strings.first() {
            out.bytes[first.start - 1] = b'\n';
            out.bytes[first.start] = b'\n';
        }
        for string in &strings {
            out.string(text, string.start + 1, string.end - 1);
        }
        if let Some(last) = strings.last().filter(|_| std::mem::take(&mut out.pending)) {
            out.bytes[last.end - 1] = b'\n';
        }
    }
    String::from_utf8(out.bytes).unwrap_or_default()
}

struct Blanked {
    bytes: Vec<u8>,
    /// Whether a line has ended, whose end is not written yet. It is written right before the next character, so that no line is indented
    /// by the text between two strings.
    pending: bool,
}

impl Blanked {
    /// Writes the text of a string between its quotes.
    fn string(&mut self, text: &str, start: usize, end: usize) {
        let mut at = start;
        while at < end {
            let rest = &text[at..end];
            let (c, length) = match rest.chars().next() {
                Some('\\') => json::escape(rest).unwrap_or((' ', 1)),
                Some(c) => (c, c.len_utf8()),
                None => break,
            };
            if std::mem::replace(&mut self.pending, c == '\n') {
                self.bytes[at - 1] = b'\n';
            }
            let place = &mut self.bytes[at..at + length];
            if rest.starts_with('\\') && c != '\n' {
                json::write_escape(place, c);
            } else if c != '\n' {
                c.encode_utf8(place);
            }
            at += length;
        }
    }
}
