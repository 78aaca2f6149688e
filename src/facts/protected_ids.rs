//! Ids that declare which object a page is about. No rule rewrites them, because the intended object cannot be guessed.

use crate::facts::vocabulary::{IDENTITY_KEYS, MAX_ID_FIELD};
use foldhash::HashSet;

use super::candidate::Candidate;
use super::declaration::Declaration;
use super::object::Object;
use crate::syntax::Page;
use crate::text::{Span, last_bytes};

/// Marks the ids that declare the page's object, in all places of the page.
pub(super) fn mark(
    page: &Page<'_>,
    declaration: Option<&Declaration>,
    objects: &[Object],
    found: &mut [Candidate],
    separate: &mut [Candidate],
) {
    let places = declaration.iter().flat_map(|declared| &declared.places);
    // If the places disagree, the minority may be changed to the id of the majority.
    let agreed = declaration.map(|declared| &declared.id);
    let declared: HashSet<&str> = places
        .map(|place| &place.id)
        .filter(|id| agreed == Some(*id))
        .map(AsRef::as_ref)
        .chain(objects.iter().filter_map(|object| Some(object.id()?.0)))
        .collect();
    let own_keys = own_keys(page);
    for candidate in found.iter_mut().chain(separate) {
        let is_own = declared.contains(candidate.id.as_ref())
            || own_keys.iter().any(|span| span.contains(candidate.span));
        let is_field = declaration.is_none() && is_in_id_field(page, candidate.span);
        candidate.is_protected |= is_own || is_field;
    }
}

/// Returns whether an id fills a line such as `ID: AML.T0045` or `**ATLAS ID:** AML.T0045`, which may declare the page's
/// object.
fn is_in_id_field(page: &Page<'_>, span: Span) -> bool {
    let front = page.front.as_ref();
    if page.document.is_some() || front.is_some_and(|front| span.start < front.body.end) {
        return false;
    }
    let (text, start) = (page.source.text(), span.start as usize);
    let before = last_bytes(&text[..start], MAX_ID_FIELD);
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

/// Returns the values of the keys by which front matter, or a file with a single object, declares its object.
fn own_keys(page: &Page<'_>) -> Vec<Span> {
    let tree = match &page.front {
        Some(front) => &front.tree,
        None if page.document.is_some() => &page.outline,
        None => return Vec::new(),
    };
    let Some(root) = tree.root() else {
        return Vec::new();
    };
    let is_own = |key: &str| {
        IDENTITY_KEYS
            .iter()
            .any(|own| own.eq_ignore_ascii_case(key))
    };
    let entries = tree.entries(root).iter().filter(|entry| is_own(&entry.key));
    entries
        .take(IDENTITY_KEYS.len() * 2)
        .map(|entry| tree.node(entry.value).span)
        .collect()
}
