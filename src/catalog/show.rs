//! One object as rows, for `atlas-lint catalog show`.

use super::fact::{
    ATTACK_REFERENCE, CREATED, Fact, FactValue, GRANULARITY, INCIDENT_DATE, MATURITY, MODIFIED,
    NAME, PARENT, STUDY_TYPE, TACTICS,
};
use super::kind::Kind;
use super::lookup::{NotFound, named};
use super::object::{Lifetime, Object};
use super::release::ReleaseIx;
use super::site::site_url;
use super::store::Catalog;
use super::versioned::unverified;
use super::view::{Status, View};
use crate::text::Rows;

/// Describes the object with that id, or every object that has or had that name. It may be written as messages and pages write it:
/// `AML.T0048.000: Financial Harm`, `External Harms: Financial Harm`, in quotes.
///
/// # Errors
///
/// If there is none; the error names the nearest id or name.
pub fn show(view: View<'_>, text: &str) -> Result<Rows, NotFound> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '`' | '\''));
    let objects = named(view, text);
    if objects.is_empty() {
        return Err(NotFound::of(view, text));
    }
    let mut rows = Rows::default();
    for (nth, object) in objects.into_iter().enumerate() {
        if nth > 0 {
            rows.line("");
        }
        rows.append(describe(view, object));
    }
    Ok(rows)
}

fn describe(view: View<'_>, object: &Object) -> Rows {
    let mut page = Page {
        view,
        kind: object.kind,
        rows: Rows::default(),
    };
    let (Status::Current(lifetime) | Status::Retired(lifetime) | Status::Newer(lifetime)) =
        view.status(&object.id)
    else {
        return page.rows;
    };
    let name = NAME.at(lifetime, view.pinned).or(lifetime.names.first());
    let name = name.map_or("", |name| name.value.as_str());
    page.rows.title(&format!("{}: {name}", object.id));
    let is_sub_technique = lifetime.parent.iter().any(|parent| parent.value.is_some());
    let kind = if is_sub_technique {
        "sub-technique"
    } else {
        object.kind.label()
    };
    page.row("kind", kind);
    page.row("status", &status(view, &object.id));
    page.row("releases", &span(view.catalog, object.kind, lifetime));
    if let Some(url) = site_url(&object.id).filter(|_| view.is_current(&object.id)) {
        page.row("page", &url);
    }
    page.successors(lifetime);
    page.history("names", &NAME, lifetime);
    page.history("parent", &PARENT, lifetime);
    page.children(&object.id);
    page.history("tactics", &TACTICS, lifetime);
    let mut maturity = page.versions(&MATURITY, lifetime);
    maturity.extend(page.other_maturity(lifetime));
    page.list("maturity", maturity);
    page.history("incident", &INCIDENT_DATE, lifetime);
    page.history("granularity", &GRANULARITY, lifetime);
    page.history("type", &STUDY_TYPE, lifetime);
    page.history("ATT&CK", &ATTACK_REFERENCE, lifetime);
    page.newest("created", &CREATED, lifetime);
    page.newest("modified", &MODIFIED, lifetime);
    page.other_lifetimes(object, lifetime);
    page.related(object);
    page.rows
}

fn status(view: View<'_>, id: &str) -> String {
    let release = view.catalog.release_name(view.pinned);
    match view.status(id) {
        Status::Current(lifetime) => format!("in {release}{}", unverified(lifetime.is_official())),
        Status::Retired(lifetime) => {
            format!(
                "retired: not in {release}{}",
                unverified(lifetime.end_official)
            )
        }
        Status::Newer(lifetime) => {
            let first = view.catalog.release_name(lifetime.first);
            let official = lifetime.is_official();
            let doubt = Kind::of_id(id)
                .map_or("", |kind| view.catalog.mark(lifetime.first, kind, official));
            format!("not yet in {release}: first in {first}{doubt}")
        }
        Status::Unknown => format!("unknown in {release}"),
    }
}

/// Returns the first and the last release, with the version numbers they had before v6.
fn span(catalog: &Catalog, kind: Kind, lifetime: &Lifetime) -> String {
    let label = |ix: ReleaseIx| {
        let release = catalog.release_at(ix);
        let legacy = release.and_then(|release| release.legacy.as_deref());
        let name = catalog.release_name(ix);
        legacy.map_or_else(|| name.to_owned(), |legacy| format!("{name} ({legacy})"))
    };
    let first = format!(
        "{}{}",
        label(lifetime.first),
        catalog.mark(lifetime.first, kind, true)
    );
    match lifetime.last {
        Some(last) => {
            let end = unverified(lifetime.end_official);
            format!("{first} to {}{end}", label(last))
        }
        None => format!("{first} to {}, the newest", label(catalog.newest())),
    }
}

/// Returns an object as `AML.T0000: Name`, with its name in the release `when`.
fn titled(catalog: &Catalog, id: &str, when: ReleaseIx) -> String {
    catalog.at(when).id_and_name(id)
}

/// A description under construction.
struct Page<'c> {
    view: View<'c>,
    kind: Kind,
    rows: Rows,
}

impl Page<'_> {
    fn row(&mut self, label: &str, value: &str) {
        self.list(label, vec![value.to_owned()]);
    }

    /// Adds a row of several values, if there are any.
    fn list(&mut self, label: &str, values: Vec<String>) {
        if !values.is_empty() {
            self.rows.fact(label, values);
        }
    }

    fn history<T: FactValue>(&mut self, label: &str, fact: &Fact<T>, lifetime: &Lifetime) {
        self.list(label, self.versions(fact, lifetime));
    }

    /// Returns the values of a fact through the releases, oldest first.
    fn versions<T: FactValue>(&self, fact: &Fact<T>, lifetime: &Lifetime) -> Vec<String> {
        let catalog = self.view.catalog;
        let versions = fact.versions(lifetime);
        let mut rows = Vec::new();
        for (index, version) in versions.iter().enumerate() {
            // In the last value, other objects have their current names.
            let when = if index + 1 == versions.len() {
                self.view.pinned.max(version.release)
            } else {
                version.release
            };
            let release = catalog.release_at(version.release);
            let is_verified = release.is_some_and(|release| release.verifies(self.kind));
            let name = catalog.release_name(version.release);
            let value = self.value(fact, &version.value, when);
            rows.push(match (version.official, is_verified) {
                (true, false) => format!("{name}{} {value}", unverified(false)),
                (official, _) => format!("{name:<11}{value}{}", unverified(official)),
            });
        }
        rows
    }

    /// Returns a value as text. Other objects are named as in the release `when`.
    fn value<T: FactValue>(&self, fact: &Fact<T>, value: &T, when: ReleaseIx) -> String {
        let catalog = self.view.catalog;
        let when = match fact.refers_to {
            None => return value.shown(),
            // The catalog keeps tactics by the ids used since 2021.12; before, those named others.
            Some(Kind::Tactic) => catalog.release("2021.12").unwrap_or(when).max(when),
            Some(_) => when,
        };
        let objects = value.texts().map(|id| titled(catalog, id, when));
        let objects: Vec<String> = objects.collect();
        if objects.is_empty() {
            "none".to_owned()
        } else {
            objects.join(", ")
        }
    }

    /// Adds the newest value of a fact.
    fn newest<T: FactValue>(&mut self, label: &str, fact: &Fact<T>, lifetime: &Lifetime) {
        let first = fact.versions(lifetime).first();
        if let Some(version) = fact.at(lifetime, self.view.pinned).or(first) {
            let doubt = unverified(version.official);
            self.row(label, &format!("{}{doubt}", version.value.shown()));
        }
    }

    fn other_maturity(&self, lifetime: &Lifetime) -> impl Iterator<Item = String> {
        let release = self.view.catalog.release_name(self.view.pinned);
        let others = lifetime.maturities(self.view.pinned).skip(1);
        others.map(move |word| format!("{word} in the v5 file of {release}"))
    }

    fn children(&mut self, id: &str) {
        let view = self.view;
        let child = |id: &str| {
            let title = titled(view.catalog, id, view.pinned);
            let official = view.lifetime(id).is_none_or(Lifetime::is_official);
            format!("{title}{}", unverified(official))
        };
        let children: Vec<String> = view.children(id).map(child).collect();
        self.list("sub-techniques", children);
    }

    /// Adds the objects of the release that it is related to.
    fn related(&mut self, object: &Object) {
        let (view, id) = (self.view, object.id.as_str());
        if !view.is_current(id) {
            return;
        }
        let title = |id: &str| titled(view.catalog, id, view.pinned);
        match object.kind {
            Kind::Tactic => {
                let has = |other: &&Object| {
                    view.is_current(&other.id)
                        && view.tactics(&other.id).iter().any(|own| own == id)
                };
                let techniques = view.catalog.objects().iter().filter(has);
                let techniques = techniques.map(|other| title(&other.id));
                self.list("techniques", techniques.collect());
            }
            Kind::Technique => {
                let mitigations: Vec<String> = view.mitigated_by(id).map(title).collect();
                self.list("mitigations", mitigations);
                let studies: Vec<String> = view.employed_by(id).map(title).collect();
                self.list("case studies", studies);
            }
            Kind::Mitigation => {
                let techniques = view.mitigates(id).iter().map(|id| title(id));
                self.list("techniques", techniques.collect());
            }
            Kind::CaseStudy => {
                let techniques = view.employs(id).iter().map(|id| title(id));
                self.list("techniques", techniques.collect());
            }
        }
    }

    /// Adds the objects that had the id before, or have it later.
    fn other_lifetimes(&mut self, object: &Object, lifetime: &Lifetime) {
        let lifetimes = object.lifetimes.iter();
        for other in lifetimes.filter(|other| other.first != lifetime.first) {
            let names = other.names.iter();
            let names: Vec<String> = names.map(|name| format!("\"{}\"", name.value)).collect();
            let when = if other.first < lifetime.first {
                "id was before"
            } else {
                "id is later"
            };
            let releases = span(self.view.catalog, object.kind, other);
            self.row(when, &format!("{}, {releases}", names.join(", ")));
            self.successors(other);
        }
    }

    fn successors(&mut self, lifetime: &Lifetime) {
        let view = self.view;
        let when = lifetime.last.map_or(view.pinned, |last| {
            ReleaseIx(last.0.saturating_add(1)).max(view.pinned)
        });
        let successors = lifetime.successors.iter();
        let successors = successors.map(|next| {
            let title = titled(view.catalog, &next.id, when);
            format!("{title}{}", unverified(next.certain))
        });
        self.list("successor", successors.collect());
    }
}
