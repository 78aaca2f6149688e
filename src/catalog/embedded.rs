//! The catalog that is compiled in.

use std::sync::OnceLock;

use super::store::Catalog;

impl Catalog {
    /// Returns the catalog that is compiled in: the official releases 2021.05 to 2026.05, and the
    /// unverified ones 2026.06 to 2026.09.
    ///
    /// # Panics
    ///
    /// Never in a build whose tests pass: the text is part of the binary.
    #[must_use]
    #[expect(
        clippy::panic,
        reason = "the text is part of the binary, and tests read it"
    )]
    pub fn embedded() -> &'static Catalog {
        static EMBEDDED: OnceLock<Catalog> = OnceLock::new();
        EMBEDDED.get_or_init(|| match Catalog::from_jsonl(include_str!("atlas.jsonl")) {
            Ok(catalog) => catalog,
            Err(why) => panic!("the catalog compiled in cannot be read: {why}"),
        })
    }
}
