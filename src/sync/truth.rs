//! What lists should hold: what the pinned release states, and what the case studies of the vault say of themselves.

use std::collections::{BTreeMap, BTreeSet};

use super::atlas::Atlas;
use super::section::Listed;
use crate::catalog::{Kind, Lifetime, Status, Versioned, at};
use crate::context::Employs;
use crate::text::FileId;

/// What a list should hold.
pub(super) struct Truth<'v> {
    atlas: Atlas<'v>,
    employs: Employs<'v>,
    /// The techniques of each tactic that have a page.
    by_tactic: BTreeMap<&'v str, BTreeSet<&'v str>>,
}

/// The objects that a list should hold: their keys, and their pages. Only tactics are listed without a page too, as the list of them
/// has to be whole.
pub(super) type Wanted = BTreeMap<String, Option<FileId>>;

impl<'v> Truth<'v> {
    pub(super) fn of(atlas: &Atlas<'v>) -> Self {
        let mut by_tactic: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for object in atlas.view.catalog.objects() {
            let id = object.id.as_str();
            if object.kind != Kind::Technique || atlas.life(id).is_none() {
                continue;
            }
            for tactic in atlas.tactics(id) {
                by_tactic.entry(tactic).or_default().insert(id);
            }
        }
        Self {
            atlas: *atlas,
            employs: Employs::of(atlas.context),
            by_tactic,
        }
    }

    /// What the list of `id` should hold.
    pub(super) fn wanted(&mut self, listed: Listed, kind: Kind, id: &str) -> Wanted {
        let atlas = self.atlas;
        let view = atlas.view;
        let paged = |id: &str| Some((id.to_owned(), Some(atlas.page_of(id)?)));
        match (listed, kind) {
            (Listed::Subs, _) => view.children(id).filter_map(paged).collect(),
            (Listed::Tactics, _) => {
                let tactics = atlas.tactics(id).iter();
                tactics.map(|id| (id.clone(), atlas.page_of(id))).collect()
            }
            (Listed::Techniques, Kind::Tactic) => {
                let found = self.by_tactic.get(id).into_iter().flatten();
                found.filter_map(|id| paged(id)).collect()
            }
            (Listed::Techniques, _) => view
                .mitigates(id)
                .iter()
                .filter_map(|id| paged(id))
                .collect(),
            (Listed::Mitigations, _) => view.mitigated_by(id).filter_map(paged).collect(),
            (Listed::Studies, _) => self.studies(id),
        }
    }

    /// The case studies with a page that employ a technique: by their own words, or by the catalogue's where theirs leave it open.
    fn studies(&mut self, technique: &str) -> Wanted {
        let vault = self.atlas.vault;
        let mut wanted = Wanted::new();
        for file in self.employs.expected(technique) {
            if self.employs.place(file, technique).is_some() {
                let declared = vault.declared_id(file);
                let key = declared.unwrap_or_else(|| vault.path(file));
                wanted.insert(key.to_owned(), Some(file));
            }
        }
        for study in self.atlas.view.employed_by(technique) {
            if let Some(file) = self.atlas.page_of(study)
                && self.employs.leaves_open(file, technique)
            {
                wanted.insert(study.to_owned(), Some(file));
            }
        }
        wanted
    }

    /// Whether an entry that the list need not hold may stay: nobody ever stated it, so it is somebody's own.
    pub(super) fn may_stay(
        &mut self,
        listed: Listed,
        kind: Kind,
        id: &str,
        entry: (&str, Option<FileId>),
    ) -> bool {
        let view = self.atlas.view;
        let (other, page) = entry;
        if listed == Listed::Studies {
            let stated = view.employed_by(id).any(|study| study == other);
            let own = page.is_some_and(|page| self.employs.may_employ(page, id));
            let known = page.is_some_and(|page| self.employs.is_study(page));
            return stated || own || (!known && !ever(self.atlas, listed, kind, id, other));
        }
        match view.status(other) {
            Status::Retired(_) | Status::Newer(_) => false,
            Status::Unknown => true,
            Status::Current(_) => {
                self.holds(listed, kind, id, other) || !ever(self.atlas, listed, kind, id, other)
            }
        }
    }

    /// Whether the pinned release states it, page or no page.
    fn holds(&self, listed: Listed, kind: Kind, id: &str, other: &str) -> bool {
        let view = self.atlas.view;
        let has = |list: &[String], wanted: &str| list.iter().any(|id| id == wanted);
        match (listed, kind) {
            (Listed::Subs, _) => view.parent(other) == Some(id),
            (Listed::Tactics, _) => has(self.atlas.tactics(id), other),
            (Listed::Techniques, Kind::Tactic) => has(self.atlas.tactics(other), id),
            (Listed::Techniques, _) => has(view.mitigates(id), other),
            (Listed::Mitigations, _) => has(view.mitigates(other), id),
            (Listed::Studies, _) => has(view.employs(other), id),
        }
    }

    /// Whether no official release states what a list says of an object.
    pub(super) fn is_unverified(&self, listed: Listed, kind: Kind, id: &str, other: &str) -> bool {
        let (holder, facts): (&str, Facts) = match (listed, kind) {
            (Listed::Subs, _) => return !self.atlas.is_name_official(other),
            (Listed::Tactics, _) => (id, |life| &life.tactics),
            (Listed::Techniques, Kind::Tactic) => (other, |life| &life.tactics),
            (Listed::Techniques, _) => (id, |life| &life.mitigates),
            (Listed::Mitigations, _) => (other, |life| &life.mitigates),
            (Listed::Studies, _) => (other, |life| &life.employs),
        };
        let life = self.atlas.view.lifetime(holder);
        let since = life.and_then(|life| at(facts(life), self.atlas.view.pinned));
        since.is_some_and(|since| !since.official)
    }
}

/// The lists of one sort that an object holds.
type Facts = fn(&Lifetime) -> &Vec<Versioned<Vec<String>>>;

/// Whether any release states it.
fn ever(atlas: Atlas<'_>, listed: Listed, kind: Kind, id: &str, other: &str) -> bool {
    let states = |holder: &str, facts: Facts, wanted: &str| {
        let object = atlas.view.catalog.object(holder);
        let lives = object.map_or(&[][..], |object| &object.lifetimes);
        lives
            .iter()
            .flat_map(facts)
            .any(|since| since.value.iter().any(|id| id == wanted))
    };
    let tactic = |technique: &str, tactic: &str| {
        let parent = technique.get(..9).unwrap_or(technique);
        states(technique, |life| &life.tactics, tactic)
            || states(parent, |life| &life.tactics, tactic)
    };
    match (listed, kind) {
        (Listed::Subs, _) => other.starts_with(id),
        (Listed::Tactics, _) => tactic(id, other),
        (Listed::Techniques, Kind::Tactic) => tactic(other, id),
        (Listed::Techniques, _) => states(id, |life| &life.mitigates, other),
        (Listed::Mitigations, _) => states(other, |life| &life.mitigates, id),
        (Listed::Studies, _) => states(other, |life| &life.employs, id),
    }
}
