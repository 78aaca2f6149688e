//! Updates names in titles, headings, link labels and titles of steps. Names in prose stay.

use std::ops::Range;

use crate::analysis::{IdProblem, Mention, NamePosition};
use crate::context::PageContext;
use crate::conventions::edit::Edit;
use crate::conventions::workspace::{Workspace, is_plain};
use crate::facts::{Name, PlaceKind};
use crate::readback::changes_markup;
use crate::syntax::{self, LinkKind, links_in};
use crate::text::Span;
use crate::vault::PageRef;

/// Keys of the front matter that may hold only the name of the page's object.
const NAME_KEYS: [&str; 4] = ["title", "sidebar_label", "label", "name"];

/// Returns edits of the outdated names of a page.
pub(super) fn edits<'v>(workspace: &Workspace<'v>, context: &PageContext<'v>) -> Vec<Edit> {
    let mut edits: Vec<Edit> = context
        .problems()
        .iter()
        .filter_map(|(mention, problem)| mention_edit(workspace, context, mention, problem))
        .collect();
    labels(workspace, context.page, &mut edits);
    front(workspace, context.page, &mut edits);
    steps(workspace, context.page, &mut edits);
    edits
}

/// Returns an edit of a name next to an id, if it is the name in another release.
fn mention_edit(
    workspace: &Workspace<'_>,
    context: &PageContext<'_>,
    mention: &Mention<'_>,
    problem: &IdProblem<'_>,
) -> Option<Edit> {
    let name = mention.name.filter(|name| is_replaceable(mention, *name))?;
    let now = match problem {
        IdProblem::OutdatedName { now, .. } => Some(now.now.clone()),
        IdProblem::UnknownName { .. } | IdProblem::Inconsistent { .. } => {
            workspace.current_name(&mention.id, name.text)
        }
        _ => None,
    };
    let now = now.filter(|now| is_plain(now) && !changes_markup(now, name.text))?;
    let quote = match mention.position {
        NamePosition::Declares(PlaceKind::Title) => {
            let before = context.source.text().get(..name.span.start as usize)?;
            let line = before.rsplit('\n').next()?;
            line.find(['"', '\''])
                .and_then(|at| line[at..].chars().next())
        }
        _ => None,
    };
    let unverified = !workspace.is_name_official(&mention.id);
    let edit = match quote {
        Some(quote) => Edit::new(name.span, syntax::inside(&now, quote)),
        None => plain_title(context, name.span, &now).unwrap_or_else(|| Edit::new(name.span, now)),
    };
    Some(edit.unverified(unverified))
}

/// Returns an edit that puts a title without quotes into quotes, if a name at `span` makes YAML read another title.
fn plain_title(context: &PageContext<'_>, span: Span, name: &str) -> Option<Edit> {
    let front = context.page.front.as_ref().filter(|front| front.sound)?;
    let title = front.tree.node(front.text("title")?.0).span;
    let raw = context.source.slice(title);
    if !title.contains(span) || raw.starts_with(['"', '\'']) {
        return None;
    }
    let place = (span.start - title.start) as usize..(span.end - title.start) as usize;
    Some(Edit::new(title, quoted_title(raw, place, name)?))
}

/// Returns a plain title with the text at a place replaced, in quotes. None if it needs none.
fn quoted_title(raw: &str, place: Range<usize>, name: &str) -> Option<String> {
    let new = format!("{}{name}{}", raw.get(..place.start)?, raw.get(place.end..)?);
    let quoted = syntax::quoted(&new, None);
    (quoted != new).then_some(quoted)
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

/// Adds edits of link labels that are an outdated name of the linked object.
fn labels<'v>(workspace: &Workspace<'v>, page: PageRef<'v>, edits: &mut Vec<Edit>) {
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
        let now = workspace.current_name(id, text);
        if let Some(now) = now.filter(|now| !changes_markup(now, text)) {
            let start = label.start as usize + written.find(text).unwrap_or_default();
            let unverified = !workspace.is_name_official(id);
            let span = Span::new(start, start + text.len());
            edits.push(Edit::new(span, now).unverified(unverified));
        }
    }
}

/// Adds edits of front-matter keys that hold an outdated name of the page's object.
fn front(workspace: &Workspace<'_>, page: PageRef<'_>, edits: &mut Vec<Edit>) {
    let Some(front) = page.front.as_ref().filter(|front| front.sound) else {
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
        let Some(now) = workspace.current_name(id, text) else {
            continue;
        };
        // Values with escapes or several lines, and names that add or remove markup, are left to the author.
        if source.slice(inner) != text || changes_markup(&now, text) {
            continue;
        }
        let text = match quote {
            None => syntax::quoted(&now, None),
            Some(quote) => syntax::inside(&now, quote),
        };
        let unverified = !workspace.is_name_official(id);
        edits.push(Edit::new(inner, text).unverified(unverified));
    }
}

/// Adds edits of step titles that are an outdated name of the step's technique.
fn steps<'v>(workspace: &Workspace<'v>, page: PageRef<'v>, edits: &mut Vec<Edit>) {
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
        let now = workspace.current_name(id, written);
        if let Some(now) = now.filter(|now| !changes_markup(now, written)) {
            let unverified = !workspace.is_name_official(id);
            edits.push(Edit::new(title, now).unverified(unverified));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::quoted_title;

    #[test]
    fn a_plain_title_is_quoted_if_its_new_name_needs_it() {
        let title = |raw: &str, name| {
            let at = raw.find("Old").expect("the old name");
            quoted_title(raw, at..at + 3, name)
        };
        assert_eq!(title("AML.T0034 - Old", "New"), None);
        assert_eq!(
            title("AML.T0034 - Old", "New: B").as_deref(),
            Some("\"AML.T0034 - New: B\"")
        );
        for name in ["yes", "- a", "[a", "*a", "&a", "a:"] {
            assert_eq!(title("Old", name), Some(format!("\"{name}\"")));
        }
    }
}
