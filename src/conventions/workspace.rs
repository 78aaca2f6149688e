//! The vault, the release, and the pages that sync may edit.

use crate::analysis;
use crate::catalog::{Kind, Lifetime, Status, View, at, normalize_name};
use crate::context::VaultContext;
use crate::syntax::Link;
use crate::text::{Condition, FileId, Source};
use crate::vault::PageRef;
use crate::vault::Vault;
use crate::vault::path::is_template;

/// The vault and the release that sync works on.
#[derive(Clone, Copy)]
pub(crate) struct Workspace<'v> {
    pub(crate) context: &'v VaultContext<'v>,
    pub(crate) vault: &'v Vault<'v>,
    pub(crate) view: View<'v>,
    /// Returns whether the page at a path may be edited.
    pub(crate) reported: &'v (dyn Fn(&str) -> bool + Sync),
}

/// The page of a tactic, technique or mitigation.
#[derive(Clone, Copy)]
pub(crate) struct ObjectPage<'v> {
    pub(crate) page: PageRef<'v>,
    pub(crate) id: &'v str,
    pub(crate) kind: Kind,
}

impl<'v> Workspace<'v> {
    pub(crate) fn new(context: &'v VaultContext<'v>) -> Self {
        Self {
            context,
            vault: context.vault,
            view: context.view,
            reported: context.reported,
        }
    }

    pub(crate) fn source(&self, page: PageRef<'_>) -> &'v Source {
        self.vault.sources.get(page.file)
    }

    /// Iterates over the Markdown pages that may be edited, without templates and unreadable ones.
    pub(crate) fn pages(&self) -> impl Iterator<Item = PageRef<'v>> {
        let workspace = *self;
        self.vault.pages().filter(move |page| {
            let source = workspace.source(*page);
            page.get().document.is_none()
                && !workspace.vault.is_copy(page.file)
                && *source.condition() == Condition::Sound
                && (workspace.reported)(source.path())
                && !is_template(source.path())
        })
    }

    /// Iterates over the paths of those that are empty.
    pub(crate) fn empty_pages(&self) -> impl Iterator<Item = &'v str> {
        let sources = self.pages().map(|page| self.source(page));
        let empty = sources.filter(|source| source.text().trim().is_empty());
        empty.map(Source::path)
    }

    /// Iterates over those that declare a tactic, technique or mitigation.
    pub(crate) fn object_pages(&self) -> impl Iterator<Item = ObjectPage<'v>> {
        let workspace = *self;
        self.pages()
            .filter_map(move |page| workspace.object_page(page))
    }

    /// Returns the object page, if a page declares a tactic, technique or mitigation.
    pub(crate) fn object_page(&self, page: PageRef<'v>) -> Option<ObjectPage<'v>> {
        let id = self.vault.declared_id(page.file)?;
        let kind = Kind::of_id(id).filter(|kind| *kind != Kind::CaseStudy)?;
        Some(ObjectPage { page, id, kind })
    }

    /// Returns the only page that declares an id.
    pub(crate) fn page_of(&self, id: &str) -> Option<FileId> {
        match self.vault.declaring(id) {
            [file]
                if self
                    .vault
                    .page(*file)
                    .is_some_and(|page| page.get().document.is_none()) =>
            {
                Some(*file)
            }
            _ => None,
        }
    }

    /// Returns the lifetime of an id, if the pinned release holds it.
    pub(crate) fn lifetime(&self, id: &str) -> Option<&'v Lifetime> {
        match self.view.status(id) {
            Status::Current(lifetime) => Some(lifetime),
            _ => None,
        }
    }

    /// Returns whether the name of an id is from an official release.
    pub(crate) fn is_name_official(&self, id: &str) -> bool {
        let names = self.view.lifetime(id).map(|lifetime| &lifetime.names);
        names
            .and_then(|names| at(names, self.view.pinned))
            .is_some_and(|version| version.official)
    }

    /// Returns the current name of an object, if `text` is its name in another release.
    pub(crate) fn current_name(&self, id: &str, text: &str) -> Option<String> {
        // Names are shorter, and a value may be a page of prose.
        if text.len() > 300 {
            return None;
        }
        let view = self.view;
        let plain = normalize_name(text);
        if plain.is_empty() || analysis::is_name_now(view, id, &plain) {
            return None;
        }
        let first = |view: View<'_>| view.lifetime(id).map(|lifetime| lifetime.first);
        let newest = view.catalog.at(view.catalog.newest());
        let is_later = || first(view) == first(newest) && analysis::is_name(newest, id, &plain);
        let was = analysis::is_name(view, id, &plain) || is_later();
        let now = was.then(|| analysis::spelled(view, id, text)).flatten()?;
        is_plain(&now).then_some(now)
    }

    /// Returns whether a text is a name of an object in any release.
    pub(crate) fn is_name(&self, id: &str, text: &str) -> bool {
        text.len() <= 300
            && (analysis::is_name_now(self.view, id, &normalize_name(text))
                || self.current_name(id, text).is_some())
    }

    /// Returns the id that a link leads to, by a route or by the page that declares it.
    pub(crate) fn linked_id(&self, from: FileId, link: &'v Link) -> Option<&'v str> {
        self.vault.linked_id(from, link)
    }
}

/// Returns whether a name is safe in a link, a heading and a YAML value. Names from an imported file may hold anything.
pub(crate) fn is_plain(name: &str) -> bool {
    let marks = ['[', ']', '|', '<', '>', '`', '"', '\\', '{', '}'];
    !name.is_empty() && !name.contains(|c: char| c.is_control() || marks.contains(&c))
}
