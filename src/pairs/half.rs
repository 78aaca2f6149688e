//! Which half of a wrong pair is wrong.

use super::collect::leads_to;
use super::context::{Context, link_of};
use super::fit::{Fit, fit};
use super::subject::{Slot, Subject};
use super::verdict::{Evidence, Half};
use crate::catalog::{Kind, View, normalize_name};
use crate::model::{Place, Step};
use crate::vault::path::name_of;

/// Which half of a pair is wrong, given that the name is `other`'s, and what tells.
pub(super) fn wrong_half<'p>(
    context: &Context<'p>,
    subject: &Subject<'p>,
    other: &str,
) -> (Half, Evidence<'p>) {
    let row = subject.row.unwrap_or_default();
    for link in [link_of(subject), row.link].into_iter().flatten() {
        match leads_to(context.page.file, context.vault, link) {
            Some((target, id)) if id == other => return (Half::Id, Evidence::Linked(target)),
            Some((target, id)) if id == subject.id => {
                return (Half::Name, Evidence::Linked(target));
            }
            _ => {}
        }
    }
    // In a column of techniques the name of a tactic is what is wrong.
    if let Some(kind) = row.kind
        && Kind::of_id(other) != Some(kind)
        && Kind::of_id(&subject.id) == Some(kind)
    {
        return (Half::Name, Evidence::Column(kind));
    }
    if let (Slot::Declares(kind), Some(declaration)) = (subject.slot, context.declaration) {
        let agrees = |place: &Place| place.kind != kind && place.id == subject.id;
        if declaration.places.iter().any(agrees) {
            return (Half::Name, Evidence::RestOfPage);
        }
    }
    if is_known_as(context, subject) {
        return (Half::Name, Evidence::RestOfPage);
    }
    step_half(context, subject, other)
        .or_else(|| row_half(context, subject, row.tactic?, other))
        .unwrap_or((Half::Id, Evidence::ExactName))
}

/// Whether the subject is the id of an object in official YAML that goes by it elsewhere too: under its key, in its whole tree, or in
/// the name of its file.
fn is_known_as(context: &Context<'_>, subject: &Subject<'_>) -> bool {
    let Some(keyed) = context.is_keyed(subject.span) else {
        return false;
    };
    let id: &str = &subject.id;
    let path = context.vault.path(context.page.file);
    keyed || context.vault.trees().declares(context.page.file, id) || name_of(path).starts_with(id)
}

/// The tactic of the row tells, if just one of the two has it.
fn row_half<'p>(
    context: &Context<'p>,
    subject: &Subject<'p>,
    tactic: &'p str,
    other: &str,
) -> Option<(Half, Evidence<'p>)> {
    let has = |id: &str| has_tactic(context.view, id, tactic);
    match (has(other), has(&subject.id)) {
        (true, false) => Some((Half::Id, Evidence::RowTactic(tactic))),
        (false, true) => Some((Half::Name, Evidence::RowTactic(tactic))),
        _ => None,
    }
}

/// Whether a technique, or the one it belongs to, has a tactic.
fn has_tactic(view: View<'_>, id: &str, tactic: &str) -> bool {
    let own = view.tactics(id);
    let tactics = if own.is_empty() {
        view.parent(id).map_or(own, |parent| view.tactics(parent))
    } else {
        own
    };
    tactics.iter().any(|known| known == tactic)
}

fn step_half<'p>(
    context: &Context<'p>,
    subject: &Subject<'p>,
    other: &str,
) -> Option<(Half, Evidence<'p>)> {
    let view = context.view;
    let step = step_of(context, subject)?;
    let title = context.source.slice(step.title.unwrap_or_default());
    let plain = normalize_name(title);
    if fit(view, other, &plain) != Fit::No {
        return Some((Half::Id, Evidence::StepTitle(title)));
    }
    if fit(view, &subject.id, &plain) != Fit::No {
        return Some((Half::Name, Evidence::StepTitle(title)));
    }
    let tactic = context.page.ids_in(step.tactic?).next()?.id.as_ref();
    let has = |id: &str| has_tactic(context.view, id, tactic);
    match (has(other), has(&subject.id)) {
        (true, false) => Some((Half::Id, Evidence::StepTactic(tactic))),
        (false, true) => Some((Half::Name, Evidence::StepTactic(tactic))),
        _ => None,
    }
}

/// The title of the step whose technique the id is.
pub(super) fn step_title<'p>(context: &Context<'p>, subject: &Subject<'p>) -> Option<&'p str> {
    Some(context.source.slice(step_of(context, subject)?.title?))
}

/// The step whose technique the id is.
fn step_of<'c>(context: &'c Context<'_>, subject: &Subject<'_>) -> Option<&'c Step> {
    let steps = context.steps.get_or_init(|| {
        let studies = context.vault.studies(context.page);
        studies
            .into_iter()
            .flat_map(|study| study.steps)
            .filter(|step| step.technique.is_some())
            .collect()
    });
    let at = steps.partition_point(|step| {
        step.technique
            .is_some_and(|span| span.end <= subject.span.start)
    });
    steps.get(at).filter(|step| {
        step.technique
            .is_some_and(|span| span.contains(subject.span))
    })
}
