//! Who employs and who mitigates a technique, as of one release.

use std::collections::HashMap;

use super::{Catalog, Kind, Status, Versioned, View, at};

/// The id of a technique to the objects that employ or mitigate it in any release, as places in the
/// list of the catalogue. Built on the first question.
#[derive(Clone, Debug)]
pub(super) struct Index(HashMap<String, Vec<usize>>);

impl Index {
    fn of(catalog: &Catalog) -> Index {
        let mut index: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, object) in catalog.objects.iter().enumerate() {
            let lists = object
                .lifetimes
                .iter()
                .flat_map(|lifetime| lifetime.employs.iter().chain(&lifetime.mitigates));
            for id in lists.flat_map(|version| &version.value) {
                let places = index.entry(id.clone()).or_default();
                if places.last() != Some(&place) {
                    places.push(place);
                }
            }
        }
        Index(index)
    }
}

impl<'c> View<'c> {
    /// Ids of the techniques that a case study employs in the pinned release, sorted.
    #[must_use]
    pub fn employs(&self, id: &str) -> &'c [String] {
        self.lifetime(id)
            .map_or(&[], |lifetime| self.list(&lifetime.employs))
    }

    /// Ids of the techniques that a mitigation mitigates in the pinned release, sorted.
    #[must_use]
    pub fn mitigates(&self, id: &str) -> &'c [String] {
        self.lifetime(id)
            .map_or(&[], |lifetime| self.list(&lifetime.mitigates))
    }

    /// Ids of the case studies of the pinned release that employ a technique, sorted. One that
    /// employs only a sub-technique of it is not among them.
    pub fn employed_by<'v>(&'v self, technique: &'v str) -> impl Iterator<Item = &'c str> + 'v {
        self.related(Kind::CaseStudy, technique)
    }

    /// Ids of the mitigations of the pinned release that mitigate a technique, sorted. One that
    /// mitigates only a sub-technique of it is not among them.
    pub fn mitigated_by<'v>(&'v self, technique: &'v str) -> impl Iterator<Item = &'c str> + 'v {
        self.related(Kind::Mitigation, technique)
    }

    fn list(&self, facts: &'c [Versioned<Vec<String>>]) -> &'c [String] {
        at(facts, self.pinned).map_or(&[], |version| &version.value)
    }

    fn related<'v>(&'v self, kind: Kind, technique: &'v str) -> impl Iterator<Item = &'c str> + 'v {
        let catalog = self.catalog;
        let index = catalog.relations.get_or_init(|| Index::of(catalog));
        let places = index.0.get(technique).map_or(&[][..], Vec::as_slice);
        let objects = places
            .iter()
            .filter_map(move |place| catalog.objects.get(*place));
        objects
            .filter(move |object| object.kind == kind)
            .filter(move |object| {
                let Status::Current(lifetime) = self.status(&object.id) else {
                    return false;
                };
                let lists = [&lifetime.employs, &lifetime.mitigates];
                lists
                    .into_iter()
                    .any(|facts| self.list(facts).iter().any(|id| id == technique))
            })
            .map(|object| object.id.as_str())
    }
}
