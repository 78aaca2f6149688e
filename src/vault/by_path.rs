//! Resolution of Markdown links outside Obsidian: by path, as the traits of the page's dialect say.

use super::found::CachedDestination;
use super::generators::Generated;
use super::index::Vault;
use super::paths::{Missing, Resolution};
use super::places::is_page_name;
use super::published::{folders_around, is_file_extension, is_output, is_published_file};
use super::start::{From, content_root};
use crate::dialect::{Base, Dialect, Mount, Site};
use crate::syntax::is_mdx;
use crate::text::join_path;
use crate::text::path::{extension_of, name_of, parent_of, without_md};

/// Names of branches to which pages link.
const BRANCHES: [&str; 7] = [
    "HEAD", "dev", "develop", "gh-pages", "main", "master", "trunk",
];

impl Vault<'_> {
    /// Resolves the decoded path of a Markdown link, without its query.
    pub(super) fn by_path(&self, from: &From<'_>, path: &str) -> CachedDestination {
        // Braces and angle brackets mark a placeholder.
        let holds = |open, close| path.contains(open) && path.contains(close);
        if path.is_empty() || holds('{', '}') || holds('<', '>') {
            return CachedDestination::External;
        }
        if path.contains('\\') {
            return CachedDestination::File(Resolution::None(Missing::NoFile));
        }
        let is_route = extension_of(path).is_none()
            || path.ends_with('/')
            || (path.starts_with('/')
                && names_member(path)
                && self.generated(&from.path).is_some());
        let only_files = is_mdx(from.page) && from.dialect != Dialect::Docusaurus;
        if only_files && (is_route || path.starts_with('/')) {
            return CachedDestination::External;
        }
        if let Some(path) = path.strip_prefix("@site/") {
            let root = self.base(from, Base::Site);
            return self.first(from, &[join_path(&root, path)], is_route);
        }
        if let Some(path) = path.strip_prefix("@/") {
            return self.in_content(from, path);
        }
        if let Some(path) = path.strip_prefix("~/")
            && let Some(site) = self.generated(&from.path).filter(|site| site.by.is_root)
        {
            return self.first(from, &[join_path(&site.root, path)], is_route);
        }
        match path.strip_prefix('/') {
            Some(rooted) => self.rooted(from, rooted, is_route),
            None => self.relative(from, path, is_route),
        }
    }

    fn rooted(&self, from: &From<'_>, path: &str, is_route: bool) -> CachedDestination {
        if path.is_empty() && from.dialect == Dialect::Github {
            // The start page of a site, not the README of the repository.
            return CachedDestination::External;
        }
        let mut places = self.below(from, from.traits.rooted, path);
        if from.dialect == Dialect::Hugo && is_published_file(path) {
            // Themes look for images beside the page first, with or without a slash.
            places.push(join_path(parent_of(&from.path), path));
        }
        let found = match self.first(from, &places, is_route) {
            CachedDestination::File(Resolution::None(missing)) if from.dialect == Dialect::Hugo => {
                self.in_any_language(from, &format!("/{path}"), missing)
            }
            CachedDestination::File(Resolution::None(missing))
                if from.dialect == Dialect::Github =>
            {
                let places = self.published_places(from, path);
                if places.is_empty() {
                    CachedDestination::File(Resolution::None(missing))
                } else {
                    self.first(from, &places, is_route)
                }
            }
            found => found,
        };
        match found {
            CachedDestination::File(Resolution::None(_))
                if is_route && from.dialect == Dialect::Docusaurus =>
            {
                self.rooted_route(from.site, path)
            }
            // Only the site knows its routes, and what it serves from elsewhere.
            CachedDestination::File(Resolution::None(_))
                if is_route
                    || from.dialect == Dialect::Mkdocs
                    || (is_output(path)
                        && (from.traits.has_routes
                            || self.around.dialects.is_in_site(from.page)))
                    || self.generated(&from.path).is_some_and(|site| {
                        self.is_unknown(from, &site, path, is_route)
                            || (site.by.has_outputs && is_output(path))
                    }) =>
            {
                CachedDestination::External
            }
            found => found,
        }
    }

    fn relative(&self, from: &From<'_>, path: &str, is_route: bool) -> CachedDestination {
        let is_github = from.dialect == Dialect::Github;
        let site = is_github.then(|| self.generated(&from.path)).flatten();
        let site = site.as_ref();
        if is_route && site.is_some_and(|site| site.is_addressed(&from.path)) {
            return CachedDestination::External;
        }
        let relative = join_path(parent_of(&from.path), path);
        if relative.is_none() && from.traits.has_host_pages && path.starts_with("../../") {
            return CachedDestination::External;
        }
        if relative.is_none() && from.traits.has_host_pages && self.names_branch(&from.path, path) {
            return CachedDestination::External;
        }
        if path.ends_with('/')
            && let Some(found) = self.at_address(from, site, path)
        {
            let beside = relative.as_ref();
            let beside = beside.and_then(|place| self.at(from, place, true));
            // Which of the two is meant, only the site knows.
            return beside.map_or(found, |_| CachedDestination::External);
        }
        if is_github
            && path.ends_with('/')
            && let Some(folder) = &relative
            && let Some(page @ CachedDestination::File(_)) =
                self.folder_at(folder, from.traits.index)
        {
            // The page of the folder, and not one of the same name beside it.
            return page;
        }
        let mut places = vec![relative];
        places.extend(self.other_places(from, path, site));
        let is_page = is_page_name(path);
        let address = from
            .address()
            .and_then(|address| join_at_most(&address, path));
        if let Some(address) = address.filter(|_| !is_page) {
            let at_address = self.below(from, from.traits.rooted, &address);
            let at = if is_route { 0 } else { places.len() };
            places.splice(at..at, at_address);
        }
        let found = match self.first(from, &places, is_route) {
            CachedDestination::File(Resolution::None(missing)) => {
                self.in_any_language(from, path, missing)
            }
            found => found,
        };
        match found {
            CachedDestination::File(Resolution::None(_)) if is_route && from.traits.has_routes => {
                if from.dialect == Dialect::Docusaurus {
                    self.relative_route(from.site, from.page, path)
                } else {
                    CachedDestination::External
                }
            }
            CachedDestination::File(Resolution::None(Missing::NoFile))
                if site.is_some() && self.is_published_above(from, path) =>
            {
                CachedDestination::External
            }
            CachedDestination::File(Resolution::None(Missing::NoFile))
                if site.is_some_and(|site| self.is_unknown(from, site, path, is_route))
                    || (is_page && from.site.is_some_and(|site| site.has_made_pages))
                    || (is_github && is_route && self.has_other_base(from, path)) =>
            {
                CachedDestination::External
            }
            found => found,
        }
    }

    /// Returns what a route leads to from the address that a page may have on its site.
    fn at_address(
        &self,
        from: &From<'_>,
        site: Option<&Generated>,
        path: &str,
    ) -> Option<CachedDestination> {
        let address = site?.address_of(&from.path)?;
        self.at(from, &join_path(address, path)?, true)
    }

    /// Returns whether a path leaves the repository by one folder and goes on to an image, or below a usual name of a branch: on GitHub that is
    /// a branch, as in `../assets/a.png` on a page at the top, unless there is such a folder.
    fn names_branch(&self, page: &str, path: &str) -> bool {
        let up = "../".repeat(page.matches('/').count() + 1);
        let branch = path.strip_prefix(&up).and_then(|rest| rest.split_once('/'));
        branch.is_some_and(|(branch, rest)| {
            (BRANCHES.contains(&branch) || is_published_file(rest))
                && self.folder_at(branch, &[]).is_none()
        })
    }

    /// Returns where a relative path may lead on a site, other than beside its page.
    fn other_places(
        &self,
        from: &From<'_>,
        path: &str,
        site: Option<&Generated>,
    ) -> Vec<Option<String>> {
        let mut places = Vec::new();
        let is_page = is_page_name(path);
        // Docusaurus looks elsewhere for pages only.
        if from.dialect != Dialect::Docusaurus || is_page {
            places.extend(self.below(from, from.traits.relative, path));
            places.extend(mounted_beside(from, path));
        }
        if let Some(site) = site.filter(|site| site.by.is_root) {
            places.push(join_path(&site.root, path));
        }
        if from.dialect == Dialect::Github && self.around.dialects.is_beside_hugo(from.page) {
            // A script may copy the page into the content, where its address is a folder.
            places.push(join_path(without_md(&from.path), path));
        }
        places
    }

    /// Returns what is missing in the language of the page and exists in another.
    fn in_any_language(&self, from: &From<'_>, path: &str, missing: Missing) -> CachedDestination {
        let is_route = extension_of(path).is_none() || path.ends_with('/');
        match self.first(from, &self.in_languages(from, path), is_route) {
            CachedDestination::File(Resolution::None(_)) => {
                CachedDestination::File(Resolution::None(missing))
            }
            // Any of them may be shown, and they differ in their headings.
            _ if from.dialect == Dialect::Hugo => CachedDestination::External,
            found => found,
        }
    }

    /// Returns where a path leads below each of these bases, and below what is mounted there.
    fn below(&self, from: &From<'_>, bases: &[Base], path: &str) -> Vec<Option<String>> {
        let mut places = Vec::new();
        for base in bases {
            places.push(join_path(&self.base(from, *base), path));
            if let (Base::Named(name), Some(site)) = (base, from.site)
                && let Some(whole) = join_path(name, path)
            {
                places.extend(mounted_at(site, &whole));
            }
        }
        places
    }

    /// Returns where a path leads below the folder of content around a page, from which Zola writes its links with `@/`.
    /// <https://www.getzola.org/documentation/content/linking/>
    fn in_content(&self, from: &From<'_>, path: &str) -> CachedDestination {
        let mut folders = folders_around(&from.path);
        let content = folders.find(|folder| name_of(folder) == "content");
        let place = content.and_then(|content| join_path(content, path));
        // Anywhere else it stands for a folder that the site names.
        let found = place.and_then(|place| self.one(&place));
        found.unwrap_or(CachedDestination::External)
    }

    /// Returns whether a route over a folder that leads nowhere from its page leads to one from a folder around it, as on a site with one base
    /// for all pages.
    fn has_other_base(&self, from: &From<'_>, path: &str) -> bool {
        let is_over_folder = path.contains('/') && !path.starts_with('.');
        let mut folders = folders_around(&from.path).skip(1);
        is_over_folder
            && folders.any(|folder| {
                let place = join_path(folder, path);
                let found = place.and_then(|place| self.at(from, &place, true));
                matches!(found, Some(CachedDestination::File(_)))
            })
    }

    /// Returns the folder of a base from the top. Without a configuration of the site, the vault counts as the site.
    fn base(&self, from: &From<'_>, base: Base) -> String {
        let vault = self.around.dialects.prefix().trim_end_matches('/');
        let root = from.site.map_or(vault, |site| site.root.as_str());
        match base {
            Base::Top => String::new(),
            Base::Site => root.to_owned(),
            Base::Named(name) => join_path(root, name).unwrap_or_default(),
            Base::Content => from
                .site
                .and_then(|site| content_root(site, &from.path))
                .unwrap_or(root)
                .to_owned(),
        }
    }
}

/// Returns what the site of a page has at a path of its mounts.
fn mounted_at<'s>(site: &'s Site, path: &'s str) -> impl Iterator<Item = Option<String>> + 's {
    let inside = |mount: &'s Mount| Some((mount, path_below(path, &mount.target)?));
    let there = site.mounts.iter().filter_map(inside);
    there.map(|(mount, inside)| join_path(&mount.source, inside))
}

/// Returns where a relative path leads from the places at which a page is mounted.
fn mounted_beside(from: &From<'_>, path: &str) -> Vec<Option<String>> {
    let Some(site) = from.site else {
        return Vec::new();
    };
    let own = site.mounts.iter().filter_map(|mount| {
        let inside = path_below(&from.path, &mount.source)?;
        join_path(&mount.target, inside)
    });
    let targets = own.filter_map(|own| join_path(parent_of(&own), path));
    targets
        .flat_map(|target| mounted_at(site, &target).collect::<Vec<_>>())
        .collect()
}

/// Returns the part of a path below a folder, or "" for the folder itself.
fn path_below<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    let inside = path.strip_prefix(folder)?;
    let is_there = inside.is_empty() || inside.starts_with('/');
    is_there.then(|| inside.trim_start_matches('/'))
}

/// Returns whether what looks like the extension of a file is a name in a program: `Deno.noColor`, `Deno.FsFile.prototype.lock`.
fn names_member(path: &str) -> bool {
    let name = name_of(path);
    let stem = name.rsplit_once('.').map_or("", |(stem, _)| stem);
    let is_capital = stem.starts_with(|c: char| c.is_ascii_uppercase());
    let is_mixed = stem.contains(|c: char| c.is_ascii_lowercase());
    let extension = extension_of(path).unwrap_or_default();
    is_capital && is_mixed && !is_file_extension(extension)
}

/// Resolves a path against an address as a browser does, for which `..` at the root leads to the root.
fn join_at_most(address: &str, path: &str) -> Option<String> {
    let mut rest = path;
    loop {
        match join_path(address, rest) {
            None => rest = rest.strip_prefix("../")?,
            joined => return joined,
        }
    }
}
