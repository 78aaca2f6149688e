//! Citations: `[[id]]` of a reference in texts of v6, `[1]` everywhere else.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::fragment;
use super::study::Reference;
use crate::syntax::LinkKind;

/// Turns `[1]` into `[[id]]`, where the first reference has that id.
pub(super) fn to_ids(text: &str, references: &[Reference]) -> String {
    replace(text, numeric_citations(text), |number| {
        let at = number.parse::<usize>().ok()?.checked_sub(1)?;
        let id = references.get(at)?.id.as_deref()?;
        Some(format!("[[{id}]]"))
    })
}

/// Turns `[[id]]` into `[1]`, where the first reference has that id.
pub(super) fn to_numbers(text: &str, references: &[Reference]) -> String {
    if !text.contains("[[") {
        return text.to_owned();
    }
    let by_id = numbers_by_id(references);
    replace(text, id_citations(text), |id| {
        by_id.get(id).map(|number| format!("[{number}]"))
    })
}

/// Returns the number of each reference that has an id, counted from 1. Of two with the same id the first counts.
pub(super) fn numbers_by_id(references: &[Reference]) -> HashMap<&str, usize> {
    let mut found = HashMap::new();
    for (reference, number) in references.iter().zip(1..) {
        if let Some(id) = &reference.id {
            found.entry(id.as_str()).or_insert(number);
        }
    }
    found
}

/// Replaces citations by what `new` returns for the text between their brackets.
fn replace(
    text: &str,
    places: Vec<(Range<usize>, &str)>,
    new: impl Fn(&str) -> Option<String>,
) -> String {
    let edit = |(range, inner)| Some((range, new(inner)?));
    fragment::apply(text, places.into_iter().filter_map(edit).collect())
}

/// Finds the `[1]` of a text outside code. `[1](url)`, `[1]: url`, `][1]` and `[^1]` are ignored; `[1][2]` are two citations.
fn numeric_citations(text: &str) -> Vec<(Range<usize>, &str)> {
    if !text.contains('[') {
        return Vec::new();
    }
    let source = fragment::source(text);
    let Some(page) = fragment::parse(&source) else {
        return Vec::new();
    };
    let mut found: Vec<(Range<usize>, &str)> = Vec::new();
    for open in memchr::memchr_iter(b'[', text.as_bytes()) {
        let rest = text.get(open + 1..).unwrap_or_default();
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if !(1..=4).contains(&digits) || rest.as_bytes().get(digits) != Some(&b']') {
            continue;
        }
        let end = open + digits + 2;
        let before = text.get(..open).unwrap_or_default();
        let after = text.as_bytes().get(end);
        let follows_one = found.last().is_some_and(|(last, _)| last.end == open);
        // `[1]: url` at the start of a line defines a link.
        let line = before.trim_end_matches([' ', '>']);
        let defines = after == Some(&b':') && (line.is_empty() || line.ends_with('\n'));
        let free_before = follows_one || !before.ends_with([']', '[', '\\', '!']);
        let in_code = fragment::is_opaque(&page, open);
        if free_before && !matches!(after, Some(b'(' | b']')) && !defines && !in_code {
            found.push((open..end, rest.get(..digits).unwrap_or_default()));
        }
    }
    found
}

/// Finds the `[[id]]` of a text outside code.
fn id_citations(text: &str) -> Vec<(Range<usize>, &str)> {
    if !text.contains("[[") {
        return Vec::new();
    }
    let source = fragment::source(text);
    let Some(page) = fragment::parse(&source) else {
        return Vec::new();
    };
    page.links
        .iter()
        .filter(|link| link.kind == LinkKind::Wiki && link.label.is_none())
        .filter_map(|link| {
            let range = fragment::range(link.span);
            let inner = text.get(range.start + 2..range.end.checked_sub(2)?)?;
            Some((range, inner))
        })
        .collect()
}

/// Returns the references, each with an id: its own, else a unique `ref-N` by its position.
pub(super) fn with_ids(references: &[Reference]) -> Vec<Reference> {
    let taken: HashSet<&str> = references.iter().filter_map(|r| r.id.as_deref()).collect();
    references
        .iter()
        .enumerate()
        .map(|(at, reference)| {
            let mut id = format!("ref-{}", at + 1);
            while taken.contains(id.as_str()) {
                id.push_str("-new");
            }
            Reference {
                id: reference.id.clone().or(Some(id)),
                ..reference.clone()
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{to_ids, to_numbers};
    use crate::export::Reference;

    #[test]
    fn citations_go_there_and_back() {
        let references = ["aws", "nvd"].map(|id| Reference {
            id: Some(id.to_owned()),
            ..Reference::default()
        });
        for (ids, numbers) in [
            ("known[[aws]][[nvd]].", "known[1][2]."),
            ("[[nvd]] says `x[[aws]]`", "[2] says `x[[aws]]`"),
            ("[[other]]", "[[other]]"),
            ("---\n[[aws]]", "---\n[1]"),
            ("this[[aws]]: that", "this[1]: that"),
        ] {
            assert_eq!(to_numbers(ids, &references), numbers);
            assert_eq!(to_ids(numbers, &references), ids);
        }
        for text in [
            "[1](url)", "[1]: url", "[x][1]", "[3]", "`[1]`", "\\[1]", "[[1]](u)",
        ] {
            assert_eq!(to_ids(text, &references), text);
        }
    }
}
