//! Who employs and who mitigates a technique.

use super::View;
use crate::catalog::kind::Kind;

impl<'c> View<'c> {
    /// Returns ids of the techniques that a case study employs in the pinned release, sorted.
    #[must_use]
    pub fn employs(&self, id: &str) -> &'c [String] {
        self.lifetime(id)
            .map_or(&[], |lifetime| self.ids(&lifetime.employs))
    }

    /// Returns ids of the techniques that a mitigation mitigates in the pinned release, sorted.
    #[must_use]
    pub fn mitigates(&self, id: &str) -> &'c [String] {
        self.lifetime(id)
            .map_or(&[], |lifetime| self.ids(&lifetime.mitigates))
    }

    /// Returns ids of the case studies of the pinned release that employ a technique, sorted. A
    /// case study that employs only a sub-technique of it does not count.
    pub fn employed_by<'v>(&'v self, technique: &'v str) -> impl Iterator<Item = &'c str> + 'v {
        self.related(Kind::CaseStudy, technique)
    }

    /// Returns ids of the mitigations of the pinned release that mitigate a technique, sorted. A
    /// mitigation that mitigates only a sub-technique of it does not count.
    pub fn mitigated_by<'v>(&'v self, technique: &'v str) -> impl Iterator<Item = &'c str> + 'v {
        self.related(Kind::Mitigation, technique)
    }

    fn related<'v>(&'v self, kind: Kind, technique: &'v str) -> impl Iterator<Item = &'c str> + 'v {
        let catalog = self.catalog;
        let related = catalog.relation_index().of_technique(technique);
        let objects = related
            .iter()
            .filter_map(move |index| catalog.objects().get(*index));
        objects
            .filter(move |object| object.kind == kind && self.is_current(&object.id))
            .map(|object| object.id.as_str())
            .filter(move |id| {
                let lists = [self.employs(id), self.mitigates(id)];
                lists.into_iter().flatten().any(|id| id == technique)
            })
    }
}
