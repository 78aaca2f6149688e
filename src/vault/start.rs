//! Where the links of a page start: its paths in the vault and on its site.

use super::index::Vault;
use crate::dialect::{Dialect, Site, Traits};
use crate::text::path::{name_of, parent_of, stem_of};
use crate::text::{FileId, join_path};

/// A page whose links are resolved.
pub(super) struct From<'p> {
    pub(super) dialect: Dialect,
    pub(super) traits: &'static Traits,
    pub(super) site: Option<&'p Site>,
    /// Its path in the vault.
    pub(super) page: &'p str,
    /// Its path from the top.
    pub(super) path: String,
}

impl From<'_> {
    /// Returns the address of the page on a site of Hugo.
    pub(super) fn address(&self) -> Option<String> {
        let content = content_root(self.site?, &self.path)?;
        self.address_of(path_in(&self.path, content))
    }

    /// Returns the address on a site of Hugo of the page at a path in the content folder. A browser resolves relative links from
    /// there: `a/b` for `a/b.md`, `a` for `a/_index.md`. None in other dialects.
    pub(super) fn address_of(&self, inside: &str) -> Option<String> {
        if self.dialect != Dialect::Hugo {
            return None;
        }
        let folder = parent_of(inside);
        if self.traits.index.contains(&stem_of(inside)) {
            return Some(folder.to_owned());
        }
        join_path(folder, stem_of(inside))
    }
}

impl Vault<'_> {
    /// Returns from where the links of a page start.
    pub(super) fn start(&self, page: FileId) -> From<'_> {
        let dialects = self.around.dialects;
        let dialect = self.dialect(page);
        let page = self.path(page);
        From {
            dialect,
            traits: dialect.traits(),
            site: dialects.site(page),
            page,
            path: format!("{}{page}", dialects.prefix()),
        }
    }
}

/// Returns the folder that links of a page can start from: below `versioned_docs` and `i18n`, each version and language has its
/// own. <https://docusaurus.io/docs/i18n/introduction#translation-files-location>
pub(super) fn content_root<'p>(site: &'p Site, path: &'p str) -> Option<&'p str> {
    let content = site.content_of(path)?;
    let below = path.get(content.len()..)?;
    let depth = match name_of(content) {
        _ if site.dialect != Dialect::Docusaurus => 0,
        "versioned_docs" => 1,
        "i18n" if below.contains("/docusaurus-plugin-content-docs") => 3,
        "i18n" => 2,
        _ => 0,
    };
    let length = below.match_indices('/').nth(depth).map(|(at, _)| at);
    path.get(..content.len() + length.unwrap_or_default())
}

/// Returns the part of a path below one of its folders.
pub(super) fn path_in<'p>(path: &'p str, folder: &str) -> &'p str {
    let below = path.get(folder.len()..).unwrap_or_default();
    below.strip_prefix('/').unwrap_or(below)
}
