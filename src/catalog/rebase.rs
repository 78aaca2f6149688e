//! Rebases unverified releases onto an official file of an earlier release.
//!
//! The official file of an unverified release has not been read. The catalog knows changes since the
//! last official release before it, and several unverified releases may share one change. So each
//! fact goes through a three-way merge:
//!
//! - base: as that last official release had it,
//! - theirs: as the unverified release has it in the old catalog,
//! - ours: as the releases before it have it now.
//!
//! What only one side changed is changed; where both did, the official file wins. An object stays if
//! the unverified release was never said to have or to lack it.

use super::builder::CatalogBuilder;
use super::fact::for_each_fact;
use super::object::{Lifetime, Object};
use super::release::{ReleaseIx, release_order};
use super::snapshot::{ObjectSnapshot, ReleaseSnapshot};
use super::store::Catalog;
use super::versioned::{Versioned, at};

impl Catalog {
    /// Returns what an unverified release states after the releases in `builder`.
    pub(super) fn rebased_snapshot(
        &self,
        ix: ReleaseIx,
        builder: &CatalogBuilder,
    ) -> ReleaseSnapshot {
        let mut snapshot = self.snapshot_header(ix);
        let gaps = self.release_at(ix).map_or(&[][..], |release| &release.gaps);
        let rebase = Rebase {
            now: ix,
            base: self.last_official(ix),
        };
        let before = ix.0.checked_sub(1).map(ReleaseIx);
        let had = |object: &Object, ix: Option<ReleaseIx>| {
            ix.is_some_and(|ix| object.lifetime_in(ix).is_some())
        };
        for object in builder.objects.values() {
            let Some(ours) = object.open_lifetime() else {
                continue;
            };
            if gaps.contains(&object.kind) {
                continue;
            }
            let known = self.object(&object.id);
            let theirs = known.and_then(|known| known.lifetime_in(ix));
            let was_retired =
                known.is_some_and(|known| had(known, before) || had(known, rebase.base));
            if theirs.is_none() && was_retired {
                continue;
            }
            let merged = rebase.object(theirs.unwrap_or(&Lifetime::default()), Some(ours));
            snapshot.objects.insert(object.id.clone(), merged);
        }
        for (object, theirs) in self.objects_in(ix) {
            let is_new = theirs.first == ix
                || !rebase.base.is_some_and(|base| theirs.spans(base))
                    && !self.has_ended(object, theirs, builder);
            if is_new && !snapshot.objects.contains_key(&object.id) {
                let merged = rebase.object(theirs, None);
                snapshot.objects.insert(object.id.clone(), merged);
            }
        }
        snapshot
    }

    /// Returns the newest official release before `ix`.
    fn last_official(&self, ix: ReleaseIx) -> Option<ReleaseIx> {
        let mut newest_first = (0..ix.0).rev().map(ReleaseIx);
        newest_first.find(|before| {
            let release = self.release_at(*before);
            release.is_some_and(|release| release.official)
        })
    }

    /// Returns whether this lifetime of an object has ended in `builder`.
    fn has_ended(&self, object: &Object, lifetime: &Lifetime, builder: &CatalogBuilder) -> bool {
        let object = builder.objects.get(&object.id);
        let last = object.and_then(|object| object.lifetimes.last()?.last);
        let release = last.and_then(|last| builder.releases.get(usize::from(last.0)));
        release.is_some_and(|release| {
            release_order(&release.name) >= release_order(self.release_name(lifetime.first))
        })
    }
}

/// An unverified release, and the official one that its known changes are relative to.
struct Rebase {
    now: ReleaseIx,
    base: Option<ReleaseIx>,
}

impl Rebase {
    /// Merges the facts of an object.
    fn object(&self, theirs: &Lifetime, ours: Option<&Lifetime>) -> ObjectSnapshot {
        let mut merged = ObjectSnapshot::default();
        for_each_fact!(fact => {
            if !fact.one_release {
                let ours = ours.map_or(&[][..], |ours| fact.versions(ours));
                fact.set(&mut merged, self.merge(fact.versions(theirs), ours));
            }
        });
        merged
    }

    /// Merges one fact; `theirs` also holds the base.
    fn merge<T: Clone + PartialEq>(
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns values in the releases 0 (the official base), 1 and 2 (the unverified release).
    fn versions(values: &[(u16, char)]) -> Vec<Versioned<char>> {
        let versions = values.iter().map(|&(release, value)| Versioned {
            release: ReleaseIx(release),
            value,
            official: release == 0,
        });
        versions.collect()
    }

    #[test]
    fn a_fact_is_merged_from_three_sides() {
        let rebase = Rebase {
            now: ReleaseIx(2),
            base: Some(ReleaseIx(0)),
        };
        let merge = |theirs: &[(u16, char)], ours: &[(u16, char)]| {
            rebase.merge(&versions(theirs), &versions(ours))
        };
        let unchanged = [(0, 'a')];
        assert_eq!(merge(&unchanged, &unchanged), Some('a'));
        assert_eq!(
            merge(&unchanged, &[(0, 'a'), (1, 'b')]),
            Some('b'),
            "ours changed it"
        );
        assert_eq!(
            merge(&[(0, 'a'), (1, 'c')], &unchanged),
            Some('c'),
            "theirs changed it"
        );
        assert_eq!(
            merge(&[(0, 'a'), (1, 'c')], &[(0, 'a'), (1, 'b')]),
            Some('b'),
            "both changed it in an earlier release, and the official file wins"
        );
        assert_eq!(
            merge(&[(0, 'a'), (2, 'c')], &[(0, 'a'), (1, 'b')]),
            Some('c'),
            "the unverified release itself changed it"
        );
        assert_eq!(merge(&[], &[(1, 'b')]), Some('b'));
        assert_eq!(merge(&[(1, 'c')], &[]), Some('c'));
        assert_eq!(merge(&[], &[]), None);
    }
}
