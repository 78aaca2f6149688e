//! The catalog that is compiled in.
//!
//! `atlas.jsonl` is its source, which people read and compare. Each run decodes `atlas.bin`, the same in a form that needs no parsing:
//! reading the text took two thirds of a run over one page. The lifetimes of an object are decoded when they are asked for.

use std::sync::OnceLock;

use super::kind::Kind;
use super::name_index;
use super::object::{Lifetimes, Object};
use super::release::Release;
use super::store::Catalog;

/// Releases; id, kind and lifetimes of each object; and all names.
type Encoded = (
    Vec<Release>,
    Vec<(&'static str, Kind, &'static [u8])>,
    &'static [u8],
);

impl Catalog {
    /// Returns the catalog that is compiled in: the official releases 2021.05 to 2026.05, and the
    /// unverified ones 2026.06 to 2026.09.
    ///
    /// # Panics
    ///
    /// Never in a build whose tests pass: the bytes are part of the binary.
    #[must_use]
    #[expect(
        clippy::panic,
        reason = "the bytes are part of the binary, and tests read them"
    )]
    pub fn embedded() -> &'static Catalog {
        static EMBEDDED: OnceLock<Catalog> = OnceLock::new();
        EMBEDDED.get_or_init(|| match postcard::from_bytes(include_bytes!("atlas.bin")) {
            Ok(encoded) => Catalog::decoded(encoded),
            Err(why) => panic!("the catalog compiled in cannot be read: {why}"),
        })
    }

    fn decoded((releases, objects, names): Encoded) -> Self {
        let objects = objects.into_iter().map(|(id, kind, lifetimes)| Object {
            id: id.to_owned(),
            kind,
            lifetimes: Lifetimes::encoded(lifetimes),
        });
        Catalog::new(releases, objects.collect()).with_names(names)
    }

    /// Returns the form in which this catalog is compiled in. It is not for files: it has no version, and changes with the program.
    ///
    /// # Errors
    ///
    /// Never: lists of texts have such a form.
    pub fn to_binary(&self) -> Result<Vec<u8>, postcard::Error> {
        let objects = self.objects().iter().map(|object| {
            let lifetimes = object.lifetimes.encode()?;
            Ok((object.id.as_str(), object.kind, lifetimes))
        });
        let objects = objects.collect::<Result<Vec<_>, postcard::Error>>()?;
        let names = postcard::to_allocvec(&name_index::names(self.objects()))?;
        postcard::to_allocvec(&(self.releases(), objects, names))
    }
}

#[cfg(test)]
mod tests {
    use super::Catalog;

    #[test]
    fn what_is_compiled_in_is_the_text() {
        let text = include_str!("atlas.jsonl");
        let catalog = Catalog::from_jsonl(text).unwrap();
        assert!(
            catalog.to_binary().unwrap() == include_bytes!("atlas.bin"),
            "src/catalog/atlas.bin is not atlas.jsonl; to write both anew: UPDATE_CATALOG=1 cargo test --test corpus catalog"
        );
        assert_eq!(Catalog::embedded().to_jsonl(), text);
        let names = |catalog: &Catalog| catalog.name_index().by_name.clone();
        assert!(names(&catalog) == names(Catalog::embedded()));
    }
}
