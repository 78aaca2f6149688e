//! Builds a catalog release by release, oldest first.

use foldhash::{HashMap, HashSet};
use std::collections::BTreeMap;

use super::apply_release::ReleaseUpdate;
use super::error::MergeError;
use super::kind::Kind;
use super::normalize::normalize_name;
use super::object::{Lifetimes, Object};
use super::release::{Release, ReleaseIx};
use super::snapshot::ReleaseSnapshot;
use super::store::Catalog;

/// Catalog under construction: its releases so far, and the objects as the newest of them left them.
pub(super) struct CatalogBuilder {
    pub releases: Vec<Release>,
    pub objects: BTreeMap<String, Object>,
}

impl CatalogBuilder {
    /// Adds a release that is newer than all others.
    pub(super) fn add(
        &mut self,
        release: Release,
        snapshot: &ReleaseSnapshot,
    ) -> Result<(), MergeError> {
        snapshot.check()?;
        let now = u16::try_from(self.releases.len()).map_err(|_| MergeError::TooManyReleases)?;
        let gaps = gaps(&self.objects, snapshot);
        let update = ReleaseUpdate {
            now: ReleaseIx(now),
            official: snapshot.official,
            confirmed: &snapshot.confirmed,
            earlier: &self.releases,
            tactics_renumbered: are_tactics_renumbered(&self.objects, snapshot),
            without_case_studies: gaps.contains(&Kind::CaseStudy),
        };
        for object in self.objects.values_mut() {
            if !gaps.contains(&object.kind) && !snapshot.objects.contains_key(&object.id) {
                update.retire(object);
            }
        }
        for (id, stated) in &snapshot.objects {
            let Some(kind) = Kind::of_id(id) else {
                continue;
            };
            let object = self.objects.entry(id.clone()).or_insert_with(|| Object {
                id: id.clone(),
                kind,
                lifetimes: Lifetimes::default(),
            });
            update.record(object, stated);
        }
        update.link_successors(&mut self.objects, snapshot);
        self.releases.push(Release { gaps, ..release });
        Ok(())
    }

    pub(super) fn finish(self) -> Catalog {
        Catalog::new(self.releases, self.objects.into_values().collect())
    }
}

/// Returns kinds that earlier releases have and the whole snapshot lacks.
fn gaps(objects: &BTreeMap<String, Object>, snapshot: &ReleaseSnapshot) -> Vec<Kind> {
    let earlier: HashSet<Kind> = objects.values().map(|object| object.kind).collect();
    let stated = snapshot.kinds();
    Kind::ALL
        .into_iter()
        .filter(|kind| earlier.contains(kind) && !stated.contains(kind))
        .collect()
}

/// Returns whether the snapshot gives one tactic the name that another one had. Then all tactics
/// have new numbers, and a tactic with another name is another tactic. ATLAS did so once, in 2021.12.
fn are_tactics_renumbered(objects: &BTreeMap<String, Object>, snapshot: &ReleaseSnapshot) -> bool {
    let mut ids_by_name: HashMap<String, Vec<&str>> = HashMap::default();
    let mut current: HashSet<&str> = HashSet::default();
    let tactics = objects
        .values()
        .filter(|object| object.kind == Kind::Tactic);
    for object in tactics {
        if let Some(name) = object
            .open_lifetime()
            .and_then(|lifetime| lifetime.names.last())
        {
            let ids = ids_by_name.entry(normalize_name(&name.value)).or_default();
            ids.push(&object.id);
            current.insert(&object.id);
        }
    }
    snapshot
        .objects
        .iter()
        .filter(|(id, _)| current.contains(id.as_str()))
        .filter_map(|(id, stated)| Some((id, ids_by_name.get(&normalize_name(&stated.name))?)))
        .any(|(id, earlier)| earlier.iter().any(|earlier| earlier != id))
}
