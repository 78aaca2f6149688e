//! An unverified release, told over again after an official file of a release before it was read.
//!
//! Nobody read the official file of an unverified release. What is known of it are changes since the
//! last official release before it, and they may be told of the wrong one of several releases. So each
//! fact is merged from three sides: as that official release had it, as the unverified one has it, and
//! as the releases before it have it now. What only one side changed is changed; where both did, the
//! official file counts. An object that the unverified release was never told of stays.

use super::builder::{CatalogBuilder, release_order};
use super::official::{ObjectSnapshot, ReleaseSnapshot};
use super::{Catalog, Lifetime, Object, ReleaseIx, Versioned, at};

impl Catalog {
    /// What an unverified release says after the releases in `builder`.
    pub(super) fn rebased_snapshot(
        &self,
        ix: ReleaseIx,
        builder: &CatalogBuilder,
    ) -> ReleaseSnapshot {
        let mut snapshot = self.snapshot_header(ix);
        let gaps = self.release_at(ix).map_or(&[][..], |release| &release.gaps);
        let side = Side {
            now: ix,
            base: self.last_official(ix),
        };
        let before = ix.0.checked_sub(1).map(ReleaseIx);
        let had = |object: Option<&Object>, ix: Option<ReleaseIx>| {
            let lifetimes = object.map_or(&[][..], |object| &object.lifetimes);
            ix.is_some_and(|ix| lifetimes.iter().any(|lifetime| lifetime.spans(ix)))
        };
        for object in builder.objects.values() {
            let open = object
                .lifetimes
                .last()
                .filter(|lifetime| lifetime.last.is_none());
            let Some(open) = open.filter(|_| !gaps.contains(&object.kind)) else {
                continue;
            };
            let known = self.object(&object.id);
            let now =
                known.and_then(|known| known.lifetimes.iter().find(|lifetime| lifetime.spans(ix)));
            if now.is_none() && (had(known, before) || had(known, side.base)) {
                continue;
            }
            let told = side.object(now.unwrap_or(&Lifetime::default()), Some(open));
            snapshot.objects.insert(object.id.clone(), told);
        }
        for (object, lifetime) in self.objects_in(ix) {
            let is_new = lifetime.first == ix
                || !side.base.is_some_and(|base| lifetime.spans(base))
                    && !self.has_ended(object, lifetime, builder);
            if is_new && !snapshot.objects.contains_key(&object.id) {
                let told = side.object(lifetime, None);
                snapshot.objects.insert(object.id.clone(), told);
            }
        }
        snapshot
    }

    /// The newest official release before `ix`.
    fn last_official(&self, ix: ReleaseIx) -> Option<ReleaseIx> {
        let before = (0..ix.0).rev().map(ReleaseIx);
        let mut official = before.filter(|before| {
            self.release_at(*before)
                .is_some_and(|release| release.official)
        });
        official.next()
    }

    /// Whether this lifetime of an object has come to an end in `builder`.
    fn has_ended(&self, object: &Object, lifetime: &Lifetime, builder: &CatalogBuilder) -> bool {
        let lifetimes = builder
            .objects
            .get(&object.id)
            .map(|object| &object.lifetimes);
        let last = lifetimes.and_then(|lifetimes| lifetimes.last()?.last);
        let release = last.and_then(|last| builder.releases.get(usize::from(last.0)));
        release.is_some_and(|release| {
            release_order(&release.name) >= release_order(self.release_name(lifetime.first))
        })
    }
}

/// An unverified release, and the official one that what is known of it is compared with.
struct Side {
    now: ReleaseIx,
    base: Option<ReleaseIx>,
}

impl Side {
    /// What the release tells of an object. `ours` is its lifetime as the releases before it have it now.
    fn object(&self, lifetime: &Lifetime, ours: Option<&Lifetime>) -> ObjectSnapshot {
        macro_rules! fact {
            ($fact:ident) => {
                self.fact(&lifetime.$fact, ours.map_or(&[], |ours| &ours.$fact))
            };
        }
        ObjectSnapshot {
            name: fact!(names).unwrap_or_default(),
            parent: fact!(parent).flatten(),
            tactics: fact!(tactics).unwrap_or_default(),
            maturity: fact!(maturity),
            other_maturity: None,
            created: fact!(created),
            modified: fact!(modified),
            attack_reference: fact!(attack_reference).flatten(),
            incident_date: fact!(incident_date),
            granularity: fact!(granularity),
            study_type: fact!(study_type),
            employs: fact!(employs),
            mitigates: fact!(mitigates),
        }
    }

    /// A value merged from three sides: `theirs` is the fact in the catalogue merged into, `ours` as
    /// the releases before have it now.
    fn fact<T: Clone + PartialEq>(
        &self,
        theirs: &[Versioned<T>],
        ours: &[Versioned<T>],
    ) -> Option<T> {
        let base = self.base.and_then(|base| at(theirs, base));
        let base = base.map(|version| &version.value);
        let ours = ours.last().map(|version| &version.value);
        let value = match at(theirs, self.now) {
            Some(theirs) if theirs.release == self.now || ours == base => Some(&theirs.value),
            Some(theirs) => ours.or(Some(&theirs.value)),
            None => ours,
        };
        value.cloned()
    }
}
