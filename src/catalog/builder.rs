//! Folds snapshots of releases, oldest first, into the lifetimes of ids.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::apply_release::ReleaseUpdate;
use super::official::{ReadError, ReleaseSnapshot};
use super::{Catalog, Kind, Lifetime, Object, Release, ReleaseIx, Versioned, normalize_name};

/// What orders releases: year, month, and which one of the month. Each release has one spelling.
pub(super) fn release_order(name: &str) -> Option<(u32, u32, u32)> {
    let number = |text: &str| {
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse::<u32>().ok()).flatten()
    };
    let mut parts = name.split('.');
    let year = number(parts.next().filter(|year| year.len() == 4)?)?;
    let month = number(parts.next().filter(|month| month.len() == 2)?)
        .filter(|month| (1..=12).contains(month))?;
    let nth = match parts.next() {
        Some(nth) if nth.starts_with('0') => return None,
        Some(nth) => number(nth).filter(|nth| (2..1000).contains(nth))?,
        None => 1,
    };
    parts.next().is_none().then_some((year, month, nth))
}

/// A catalogue in the making: its releases up to one, and the objects as that one left them.
pub(super) struct CatalogBuilder {
    pub releases: Vec<Release>,
    pub objects: BTreeMap<String, Object>,
}

impl CatalogBuilder {
    /// Adds a release, which is newer than all that are there.
    pub(super) fn add(
        &mut self,
        release: Release,
        snapshot: &ReleaseSnapshot,
    ) -> Result<(), ReadError> {
        snapshot.check()?;
        let now = u16::try_from(self.releases.len())
            .map_err(|_| ReadError::new("there are too many releases"))?;
        let gaps = gaps(&self.objects, snapshot);
        let update = ReleaseUpdate {
            now: ReleaseIx(now),
            official: snapshot.official,
            releases: &self.releases,
            renumbered: renumbers(&self.objects, snapshot),
            without_studies: gaps.contains(&Kind::CaseStudy),
        };
        for object in self
            .objects
            .values_mut()
            .filter(|object| !gaps.contains(&object.kind))
        {
            if !snapshot.objects.contains_key(&object.id) {
                update.end(object);
            }
        }
        for (id, read) in &snapshot.objects {
            let Some(kind) = Kind::of_id(id) else {
                continue;
            };
            let object = self.objects.entry(id.clone()).or_insert_with(|| Object {
                id: id.clone(),
                kind,
                lifetimes: Vec::new(),
            });
            update.meet(object, read);
        }
        update.succeed(&mut self.objects, snapshot);
        self.releases.push(Release { gaps, ..release });
        Ok(())
    }

    pub(super) fn finish(self) -> Catalog {
        Catalog {
            releases: self.releases,
            objects: self.objects.into_values().collect(),
            ..Catalog::default()
        }
    }
}

impl Catalog {
    /// This catalogue with `snapshot` as its newest release: that release and all newer ones are
    /// dropped first. What the snapshot says counts, even against an official file read before.
    ///
    /// A file before v6 is placed by its number, and where that is missing or wrong by its names.
    /// Values that an official snapshot confirms become official.
    ///
    /// # Errors
    ///
    /// If the snapshot does not say which release it is and its content does not show it.
    pub fn extended_by(&self, snapshot: &ReleaseSnapshot) -> Result<Catalog, ReadError> {
        let release = self.identify(snapshot)?;
        let wanted = release_order(&release.name);
        let before = self
            .releases
            .iter()
            .take_while(|known| release_order(&known.name) < wanted);
        let mut builder = self.rewound_to(before.count());
        builder.add(release, snapshot)?;
        Ok(builder.finish())
    }

    /// This catalogue as it was with its first `count` releases only.
    pub(super) fn rewound_to(&self, count: usize) -> CatalogBuilder {
        let objects = self.objects.iter();
        CatalogBuilder {
            releases: self.releases.iter().take(count).cloned().collect(),
            objects: objects
                .filter_map(|object| self.rewound_object(object, count))
                .map(|object| (object.id.clone(), object))
                .collect(),
        }
    }

    /// `object` as the first `count` releases have it; a lifetime that ended only later is open again.
    fn rewound_object(&self, object: &Object, count: usize) -> Option<Object> {
        let cut = ReleaseIx(u16::try_from(count).unwrap_or(u16::MAX));
        let mut lifetimes: Vec<Lifetime> = object
            .lifetimes
            .iter()
            .filter(|lifetime| lifetime.first < cut)
            .cloned()
            .collect();
        for lifetime in &mut lifetimes {
            if let Some(last) = lifetime.last {
                let gone = self.gone_in(last, object.kind);
                if gone >= cut {
                    lifetime.last = None;
                    lifetime.end_official = false;
                    lifetime.successors.clear();
                } else {
                    lifetime.end_official &= self.any_official(gone, cut);
                }
            }
            self.keep(&mut lifetime.names, cut);
            self.keep(&mut lifetime.parent, cut);
            self.keep(&mut lifetime.attack_reference, cut);
            for facts in [
                &mut lifetime.tactics,
                &mut lifetime.employs,
                &mut lifetime.mitigates,
            ] {
                self.keep(facts, cut);
            }
            for facts in [
                &mut lifetime.maturity,
                &mut lifetime.other_maturity,
                &mut lifetime.created,
                &mut lifetime.modified,
                &mut lifetime.incident_date,
                &mut lifetime.granularity,
                &mut lifetime.study_type,
            ] {
                self.keep(facts, cut);
            }
        }
        (!lifetimes.is_empty()).then(|| Object {
            id: object.id.clone(),
            kind: object.kind,
            lifetimes,
        })
    }

    /// Drops the values that began at `cut` or later. One that only a later release confirmed is
    /// unverified again.
    fn keep<T>(&self, facts: &mut Vec<Versioned<T>>, cut: ReleaseIx) {
        facts.retain(|version| version.release < cut);
        if let Some(last) = facts.last_mut() {
            last.official &= self.any_official(last.release, cut);
        }
    }

    /// Whether a release from `from` up to but not `to` is official.
    fn any_official(&self, from: ReleaseIx, to: ReleaseIx) -> bool {
        let between = self.releases.get(usize::from(from.0)..usize::from(to.0));
        between.is_some_and(|releases| releases.iter().any(|release| release.official))
    }

    /// The release that shows the end of a lifetime: the first after its last that is no gap.
    pub(super) fn gone_in(&self, last: ReleaseIx, kind: Kind) -> ReleaseIx {
        let after = self.releases.iter().skip(usize::from(last.0) + 1);
        let gaps = after
            .take_while(|release| release.gaps.contains(&kind))
            .count();
        ReleaseIx(u16::try_from(gaps).map_or(u16::MAX, |gaps| {
            last.0.saturating_add(1).saturating_add(gaps)
        }))
    }
}

/// Kinds that were there and that the whole snapshot lacks.
fn gaps(objects: &BTreeMap<String, Object>, snapshot: &ReleaseSnapshot) -> Vec<Kind> {
    let lived: HashSet<Kind> = objects.values().map(|object| object.kind).collect();
    let read: HashSet<Kind> = snapshot
        .objects
        .keys()
        .filter_map(|id| Kind::of_id(id))
        .collect();
    Kind::ALL
        .into_iter()
        .filter(|kind| lived.contains(kind) && !read.contains(kind))
        .collect()
}

/// Whether the snapshot gives one tactic the name that another had: then all numbers were dealt
/// anew, and a tactic whose name changed is another tactic. ATLAS did so once, in 2021.12.
fn renumbers(objects: &BTreeMap<String, Object>, snapshot: &ReleaseSnapshot) -> bool {
    let mut bearers: HashMap<String, Vec<&str>> = HashMap::new();
    let mut living: HashSet<&str> = HashSet::new();
    for object in objects
        .values()
        .filter(|object| object.kind == Kind::Tactic)
    {
        let open = object
            .lifetimes
            .last()
            .filter(|lifetime| lifetime.last.is_none());
        if let Some(name) = open.and_then(|lifetime| lifetime.names.last()) {
            let bearers = bearers.entry(normalize_name(&name.value)).or_default();
            bearers.push(&object.id);
            living.insert(&object.id);
        }
    }
    snapshot
        .objects
        .iter()
        .filter(|(id, _)| living.contains(id.as_str()))
        .filter_map(|(id, read)| Some((id, bearers.get(&normalize_name(&read.name))?)))
        .any(|(id, bearers)| bearers.iter().any(|bearer| bearer != id))
}
