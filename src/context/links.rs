//! The links of a page, and how new ones are written.

use std::cmp::Ordering;

use super::PageContext;
use crate::syntax::{Link, LinkKind};
use crate::text::Span;
use crate::text::path::without_md;
use crate::vault::{Destination, EncodedPath, Resolution, Target, Unwritable};

/// Ways to write the target of a wiki-link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkForm {
    /// The path from the root.
    Full,
    /// The shortest end of the path that matches only this file.
    Short,
}

impl<'v> PageContext<'v> {
    /// Returns the links of the page that contain their own target, with their destinations.
    pub fn links(&self) -> impl Iterator<Item = (&'v Link, Destination<'v>)> {
        let (vault, file) = (self.vault.vault, self.page.file);
        let links = vault.destinations(file, &self.facts.links);
        links.filter(|(link, _)| link.kind != LinkKind::Reference)
    }

    /// Returns those of [`Self::links`] that lead to files, as far as these are wanted.
    pub fn links_where(
        &self,
        is_wanted: impl Fn(&Link, &Resolution) -> bool,
    ) -> impl Iterator<Item = (&'v Link, Destination<'v>)> {
        let (vault, file) = (self.vault.vault, self.page.file);
        vault.destinations_where(file, &self.facts.links, move |link, found| {
            link.kind != LinkKind::Reference && is_wanted(link, found)
        })
    }

    /// Returns the bytes of an id in the target of a link that is a route to it.
    pub fn route_id(&self, link: &Link, id: &str) -> Option<Span> {
        let destination = self.vault.vault.destination(self.page.file, link);
        let Destination::Route(route) = destination else {
            return None;
        };
        let written = self.source.slice(link.target_span);
        let start = link.target_span.start as usize + written.find(route.id)?;
        (route.id == id).then(|| Span::new(start, start + id.len()))
    }

    /// Returns how the page writes its wiki-links, judging by those that can be written in both forms. None if they do not show
    /// it.
    fn link_form(&self) -> Option<LinkForm> {
        *self.link_form.get_or_init(|| {
            let paths = self.vault.vault.paths();
            let (mut full, mut short) = (0, 0);
            for (_, destination) in self.links().filter(|(link, _)| link.kind.is_wiki()) {
                let Destination::File {
                    found: Resolution::One { target, .. },
                    path,
                    ..
                } = &destination
                else {
                    continue;
                };
                let written = without_md(path);
                let forms = [without_md(paths.path(*target)), paths.shortest(*target)];
                if forms[0] != forms[1] {
                    full += usize::from(written == forms[0]);
                    short += usize::from(written == forms[1]);
                }
            }
            match full.cmp(&short) {
                Ordering::Greater => Some(LinkForm::Full),
                Ordering::Less => Some(LinkForm::Short),
                Ordering::Equal => None,
            }
        })
    }

    /// Rewrites the path of `link` to lead to a file, in the form of the page's other links. `rest` follows the path in the
    /// target as written: a subpath, or nothing.
    ///
    /// # Errors
    ///
    /// The reason why such a link cannot be written.
    pub fn link_to(
        &self,
        link: &Link,
        to: Target,
        otherwise: LinkForm,
        rest: &str,
    ) -> Result<EncodedPath, Unwritable> {
        let vault = self.vault.vault;
        let site = vault.site(self.page.file, link);
        if !link.kind.is_wiki() {
            let path = if link.target.starts_with('/') {
                vault.root_path(self.page.file, to)
            } else {
                vault.usual_path(self.page.file, to, link.kind)
            };
            return vault.write(site, &path, rest, to);
        }
        // Keep `.md` if the author wrote it.
        let written = link.target.split('#').next().unwrap_or_default();
        let has_extension = |path: &str| path.strip_suffix(".md").is_some();
        let keeps = has_extension(written.trim_end()) && has_extension(vault.paths().path(to));
        let extension = if keeps { ".md" } else { "" };
        let is_short = self.link_form().unwrap_or(otherwise) == LinkForm::Short;
        let shortest = vault.paths().shortest(to);
        let is_enough = !shortest.contains('/') || !vault.needs_whole_paths(self.page.file);
        if is_short && is_enough && !vault.is_in_nested_vault(self.page.file) {
            let path = format!("{shortest}{extension}");
            let short = vault.write(site, &path, rest, to);
            if short.is_ok() {
                return short;
            }
        }
        let path = vault.usual_path(self.page.file, to, link.kind);
        vault.write(site, &format!("{path}{extension}"), rest, to)
    }
}
