//! One release on its way into the catalogue: what begins, goes on and ends with it.

use std::collections::{BTreeMap, HashMap};

use super::official::{ObjectSnapshot, ReleaseSnapshot};
use super::{Kind, Lifetime, Object, Release, ReleaseIx, Successor, Versioned, at, normalize_name};

/// One release on its way into the catalogue.
pub(super) struct ReleaseUpdate<'a> {
    pub now: ReleaseIx,
    pub official: bool,
    /// The releases before it.
    pub releases: &'a [Release],
    pub renumbered: bool,
    /// The release lacks all case studies.
    pub without_studies: bool,
}

impl ReleaseUpdate<'_> {
    /// The object is not in this release.
    pub(super) fn end(&self, object: &mut Object) {
        let kind = object.kind;
        let Some(lifetime) = object.lifetimes.last_mut() else {
            return;
        };
        if lifetime.last.is_some() {
            lifetime.end_official |= self.official;
            return;
        }
        lifetime.last = Some(self.last_before(kind));
        lifetime.end_official = self.official;
    }

    /// The newest release before this one that is no gap for `kind`.
    fn last_before(&self, kind: Kind) -> ReleaseIx {
        let gaps = self
            .releases
            .iter()
            .rev()
            .take_while(|release| release.gaps.contains(&kind))
            .count();
        ReleaseIx(
            u16::try_from(gaps).map_or(0, |gaps| self.now.0.saturating_sub(1).saturating_sub(gaps)),
        )
    }

    /// The object is in this release.
    pub(super) fn meet(&self, object: &mut Object, read: &ObjectSnapshot) {
        let kind = object.kind;
        if let Some(lifetime) = object.lifetimes.last_mut() {
            let name = lifetime
                .names
                .last()
                .is_some_and(|name| same_name(&name.value, &read.name));
            // An end that no official release showed is undone by one that has the object still.
            if lifetime.last.is_some() && !lifetime.end_official && self.official && name {
                lifetime.last = None;
                lifetime.successors.clear();
            }
            let other_tactic = self.renumbered && kind == Kind::Tactic && !name;
            if lifetime.last.is_none() && other_tactic {
                lifetime.last = Some(self.last_before(kind));
                lifetime.end_official = self.official;
            }
        }
        if object
            .lifetimes
            .last()
            .is_none_or(|lifetime| lifetime.last.is_some())
        {
            object.lifetimes.push(Lifetime {
                first: self.now,
                ..Lifetime::default()
            });
        }
        if let Some(lifetime) = object.lifetimes.last_mut() {
            self.state(lifetime, read, kind);
        }
    }

    fn state(&self, lifetime: &mut Lifetime, read: &ObjectSnapshot, kind: Kind) {
        self.note(&mut lifetime.names, read.name.clone());
        if kind == Kind::Technique {
            self.note_some(&mut lifetime.parent, read.parent.as_ref());
            self.note(&mut lifetime.tactics, read.tactics.clone());
        }
        self.note_some(
            &mut lifetime.attack_reference,
            read.attack_reference.as_ref(),
        );
        // Files in v6 work out maturity from the case studies, and a file without them is no witness.
        let maturity = read
            .maturity
            .as_ref()
            .filter(|_| !self.without_studies || lifetime.maturity.is_empty());
        if let Some(maturity) = maturity {
            self.note(&mut lifetime.maturity, maturity.clone());
        }
        let other = read
            .other_maturity
            .as_ref()
            .filter(|other| read.maturity.as_ref() != Some(*other));
        lifetime.other_maturity.extend(other.map(|value| Versioned {
            release: self.now,
            value: value.clone(),
            official: self.official,
        }));
        for (facts, value) in [
            (&mut lifetime.created, &read.created),
            (&mut lifetime.modified, &read.modified),
            (&mut lifetime.incident_date, &read.incident_date),
            (&mut lifetime.granularity, &read.granularity),
            (&mut lifetime.study_type, &read.study_type),
        ] {
            if let Some(value) = value {
                self.note(facts, value.clone());
            }
        }
        for (facts, value) in [
            (&mut lifetime.employs, &read.employs),
            (&mut lifetime.mitigates, &read.mitigates),
        ] {
            if let Some(value) = value {
                self.note(facts, value.clone());
            }
        }
    }

    fn note<T: PartialEq>(&self, facts: &mut Vec<Versioned<T>>, value: T) {
        match facts.last_mut() {
            Some(last) if last.value == value => last.official |= self.official,
            _ => facts.push(Versioned {
                release: self.now,
                value,
                official: self.official,
            }),
        }
    }

    /// "None" is worth a note only where there was one before.
    fn note_some(&self, facts: &mut Vec<Versioned<Option<String>>>, value: Option<&String>) {
        if value.is_some() || !facts.is_empty() {
            self.note(facts, value.cloned());
        }
    }

    /// A lifetime that ended here goes on under another id if an object of its name begins here, or if
    /// the snapshot says so.
    pub(super) fn succeed(
        &self,
        objects: &mut BTreeMap<String, Object>,
        snapshot: &ReleaseSnapshot,
    ) {
        let mut begun: HashMap<(Kind, String), Vec<String>> = HashMap::new();
        for (id, read) in &snapshot.objects {
            let Some(object) = objects.get(id) else {
                continue;
            };
            let here = |lifetime: &Lifetime| lifetime.first == self.now;
            if object.lifetimes.last().is_some_and(here) {
                let name = normalize_name(&read.name);
                begun
                    .entry((object.kind, name))
                    .or_default()
                    .push(id.clone());
            }
        }
        let before = ReleaseIx(self.now.0.saturating_sub(1));
        for object in objects.values_mut() {
            let ended = Some(self.last_before(object.kind));
            let told = snapshot.replaced_by.get(&object.id);
            for lifetime in &mut object.lifetimes {
                // An older end was dealt with in the release that showed it, unless only this one tells.
                if lifetime.last.is_none() || !lifetime.successors.is_empty() {
                    continue;
                }
                if lifetime.last == ended
                    && let Some(name) = at(&lifetime.names, before)
                {
                    let same = begun.get(&(object.kind, normalize_name(&name.value)));
                    let others = same.into_iter().flatten().filter(|id| **id != object.id);
                    lifetime.successors.extend(others.map(|id| Successor {
                        id: id.clone(),
                        certain: self.official,
                    }));
                }
            }
            let last = object
                .lifetimes
                .last_mut()
                .filter(|lifetime| lifetime.last.is_some());
            if let (Some(lifetime), Some(id)) = (last, told)
                && lifetime.successors.is_empty()
            {
                lifetime.successors.push(Successor {
                    id: id.clone(),
                    certain: false,
                });
            }
        }
    }
}

/// Whether two names are one.
pub(super) fn same_name(a: &str, b: &str) -> bool {
    normalize_name(a) == normalize_name(b)
}
