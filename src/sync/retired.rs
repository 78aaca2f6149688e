//! Front matter on the page of a retired object: `retired`, the first release without the object, and `successor`.

use crate::catalog::{Lifetime, ReleaseIx};
use crate::conventions::edit::Edit;
use crate::conventions::lines::line_ending;
use crate::conventions::workspace::{ObjectPage, Workspace};
use crate::syntax::Front;
use crate::syntax::tree::{Data, Entry};
use crate::text::{BOM, Source, Span};

const RETIRED: &str = "retired";
const SUCCESSOR: &str = "successor";

/// Returns edits that add or correct these keys.
pub(super) fn edits(
    workspace: &Workspace<'_>,
    object: ObjectPage<'_>,
    lifetime: &Lifetime,
) -> Vec<Edit> {
    let source = workspace.source(object.page);
    let view = workspace.view;
    let Some(last) = lifetime.last else {
        return Vec::new();
    };
    let release = view.catalog.release_name(ReleaseIx(last.0 + 1));
    let stated = object.page.facts.retirement.as_ref();
    let mut lines = Vec::new();
    let mut edits = Vec::new();
    match stated {
        Some(stated) if *stated.release == *release => {}
        // Any other release that no longer holds the object is correct too.
        Some(stated) if stated.is_right(view, lifetime) => {}
        Some(stated) => edits.push(Edit::new(stated.span, format!("\"{release}\""))),
        None => lines.push(format!("{RETIRED}: \"{release}\"")),
    }
    let current = |id: &&str| view.is_current(id);
    let ids = lifetime.successors.iter().map(|next| next.id.as_str());
    let ids: Vec<&str> = ids.filter(current).collect();
    let value = match ids.as_slice() {
        [] => None,
        [id] => Some((*id).to_owned()),
        several => Some(format!("[{}]", several.join(", "))),
    };
    let front = object.page.get().front.as_ref();
    let entry = front.and_then(|front| key(front, SUCCESSOR));
    match (value, entry) {
        (Some(value), None) => lines.push(format!("{SUCCESSOR}: {value}")),
        (Some(value), Some(entry)) => {
            let span = front
                .map(|front| front.tree.node(entry.value).span)
                .unwrap_or_default();
            let mut named = object.page.ids_in(span).peekable();
            let none = named.peek().is_none();
            let gone = named.any(|token| !view.is_current(&token.id));
            if none || gone {
                edits.push(Edit::new(span, value));
            }
        }
        (None, _) => {}
    }
    edits.extend(add_lines(source, front, &lines));
    let unverified = !lifetime.end_official;
    edits
        .into_iter()
        .map(|edit| edit.unverified(unverified))
        .collect()
}

/// Adds lines to the front matter, and creates it if there is none.
fn add_lines(source: &Source, front: Option<&Front<'_>>, lines: &[String]) -> Option<Edit> {
    if lines.is_empty() {
        return None;
    }
    let text = source.text();
    let end = line_ending(text);
    let lines: String = lines.iter().map(|line| format!("{line}{end}")).collect();
    Some(if let Some(front) = front {
        Edit::new(Span::empty(front.body.end as usize), lines)
    } else {
        let start = if text.starts_with(BOM) {
            BOM.len_utf8()
        } else {
            0
        };
        Edit::new(Span::empty(start), format!("---{end}{lines}---{end}{end}"))
    })
}

/// Returns edits that remove these keys from the page of an object that a release holds again.
pub(super) fn reinstated(workspace: &Workspace<'_>, object: ObjectPage<'_>) -> Vec<Edit> {
    let source = workspace.source(object.page);
    let Some(front) = object.page.get().front.as_ref().filter(|front| front.sound) else {
        return Vec::new();
    };
    // Only values as sync writes them: a release and ids, each on one line.
    let stated = object.page.facts.retirement.as_ref();
    let release = stated.and_then(|stated| workspace.view.catalog.release(&stated.release));
    if release.is_none() {
        return Vec::new();
    }
    [RETIRED, SUCCESSOR]
        .iter()
        .filter_map(|name| {
            let entry = key(front, name)?;
            let value = front.tree.node(entry.value);
            let line = source.line_index(entry.key_span.start as usize);
            let one_line = source.line_index(value.span.end as usize) == line;
            let plain = matches!(value.data, Data::Text(_) | Data::Number(_) | Data::List(_));
            let end = source.line_span(line + 1).start;
            let start = source.line_span(line).start;
            (one_line && plain).then(|| Edit::new(Span { start, end }, ""))
        })
        .collect()
}

fn key<'f, 's>(front: &'f Front<'s>, name: &str) -> Option<&'f Entry<'s>> {
    let entries = front.tree.entries(front.tree.root()?);
    entries.iter().find(|entry| entry.key == name)
}

#[cfg(test)]
mod tests {
    use super::edits;
    use crate::conventions::edit::apply;
    use crate::conventions::test_support::{in_workspace, object_page};

    /// Returns the page of a retired technique with the edits applied.
    fn edited(text: &str) -> String {
        let mut after = String::new();
        in_workspace(&[("a.md", text)], |workspace| {
            let object = object_page(workspace, "a.md");
            let lifetime = workspace.view.lifetime(object.id).expect("a lifetime");
            after = apply(text, &edits(workspace, object, lifetime));
        });
        after
    }

    #[test]
    fn the_front_matter_says_since_when_and_by_what() {
        let heading = "# AML.T0045: ML Intellectual Property Theft\n";
        let after = edited(heading);
        assert_eq!(
            after,
            format!("---\nretired: \"2023.10\"\nsuccessor: AML.T0048.004\n---\n\n{heading}")
        );
        assert_eq!(edited(&after), after, "the second time there is no edit");
        let wrong = after.replace("2023.10", "2021.05");
        assert_eq!(edited(&wrong), after);
    }
}
