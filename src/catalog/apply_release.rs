//! Applies one release to the objects of a catalog: lifetimes begin, go on and end.

use foldhash::HashMap;
use std::collections::BTreeMap;

use super::fact::{Fact, FactValue, Formats, for_each_fact};
use super::kind::Kind;
use super::normalize::{normalize_name, same_name};
use super::object::{Lifetime, Object, Successor};
use super::release::{Release, ReleaseIx, last_with};
use super::snapshot::{ObjectSnapshot, ReleaseSnapshot};
use super::versioned::{Versioned, at};

/// The release that is applied.
pub(super) struct ReleaseUpdate<'a> {
    pub now: ReleaseIx,
    pub official: bool,
    /// Kinds whose facts a second public copy of the release confirmed.
    pub confirmed: &'a [Kind],
    /// The releases before it.
    pub earlier: &'a [Release],
    /// Whether the release renumbers the tactics.
    pub tactics_renumbered: bool,
    /// Whether the file of the release lacks all case studies.
    pub without_case_studies: bool,
}

impl ReleaseUpdate<'_> {
    /// Returns whether the release verifies what it states of a kind, as [`Release::verifies`] does.
    fn verifies(&self, kind: Kind) -> bool {
        self.official || self.confirmed.contains(&kind)
    }

    /// Ends the lifetime of an object that the release lacks.
    pub(super) fn retire(&self, object: &mut Object) {
        let kind = object.kind;
        let Some(lifetime) = object.lifetimes.last_mut() else {
            return;
        };
        if lifetime.last.is_some() {
            lifetime.end_official |= self.verifies(kind);
        } else {
            self.end(lifetime, kind);
        }
    }

    /// Returns whether an official release between `last` and this one holds objects of the kind, and so shows an end.
    fn lacked_officially(&self, last: ReleaseIx, kind: Kind) -> bool {
        let after = self.earlier.iter().skip(usize::from(last.0) + 1);
        let mut official = after.filter(|release| release.official);
        official.any(|release| !release.gaps.contains(&kind))
    }

    fn end(&self, lifetime: &mut Lifetime, kind: Kind) {
        lifetime.last = Some(last_with(self.earlier, self.now, kind));
        lifetime.end_official = self.verifies(kind);
    }

    /// Records an object that the release has, in its open lifetime or in a new one.
    pub(super) fn record(&self, object: &mut Object, stated: &ObjectSnapshot) {
        let kind = object.kind;
        if let Some(lifetime) = object.lifetimes.last_mut() {
            let name = lifetime.names.last();
            let keeps_name = name.is_some_and(|name| same_name(&name.value, &stated.name));
            // An end that no official file shows is undone by an official release that still has the object.
            let ended = lifetime.last.filter(|_| self.official && keeps_name);
            if ended.is_some_and(|last| !self.lacked_officially(last, kind)) {
                lifetime.last = None;
                lifetime.end_official = false;
                lifetime.successors.clear();
            }
            let is_other_tactic = self.tactics_renumbered && kind == Kind::Tactic && !keeps_name;
            if lifetime.last.is_none() && is_other_tactic {
                self.end(lifetime, kind);
            }
        }
        if object.open_lifetime().is_none() {
            object.lifetimes.push(Lifetime {
                first: self.now,
                ..Lifetime::default()
            });
        }
        if let Some(lifetime) = object.lifetimes.last_mut() {
            self.record_facts(lifetime, stated, kind);
        }
    }

    fn record_facts(&self, lifetime: &mut Lifetime, stated: &ObjectSnapshot, kind: Kind) {
        let mut stated = stated.clone();
        if stated.other_maturity == stated.maturity {
            stated.other_maturity = None;
        }
        // v6 files derive maturity from case studies, so a file without case studies does not state it.
        if self.without_case_studies && !lifetime.maturity.is_empty() {
            stated.maturity = None;
        }
        for_each_fact!(fact => {
            if fact.only_for.is_none_or(|only| only == kind)
                && let Some(value) = fact.stated(&stated)
            {
                self.record_value(fact, kind, fact.versions_mut(lifetime), value);
            }
        });
    }

    fn record_value<T: FactValue>(
        &self,
        fact: &Fact<T>,
        kind: Kind,
        versions: &mut Vec<Versioned<T>>,
        value: &T,
    ) {
        match versions.last_mut() {
            // That an object has none is recorded only where it had one before.
            None if value.is_none() => {}
            Some(last) if last.value == *value && !fact.one_release => {
                last.official |= self.verifies(kind);
            }
            // Maturity follows from case studies, which no second copy states, so a rise is not confirmed.
            last => {
                let is_derived = fact.formats == Formats::KeepBoth && last.is_some();
                versions.push(Versioned {
                    release: self.now,
                    value: value.clone(),
                    official: self.official || (self.verifies(kind) && !is_derived),
                });
            }
        }
    }

    /// Links lifetimes that ended to what replaced them: an object of the same name that begins in
    /// this release, or else the object that the snapshot says.
    pub(super) fn link_successors(
        &self,
        objects: &mut BTreeMap<String, Object>,
        snapshot: &ReleaseSnapshot,
    ) {
        let new_ids = self.new_ids_by_name(objects, snapshot);
        let before = ReleaseIx(self.now.0.saturating_sub(1));
        for object in objects.values_mut() {
            let ended_now = Some(last_with(self.earlier, self.now, object.kind));
            for lifetime in &mut object.lifetimes {
                if lifetime.last.is_none()
                    || lifetime.last != ended_now
                    || !lifetime.successors.is_empty()
                {
                    continue;
                }
                let Some(name) = at(&lifetime.names, before) else {
                    continue;
                };
                let same = new_ids.get(&(object.kind, normalize_name(&name.value)));
                let others = same.into_iter().flatten().filter(|id| **id != object.id);
                lifetime.successors.extend(others.map(|id| Successor {
                    id: id.clone(),
                    certain: self.official,
                }));
            }
            let last = object.lifetimes.last_mut();
            let ended = last.filter(|lifetime| lifetime.last.is_some());
            if let (Some(lifetime), Some(id)) = (ended, snapshot.replaced_by.get(&object.id))
                && lifetime.successors.is_empty()
            {
                lifetime.successors.push(Successor {
                    id: id.clone(),
                    certain: false,
                });
            }
        }
    }

    /// Returns ids of the objects whose lifetime begins in this release, by kind and normalized name.
    fn new_ids_by_name(
        &self,
        objects: &BTreeMap<String, Object>,
        snapshot: &ReleaseSnapshot,
    ) -> HashMap<(Kind, String), Vec<String>> {
        let mut new_ids: HashMap<(Kind, String), Vec<String>> = HashMap::default();
        for (id, stated) in &snapshot.objects {
            let Some(object) = objects.get(id) else {
                continue;
            };
            let last = object.lifetimes.last();
            if last.is_some_and(|lifetime| lifetime.first == self.now) {
                let name = normalize_name(&stated.name);
                new_ids
                    .entry((object.kind, name))
                    .or_default()
                    .push(id.clone());
            }
        }
        new_ids
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::fact::{MATURITY, OTHER_MATURITY, PARENT};

    fn update(now: u16, official: bool) -> ReleaseUpdate<'static> {
        ReleaseUpdate {
            now: ReleaseIx(now),
            official,
            confirmed: &[],
            earlier: &[],
            tactics_renumbered: false,
            without_case_studies: false,
        }
    }

    #[test]
    fn equal_values_are_recorded_once_and_confirmed() {
        let mut versions = Vec::new();
        for (now, official, word) in [(0, false, "a"), (1, true, "a"), (2, false, "b")] {
            update(now, official).record_value(
                &MATURITY,
                Kind::Technique,
                &mut versions,
                &word.to_owned(),
            );
        }
        let recorded = versions
            .iter()
            .map(|v| (v.release.0, v.value.as_str(), v.official));
        let recorded: Vec<_> = recorded.collect();
        assert_eq!(recorded, [(0, "a", true), (2, "b", false)]);
    }

    #[test]
    fn a_value_for_one_release_is_recorded_for_each() {
        let mut versions = Vec::new();
        for now in 0..3 {
            update(now, true).record_value(
                &OTHER_MATURITY,
                Kind::Technique,
                &mut versions,
                &"a".to_owned(),
            );
        }
        assert_eq!(versions.len(), 3);
    }

    #[test]
    fn no_parent_is_recorded_only_after_a_parent() {
        let mut versions = Vec::new();
        let parent = Some("AML.T0001".to_owned());
        for (now, value) in [(0, &None), (1, &parent), (2, &None)] {
            update(now, true).record_value(&PARENT, Kind::Technique, &mut versions, value);
        }
        let recorded: Vec<_> = versions
            .into_iter()
            .map(|v| (v.release.0, v.value))
            .collect();
        assert_eq!(recorded, [(1, parent), (2, None)]);
    }

    // v6 files derive maturity from case studies.
    #[test]
    fn without_case_studies_a_maturity_does_not_change() {
        let update = ReleaseUpdate {
            without_case_studies: true,
            ..update(1, true)
        };
        let stated = |maturity: &str| ObjectSnapshot {
            maturity: Some(maturity.to_owned()),
            ..ObjectSnapshot::default()
        };
        let mut lifetime = Lifetime::default();
        update.record_facts(&mut lifetime, &stated("Realized"), Kind::Technique);
        update.record_facts(&mut lifetime, &stated("Feasible"), Kind::Technique);
        let words = lifetime
            .maturity
            .iter()
            .map(|version| version.value.as_str());
        assert_eq!(words.collect::<Vec<_>>(), ["Realized"]);
    }
}
