//! Resolution of Markdown links outside Obsidian: by path, as the traits of the page's dialect say.

use super::found::CachedDestination;
use super::generators::{Generated, Unknown};
use super::index::Vault;
use super::path::{fold_case, same_path};
use super::paths::{Missing, Paths, Resolution, Target};
use super::start::{From, content_root};
use crate::dialect::{Base, Dialect, Mount, Site};
use crate::syntax::is_mdx;
use crate::text::join_path;
use crate::text::path::{extension_of, is_below_dot, name_of, parent_of, without_md};

impl Vault<'_> {
    /// Resolves the decoded path of a Markdown link.
    pub(super) fn by_path(&self, from: &From<'_>, written: &str) -> CachedDestination {
        let path = written.split('?').next().unwrap_or_default();
        // Braces and angle brackets mark a placeholder.
        let holds = |open, close| path.contains(open) && path.contains(close);
        if path.is_empty() || holds('{', '}') || holds('<', '>') {
            return CachedDestination::External;
        }
        if path.contains('\\') {
            return CachedDestination::File(Resolution::None(Missing::NoFile));
        }
        let is_route = extension_of(path).is_none() || path.ends_with('/');
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
        let places = self.below(from, from.traits.rooted, path);
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
                        Self::is_unknown(&site, path, is_route)
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
        let mut places = vec![relative];
        // Docusaurus looks elsewhere for pages only.
        let is_page = matches!(extension_of(path), Some("md" | "mdx"));
        if from.dialect != Dialect::Docusaurus || is_page {
            places.extend(self.below(from, from.traits.relative, path));
            places.extend(mounted_beside(from, path));
        }
        if let Some(site) = site.filter(|site| site.by.is_root) {
            places.push(join_path(&site.root, path));
        }
        if is_github && self.around.dialects.is_beside_hugo(from.page) {
            // A script may copy the page into the content, where its address is a folder.
            let address = without_md(&from.path);
            places.push(join_path(address, path));
        }
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
                if site.is_some_and(|site| Self::is_unknown(site, path, is_route))
                    || (is_page && from.site.is_some_and(|site| site.has_made_pages))
                    || (is_github && is_route && self.has_other_base(from, path)) =>
            {
                CachedDestination::External
            }
            found => found,
        }
    }

    /// Returns whether a relative path is one from the address of its page to a file that the site publishes as it is: the address of
    /// `reference/about.mdx` is `/reference/about/`.
    fn is_published_above(&self, from: &From<'_>, path: &str) -> bool {
        let mut rest = path.strip_prefix("./").unwrap_or(path);
        while let Some(above) = rest.strip_prefix("../") {
            rest = above;
        }
        let is_relative = path.starts_with('.');
        let mut places = self.published_places(from, rest).into_iter().flatten();
        is_relative && is_published_file(rest) && places.any(|place| self.one(&place).is_some())
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

    /// Returns where a root path leads on a site of a generator without a dialect, and in folders around the page whose files are
    /// published as they are.
    pub(super) fn published_places(&self, from: &From<'_>, path: &str) -> Vec<Option<String>> {
        const AS_THEY_ARE: [&str; 2] = ["public", "static"];
        let site = self.generated(&from.path).filter(|site| site.by.is_root);
        let mut places: Vec<Option<String>> = site
            .into_iter()
            .map(|site| join_path(&site.root, path))
            .collect();
        let there = |place: &String| self.one(place).is_some();
        for folder in folders_around(&from.path) {
            let published = AS_THEY_ARE.map(|name| join_path(folder, &format!("{name}/{path}")));
            places.extend(published.into_iter().flatten().filter(there).map(Some));
            // A folder that holds what its pages link to from the root is the root of a site.
            let beside = join_path(folder, path).filter(there);
            places.extend(beside.filter(|_| is_published_file(path)).map(Some));
        }
        places
    }

    /// Returns whether a path that names no file may be a route or a label of a site.
    fn is_unknown(site: &Generated, path: &str, is_route: bool) -> bool {
        match site.by.unknown {
            Unknown::Nothing => false,
            Unknown::Route => is_route,
            Unknown::Label => is_route || !is_file_name(path),
            Unknown::Flat => {
                let is_page = matches!(extension_of(path), Some("epub" | "html" | "md" | "topic"));
                (is_page || is_published_file(path)) && !path.contains('/')
            }
        }
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

    /// Returns the first of these places at which something is. A place is None if it lies outside the top.
    pub(super) fn first(
        &self,
        from: &From<'_>,
        places: &[Option<String>],
        is_route: bool,
    ) -> CachedDestination {
        for place in places.iter().flatten() {
            if let Some(found) = self.at(from, place, is_route) {
                return found;
            }
        }
        let mut known = places.iter().flatten();
        let is_made =
            |place: &String| self.around.outside.is_ignored(place) || self.is_notebook(place);
        if known.any(is_made) {
            return CachedDestination::External;
        }
        let missing = match places.first() {
            Some(None) => Missing::OutsideVault,
            _ => Missing::NoFile,
        };
        CachedDestination::File(Resolution::None(missing))
    }

    /// Returns whether a notebook stands for a missing page: sites are built from notebooks too.
    fn is_notebook(&self, place: &str) -> bool {
        let stem = place.strip_suffix(".md");
        stem.is_some_and(|stem| self.one(&format!("{stem}.ipynb")).is_some())
    }

    /// Returns what is at a path from the top: a file, with `.md` left out or written `.html`, or a folder.
    fn at(&self, from: &From<'_>, path: &str, is_route: bool) -> Option<CachedDestination> {
        if let Some(found) = self.one(path) {
            return Some(found);
        }
        let page = match path.strip_suffix(".html") {
            Some(page) => Some(page),
            // `AGENTS.default` may be the page `AGENTS.default.md`.
            None => (is_route || !is_page_name(path)).then_some(path),
        };
        let page = page.filter(|page| !page.is_empty());
        let pages = page
            .into_iter()
            .flat_map(|page| ["md", "mdx"].map(|extension| format!("{page}.{extension}")));
        let mut pages = pages.filter_map(|page| self.one(&page));
        if let Some(found) = pages.next() {
            return Some(found);
        }
        // The start page of a folder may be written as `README.md`.
        if let Some(folder) = path.strip_suffix("/index.html") {
            return self.folder_at(folder, from.traits.index);
        }
        self.folder_at(path, from.traits.index)
    }

    pub(super) fn one(&self, path: &str) -> Option<CachedDestination> {
        let inside = path.strip_prefix(self.around.dialects.prefix());
        if let Some(target) = inside.and_then(|inside| self.paths.at(inside)) {
            return Some(CachedDestination::File(Resolution::One {
                target,
                case: false,
            }));
        }
        let is_known = inside.is_some_and(|inside| !is_below_dot(inside));
        (!is_known && self.around.outside.exists(path)).then_some(CachedDestination::External)
    }

    /// Returns the page that stands for a folder, or else that the folder exists.
    pub(super) fn folder_at(&self, path: &str, index: &[&str]) -> Option<CachedDestination> {
        let prefix = self.around.dialects.prefix();
        let is_root = path.is_empty() || format!("{path}/") == prefix;
        let inside = path
            .strip_prefix(prefix)
            .filter(|inside| !inside.is_empty());
        let is_folder = is_root || inside.is_some_and(|inside| self.paths.has_exact_folder(inside));
        if !is_folder {
            // Of a folder that holds nothing but dot-files, no path is known.
            let is_unknown = inside.is_some_and(|inside| !self.paths.knows(inside));
            let may_be_bare = is_unknown && !is_page_name(path);
            return (may_be_bare && self.around.outside.exists(path))
                .then_some(CachedDestination::External);
        }
        let mut pages = index.iter().filter_map(|name| {
            let page = join_path(path, name)?;
            let page = page.strip_prefix(prefix)?;
            let named = |extension| self.paths.at(&format!("{page}.{extension}"));
            named("md").or_else(|| named("mdx"))
        });
        Some(match pages.next() {
            Some(target) => CachedDestination::File(Resolution::One {
                target,
                case: false,
            }),
            None => CachedDestination::External,
        })
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

/// Returns the folders around a file, the nearest first, and the top last.
fn folders_around(path: &str) -> impl Iterator<Item = &str> + Clone {
    let folders = path.rmatch_indices('/').map(|(at, _)| &path[..at]);
    folders.chain([""])
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

fn is_page_name(path: &str) -> bool {
    matches!(extension_of(path), Some("md" | "mdx"))
}

/// Returns whether a path is that of a file that sites serve as it is, such as an image.
fn is_published_file(path: &str) -> bool {
    let kinds = [
        "gif", "ico", "jpeg", "jpg", "mp4", "pdf", "png", "svg", "webp",
    ];
    extension_of(path).is_some_and(|extension| kinds.contains(&extension))
}

/// Returns whether a path ends as the name of a file does, and not as that of a label, such as `schema_hub.db`.
fn is_file_name(path: &str) -> bool {
    let known = [
        "csv", "gif", "htm", "html", "ipynb", "jpeg", "jpg", "json", "md", "mdx", "pdf", "png",
        "py", "rst", "sh", "svg", "toml", "txt", "webp", "yaml", "yml", "zip",
    ];
    path.contains('/') || extension_of(path).is_some_and(|extension| known.contains(&extension))
}

/// Returns whether a site may generate a file: its sitemap, feeds, and other formats of its pages.
fn is_output(path: &str) -> bool {
    let formats = ["atom", "html", "ics", "json", "rss", "txt", "xml"];
    extension_of(path).is_some_and(|extension| formats.contains(&extension))
}

impl Paths<'_> {
    /// Returns the file at exactly this path.
    pub(super) fn at(&self, path: &str) -> Option<Target> {
        let files = self.by_path.get(fold_case(path).as_ref())?;
        let mut files = files.as_slice().iter().copied();
        files.find(|&target| same_path(self.path(target), path))
    }

    /// Returns whether a file or folder has this path, without case.
    fn knows(&self, path: &str) -> bool {
        let key = fold_case(path);
        self.folders.contains_key(key.as_ref()) || self.by_path.contains_key(key.as_ref())
    }

    fn has_exact_folder(&self, path: &str) -> bool {
        let folder = self.folders.get(fold_case(path).as_ref());
        folder.is_some_and(|folder| same_path(folder, path))
    }
}
