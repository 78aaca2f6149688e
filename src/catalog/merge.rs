//! Merges official files into a catalog that may already have their release or later ones.
//!
//! All releases before the oldest one that a file changes stay. From there on each release is applied
//! anew, oldest first: an official one as its file states it, an unverified one as `rebase` gives it.

use super::error::MergeError;
use super::reconcile::reconcile;
use super::release::{Release, ReleaseIx, release_order};
use super::snapshot::ReleaseSnapshot;
use super::store::Catalog;

/// A release of the merged catalog.
struct PlannedRelease {
    release: Release,
    /// Its index in the catalog that is merged into, if that has it.
    known: Option<ReleaseIx>,
    /// What it states from now on, if an official file stated something new.
    changed: Option<ReleaseSnapshot>,
}

impl Catalog {
    /// Returns this catalog with `snapshot` as its newest release. That release and all newer ones
    /// are dropped first, so the snapshot wins even over an official file that was read before.
    ///
    /// Values that an official snapshot confirms become official.
    ///
    /// # Errors
    ///
    /// If the release of the snapshot cannot be identified, or the snapshot holds invalid values.
    pub fn extended_by(&self, snapshot: &ReleaseSnapshot) -> Result<Catalog, MergeError> {
        let release = self.identify(snapshot)?;
        let wanted = release_order(&release.name);
        let releases = self.releases().iter();
        let before = releases.take_while(|known| release_order(&known.name) < wanted);
        let mut builder = self.rewound_to(before.count());
        builder.add(release, snapshot)?;
        Ok(builder.finish())
    }

    /// Returns this catalog with official files merged in, or `None` if they state nothing new.
    ///
    /// An official file replaces unverified facts of its release and fills gaps.
    ///
    /// # Errors
    ///
    /// If the release of a snapshot cannot be identified, or a snapshot contradicts an official file
    /// that was read before.
    pub fn merged_with(
        &self,
        snapshots: &[ReleaseSnapshot],
    ) -> Result<Option<Catalog>, MergeError> {
        let mut plan = self.unchanged_plan();
        for snapshot in snapshots {
            self.add_to_plan(&mut plan, snapshot)?;
        }
        let Some(cut) = plan.iter().position(|entry| entry.changed.is_some()) else {
            return Ok(None);
        };
        let mut builder = self.rewound_to(cut);
        for entry in plan.drain(cut..) {
            let snapshot = match (entry.changed, entry.known) {
                (Some(changed), _) => changed,
                (None, Some(ix)) if entry.release.official => self.official_snapshot(ix),
                (None, Some(ix)) => self.rebased_snapshot(ix, &builder),
                (None, None) => continue,
            };
            builder.add(entry.release, &snapshot)?;
        }
        Ok(Some(builder.finish()))
    }

    fn unchanged_plan(&self) -> Vec<PlannedRelease> {
        let releases = self.releases().iter().zip((0..).map(ReleaseIx));
        releases
            .map(|(release, ix)| PlannedRelease {
                release: release.clone(),
                known: Some(ix),
                changed: None,
            })
            .collect()
    }

    fn add_to_plan(
        &self,
        plan: &mut Vec<PlannedRelease>,
        snapshot: &ReleaseSnapshot,
    ) -> Result<(), MergeError> {
        let release = self.identify(snapshot)?;
        let wanted = release_order(&release.name);
        let position =
            plan.binary_search_by_key(&wanted, |entry| release_order(&entry.release.name));
        let entry = match position {
            Ok(position) => &mut plan[position],
            Err(position) => {
                let entry = PlannedRelease {
                    release,
                    known: None,
                    changed: Some(snapshot.clone()),
                };
                plan.insert(position, entry);
                return Ok(());
            }
        };
        if entry.changed.is_some() {
            return Err(MergeError::TwoFiles(release.name));
        }
        let Some(ix) = entry.known else { return Ok(()) };
        if entry.release.official {
            let known = self.official_snapshot(ix);
            if let Some(reconciled) = reconcile(known, snapshot, &release.name)? {
                entry.release = Release {
                    files: reconciled.files.clone(),
                    ..release
                };
                entry.changed = Some(reconciled);
            }
        } else {
            let mut changed = snapshot.clone();
            // Official files never state what replaced an object, so that is kept.
            for (id, next) in self.replaced_by(ix) {
                changed.replaced_by.entry(id).or_insert(next);
            }
            entry.changed = Some(changed);
            entry.release = release;
        }
        Ok(())
    }
}
