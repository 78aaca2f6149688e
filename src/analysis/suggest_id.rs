//! Suggests the intended id for a malformed one.

use super::blame::step_title;
use super::mention::{Mention, NamePosition};
use super::page_view::PageView;
use super::problem::{Evidence, Suggestion};
use crate::catalog::normalize_name;
use crate::catalog::{Status, View};
use crate::facts::Place;
use crate::facts::vocabulary::MAX_EDITS;
use crate::syntax::id::{Malformed, ids_in};

/// The ids that the name, the link or the step stand for.
struct Hint<'p> {
    ids: Vec<String>,
    why: Evidence<'p>,
}

/// Returns the intended id. Any digit may be missing, so leading zeros are a guess unless the context agrees.
pub(super) fn suggest_id<'p>(
    page: &PageView<'p>,
    mention: &Mention<'p>,
    malformed: &Malformed,
) -> Option<Suggestion<'p>> {
    let known = |id: &String| !matches!(page.view.status(id), Status::Unknown);
    let padded = malformed.intended.clone().filter(known);
    if malformed.complete && padded.is_some() {
        let is_certain = |id| Suggestion {
            id,
            is_certain: true,
            why: None,
        };
        return padded.map(is_certain);
    }
    let hints = hints(page, mention);
    let agree = |id: &String| hints.iter().filter(|hint| hint.ids.contains(id)).count();
    if let Some(id) = padded.as_ref().filter(|id| agree(id) > 0) {
        return Some(Suggestion {
            id: id.clone(),
            is_certain: agree(id) == hints.len(),
            why: None,
        });
    }
    let slips = hints.iter().flat_map(|hint| {
        let far = |id: &String| Some((distance(&malformed.plain, id)?, id.clone(), &hint.why));
        hint.ids.iter().filter_map(far)
    });
    // On a tie, the name has priority over the link, and the link over the step.
    let best = slips.min_by_key(|(far, id, _)| (hints.len() - agree(id), *far));
    if let Some((far, id, why)) = best {
        let all = agree(&id) == hints.len();
        return Some(Suggestion {
            is_certain: all && (hints.len() > 1 || far == 1),
            id,
            why: Some(why.clone()),
        });
    }
    padded.map(|id| Suggestion {
        is_certain: hints.is_empty() && is_only(page.view, &malformed.plain, &id),
        id,
        why: None,
    })
}

/// Returns whether no other id in the catalog gives the written one by leaving out digits: `AML.T051` can only be `AML.T0051`,
/// but `AML.T005` may be any of eleven.
fn is_only(view: View<'_>, written: &str, id: &str) -> bool {
    let dots = |text: &str| text.bytes().filter(|b| *b == b'.').count();
    let is_part = |other: &str| {
        let mut rest = other.chars();
        written.chars().all(|c| rest.any(|other| other == c))
    };
    let mut all = view
        .catalog
        .objects()
        .iter()
        .map(|object| object.id.as_str())
        .filter(|other| other.len() > written.len() && other.len() <= written.len() + MAX_EDITS)
        .filter(|other| dots(other) == dots(written) && is_part(other));
    all.next() == Some(id) && all.next().is_none()
}

/// Returns the number of edits between the written text and an id, if it is small.
fn distance(written: &str, id: &str) -> Option<usize> {
    if written.len().abs_diff(id.len()) > MAX_EDITS {
        return None;
    }
    Some(strsim::osa_distance(written, id)).filter(|far| *far <= MAX_EDITS)
}

/// Returns the evidence around the id.
fn hints<'p>(page: &PageView<'p>, mention: &Mention<'p>) -> Vec<Hint<'p>> {
    let view = page.view;
    let mut hints = Vec::new();
    let mut add = |ids: Vec<String>, why| {
        if !ids.is_empty() {
            hints.push(Hint { ids, why });
        }
    };
    if let Some(name) = mention.name {
        add(named(view, name.text), Evidence::ExactName);
    }
    let row = mention.row.and_then(|row| row.link);
    for link in [mention.link(), row].into_iter().flatten() {
        if let Some((target, id)) = page.leads_to(link) {
            add(vec![id.to_owned()], Evidence::Linked(target));
        }
    }
    if let NamePosition::Route(link) = mention.position
        && let Some(label) = link.label
    {
        let inside = ids_in(&page.facts.ids, label);
        let ids = inside.filter(|mention| mention.malformed.is_none());
        add(
            ids.map(|mention| mention.id.to_string()).collect(),
            Evidence::ExactName,
        );
    }
    if let Some(title) = step_title(page, mention) {
        add(named(view, title), Evidence::StepTitle(title));
    }
    if let Some(id) = rest_of_page(page, mention) {
        add(vec![id.to_owned()], Evidence::RestOfPage);
    }
    hints
}

/// Returns the id that the page declares, if the mention is in a text that should declare it and the other places agree.
fn rest_of_page<'p>(page: &PageView<'p>, mention: &Mention<'p>) -> Option<&'p str> {
    let declaration = page.facts.declaration.as_ref()?;
    page.facts
        .declaring
        .into_iter()
        .flatten()
        .find(|span| span.contains(mention.span))?;
    let agreed = |place: &Place| place.id == declaration.id && !place.span.contains(mention.span);
    declaration
        .places
        .iter()
        .all(agreed)
        .then_some(&declaration.id)
}

/// Returns the objects that have or had a name, alone or with their parent's.
fn named(view: View<'_>, text: &str) -> Vec<String> {
    let plain = normalize_name(text);
    let alone = view.by_normalized_name(&plain).into_iter();
    let alone = alone.map(|hit| hit.object.id.as_str());
    alone
        .chain(view.by_joined_name(&plain))
        .map(str::to_owned)
        .collect()
}
