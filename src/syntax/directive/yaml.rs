//! Directives in YAML pages and in front matter.

use super::{Comment, Container, Directive, MARK, WORD, read};
use crate::syntax::tree::{Data, Tree};
use crate::text::{Source, Span};

/// Reads the directives in the YAML between two bytes. `tree` is that YAML.
pub(in crate::syntax) fn in_yaml(source: &Source, yaml: Span, tree: &Tree<'_>) -> Vec<Directive> {
    let text = source.text();
    let part = source.slice(yaml);
    if MARK.find(part.as_bytes()).is_none() {
        return Vec::new();
    }
    let is_scalar = |data: &Data<'_>| !matches!(data, Data::List(_) | Data::Map(_));
    let scalars = tree.nodes().filter(|node| is_scalar(&node.data));
    let spans = scalars.map(|node| node.span);
    let mut values: Vec<Span> = spans.filter(|span| !span.is_empty()).collect();
    values.sort_unstable();
    let comments: Vec<Comment> = MARK
        .find_iter(part.as_bytes())
        .filter_map(|at| comment(text, yaml.start as usize + at, &values))
        .collect();
    read(source, &comments)
}

/// Returns the comment whose first word is at `at`: a `#` after white space and outside of values.
fn comment(text: &str, at: usize, values: &[Span]) -> Option<Comment> {
    let before = text.get(..at)?.trim_end_matches([' ', '\t']);
    let start = before.len().checked_sub(1)?;
    let opens = before.ends_with('#')
        && text
            .get(..start)?
            .chars()
            .next_back()
            .is_none_or(char::is_whitespace);
    let in_value = || {
        let before = values.partition_point(|value| value.start as usize <= start);
        // Scalars do not overlap.
        let last = before.checked_sub(1).map(|last| values[last]);
        last.is_some_and(|value| value.range().contains(&start))
    };
    if !opens || in_value() {
        return None;
    }
    let from = at + WORD.len();
    let rest = text.get(from..)?;
    let length = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
    let body = rest.get(..length)?.trim_end_matches('\r');
    let end = from + body.len();
    Some(Comment {
        span: Span::new(start, end),
        body: Span::new(from, end),
        closed: true,
        container: Container::Yaml,
    })
}
