//! Updates links to headings that change.

use std::collections::HashMap;

use crate::conventions::edit::{Edit, apply};
use crate::conventions::workspace::Workspace;
use crate::dialect::{SlugStyle, slug};
use crate::syntax::rendered;
use crate::text::{FileId, Span};
use crate::vault::Destination;
use crate::vault::PageRef;
use crate::vault::anchor::{HeadingForm, plain};
use crate::vault::paths::Resolution;

/// The headings of a page that change, by the old text that links name them by.
#[derive(Debug, Default)]
pub(super) struct ChangedHeadings {
    /// Old and new text, by the old text as Obsidian compares it.
    plain: HashMap<String, (String, String)>,
    slugs: HashMap<String, String>,
}

impl ChangedHeadings {
    pub(super) fn is_empty(&self) -> bool {
        self.plain.is_empty()
    }
}

/// Returns the headings that edits change. The edits must not overlap.
pub(super) fn changed(page: PageRef<'_>, style: SlugStyle, edits: &[Edit]) -> ChangedHeadings {
    let mut changed = ChangedHeadings::default();
    for heading in page.facts.headings.iter() {
        let start = heading.span.start as usize;
        let first = edits.partition_point(|edit| edit.span.start < heading.span.start);
        let inside: Vec<Edit> = edits
            .iter()
            .skip(first)
            .take_while(|edit| heading.span.contains(edit.span))
            .filter(|edit| !edit.span.is_empty())
            .map(|edit| {
                let range = edit.span.range();
                let span = Span::new(range.start - start, range.end - start);
                Edit::new(span, edit.text.clone())
            })
            .collect();
        if !inside.is_empty() {
            let before = heading.text.to_string();
            let after = apply(&heading.text, &inside);
            let slug = |text: &str| slug(&rendered(text), style);
            let slugs = (slug(&before), slug(&after));
            changed.slugs.entry(slugs.0).or_insert(slugs.1);
            let key = plain(&before);
            changed.plain.entry(key).or_insert((before, after));
        }
    }
    changed
}

/// Returns edits of the links of a page that name a heading which changes.
pub(super) fn edits<'v>(
    workspace: &Workspace<'v>,
    page: PageRef<'v>,
    changed: &HashMap<FileId, ChangedHeadings>,
) -> Vec<Edit> {
    let source = workspace.source(page);
    let mut edits = Vec::new();
    for link in page.facts.links.iter() {
        let written = source.slice(link.target_span);
        let Some((path, subpath)) = written.split_once('#') else {
            continue;
        };
        let Destination::File {
            found: Resolution::One { target, .. },
            ..
        } = workspace.vault.destination(page.file, link)
        else {
            continue;
        };
        let headings = workspace
            .vault
            .paths()
            .file(target)
            .and_then(|file| changed.get(&file));
        let (Some(headings), true) = (headings, *link.target == *written) else {
            continue;
        };
        let form = workspace.vault.heading_form(page.file, link.kind);
        let parts: Vec<String> = subpath
            .split('#')
            .map(|part| rename(part, headings, form))
            .collect();
        let new = parts.join("#");
        if new != subpath {
            let start = link.target_span.start as usize + path.len() + 1;
            edits.push(Edit::new(Span::new(start, start + subpath.len()), new));
        }
    }
    edits
}

/// Returns a part of a subpath, with the new text if its heading changes.
fn rename(part: &str, headings: &ChangedHeadings, form: HeadingForm) -> String {
    let decoded = percent_encoding::percent_decode_str(part).decode_utf8_lossy();
    let found = headings.plain.get(&plain(&decoded));
    if let Some((before, after)) = found.filter(|_| form != HeadingForm::Slug) {
        let marks = ['#', '|', '^', '[', ']', '%'];
        if part == before && !after.contains(marks) {
            return after.clone();
        }
        let spaced = |c: char| if ":#|^[]\\%".contains(c) { ' ' } else { c };
        let clean: String = after.chars().map(spaced).collect();
        let space = if form == HeadingForm::Any { "%20" } else { " " };
        return clean.split_whitespace().collect::<Vec<_>>().join(space);
    }
    let slug = headings.slugs.get(decoded.as_ref());
    let slug = slug.filter(|_| form != HeadingForm::Plain);
    slug.map_or_else(|| part.to_owned(), Clone::clone)
}

#[cfg(test)]
mod tests {
    use super::{changed, edits};
    use crate::conventions::edit::{Edit, apply};
    use crate::conventions::test_support::{in_workspace, page};
    use crate::dialect::SlugStyle;
    use crate::text::Span;

    #[test]
    fn links_follow_a_heading_that_changes_and_no_other() {
        let target = "# T\n\n## Old Name\n\n## Other\n";
        let links = "[[t#Old Name]] [[t#Old Name#Other]] [[t#Other]] [[t]]\n";
        in_workspace(&[("t.md", target), ("a.md", links)], |workspace| {
            let (target_page, from) = (page(workspace, "t.md"), page(workspace, "a.md"));
            let start = target.find("Old").expect("the heading");
            let rename = Edit::new(Span::new(start, start + 3), "New".to_owned());
            let headings = changed(target_page, SlugStyle::Github, &[rename]);
            let all = [(target_page.file, headings)].into();
            let after = apply(links, &edits(workspace, from, &all));
            assert_eq!(
                after,
                "[[t#New Name]] [[t#New Name#Other]] [[t#Other]] [[t]]\n"
            );
        });
    }

    #[test]
    fn an_edit_outside_of_headings_changes_none() {
        let text = "# T\n\nOld words\n";
        in_workspace(&[("t.md", text)], |workspace| {
            let start = text.find("Old").expect("the words");
            let edit = Edit::new(Span::new(start, start + 3), "New".to_owned());
            let headings = changed(page(workspace, "t.md"), SlugStyle::Github, &[edit]);
            assert!(headings.is_empty());
        });
    }
}
