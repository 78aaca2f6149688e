//! Directives in source code and other text whose syntax is not known.

use super::{Comment, Container, Directive, WORD, read};
use crate::text::{Source, Span};

/// The marks that open a comment in common languages.
const MARKS: [&str; 6] = ["#", "//", "--", ";", "/*", "<!--"];

/// The marks that end a comment before its line does.
const ENDS: [&str; 2] = ["*/", "-->"];

/// Reads the directives in the comments of a text. A comment starts its line, or follows white space.
pub(in crate::syntax) fn in_source(source: &Source) -> Vec<Directive> {
    let text = source.text();
    let found = memchr::memmem::find_iter(text.as_bytes(), WORD.as_bytes());
    let comments: Vec<Comment> = found.filter_map(|at| comment(source, at)).collect();
    read(source, &comments)
}

/// Returns the comment whose first word is at `at`.
fn comment(source: &Source, at: usize) -> Option<Comment> {
    let line = source.line_span(source.line_index(at));
    let before = source.slice(Span::new(line.start as usize, at));
    let before = before.trim_end_matches([' ', '\t']);
    let mark = MARKS.iter().find(|mark| before.ends_with(**mark))?;
    let left = &before[..before.len() - mark.len()];
    if !(left.is_empty() || left.ends_with(char::is_whitespace)) {
        return None;
    }
    let from = at + WORD.len();
    let rest = source.slice(Span::new(from, (line.end as usize).max(from)));
    let end = ENDS
        .iter()
        .filter_map(|end| Some((rest.find(end)?, end.len())))
        .min();
    let (body, mark) = end.unwrap_or((rest.trim_end().len(), 0));
    Some(Comment {
        span: Span::new(line.start as usize + left.len(), from + body + mark),
        body: Span::new(from, from + body),
        closed: true,
        container: Container::Yaml,
    })
}
