//! Which id an id that is not well-formed stands for.

use super::blame::step_title;
use super::mention::{Mention, NamePosition};
use super::name_match::{OwnName, own_name, plain_name};
use super::page_view::PageView;
use super::problem::{Evidence, Suggestion};
use crate::catalog::{Status, View};
use crate::facts::Place;
use crate::facts::vocabulary::MAX_EDITS;
use crate::syntax::id::{Malformed, ids_in};

/// The ids that the name, the link or the step stand for.
struct Voice<'p> {
    ids: Vec<String>,
    why: Evidence<'p>,
}

/// What is meant. A digit may be missing anywhere: zeros in front are a guess, unless what stands around the id agrees.
pub(super) fn suggest_id<'p>(
    page: &PageView<'p>,
    mention: &Mention<'p>,
    malformed: &Malformed,
) -> Option<Suggestion<'p>> {
    let known = |id: &String| !matches!(page.view.status(id), Status::Unknown);
    let padded = malformed.meant.clone().filter(known);
    if malformed.complete && padded.is_some() {
        let sure = |id| Suggestion {
            id,
            sure: true,
            why: None,
        };
        return padded.map(sure);
    }
    let voices = voices(page, mention);
    let agree = |id: &String| voices.iter().filter(|voice| voice.ids.contains(id)).count();
    if let Some(id) = padded.as_ref().filter(|id| agree(id) > 0) {
        return Some(Suggestion {
            id: id.clone(),
            sure: agree(id) == voices.len(),
            why: None,
        });
    }
    let slips = voices.iter().flat_map(|voice| {
        let far = |id: &String| Some((distance(&malformed.plain, id)?, id.clone(), &voice.why));
        voice.ids.iter().filter_map(far)
    });
    // Of what is equally likely the name counts before the link, and that before the step.
    let best = slips.min_by_key(|(far, id, _)| (voices.len() - agree(id), *far));
    if let Some((far, id, why)) = best {
        let all = agree(&id) == voices.len();
        return Some(Suggestion {
            sure: all && (voices.len() > 1 || far == 1),
            id,
            why: Some(why.clone()),
        });
    }
    padded.map(|id| Suggestion {
        sure: voices.is_empty() && is_only(page.view, &malformed.plain, &id),
        id,
        why: None,
    })
}

/// Whether no other id that the catalogue knows becomes what is written when digits are left out: `AML.T051` can only be
/// `AML.T0051`, `AML.T005` may be any of eleven.
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

/// How many edits lie between what is written and an id, if they are few.
fn distance(written: &str, id: &str) -> Option<usize> {
    if written.len().abs_diff(id.len()) > MAX_EDITS {
        return None;
    }
    Some(strsim::osa_distance(written, id)).filter(|far| *far <= MAX_EDITS)
}

/// What stands around the id and names an object.
fn voices<'p>(page: &PageView<'p>, mention: &Mention<'p>) -> Vec<Voice<'p>> {
    let view = page.view;
    let mut voices = Vec::new();
    let mut add = |ids: Vec<String>, why| {
        if !ids.is_empty() {
            voices.push(Voice { ids, why });
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
    voices
}

/// The id that the page declares, where the mention stands in a text that should declare it too, and the others agree.
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

/// The objects that bear, or bore, a name; alone or with their parent's.
fn named(view: View<'_>, text: &str) -> Vec<String> {
    let plain = plain_name(text);
    let alone = view.by_normalized_name(&plain);
    let last = text.rsplit_once(": ").map_or("", |(_, last)| last);
    let with_parent = view
        .by_name(last)
        .into_iter()
        .filter(|hit| own_name(view, &hit.object.id, &plain) != OwnName::No);
    let ids = alone.into_iter().chain(with_parent);
    ids.map(|hit| hit.object.id.clone()).collect()
}
