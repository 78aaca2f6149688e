//! Destinations of links. Each link is resolved once and the result is shared.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::found::{CachedDestination, FoundLinks};
use super::index::Vault;
use super::path::{fold_case, has_template_folder, is_called_template};
use super::paths::Resolution;
use super::start::From;
use crate::dialect::Dialect;
use crate::facts::is_external;
use crate::facts::url::{Route, route};
use crate::syntax::Link;
use crate::syntax::id::is_id;
use crate::text::path::{extension_of, parent_of, stem_of};
use crate::text::{FileId, join_path};

/// What a link leads to, of what has an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkedTo<'l> {
    Page(FileId),
    /// A route of the ATLAS site, as written.
    Route(&'l str),
}

/// The destination of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination<'l> {
    /// Another site, another scheme, or a search: not resolved.
    External,
    Route(Route<'l>),
    /// A file of this vault, with an optional subpath.
    File {
        found: Resolution,
        /// The decoded path; empty for the page itself.
        path: Cow<'l, str>,
        /// The decoded subpath without `#`.
        subpath: Option<Cow<'l, str>>,
    },
}

impl Vault<'_> {
    /// Returns the page that a link leads to, if it is exactly one page that was read.
    #[must_use]
    pub fn linked_page(&self, from: FileId, link: &Link) -> Option<FileId> {
        self.page_of(&self.found_for(from, link))
    }

    /// Returns the page that a link was found to lead to.
    fn page_of(&self, found: &CachedDestination) -> Option<FileId> {
        let CachedDestination::File(Resolution::One { target, .. }) = found else {
            return None;
        };
        let file = self.paths.file(*target);
        file.filter(|&file| self.brief(file).is_some_and(|page| page.is_read))
    }

    /// Returns the id that the page a link leads to declares.
    #[must_use]
    pub fn linked_page_id(&self, from: FileId, link: &Link) -> Option<&str> {
        self.declared_id(self.linked_page(from, link)?)
    }

    /// Returns what a link leads to, with its id: that of a route of the ATLAS site, else the one that the page declares.
    #[must_use]
    pub fn linked<'l>(&'l self, from: FileId, link: &'l Link) -> Option<(LinkedTo<'l>, &'l str)> {
        let found = self.found_for(from, link);
        if let CachedDestination::Route = *found {
            let route = route(&link.target)?;
            return is_id(route.id).then_some((LinkedTo::Route(&link.target), route.id));
        }
        let page = self.page_of(&found)?;
        Some((LinkedTo::Page(page), self.declared_id(page)?))
    }

    /// Returns the id of what a link leads to.
    #[must_use]
    pub fn linked_id<'l>(&'l self, from: FileId, link: &'l Link) -> Option<&'l str> {
        self.linked(from, link).map(|(_, id)| id)
    }

    /// Returns the destination of a link.
    #[must_use]
    pub fn destination<'l>(&self, from: FileId, link: &'l Link) -> Destination<'l> {
        of_cached(&self.found_for(from, link), link)
    }

    /// Returns the result for a link, which is cached if the link comes from the page.
    fn found_for(&self, from: FileId, link: &Link) -> Cow<'_, CachedDestination> {
        match self.known(from, link) {
            Some(known) => Cow::Borrowed(known),
            None => Cow::Owned(self.look_up(&self.start(from), link)),
        }
    }

    /// Returns the links of a page, which are `links`, with their destinations.
    pub fn destinations<'l>(
        &'l self,
        from: FileId,
        links: &'l [Link],
    ) -> impl Iterator<Item = (&'l Link, Destination<'l>)> {
        let found = self.all_known(from, links);
        let pairs = links.iter().zip(found);
        pairs.map(|(link, known)| (link, of_cached(known, link)))
    }

    /// Returns the links of a page, which are `links`, with their destinations, as far as they lead to files that are wanted. The paths of
    /// the others, nearly all of them, are not decoded.
    pub fn destinations_where<'l>(
        &'l self,
        from: FileId,
        links: &'l [Link],
        is_wanted: impl Fn(&Link, &Resolution) -> bool,
    ) -> impl Iterator<Item = (&'l Link, Destination<'l>)> {
        let found = self.all_known(from, links);
        let pairs = links.iter().zip(found).filter(
            move |(link, known)| matches!(known, CachedDestination::File(found) if is_wanted(link, found)),
        );
        pairs.map(|(link, known)| (link, of_cached(known, link)))
    }

    /// Returns the cached result for a link of the page. None for a link that does not come from the page.
    fn known(&self, from: FileId, link: &Link) -> Option<&CachedDestination> {
        let found = self.found.get(from.index())?;
        if found.get().is_none() {
            let links = self.lent_links(from)?;
            found.get_or_init(|| self.look_up_all(from, &links));
        }
        found.get()?.of(link)
    }

    /// Returns the cached results for the links of a page, which are `links`.
    fn all_known(
        &self,
        from: FileId,
        links: &[Link],
    ) -> impl Iterator<Item = &CachedDestination> + use<'_> {
        let found = self.found.get(from.index());
        let found = found.map(|found| found.get_or_init(|| self.look_up_all(from, links)));
        found.into_iter().flat_map(FoundLinks::all)
    }

    fn look_up_all(&self, from: FileId, links: &[Link]) -> FoundLinks {
        let start = self.start(from);
        FoundLinks::new(links, |link| self.look_up(&start, link))
    }

    fn look_up(&self, from: &From<'_>, link: &Link) -> CachedDestination {
        if !link.kind.is_wiki() && route(&link.target).is_some() {
            return CachedDestination::Route;
        }
        if is_external(link) {
            return CachedDestination::External;
        }
        let page = from.page;
        let path = parts(link).0;
        if path.is_empty() {
            return CachedDestination::File(self.paths.resolve("", &format!("/{page}")));
        }
        let found = if from.dialect == Dialect::Obsidian || link.kind.is_wiki() {
            self.named_file(from, &path, link.kind)
        } else {
            // A `?` starts a query, unless it is encoded.
            let written = link.target.split(['#', '?']).next().unwrap_or_default();
            self.by_path(from, &decoded(written))
        };
        match found {
            CachedDestination::File(Resolution::None(_))
                if is_filled_in(page, &path, link.kind.is_wiki())
                    || ((link.kind.is_wiki() || path.starts_with("[["))
                        && !self.knows_wiki_links(from))
                    || (!link.kind.is_wiki()
                        && (is_sample(&path) || self.is_elsewhere(page, &path))) =>
            {
                CachedDestination::External
            }
            // Elsewhere a number in brackets cites a reference.
            CachedDestination::File(Resolution::None(_))
                if from.dialect != Dialect::Obsidian
                    && path.bytes().all(|b| b.is_ascii_digit()) =>
            {
                CachedDestination::External
            }
            found => found,
        }
    }

    /// Returns whether wiki-links of a page lead where they do in Obsidian.
    fn knows_wiki_links(&self, from: &From<'_>) -> bool {
        if self.around.dialects.is_in_graph(from.page) {
            return false;
        }
        let site = self.generated(&from.path);
        site.is_none_or(|site| site.by.has_known_wiki_links)
    }

    /// Returns whether a link on a template is meant for the pages made from it, which lie elsewhere: its folder does not exist from
    /// here.
    fn is_elsewhere(&self, page: &str, path: &str) -> bool {
        let folder = parent_of(path);
        (has_template_folder(page) || fold_case(stem_of(page)) == "template")
            && !path.starts_with('/')
            && !folder.is_empty()
            && join_path(parent_of(page), folder)
                .is_none_or(|folder| !folder.is_empty() && !self.paths.has_folder(&folder))
    }

    /// Returns the first hidden folder on the way to a file that exists there. Obsidian sees none of them.
    #[must_use]
    pub fn hidden_folder<'p>(&self, from: FileId, path: &'p str) -> Option<&'p str> {
        let page = self.path(from);
        if self.dialect(from) != Dialect::Obsidian {
            return None;
        }
        let is_hidden = |part: &&str| part.starts_with('.') && !matches!(*part, "." | "..");
        let folder = parent_of(path).split('/').find(is_hidden)?;
        let around = self.around;
        let prefix = around.dialects.prefix();
        let exists = |inside: &str| around.outside.exists(&format!("{prefix}{inside}"));
        let rooted = join_path("", path);
        let relative = join_path(parent_of(page), path).filter(|_| !path.starts_with('/'));
        let mut places = [relative, rooted].into_iter().flatten();
        places.any(|place| exists(&place)).then_some(folder)
    }
}

fn of_cached<'l>(found: &CachedDestination, link: &'l Link) -> Destination<'l> {
    match found {
        CachedDestination::External => Destination::External,
        CachedDestination::Route => {
            route(&link.target).map_or(Destination::External, Destination::Route)
        }
        CachedDestination::File(found) => {
            let (path, subpath) = parts(link);
            Destination::File {
                found: found.clone(),
                path,
                subpath,
            }
        }
    }
}

/// Placeholders for a number or year in templates: `XXX-slug.md`.
const NUMBERS: [&str; 3] = ["XX", "NNN", "YYYY"];

/// Returns whether a path only shows where a path goes: `path/to/image.png`, `(url)`, `(audio_url)`, `(...)`; or starts with what a program
/// fills in: `$BASE/a.md`, `|static|/a.png`,
/// `@assets/a.png`.
fn is_sample(path: &str) -> bool {
    let bare = path.strip_prefix("./").unwrap_or(path);
    let bare = bare.strip_prefix('/').unwrap_or(bare);
    let is_url = |word: &str| {
        word.eq_ignore_ascii_case("url") || word.ends_with("_url") || word.ends_with("-url")
    };
    let is_dots = || bare == "\u{2026}" || (bare.len() > 2 && bare.bytes().all(|b| b == b'.'));
    bare.starts_with("path/to/")
        || path.starts_with(['$', '|'])
        || (path.starts_with('@') && path.contains('/') && !path.starts_with("@site/"))
        || is_url(bare)
        || is_dots()
}

/// Returns whether a path on a template is filled in when a page is created from it: it is a placeholder, or the name of a future page. A
/// page from an archetype of Hugo is in another folder.
fn is_filled_in(page: &str, path: &str, is_wiki: bool) -> bool {
    if !path.starts_with('/') && page.split('/').any(|folder| folder == "archetypes") {
        return true;
    }
    let holds = |open, close| path.contains(open) && path.contains(close);
    // No file has such a name: `[[<plugin-id>]]`.
    (path.starts_with('<') && path.ends_with('>'))
        || is_called_template(page)
            && (holds('{', '}')
                || holds('<', '>')
                || NUMBERS.iter().any(|number| path.contains(number))
                || (is_wiki && path.ends_with('/'))
                || (!path.contains('/') && extension_of(path).is_none()))
}

/// Decodes a part of a Markdown destination. What is no encoded text stays as it is written.
fn decoded(text: &str) -> Cow<'_, str> {
    let decoded = percent_decode_str(text).decode_utf8();
    decoded.unwrap_or(Cow::Borrowed(text))
}

/// Returns the decoded path and subpath of a link's target.
fn parts<'l>(link: &'l Link) -> (Cow<'l, str>, Option<Cow<'l, str>>) {
    let target: &'l str = &link.target;
    let (path, subpath) = match memchr::memchr(b'#', target.as_bytes()) {
        Some(at) => (&target[..at], Some(&target[at + 1..])),
        None => (target, None),
    };
    let decode = |text: &'l str| {
        if link.kind.is_wiki() {
            Cow::Borrowed(text.trim())
        } else {
            decoded(text)
        }
    };
    let subpath = subpath.map(decode).filter(|subpath| !subpath.is_empty());
    (decode(path), subpath)
}
