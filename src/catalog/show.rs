//! One object in words, for `atlas-lint catalog show`.

use std::fmt::Write as _;

use super::object::{Lifetime, Object};
use super::release::ReleaseIx;
use super::store::Catalog;
use super::versioned::{Versioned, at};
use super::view::{Status, View};

/// Describes the object with that id, or every object that bears or bore that name.
///
/// # Errors
///
/// If there is none: says so, with the nearest id or name.
pub fn show(view: View<'_>, text: &str) -> Result<String, String> {
    let text = text.trim();
    let id = text.to_ascii_uppercase();
    if let Some(object) = view.catalog.object(&id) {
        return Ok(describe(view, object));
    }
    let release = view.catalog.release_name(view.pinned);
    let mut objects: Vec<&Object> = view
        .by_name(text)
        .into_iter()
        .map(|hit| hit.object)
        .collect();
    objects.dedup_by_key(|object| &object.id);
    if objects.is_empty() {
        let short: String = text.chars().take(80).collect();
        let nearest = if id.starts_with("AML.") {
            let near = view.nearest_id(&id);
            near.map(|id| (id, view.name(id).unwrap_or_default()))
        } else {
            view.nearest_name(text, None)
        };
        let hint = nearest.map_or_else(String::new, |(id, name)| {
            format!("; the nearest is {id}: {name}")
        });
        return Err(format!(
            "no ATLAS object up to release {release} has the id or name {short:?}{hint}"
        ));
    }
    let parts: Vec<String> = objects
        .into_iter()
        .map(|object| describe(view, object))
        .collect();
    Ok(parts.join("\n"))
}

fn describe(view: View<'_>, object: &Object) -> String {
    let mut page = Page {
        view,
        text: String::new(),
    };
    let lifetime = match view.status(&object.id) {
        Status::Current(lifetime) | Status::Retired(lifetime) | Status::Newer(lifetime) => lifetime,
        Status::Unknown => return page.text,
    };
    let name = at(&lifetime.names, view.pinned)
        .or(lifetime.names.first())
        .map_or("", |version| version.value.as_str());
    let _ = writeln!(page.text, "{}: {name}", object.id);
    let parent = lifetime
        .parent
        .iter()
        .any(|version| version.value.is_some());
    page.row(
        "kind",
        if parent {
            "sub-technique"
        } else {
            object.kind.label()
        },
    );
    page.row("status", &status(view, &object.id));
    page.row("releases", &span(view.catalog, lifetime));
    page.successors(lifetime);
    page.history("names", &lifetime.names, |name, _| name.clone());
    page.history("parent", &lifetime.parent, |id, when| {
        id.as_ref()
            .map_or("none".to_owned(), |id| page_name(view, id, when))
    });
    page.children(&object.id);
    page.tactics(lifetime);
    page.history("maturity", &lifetime.maturity, |word, _| word.clone());
    for word in lifetime.maturities(view.pinned).skip(1) {
        page.row(
            "",
            &format!(
                "{word} in the file of {} before v6",
                view.catalog.release_name(view.pinned)
            ),
        );
    }
    page.history("incident", &lifetime.incident_date, |date, _| date.clone());
    page.history("granularity", &lifetime.granularity, |word, _| word.clone());
    page.history("type", &lifetime.study_type, |word, _| word.clone());
    page.history("ATT&CK", &lifetime.attack_reference, |id, _| {
        id.clone().unwrap_or_else(|| "none".to_owned())
    });
    page.newest("created", &lifetime.created);
    page.newest("modified", &lifetime.modified);
    page.other_lifetimes(object, lifetime);
    page.text
}

fn status(view: View<'_>, id: &str) -> String {
    let release = view.catalog.release_name(view.pinned);
    match view.status(id) {
        Status::Current(lifetime) => format!("in {release}{}", doubt(lifetime.is_official())),
        Status::Retired(lifetime) => {
            format!("retired: not in {release}{}", doubt(lifetime.end_official))
        }
        Status::Newer(lifetime) => {
            format!(
                "not yet in {release}: first in {}{}",
                view.catalog.release_name(lifetime.first),
                doubt(lifetime.is_official())
            )
        }
        Status::Unknown => format!("unknown in {release}"),
    }
}

fn doubt(official: bool) -> &'static str {
    if official { "" } else { " (unverified)" }
}

/// First and last release, with the numbers they had before v6.
fn span(catalog: &Catalog, lifetime: &Lifetime) -> String {
    let label = |ix: ReleaseIx| {
        let legacy = catalog
            .release_at(ix)
            .and_then(|release| release.legacy.as_deref());
        let name = catalog.release_name(ix);
        legacy.map_or_else(|| name.to_owned(), |legacy| format!("{name} ({legacy})"))
    };
    match lifetime.last {
        Some(last) => format!(
            "{} to {}{}",
            label(lifetime.first),
            label(last),
            doubt(lifetime.end_official)
        ),
        None => format!(
            "{} to {}, the newest",
            label(lifetime.first),
            label(catalog.newest())
        ),
    }
}

/// `AML.T0000: Name`, with the name at the release `when`.
fn page_name(view: View<'_>, id: &str, when: ReleaseIx) -> String {
    let name = view.catalog.at(when).name(id);
    name.map_or_else(|| id.to_owned(), |name| format!("{id}: {name}"))
}

struct Page<'c> {
    view: View<'c>,
    text: String,
}

impl Page<'_> {
    /// The sub-techniques of an object.
    fn children(&mut self, id: &str) {
        let view = self.view;
        let official = |id: &str| view.lifetime(id).is_none_or(Lifetime::is_official);
        let child = |id: &str| {
            let name = page_name(view, id, view.pinned);
            format!("{name}{}", doubt(official(id)))
        };
        let children: Vec<String> = view.children(id).map(child).collect();
        self.list("sub-techniques", children.into_iter());
    }

    /// What the id was before, or is later.
    fn other_lifetimes(&mut self, object: &Object, lifetime: &Lifetime) {
        let others = object
            .lifetimes
            .iter()
            .filter(|other| !std::ptr::eq(*other, lifetime));
        for other in others {
            let names: Vec<String> = other
                .names
                .iter()
                .map(|name| format!("\"{}\"", name.value))
                .collect();
            let when = if other.first < lifetime.first {
                "id was before"
            } else {
                "id is later"
            };
            let releases = span(self.view.catalog, other);
            self.row(when, &format!("{}, {releases}", names.join(", ")));
            self.successors(other);
        }
    }

    fn row(&mut self, label: &str, value: &str) {
        let label = if label.is_empty() {
            String::new()
        } else {
            format!("{label}:")
        };
        let _ = writeln!(self.text, "  {label:<17}{value}");
    }

    fn list(&mut self, label: &str, values: impl Iterator<Item = String>) {
        for (place, value) in values.enumerate() {
            self.row(if place == 0 { label } else { "" }, &value);
        }
    }

    /// A fact through time, oldest first. `write` gets the release in which to name other objects.
    fn history<T>(
        &mut self,
        label: &str,
        facts: &[Versioned<T>],
        write: impl Fn(&T, ReleaseIx) -> String,
    ) {
        let view = self.view;
        let rows: Vec<String> = facts
            .iter()
            .enumerate()
            .map(|(place, version)| {
                // The last value is named as the objects are named today.
                let last = place + 1 == facts.len();
                let when = if last {
                    view.pinned.max(version.release)
                } else {
                    version.release
                };
                let begun = view
                    .catalog
                    .release_at(version.release)
                    .is_some_and(|release| release.official);
                let name = view.catalog.release_name(version.release);
                format!(
                    "{name:<11}{}{}",
                    write(&version.value, when),
                    doubt(version.official && begun)
                )
            })
            .collect();
        self.list(label, rows.into_iter());
    }

    fn tactics(&mut self, lifetime: &Lifetime) {
        let view = self.view;
        self.history("tactics", &lifetime.tactics, |ids, when| {
            // Before 2021.12 the ids of tactics named others: the ids here are those used since.
            let renumbered = view.catalog.release("2021.12").unwrap_or(when).max(when);
            let named: Vec<String> = ids
                .iter()
                .map(|id| page_name(view, id, renumbered))
                .collect();
            if named.is_empty() {
                "none".to_owned()
            } else {
                named.join(", ")
            }
        });
    }

    fn newest(&mut self, label: &str, facts: &[Versioned<String>]) {
        if let Some(version) = at(facts, self.view.pinned).or(facts.first()) {
            let text = format!("{}{}", version.value, doubt(version.official));
            self.row(label, &text);
        }
    }

    fn successors(&mut self, lifetime: &Lifetime) {
        let view = self.view;
        let ids = lifetime.successors.iter();
        let when = lifetime.last.map_or(view.pinned, |last| {
            ReleaseIx(last.0.saturating_add(1)).max(view.pinned)
        });
        self.list(
            "successor",
            ids.map(|next| format!("{}{}", page_name(view, &next.id, when), doubt(next.certain))),
        );
    }
}
