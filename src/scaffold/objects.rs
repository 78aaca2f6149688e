//! Objects of ATLAS by id or name.

use super::error::Error;
use crate::catalog::{Kind, Lifetime, Status, View, normalize_name};

/// Returns the id of the object of a kind that a text names by its id or by a name.
pub(super) fn named(view: View<'_>, kind: Kind, text: &str) -> Result<String, Error> {
    let text = text.trim();
    let id = text.to_ascii_uppercase();
    if let Some(found) = Kind::of_id(&id) {
        return by_id(view, kind, found, id);
    }
    let mut ids = view.named(kind, text);
    if ids.is_empty() && kind == Kind::Technique {
        ids = view.by_joined_name(&normalize_name(text)).collect();
    }
    if ids.is_empty() {
        // A former name, if its object has only another one now.
        let hits = view.by_name(text).into_iter();
        ids = hits
            .filter(|hit| hit.object.kind == kind)
            .map(|hit| hit.object.id.as_str())
            .filter(|id| view.is_current(id))
            .collect();
    }
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        // The name of an object that is retired, or that a later release adds: the error about the id says so.
        let newest = view.catalog.at(view.catalog.newest());
        let hits = newest.by_name(text).into_iter();
        let mut others: Vec<&str> = hits
            .filter(|hit| hit.object.kind == kind)
            .map(|hit| hit.object.id.as_str())
            .collect();
        others.dedup();
        if let [other] = others.as_slice() {
            return by_id(view, kind, kind, (*other).to_owned());
        }
    }
    match ids.as_slice() {
        [id] => Ok((*id).to_owned()),
        [] => Err(Error::UnknownName {
            name: text.to_owned(),
            kind: kind.label(),
            nearest: view
                .nearest_name(text, Some(kind))
                .map(|(id, name)| format!("{id}: {name}")),
        }),
        several => Err(Error::AmbiguousName {
            name: text.to_owned(),
            ids: several.iter().map(|id| (*id).to_owned()).collect(),
        }),
    }
}

fn by_id(view: View<'_>, wanted: Kind, kind: Kind, id: String) -> Result<String, Error> {
    if kind != wanted {
        return Err(Error::OtherKind {
            id,
            wanted: wanted.label(),
            kind: kind.label(),
        });
    }
    match view.status(&id) {
        Status::Current(_) => Ok(id),
        Status::Retired(lifetime) => Err(Error::RetiredId {
            successors: lifetime
                .successors
                .iter()
                .map(|next| next.id.clone())
                .collect(),
            id,
        }),
        Status::Newer(lifetime) => Err(newer(view, id, kind, lifetime)),
        Status::Unknown => Err(Error::UnknownId {
            release: view.catalog.release_name(view.pinned).to_owned(),
            nearest: view.nearest_id(&id).map(str::to_owned),
            id,
        }),
    }
}

/// Returns the error about an id that only a later release holds.
pub(super) fn newer(view: View<'_>, id: String, kind: Kind, lifetime: &Lifetime) -> Error {
    let catalog = view.catalog;
    Error::NewerId {
        id,
        release: catalog.release_name(view.pinned).to_owned(),
        first: catalog.release_name(lifetime.first).to_owned(),
        doubt: catalog.mark(lifetime.first, kind, lifetime.is_official()),
    }
}
