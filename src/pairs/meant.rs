//! Which id an id that is not well-formed stands for.

use super::collect::leads_to;
use super::context::{Context, link_of};
use super::fit::{Fit, fit};
use super::half::step_title;
use super::names::plain_name;
use super::subject::{Slot, Subject};
use super::verdict::Evidence;
use crate::catalog::{Status, View};
use crate::model::{self, Place};
use crate::syntax::id::Malformed;

/// What is meant by an id that is not well-formed.
#[derive(Clone, Debug)]
pub struct Meant<'p> {
    /// The id.
    pub id: String,
    /// Whether it is the only one that can be meant.
    pub sure: bool,
    /// What says so, where the written digits say otherwise.
    pub why: Option<Evidence<'p>>,
}

/// The ids that the name, the link or the step stand for.
struct Voice<'p> {
    ids: Vec<String>,
    why: Evidence<'p>,
}

/// The most edits from what is written to what is meant.
const FARTHEST: usize = 2;

/// What is meant. A digit may be missing anywhere: zeros in front are a guess, unless what stands around the id agrees.
pub(super) fn meant<'p>(
    context: &Context<'p>,
    subject: &Subject<'p>,
    malformed: &Malformed,
) -> Option<Meant<'p>> {
    let known = |id: &String| !matches!(context.view.status(id), Status::Unknown);
    let padded = malformed.meant.clone().filter(known);
    if malformed.complete && padded.is_some() {
        let sure = |id| Meant {
            id,
            sure: true,
            why: None,
        };
        return padded.map(sure);
    }
    let voices = voices(context, subject);
    let agree = |id: &String| voices.iter().filter(|voice| voice.ids.contains(id)).count();
    if let Some(id) = padded.as_ref().filter(|id| agree(id) > 0) {
        return Some(Meant {
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
        return Some(Meant {
            sure: all && (voices.len() > 1 || far == 1),
            id,
            why: Some(why.clone()),
        });
    }
    padded.map(|id| Meant {
        sure: voices.is_empty() && is_only(context.view, &malformed.plain, &id),
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
        .filter(|other| other.len() > written.len() && other.len() <= written.len() + FARTHEST)
        .filter(|other| dots(other) == dots(written) && is_part(other));
    all.next() == Some(id) && all.next().is_none()
}

/// How many edits lie between what is written and an id, if they are few.
fn distance(written: &str, id: &str) -> Option<usize> {
    if written.len().abs_diff(id.len()) > FARTHEST {
        return None;
    }
    Some(strsim::osa_distance(written, id)).filter(|far| *far <= FARTHEST)
}

/// What stands around the id and names an object.
fn voices<'p>(context: &Context<'p>, subject: &Subject<'p>) -> Vec<Voice<'p>> {
    let view = context.view;
    let mut voices = Vec::new();
    let mut add = |ids: Vec<String>, why| {
        if !ids.is_empty() {
            voices.push(Voice { ids, why });
        }
    };
    if let Some(name) = subject.name {
        add(named(view, name.text), Evidence::ExactName);
    }
    let row = subject.row.and_then(|row| row.link);
    for link in [link_of(subject), row].into_iter().flatten() {
        if let Some((target, id)) = leads_to(context.page.file, context.vault, link) {
            add(vec![id.to_owned()], Evidence::Linked(target));
        }
    }
    if let Slot::Route(link) = subject.slot
        && let Some(label) = link.label
    {
        let inside = context.page.ids_in(label);
        let ids = inside.filter(|mention| mention.malformed.is_none());
        add(
            ids.map(|mention| mention.id.to_string()).collect(),
            Evidence::ExactName,
        );
    }
    if let Some(title) = step_title(context, subject) {
        add(named(view, title), Evidence::StepTitle(title));
    }
    if let Some(id) = rest_of_page(context, subject) {
        add(vec![id.to_owned()], Evidence::RestOfPage);
    }
    voices
}

/// The id that the page declares, where the subject stands in a text that should declare it too, and the others agree.
fn rest_of_page<'p>(context: &Context<'p>, subject: &Subject<'p>) -> Option<&'p str> {
    let declaration = context.declaration?;
    model::declaring_spans(context.page, context.source)
        .into_iter()
        .flatten()
        .find(|span| span.contains(subject.span))?;
    let agreed =
        |place: &Place<'_>| place.id == declaration.id && !place.span.contains(subject.span);
    declaration
        .places
        .iter()
        .all(agreed)
        .then_some(declaration.id)
}

/// The objects that bear, or bore, a name; alone or with their parent's.
fn named(view: View<'_>, text: &str) -> Vec<String> {
    let plain = plain_name(text);
    let alone = view.by_normalized_name(&plain);
    let last = text.rsplit_once(": ").map_or("", |(_, last)| last);
    let with_parent = view
        .by_name(last)
        .into_iter()
        .filter(|hit| fit(view, &hit.object.id, &plain) != Fit::No);
    let ids = alone.into_iter().chain(with_parent);
    ids.map(|hit| hit.object.id.clone()).collect()
}
