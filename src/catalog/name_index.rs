//! The index over names and parents.

use foldhash::HashMap;
use std::sync::OnceLock;

use super::normalize::normalize_name;
use super::object::Object;
use crate::nearest::Letters;

/// Position of a name: indexes into the objects of the catalog, the lifetimes of the object, and
/// the names of the lifetime.
#[derive(Clone, Copy, Debug)]
pub(super) struct NameIndexEntry {
    pub object: usize,
    pub lifetime: usize,
    pub name: usize,
}

/// Names and parents, each with the objects that have or had it. Objects are indexes into the
/// objects of the catalog.
#[derive(Clone, Debug)]
pub(super) struct NameIndex {
    /// By normalized name.
    pub by_name: HashMap<String, Vec<NameIndexEntry>>,
    /// By the id of a parent.
    pub children: HashMap<String, Vec<usize>>,
    /// Sub-techniques by normalized "Parent: Name", with any name of either.
    pub with_parent: HashMap<String, Vec<usize>>,
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
                name: name.as_str().into(),
                positions: positions.as_slice().into(),
            });
            lettered.collect()
        })
    }

    /// Indexes objects, which are sorted by id.
    pub(super) fn of(objects: &[Object]) -> NameIndex {
        let mut by_name: HashMap<String, Vec<NameIndexEntry>> = HashMap::default();
        let mut children: HashMap<String, Vec<usize>> = HashMap::default();
        for (object_index, object) in objects.iter().enumerate() {
            for (lifetime_index, lifetime) in object.lifetimes.iter().enumerate() {
                for (name_index, name) in lifetime.names.iter().enumerate() {
                    let positions = by_name.entry(normalize_name(&name.value)).or_default();
                    positions.push(NameIndexEntry {
                        object: object_index,
                        lifetime: lifetime_index,
                        name: name_index,
                    });
                }
                let parents = lifetime.parent.iter();
                for parent in parents.filter_map(|version| version.value.as_ref()) {
                    push_once(children.entry(parent.clone()).or_default(), object_index);
                }
            }
        }
        NameIndex {
            with_parent: with_parent(objects, &children),
            letters: OnceLock::new(),
            by_name,
            children,
        }
    }
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
