//! Whether a name fits an id: its own, alone or with its parent's.

use crate::catalog::{Life, View, normalise_name};

/// How a name and an id fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// It is the id's name in the pinned release.
    Now,
    /// It was the id's name in an earlier release.
    Before,
    /// It is not, and was not.
    No,
}

/// Names of an object up to the pinned release, normalised, newest first.
fn names(view: View<'_>, life: &Life) -> Vec<String> {
    life.names
        .iter()
        .rev()
        .filter(|name| name.release <= view.pinned)
        .map(|name| normalise_name(&name.value))
        .collect()
}

/// Whether `name`, normalised, fits `id`. Case, punctuation and white space never make a name wrong.
pub(super) fn fit(view: View<'_>, id: &str, name: &str) -> Fit {
    let Some(life) = view.life(id) else {
        return Fit::No;
    };
    let own = names(view, life);
    if own.first().is_some_and(|now| now == name) {
        return Fit::Now;
    }
    let parents = view
        .parent(id)
        .and_then(|parent| view.life(parent))
        .map(|parent| names(view, parent))
        .unwrap_or_default();
    let with = |own: &String, parent: &String| with_parent(name, own, parent);
    match (own.first(), parents.first()) {
        (Some(own), Some(parent)) if with(own, parent) => return Fit::Now,
        _ => {}
    }
    let before = own.iter().any(|own| own == name)
        || own
            .iter()
            .any(|own| parents.iter().any(|parent| with(own, parent)));
    if before { Fit::Before } else { Fit::No }
}

/// "Acquire Public AI Artifacts: Models" and "Direct Prompt Injection": all words of the sub-technique, and for the rest only
/// words of its parent.
fn with_parent(name: &str, own: &str, parent: &str) -> bool {
    let mut rest: Vec<&str> = name.split(' ').collect();
    for word in own.split(' ') {
        match rest.iter().position(|other| *other == word) {
            Some(at) => rest.swap_remove(at),
            None => return false,
        };
    }
    let parent: Vec<&str> = parent.split(' ').collect();
    rest.iter().all(|word| parent.contains(word))
}
