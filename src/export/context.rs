//! The surroundings of a Markdown page: its vault, the release, and how its links are written.

use crate::catalog::{Kind, Status, View, site_url};
use crate::syntax::LinkKind;
use crate::text::FileId;
use crate::vault::{Resolution, Target, Vault};

/// Vault, release and link style for reading and writing one page.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The vault, which knows the page's file.
    pub vault: &'a Vault<'a>,
    /// The catalog as of one release.
    pub view: View<'a>,
    /// The page's file.
    pub file: FileId,
    /// Whether ids that pages of the vault declare count as known.
    pub vault_ids: bool,
    /// Whether to write links to pages of the vault as wiki-links.
    wiki_links: bool,
    /// Whether unknown ids and missing tactics are errors. They are not where a page is only read back.
    pub(super) strict: bool,
}

impl<'a> Context<'a> {
    /// Creates the context of the page in `file`. Its links are written as most links between pages of the vault are.
    #[must_use]
    pub fn new(vault: &'a Vault<'a>, view: View<'a>, file: FileId, vault_ids: bool) -> Self {
        let links = || vault.pages().flat_map(|page| page.get().links.iter());
        let wiki = links().filter(|link| link.kind == LinkKind::Wiki).count();
        let to_page = |target: &str| {
            let path = target.split('#').next().unwrap_or_default();
            !target.contains("://") && path.to_ascii_lowercase().ends_with(".md")
        };
        let markdown = links()
            .filter(|link| link.kind == LinkKind::Markdown && to_page(&link.target))
            .count();
        Self {
            vault,
            view,
            file,
            vault_ids,
            wiki_links: wiki >= markdown,
            strict: true,
        }
    }

    /// Returns a copy for reading back what was written.
    pub(super) fn lenient(self) -> Self {
        Self {
            strict: false,
            ..self
        }
    }

    /// Returns whether the release, an earlier one, or the vault knows an id.
    pub(super) fn is_known(&self, id: &str) -> bool {
        matches!(
            self.view.status(id),
            Status::Current(_) | Status::Retired(_)
        ) || (self.vault_ids && !self.vault.declaring(id).is_empty())
    }

    /// Returns the name of an id, else the id.
    pub(super) fn name<'t>(&self, id: &'t str) -> &'t str
    where
        'a: 't,
    {
        self.view.name(id).unwrap_or(id)
    }

    /// Returns the value of a field that names an object: a link to its page in this vault, else to its page on the ATLAS site.
    pub(super) fn field_link(&self, id: &str) -> String {
        let label = self.view.id_and_name(id);
        if let Some(link) = self.link_to_page(id, &label, false) {
            return link;
        }
        match site_url(id) {
            Some(url) => format!("[{label}]({url})"),
            None => label,
        }
    }

    /// Returns a link to the only page of this vault that declares an id, if a link can hold this label.
    pub(super) fn link_to_page(&self, id: &str, label: &str, in_table: bool) -> Option<String> {
        let [file] = self.vault.declaring(id) else {
            return None;
        };
        let path = self.vault.path(*file);
        let found = self.vault.paths().resolve("", &format!("/{path}"));
        let Resolution::One { target, .. } = found else {
            return None;
        };
        if self.wiki_links
            && !label.is_empty()
            && !label.contains(['[', ']', '|', '\\', '\n', '\r', '`', '<'])
        {
            let path = self.link_target(target, LinkKind::Wiki)?;
            let separator = if in_table { "\\|" } else { "|" };
            return Some(format!("[[{path}{separator}{label}]]"));
        }
        let path = self.link_target(target, LinkKind::Markdown)?;
        Some(format!("[{label}]({path})"))
    }

    fn link_target(&self, target: Target, kind: LinkKind) -> Option<String> {
        self.vault.link_target(self.file, target, kind).ok()
    }

    /// Returns the ATLAS id that a page of the vault declares.
    pub(super) fn declared_id(&self, file: FileId) -> Option<&'a str> {
        let declared = self.vault.declared_id(file)?;
        Kind::of_id(declared).map(|_| declared)
    }
}
