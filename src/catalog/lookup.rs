//! Objects by what a person writes: an id, a name, or both as messages print them.

use std::fmt;

use super::normalize::normalize_name;
use super::object::Object;
use super::view::View;

/// No object up to a release has an id or name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotFound {
    /// The start of the id or name.
    text: String,
    release: String,
    /// Id and name of the nearest object.
    nearest: Option<(String, String)>,
}

impl fmt::Display for NotFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "no ATLAS object up to release {} has the id or name {:?}",
            self.release, self.text
        )?;
        match &self.nearest {
            Some((id, name)) => write!(f, "; the nearest is {id}: {name}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for NotFound {}

impl NotFound {
    /// Makes the error for an id or a name.
    pub(super) fn of(view: View<'_>, text: &str) -> NotFound {
        let text = text.trim();
        let id = text.to_ascii_uppercase();
        let nearest = if id.starts_with("AML.") {
            // An unknown sub-technique is nearer to its parent than to an id with similar digits.
            let (parent, _) = id.rsplit_once('.').unwrap_or_default();
            let parent = view.catalog.object(parent).map(|object| object.id.as_str());
            let near = parent.or_else(|| view.nearest_id(&id));
            near.map(|id| (id, view.name(id).unwrap_or_default()))
        } else {
            view.nearest_name(text, None)
        };
        NotFound {
            text: text.chars().take(80).collect(),
            release: view.catalog.release_name(view.pinned).to_owned(),
            nearest: nearest.map(|(id, name)| (id.to_owned(), name.to_owned())),
        }
    }
}

/// Returns the object of an id, or of a text that starts with one; else the objects of a name, or of "Parent: Name".
pub(super) fn named<'c>(view: View<'c>, text: &str) -> Vec<&'c Object> {
    let catalog = view.catalog;
    let mut words = text.split(|c: char| c.is_whitespace() || matches!(c, '"' | '`'));
    let word = words.next().unwrap_or_default();
    let id = word.trim_end_matches([':', '.', ',']).to_ascii_uppercase();
    if let Some(object) = catalog.object(&id) {
        return vec![object];
    }
    let hits = view.by_name(text).into_iter();
    let mut objects: Vec<&Object> = hits.map(|hit| hit.object).collect();
    objects.dedup_by_key(|object| &object.id);
    if objects.is_empty() {
        let joined = normalize_name(text);
        let ids = view.by_joined_name(&joined);
        objects = ids.filter_map(|id| catalog.object(id)).collect();
        if objects.is_empty() && text.contains(": ") {
            objects = starting_with(view, &joined);
        }
    }
    objects
}

/// Returns the sub-techniques whose "Parent: Name" starts with a normalized text, as in "External Harms: Financial".
fn starting_with<'c>(view: View<'c>, text: &str) -> Vec<&'c Object> {
    let joined = |object: &&Object| {
        let parent = view.name(view.parent(&object.id)?)?;
        Some(normalize_name(&format!(
            "{parent} {}",
            view.name(&object.id)?
        )))
    };
    let objects = view.catalog.objects().iter();
    objects
        .filter(|object| view.is_current(&object.id))
        .filter(|object| joined(object).is_some_and(|joined| joined.starts_with(text)))
        .collect()
}
