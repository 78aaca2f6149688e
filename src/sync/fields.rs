//! Updates facts in fields: dates, maturity, parent and tactics.

use crate::catalog::{Kind, Lifetime, at};
use crate::context::PageContext;
use crate::context::outdated::difference;
use crate::conventions::consensus::most_frequent;
use crate::conventions::edit::Edit;
use crate::conventions::entry::{self, Entry};
use crate::conventions::expected::Expected;
use crate::conventions::list_section::ListKind;
use crate::conventions::read_entry::read;
use crate::conventions::value::attack_reference;
use crate::conventions::workspace::{ObjectPage, Workspace};
use crate::facts::{Fact, FactKind};
use crate::text::{FileId, Span};

/// Returns edits of the outdated fields of a page.
pub(super) fn edits<'v>(
    workspace: &Workspace<'v>,
    expected: &mut Expected<'v>,
    context: &PageContext<'v>,
    object: ObjectPage<'v>,
    lifetime: &'v Lifetime,
) -> Vec<Edit> {
    let mut edits = stated(context, lifetime);
    edits.extend(references(workspace, object, lifetime));
    if object.kind != Kind::Technique {
        return edits;
    }
    let body = object
        .page
        .get()
        .front
        .as_ref()
        .map_or(0, |front| front.body.end);
    for fact in &object.page.facts.object_facts {
        // `lists` updates sections.
        let in_body = fact.place.start >= body;
        match fact.kind {
            FactKind::Parent if in_body => edits.extend(parent(workspace, object, fact)),
            FactKind::Tactic | FactKind::Tactics if in_body && !fact.is_section => {
                edits.extend(tactics(workspace, expected, object, fact));
            }
            _ => {}
        }
    }
    edits
}

/// Returns edits of dates and maturity.
pub(super) fn stated<'v>(context: &PageContext<'v>, lifetime: &'v Lifetime) -> Vec<Edit> {
    let facts = context.facts.object_facts.iter();
    facts
        .filter_map(|fact| difference(context, lifetime, fact))
        .map(|outdated| {
            let official = outdated.since.official;
            Edit::new(outdated.span, outdated.current).unverified(!official)
        })
        .collect()
}

/// Returns edits of outdated ATT&CK references, unless a field holds anything else.
fn references(workspace: &Workspace<'_>, object: ObjectPage<'_>, lifetime: &Lifetime) -> Vec<Edit> {
    let source = workspace.source(object.page);
    let Some(now) = at(&lifetime.attack_reference, workspace.view.pinned) else {
        return Vec::new();
    };
    let forms = [None, Some(true), Some(false)];
    let edit = |span: Span| {
        let text = source.slice(span);
        let stated = lifetime
            .attack_reference
            .iter()
            .filter_map(|since| since.value.as_deref());
        let mut stated = stated.filter(|id| now.value.as_deref() != Some(id));
        let form = stated.find_map(|id| {
            let mut forms = forms.iter().copied();
            forms.find(|form| attack_reference(id, *form) == text)
        })?;
        if let Some(id) = &now.value {
            return Some(Edit::new(span, attack_reference(id, form)));
        }
        // The release has no reference, so the line is removed.
        let at = source.line_index(span.start as usize);
        let whole = source.line_span(at);
        let next = source.line_span(at + 1);
        let alone = whole.end == span.end && next.start > whole.end;
        let gone = Span {
            start: whole.start,
            end: next.start,
        };
        alone.then(|| Edit::new(gone, ""))
    };
    let edits = object
        .page
        .facts
        .reference_fields
        .iter()
        .copied()
        .filter_map(edit);
    edits.map(|edit| edit.unverified(!now.official)).collect()
}

/// Returns edits of the parent technique: its name, or the whole value if it is another one.
fn parent<'v>(workspace: &Workspace<'v>, object: ObjectPage<'v>, fact: &Fact) -> Vec<Edit> {
    let [value] = fact.values.as_slice() else {
        return Vec::new();
    };
    let source = workspace.source(object.page);
    let is_technique = |id: &str, _: Option<FileId>| Kind::of_id(id) == Some(Kind::Technique);
    let Some(entry) = read(workspace, object.page, *value, &is_technique) else {
        return Vec::new();
    };
    let right = workspace.view.parent(object.id);
    if right.is_none() || right == Some(entry.key.as_str()) {
        return entry.edits(workspace, source);
    }
    let rendered = right.zip(entry.format()).and_then(|(id, format)| {
        entry::render(
            workspace,
            &format,
            object.page.file,
            id,
            workspace.page_of(id),
        )
    });
    rendered
        .map(|text| Edit::new(*value, text))
        .into_iter()
        .collect()
}

/// Returns edits of tactics that a field lists on one line, separated by commas.
fn tactics<'v>(
    workspace: &Workspace<'v>,
    expected: &mut Expected<'v>,
    object: ObjectPage<'v>,
    fact: &Fact,
) -> Vec<Edit> {
    let [value] = fact.values.as_slice() else {
        return Vec::new();
    };
    let source = workspace.source(object.page);
    let text = source.slice(*value);
    let is_tactic = |id: &str, _: Option<FileId>| Kind::of_id(id) == Some(Kind::Tactic);
    let mut start = value.start as usize;
    let mut entries: Vec<(Entry, Span)> = Vec::new();
    for part in text.split(", ") {
        let span = Span::new(start, start + part.len());
        start += part.len() + 2;
        match read(workspace, object.page, span, &is_tactic) {
            Some(entry) => entries.push((entry, span)),
            None => return Vec::new(),
        }
    }
    let names = || {
        let edits = entries
            .iter()
            .flat_map(|(entry, _)| entry.edits(workspace, source));
        edits.collect()
    };
    if fact.kind == FactKind::Tactic {
        // A field for one tactic may name any of them.
        return names();
    }
    let wanted = workspace.view.effective_tactics(object.id);
    let has = |id: &String| entries.iter().any(|(entry, _)| entry.key == *id);
    let added: Vec<&String> = wanted.iter().filter(|id| !has(id)).collect();
    let mut stays = |entry: &Entry| {
        let other = (entry.key.as_str(), entry.page);
        wanted.contains(&entry.key)
            || expected.may_keep(ListKind::Tactics, object.kind, object.id, other)
    };
    let kept: Vec<&(Entry, Span)> = entries.iter().filter(|(entry, _)| stays(entry)).collect();
    if added.is_empty() && kept.len() == entries.len() {
        return names();
    }
    let format = most_frequent(entries.iter().filter_map(|(entry, _)| entry.format()));
    let Some(format) = format else {
        return Vec::new();
    };
    let mut parts: Vec<String> = kept
        .iter()
        .map(|(_, span)| source.slice(*span).to_owned())
        .collect();
    for id in added {
        match entry::render(
            workspace,
            &format,
            object.page.file,
            id,
            workspace.page_of(id),
        ) {
            Some(text) => parts.push(text),
            None => return names(),
        }
    }
    vec![Edit::new(*value, parts.join(", "))]
}
