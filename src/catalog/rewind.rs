//! A catalog as an earlier release left it.

use super::builder::CatalogBuilder;
use super::fact::for_each_fact;
use super::kind::Kind;
use super::object::{Lifetime, Object};
use super::release::{ReleaseIx, first_without};
use super::store::Catalog;
use super::versioned::Versioned;

impl Catalog {
    /// Returns this catalog as it was with its first `count` releases only.
    pub(super) fn rewound_to(&self, count: usize) -> CatalogBuilder {
        let cut = ReleaseIx(u16::try_from(count).unwrap_or(u16::MAX));
        let objects = self.objects().iter();
        CatalogBuilder {
            releases: self.releases().iter().take(count).cloned().collect(),
            objects: objects
                .filter_map(|object| self.rewound_object(object, cut))
                .map(|object| (object.id.clone(), object))
                .collect(),
        }
    }

    /// Returns `object` as the releases before `cut` have it. A lifetime that ended only later is
    /// open again.
    fn rewound_object(&self, object: &Object, cut: ReleaseIx) -> Option<Object> {
        let lifetimes: Vec<Lifetime> = object
            .lifetimes
            .iter()
            .filter(|lifetime| lifetime.first < cut)
            .map(|lifetime| self.rewound_lifetime(lifetime, object, cut))
            .collect();
        (!lifetimes.is_empty()).then(|| Object {
            id: object.id.clone(),
            kind: object.kind,
            lifetimes: lifetimes.into(),
        })
    }

    fn rewound_lifetime(&self, lifetime: &Lifetime, object: &Object, cut: ReleaseIx) -> Lifetime {
        let mut lifetime = lifetime.clone();
        if let Some(last) = lifetime.last {
            let gone = first_without(self.releases(), last, object.kind);
            if gone >= cut {
                lifetime.last = None;
                lifetime.end_official = false;
                lifetime.successors.clear();
            } else {
                lifetime.end_official &= self.is_verified(object.kind, gone, cut);
            }
        }
        for_each_fact!(fact => self.rewind(object.kind, fact.versions_mut(&mut lifetime), cut));
        lifetime
    }

    /// Returns this catalog with `ix` as the last release that verifies anything.
    pub(super) fn remarked(&self, ix: ReleaseIx) -> Catalog {
        let cut = ReleaseIx(ix.0.saturating_add(1));
        let mut objects = self.objects().to_vec();
        for object in &mut objects {
            let kind = object.kind;
            for lifetime in &mut object.lifetimes {
                if let Some(last) = lifetime.last.filter(|last| *last < ix) {
                    let gone = first_without(self.releases(), last, kind);
                    lifetime.end_official &= gone >= cut || self.is_verified(kind, gone, cut);
                }
                for_each_fact!(fact => for version in fact.versions_mut(lifetime) {
                    version.official &= version.release >= cut
                        || self.is_verified(kind, version.release, cut);
                });
            }
        }
        Catalog::new(self.releases().to_vec(), objects)
    }

    /// Drops the values that began at `cut` or later. A value that only a later release confirmed
    /// is unverified again.
    fn rewind<T>(&self, kind: Kind, versions: &mut Vec<Versioned<T>>, cut: ReleaseIx) {
        versions.retain(|version| version.release < cut);
        if let Some(last) = versions.last_mut() {
            last.official &= self.is_verified(kind, last.release, cut);
        }
    }

    /// Returns whether a release from `from` up to but not including `to` verifies what it states of a kind.
    pub(super) fn is_verified(&self, kind: Kind, from: ReleaseIx, to: ReleaseIx) -> bool {
        let between = self.releases().get(usize::from(from.0)..usize::from(to.0));
        between.is_some_and(|releases| releases.iter().any(|release| release.verifies(kind)))
    }
}
