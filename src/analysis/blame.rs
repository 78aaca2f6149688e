//! Decides whether the id or the name of a wrong pair is at fault.

use super::mention::{Mention, NamePosition};
use super::own_name::{OwnName, own_name};
use super::page_view::PageView;
use super::problem::{Blame, Evidence};
use crate::catalog::{Kind, View, normalize_name};
use crate::facts::{Place, Step};
use crate::syntax::id::ids_in;
use crate::text::Span;
use crate::text::path::name_of;

/// Returns the part of a pair that is wrong, given that the name is `other`'s, and the evidence.
pub(super) fn blame<'p>(
    page: &PageView<'p>,
    mention: &Mention<'p>,
    other: &str,
) -> (Blame, Evidence<'p>) {
    let row = mention.row.unwrap_or_default();
    for link in [mention.link(), row.link].into_iter().flatten() {
        match page.leads_to(link) {
            Some((target, id)) if id == other => return (Blame::Id, Evidence::Linked(target)),
            Some((target, id)) if id == mention.id => {
                return (Blame::Name, Evidence::Linked(target));
            }
            _ => {}
        }
    }
    // In a column of techniques, the name of a tactic is wrong.
    if let Some(kind) = row.kind
        && Kind::of_id(other) != Some(kind)
        && Kind::of_id(&mention.id) == Some(kind)
    {
        return (Blame::Name, Evidence::Column(kind));
    }
    if let (NamePosition::Declares(kind), Some(declaration)) =
        (mention.position, &page.facts.declaration)
    {
        let agrees = |place: &Place| place.kind != kind && *place.id == *mention.id;
        if declaration.places.iter().any(agrees) {
            return (Blame::Name, Evidence::RestOfPage);
        }
    }
    if is_known_as(page, mention) {
        return (Blame::Name, Evidence::RestOfPage);
    }
    blame_by_step(page, mention, other)
        .or_else(|| blame_by_row(page, mention, row.tactic?, other))
        .unwrap_or((Blame::Id, Evidence::ExactName))
}

/// Returns whether an object in official YAML has the mention's id in another place too: as its key, elsewhere in its tree, or
/// in its file name.
fn is_known_as(page: &PageView<'_>, mention: &Mention<'_>) -> bool {
    let Some(keyed) = is_keyed(page, mention.span) else {
        return false;
    };
    let id: &str = &mention.id;
    let path = page.vault.path(page.file);
    keyed || page.vault.trees().declares(page.file, id) || name_of(path).starts_with(id)
}

/// Decides by the tactic of the row, if exactly one of the two objects has it.
fn blame_by_row<'p>(
    page: &PageView<'p>,
    mention: &Mention<'p>,
    tactic: &'p str,
    other: &str,
) -> Option<(Blame, Evidence<'p>)> {
    let has = |id: &str| has_tactic(page.view, id, tactic);
    match (has(other), has(&mention.id)) {
        (true, false) => Some((Blame::Id, Evidence::RowTactic(tactic))),
        (false, true) => Some((Blame::Name, Evidence::RowTactic(tactic))),
        _ => None,
    }
}

/// Returns whether a technique, or its parent, has a tactic.
fn has_tactic(view: View<'_>, id: &str, tactic: &str) -> bool {
    view.effective_tactics(id)
        .iter()
        .any(|known| known == tactic)
}

fn blame_by_step<'p>(
    page: &PageView<'p>,
    mention: &Mention<'p>,
    other: &str,
) -> Option<(Blame, Evidence<'p>)> {
    let view = page.view;
    let step = step_of(page, mention)?;
    let title = page.slice(step.title.unwrap_or_default());
    let plain = normalize_name(title);
    if own_name(view, other, &plain) != OwnName::No {
        return Some((Blame::Id, Evidence::StepTitle(title)));
    }
    if own_name(view, &mention.id, &plain) != OwnName::No {
        return Some((Blame::Name, Evidence::StepTitle(title)));
    }
    let tactic = ids_in(&page.facts.ids, step.tactic?).next()?.id.as_ref();
    let has = |id: &str| has_tactic(page.view, id, tactic);
    match (has(other), has(&mention.id)) {
        (true, false) => Some((Blame::Id, Evidence::StepTactic(tactic))),
        (false, true) => Some((Blame::Name, Evidence::StepTactic(tactic))),
        _ => None,
    }
}

/// Returns the title of the step that has the id as its technique.
pub(super) fn step_title<'p>(page: &PageView<'p>, mention: &Mention<'p>) -> Option<&'p str> {
    Some(page.slice(step_of(page, mention)?.title?))
}

/// Returns the step that has the id as its technique.
fn step_of<'p>(page: &PageView<'p>, mention: &Mention<'_>) -> Option<&'p Step> {
    let steps = &page.facts.technique_steps;
    let at = steps.partition_point(|step| {
        step.technique
            .is_some_and(|span| span.end <= mention.span.start)
    });
    steps.get(at).filter(|step| {
        step.technique
            .is_some_and(|span| span.contains(mention.span))
    })
}

/// Returns whether the object with this id in a YAML page has a key. None if the id is not an object's.
fn is_keyed(page: &PageView<'_>, id: Span) -> Option<bool> {
    let objects = &page.facts.object_ids;
    let after = objects.partition_point(|(span, _)| span.start <= id.start);
    let &(span, keyed) = objects.get(after.checked_sub(1)?)?;
    span.contains(id).then_some(keyed)
}
