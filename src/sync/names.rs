//! Updates names in titles, headings, link labels and titles of steps. Names in prose stay.

use crate::analysis::{IdProblem, Mention, NamePosition};
use crate::context::PageContext;
use crate::conventions::edit::Edit;
use crate::conventions::workspace::{Workspace, is_plain};
use crate::diagnostic::{Applicability, Fix};
use crate::facts::Name;
use crate::readback::FixChecker;
use crate::syntax::{LinkKind, links_in};
use crate::text::Span;
use crate::vault::PageRef;

/// Keys of the front matter that may hold only the name of the page's object.
const NAME_KEYS: [&str; 4] = ["title", "sidebar_label", "label", "name"];

/// A name to write over an outdated one.
struct NewName {
    span: Span,
    name: String,
    /// Whether no official release has it.
    unverified: bool,
}

/// Returns edits of the outdated names of a page. A name that no fix may write in its place is left to the author.
pub(super) fn edits<'v>(workspace: &Workspace<'v>, context: &PageContext<'v>) -> Vec<Edit> {
    let mut names: Vec<NewName> = context
        .problems()
        .iter()
        .filter_map(|(mention, problem)| beside_id(workspace, mention, problem))
        .collect();
    labels(workspace, context.page, &mut names);
    front(workspace, context.page, &mut names);
    steps(workspace, context.page, &mut names);
    let checker = FixChecker::new(context.page.get());
    let edits = names.into_iter().flat_map(|new| {
        let mut fix = Fix::replace(Applicability::Safe, new.span, new.name);
        let edits = checker.check(&mut fix).map(|()| fix.edits);
        let edits = edits.unwrap_or_default().into_iter();
        edits.map(move |edit| Edit::new(edit.span, edit.replacement).unverified(new.unverified))
    });
    edits.collect()
}

/// Returns the name to write next to an id, if the name there is of another release.
fn beside_id(
    workspace: &Workspace<'_>,
    mention: &Mention<'_>,
    problem: &IdProblem<'_>,
) -> Option<NewName> {
    let name = mention.name.filter(|name| is_replaceable(mention, *name))?;
    let now = match problem {
        IdProblem::OutdatedName { now, .. } => Some(now.now.clone()),
        IdProblem::UnknownName { .. } | IdProblem::Inconsistent { .. } => {
            workspace.current_name(&mention.id, name.text)
        }
        _ => None,
    };
    let now = now.filter(|now| is_plain(now))?;
    Some(NewName {
        span: name.span,
        name: now,
        unverified: !workspace.is_name_official(&mention.id),
    })
}

/// Returns whether a name is in a place for names, such as a label, a heading or a title, and not in a sentence.
fn is_replaceable(mention: &Mention<'_>, name: Name<'_>) -> bool {
    let prose = !name.closed && name.text.starts_with(char::is_lowercase);
    match mention.position {
        NamePosition::Label(_) | NamePosition::Route(_) | NamePosition::Declares(_) => !prose,
        NamePosition::Heading => name.closed,
        NamePosition::Prose | NamePosition::Tag => false,
    }
}

/// Adds the names to write over link labels that are an outdated name of the linked object.
fn labels<'v>(workspace: &Workspace<'v>, page: PageRef<'v>, names: &mut Vec<NewName>) {
    let source = workspace.source(page);
    for link in page.get().links.iter() {
        let is_text = matches!(
            link.kind,
            LinkKind::Wiki | LinkKind::Markdown | LinkKind::Reference
        );
        let Some(label) = link.label.filter(|_| is_text) else {
            continue;
        };
        let written = source.slice(label);
        let text = written.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_'));
        // Text in lower case is part of a sentence.
        if text.starts_with(char::is_lowercase) || text.contains("AML.") {
            continue;
        }
        let Some(id) = workspace.linked_id(page.file, link) else {
            continue;
        };
        if let Some(name) = workspace.current_name(id, text) {
            let start = label.start as usize + written.find(text).unwrap_or_default();
            names.push(NewName {
                span: Span::new(start, start + text.len()),
                name,
                unverified: !workspace.is_name_official(id),
            });
        }
    }
}

/// Adds the name to write in front-matter keys that hold an outdated name of the page's object.
fn front(workspace: &Workspace<'_>, page: PageRef<'_>, names: &mut Vec<NewName>) {
    let Some(front) = page.get().front.as_ref().filter(|front| front.sound) else {
        return;
    };
    let Some(id) = workspace.vault.declared_id(page.file) else {
        return;
    };
    let source = workspace.source(page);
    for key in NAME_KEYS {
        let Some((node, text)) = front.text(key) else {
            continue;
        };
        let span = front.tree.node(node).span;
        let raw = source.slice(span);
        let quote = raw.chars().next().filter(|c| matches!(c, '"' | '\''));
        let inner = span.narrowed(quote.is_some());
        // Values with escapes or several lines are left to the author.
        if source.slice(inner) != text {
            continue;
        }
        if let Some(name) = workspace.current_name(id, text) {
            names.push(NewName {
                span: inner,
                name,
                unverified: !workspace.is_name_official(id),
            });
        }
    }
}

/// Adds the names to write over step titles that are an outdated name of the step's technique.
fn steps<'v>(workspace: &Workspace<'v>, page: PageRef<'v>, names: &mut Vec<NewName>) {
    let source = workspace.source(page);
    let studies = page.facts.studies.iter();
    for step in studies.flat_map(|study| &study.steps) {
        let (Some(title), Some(technique)) = (step.title, step.technique) else {
            continue;
        };
        let mut ids = page.ids_in(technique).map(|token| token.id.as_ref());
        let first = ids.next();
        if ids.any(|other| Some(other) != first) {
            continue;
        }
        let linked = || {
            let link = links_in(&page.get().links, technique).next()?;
            workspace.linked_id(page.file, link)
        };
        let Some(id) = first.or_else(linked) else {
            continue;
        };
        let written = source.slice(title);
        if let Some(name) = workspace.current_name(id, written) {
            names.push(NewName {
                span: title,
                name,
                unverified: !workspace.is_name_official(id),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::edits;
    use crate::conventions::edit::{apply, resolve_overlaps};
    use crate::conventions::test_support::{in_workspace, page};

    /// Returns a page with the edits of its names applied.
    fn edited(text: &str) -> String {
        let mut after = String::new();
        in_workspace(&[("a.md", text)], |workspace| {
            let context = workspace.context.of(page(workspace, "a.md"));
            after = apply(text, &resolve_overlaps(edits(workspace, &context)));
        });
        after
    }

    /// The page of a renamed technique, with this title.
    fn titled(title: &str) -> String {
        format!("---\nid: AML.T0044\ntitle: {title}\n---\n# AML.T0044\n")
    }

    #[test]
    fn a_title_keeps_its_quotes() {
        for (old, new) in [
            ("Full ML Model Access", "Full AI Model Access"),
            ("'Full ML Model Access'", "'Full AI Model Access'"),
            ("\"Full ML Model Access\"", "\"Full AI Model Access\""),
            (
                "AML.T0044 - Full ML Model Access",
                "AML.T0044 - Full AI Model Access",
            ),
        ] {
            assert_eq!(edited(&titled(old)), titled(new));
        }
    }
}
