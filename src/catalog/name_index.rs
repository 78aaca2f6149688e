//! The index over names and parents.

use foldhash::HashMap;
use std::borrow::Cow;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::normalize::normalize_name;
use super::object::Object;
use crate::nearest::Letters;

/// Position of a name: indexes into the objects of the catalog, the lifetimes of the object, and
/// the names of the lifetime.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct NameIndexEntry {
    pub object: usize,
    pub lifetime: usize,
    pub name: usize,
}

/// A normalized name and its position.
type NamePosition = (Cow<'static, str>, NameIndexEntry);

/// Names and parents, each with the objects that have or had it. Objects are indexes into the
/// objects of the catalog.
#[derive(Clone, Debug)]
pub(super) struct NameIndex {
    /// By normalized name.
    pub by_name: HashMap<Cow<'static, str>, Vec<NameIndexEntry>>,
    /// By the id of a parent. Computed on first use.
    children: OnceLock<HashMap<String, Vec<usize>>>,
    /// Sub-techniques by normalized "Parent: Name", with any name of either. Computed on first use.
    with_parent: OnceLock<HashMap<String, Vec<usize>>>,
    /// The names with their letters, in no order. Computed on first use.
    letters: OnceLock<Vec<Lettered>>,
}

/// A normalized name that is compared with others.
#[derive(Clone, Debug)]
pub(super) struct Lettered {
    pub name: Box<str>,
    pub letters: Letters,
    /// The number of its words.
    pub words: usize,
    pub positions: Box<[NameIndexEntry]>,
}

impl NameIndex {
    /// Returns each name with its letters and its positions, in no order.
    pub(super) fn with_letters(&self) -> &[Lettered] {
        self.letters.get_or_init(|| {
            let names = self.by_name.iter();
            let lettered = names.map(|(name, positions)| Lettered {
                letters: Letters::of(name),
                words: name.split(' ').count(),
                name: name.as_ref().into(),
                positions: positions.as_slice().into(),
            });
            lettered.collect()
        })
    }

    /// Indexes objects, which are sorted by id. `encoded` holds their [`names`] if they were compiled in, so that not all objects need be
    /// decoded for a few names.
    pub(super) fn of(objects: &[Object], encoded: &'static [u8]) -> NameIndex {
        let decoded: Option<Vec<(&str, NameIndexEntry)>> = postcard::from_bytes(encoded).ok();
        let found = match decoded {
            Some(decoded) => {
                let all = decoded.into_iter();
                all.map(|(name, at)| (Cow::Borrowed(name), at)).collect()
            }
            None => names(objects),
        };
        let mut by_name: HashMap<Cow<'static, str>, Vec<NameIndexEntry>> = HashMap::default();
        by_name.reserve(found.len());
        for (name, position) in found {
            by_name.entry(name).or_default().push(position);
        }
        NameIndex {
            by_name,
            children: OnceLock::new(),
            with_parent: OnceLock::new(),
            letters: OnceLock::new(),
        }
    }

    /// Returns the sub-techniques of each technique, in any release.
    pub(super) fn children(&self, objects: &[Object]) -> &HashMap<String, Vec<usize>> {
        self.children.get_or_init(|| children(objects))
    }

    /// Returns the sub-techniques by each normalized "Parent: Name".
    pub(super) fn with_parent(&self, objects: &[Object]) -> &HashMap<String, Vec<usize>> {
        let joined = || with_parent(objects, self.children(objects));
        self.with_parent.get_or_init(joined)
    }
}

/// Returns each normalized name of objects with its position, in the order of the objects.
pub(super) fn names(objects: &[Object]) -> Vec<NamePosition> {
    let mut found = Vec::new();
    for (object_index, object) in objects.iter().enumerate() {
        for (lifetime_index, lifetime) in object.lifetimes.iter().enumerate() {
            for (name_index, name) in lifetime.names.iter().enumerate() {
                let position = NameIndexEntry {
                    object: object_index,
                    lifetime: lifetime_index,
                    name: name_index,
                };
                found.push((normalize_name(&name.value).into(), position));
            }
        }
    }
    found
}

fn children(objects: &[Object]) -> HashMap<String, Vec<usize>> {
    let mut children: HashMap<String, Vec<usize>> = HashMap::default();
    for (index, object) in objects.iter().enumerate() {
        let parents = object
            .lifetimes
            .iter()
            .flat_map(|lifetime| &lifetime.parent);
        for parent in parents.filter_map(|version| version.value.as_ref()) {
            push_once(children.entry(parent.clone()).or_default(), index);
        }
    }
    children
}

/// Joins each name of a parent with each name of its sub-techniques, of whatever releases.
fn with_parent(
    objects: &[Object],
    children: &HashMap<String, Vec<usize>>,
) -> HashMap<String, Vec<usize>> {
    fn names(object: &Object) -> impl Iterator<Item = String> + '_ {
        let names = object.lifetimes.iter().flat_map(|lifetime| &lifetime.names);
        names.map(|version| normalize_name(&version.value))
    }
    let mut joined: HashMap<String, Vec<usize>> = HashMap::default();
    for (parent, children) in children {
        let Ok(parent) = objects.binary_search_by(|object| object.id.cmp(parent)) else {
            continue;
        };
        for &child in children {
            for own in names(&objects[child]) {
                for parent in names(&objects[parent]) {
                    push_once(joined.entry(format!("{parent} {own}")).or_default(), child);
                }
            }
        }
    }
    joined
}

/// Adds an object, unless it was added last. Objects come in order, so that finds every repetition.
fn push_once(objects: &mut Vec<usize>, object: usize) {
    if objects.last() != Some(&object) {
        objects.push(object);
    }
}
