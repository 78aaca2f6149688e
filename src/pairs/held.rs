//! Ids that say which object a page is about. Which one that is nobody guesses: no rule writes another id there.

use std::collections::HashSet;

use super::ground::Ground;
use super::subject::{Slot, Subject};
use crate::facts;
use crate::text::Span;

/// Marks the ids that the page declares, wherever they stand in it.
pub(super) fn mark<'p>(ground: &Ground<'p>, found: &mut [Subject<'p>]) {
    let page = ground.page;
    let declaration = ground.vault.declaration(page.file);
    let places = declaration.iter().flat_map(|declared| &declared.places);
    // Where the places disagree, those that dissent may follow the others.
    let agreed = declaration.map(|declared| declared.id);
    let objects = facts::objects(page.get());
    let declared: HashSet<&str> = places
        .map(|place| place.id)
        .filter(|id| agreed == Some(*id))
        .chain(objects.iter().filter_map(|object| Some(object.id?.0)))
        .collect();
    let own_keys = own_keys(ground);
    for subject in found {
        let is_own = declared.contains(subject.id.as_ref())
            || own_keys.iter().any(|span| span.contains(subject.span));
        // An id that is not well-formed declares nothing; what it stands for is a guess unless all its digits are there, or another
        // place says it.
        let is_guess = declaration.is_none()
            && matches!(subject.slot, Slot::Declares(_))
            && subject
                .malformed
                .as_ref()
                .is_some_and(|malformed| !malformed.complete);
        let is_field = declaration.is_none() && is_in_id_field(ground, subject.span);
        subject.held |= is_own || is_guess || is_field;
    }
}

/// Whether an id fills a line such as `ID: AML.T0045` or `**ATLAS ID:** AML.T0045`, by which a page may say what it is about.
fn is_in_id_field(ground: &Ground<'_>, span: Span) -> bool {
    /// More bytes than stand before the id on such a line.
    const LONGEST: usize = 40;
    let front = ground.page.get().front.as_ref();
    if ground.page.get().document.is_some()
        || front.is_some_and(|front| span.start < front.body.end)
    {
        return false;
    }
    let (text, start) = (ground.source.text(), span.start as usize);
    let from = (start.saturating_sub(LONGEST)..start).find(|&at| text.is_char_boundary(at));
    let before = &text[from.unwrap_or(start)..start];
    let Some((_, line)) = before.rsplit_once('\n') else {
        return false;
    };
    let field = line.trim_end_matches([' ', '*', '_', '`']);
    let Some(key) = field.strip_suffix(':') else {
        return false;
    };
    let key = key.trim_matches([' ', '*', '_', '-', '+', '>']);
    let last = key.rsplit(' ').next().unwrap_or_default();
    last.eq_ignore_ascii_case("id") && key.chars().all(|c| c.is_alphabetic() || " &".contains(c))
}

/// Keys of the front matter that name the page itself, by which sites and links find it.
const OWN: [&str; 6] = ["id", "slug", "name", "permalink", "alias", "aliases"];

/// The values of the keys by which the front matter, or a file that is one object, says what it is.
fn own_keys(ground: &Ground<'_>) -> Vec<Span> {
    let page = ground.page;
    let tree = match &page.get().front {
        Some(front) => &front.tree,
        None if page.get().document.is_some() => &page.get().outline,
        None => return Vec::new(),
    };
    let Some(root) = tree.root() else {
        return Vec::new();
    };
    let is_own = |key: &str| OWN.iter().any(|own| own.eq_ignore_ascii_case(key));
    let entries = tree.entries(root).iter().filter(|entry| is_own(&entry.key));
    entries
        .take(OWN.len() * 2)
        .map(|entry| tree.node(entry.value).span)
        .collect()
}
