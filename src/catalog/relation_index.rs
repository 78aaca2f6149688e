//! The index over what case studies employ and mitigations mitigate.

use foldhash::HashMap;

use super::object::Object;

/// Ids of techniques, each with the objects that employ or mitigate it in any release, as indexes
/// into the objects of the catalog.
#[derive(Clone, Debug)]
pub(super) struct RelationIndex(HashMap<String, Vec<usize>>);

impl RelationIndex {
    pub(super) fn of(objects: &[Object]) -> RelationIndex {
        let mut related: HashMap<String, Vec<usize>> = HashMap::default();
        for (index, object) in objects.iter().enumerate() {
            let lists = object
                .lifetimes
                .iter()
                .flat_map(|lifetime| lifetime.employs.iter().chain(&lifetime.mitigates));
            for id in lists.flat_map(|version| &version.value) {
                let objects = related.entry(id.clone()).or_default();
                if objects.last() != Some(&index) {
                    objects.push(index);
                }
            }
        }
        RelationIndex(related)
    }

    /// Returns the objects that employ or mitigate a technique in any release.
    pub(super) fn of_technique(&self, id: &str) -> &[usize] {
        self.0.get(id).map_or(&[][..], Vec::as_slice)
    }
}
