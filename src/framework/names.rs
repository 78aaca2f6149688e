//! Names of a stable framework: which objects have or had one.

use foldhash::{HashMap, HashMapExt};

use super::definition::{Framework, Object, Status};
use super::phrase::{normalized, without_brackets};

/// Names of a framework, normalized, with the objects that have or had them.
#[derive(Debug)]
pub(super) struct Names {
    by_name: HashMap<String, Vec<u32>>,
}

impl Names {
    pub(super) fn of(framework: &Framework) -> Self {
        let mut by_name: HashMap<String, Vec<u32>> =
            HashMap::with_capacity(framework.objects.len() * 2);
        for (at, object) in (0..).zip(&framework.objects) {
            for name in forms(framework, object) {
                let objects = by_name.entry(name).or_default();
                if objects.last() != Some(&at) {
                    objects.push(at);
                }
            }
        }
        Self { by_name }
    }

    /// Returns the objects that have or had a normalized name.
    pub(super) fn objects<'f>(
        &self,
        framework: &'f Framework,
        name: &str,
    ) -> impl Iterator<Item = &'f Object> {
        let found = self.by_name.get(name).map_or(&[][..], Vec::as_slice);
        found
            .iter()
            .filter_map(|at| framework.objects.get(*at as usize))
    }
}

/// Returns the names that an object has or had, normalized: alone, without what stands in brackets, and with its parent's.
pub(super) fn forms(framework: &Framework, object: &Object) -> Vec<String> {
    let names = object.names.iter().map(|(_, name)| &**name);
    let parent = object.parent().and_then(|id| framework.object(id));
    let parents = parent.iter().flat_map(|parent| &parent.names);
    let parents: Vec<&str> = parents.map(|(_, name)| &**name).collect();
    forms_of(names, &parents)
}

/// Returns the forms of the name that an object has in a version.
pub(super) fn forms_at(framework: &Framework, object: &Object, version: u16) -> Vec<String> {
    let parent = object.parent().and_then(|id| framework.object(id));
    let parent = parent.map(|parent| parent.name_at(version));
    forms_of([object.name_at(version)], parent.as_slice())
}

fn forms_of<'n>(names: impl IntoIterator<Item = &'n str>, parents: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for name in names {
        for form in [Some(name), without_brackets(name)].into_iter().flatten() {
            let form = normalized(form);
            for parent in parents {
                found.push(format!("{} {form}", normalized(parent)));
            }
            found.push(form);
        }
    }
    found
}

/// Returns how well an object explains a name in a text; the lowest comes first.
pub(super) fn rank(object: &Object, name: &str) -> (bool, bool, bool) {
    let is_living = matches!(object.status, Status::Living);
    let last = object.names.last().map(|(_, last)| normalized(last));
    (
        !is_living,
        last.is_none_or(|last| !name.ends_with(&last)),
        object.parent().is_some(),
    )
}
