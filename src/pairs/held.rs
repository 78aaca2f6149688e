//! Ids that say which object a page is about. Which one that is nobody guesses: no rule writes another id there.

use std::collections::HashSet;

use super::ground::Ground;
use super::subject::{Slot, Subject};
use crate::model;
use crate::text::Span;

/// Marks the ids that the page declares, wherever they stand in it.
pub(super) fn mark<'p>(ground: &Ground<'p>, found: &mut [Subject<'p>]) {
    let page = ground.page;
    let declaration = ground.vault.declaration(page.file);
    let places = declaration.iter().flat_map(|declared| &declared.places);
    // Where the places disagree, those that dissent may follow the others.
    let agreed = declaration.map(|declared| declared.id);
    let objects = model::objects(page);
    let declared: HashSet<&str> = places
        .map(|place| place.id)
        .filter(|id| agreed == Some(*id))
        .chain(objects.iter().filter_map(|object| Some(object.id?.0)))
        .collect();
    let own_key = own_key(ground);
    for subject in found {
        let is_own = declared.contains(subject.id.as_ref())
            || own_key.is_some_and(|span| span.contains(subject.span));
        // An id that is not well-formed declares nothing; what it stands for is a guess unless all its digits are there, or another
        // place says it.
        let is_guess = declaration.is_none()
            && matches!(subject.slot, Slot::Declares(_))
            && subject
                .malformed
                .as_ref()
                .is_some_and(|malformed| !malformed.complete);
        subject.held |= is_own || is_guess;
    }
}

/// The value of the `id` of the front matter, or of a file that is one object.
fn own_key(ground: &Ground<'_>) -> Option<Span> {
    let page = ground.page;
    let tree = match &page.front {
        Some(front) => &front.tree,
        None => &page.outline,
    };
    if page.front.is_none() && page.document.is_none() {
        return None;
    }
    let node = tree.get(tree.root()?, "id")?;
    Some(tree.node(node).span)
}
