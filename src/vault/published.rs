//! What the site around a page serves, if its generator has no dialect.

use super::generators::{Generated, Unknown};
use super::index::Vault;
use super::start::From;
use crate::dialect::Dialect;
use crate::text::FileId;
use crate::text::join_path;
use crate::text::path::{extension_of, name_of, parent_of, stem_of};

impl Vault<'_> {
    /// Returns whether a relative path is one from the address of its page to a file that the site publishes as it is: the address of
    /// `reference/about.mdx` is `/reference/about/`, and that of an `index.mdx` at the top of the content is `/`.
    pub(super) fn is_published_above(&self, from: &From<'_>, path: &str) -> bool {
        let mut rest = path.strip_prefix("./").unwrap_or(path);
        while let Some(above) = rest.strip_prefix("../") {
            rest = above;
        }
        let is_start = stem_of(&from.path) == "index"
            && matches!(
                name_of(parent_of(&from.path)),
                "content" | "docs" | "pages" | "src"
            );
        let is_from_address = path.starts_with('.') || is_start;
        let mut places = self.published_places(from, rest).into_iter().flatten();
        is_from_address
            && (is_published_file(rest) || is_html(rest))
            && places.any(|place| self.one(&place).is_some())
    }

    /// Returns where a root path leads on a site of a generator without a dialect, and in folders around the page whose files are
    /// published as they are.
    pub(super) fn published_places(&self, from: &From<'_>, path: &str) -> Vec<Option<String>> {
        const AS_THEY_ARE: [&str; 3] = [".vuepress/public", "public", "static"];
        let site = self.generated(&from.path).filter(|site| site.by.is_root);
        let mut places: Vec<Option<String>> = site
            .into_iter()
            .map(|site| join_path(&site.root, path))
            .collect();
        let there = |place: &String| self.one(place).is_some();
        let mut add = |path: &str| {
            for folder in folders_around(&from.path) {
                let published =
                    AS_THEY_ARE.map(|name| join_path(folder, &format!("{name}/{path}")));
                places.extend(published.into_iter().flatten().filter(there).map(Some));
                // A folder that holds what its pages link to from the root is the root of a site.
                let beside = join_path(folder, path).filter(there);
                places.extend(beside.filter(|_| is_published_file(path)).map(Some));
            }
        };
        add(path);
        // A site in a folder of its host has the name of that folder first: `/handbook/images/a.png`.
        if let Some((base, inside)) = path.split_once('/')
            && inside.contains('/')
            && is_published_file(inside)
            && self.folder_at(base, &[]).is_none()
        {
            add(inside);
        }
        places
    }

    /// Returns whether a file of the vault has this path or one that ends in it.
    fn ends_some_path(&self, path: &str) -> bool {
        let path = path.trim_start_matches(['.', '/']);
        let found = self.paths.ending_in(path);
        let mut found = found.iter().map(|target| self.paths.path(*target));
        found.any(|found| found.ends_with(path))
    }

    /// Returns whether a page or a file of a wiki of GitHub is called so: `Set-up` or `Set up` for `guide/Set-up.md`. Case is ignored.
    fn is_in_wiki(&self, name: &str) -> bool {
        // Links to the files of pages show their source.
        let is_page = extension_of(name) != Some("md");
        is_page && !self.paths.ending_in(&name.replace(' ', "-")).is_empty()
    }

    /// Returns whether a wiki-link on a page names a page of the wiki of GitHub that it belongs to, whose name may stand in the place of the
    /// label: `[[the steps|Set-up]]`.
    #[must_use]
    pub fn names_wiki_page(&self, file: FileId, path: &str, label: Option<&str>) -> bool {
        let dialects = self.around.dialects;
        // Where only its links show Obsidian, they are those of a wiki as well.
        let may_be = self.dialect(file) != Dialect::Obsidian || dialects.is_by_links();
        let site = || self.generated(&format!("{}{}", dialects.prefix(), self.path(file)));
        may_be
            && site().is_some_and(|site| site.by.unknown == Unknown::Named)
            && (self.is_in_wiki(path) || label.is_some_and(|label| self.is_in_wiki(label.trim())))
    }

    /// Returns whether a page in HTML may be made of what is no Markdown: there is such a file, or its folder is made too.
    fn has_source(&self, from: &From<'_>, path: &str) -> bool {
        let Some(place) = join_path(parent_of(&from.path), path.trim_start_matches('/')) else {
            return false;
        };
        let stem = place.strip_suffix(".html").unwrap_or(&place);
        let mut sources = SOURCES.iter().map(|end| format!("{stem}.{end}"));
        sources.any(|source| self.one(&source).is_some())
            || self.folder_at(parent_of(stem), &[]).is_none()
    }

    /// Returns whether a path that names no file may be a route or a label of a site.
    pub(super) fn is_unknown(
        &self,
        from: &From<'_>,
        site: &Generated,
        path: &str,
        is_route: bool,
    ) -> bool {
        match site.by.unknown {
            Unknown::Nothing => false,
            // Docsify names pages by where its script puts them.
            Unknown::Route => {
                let is_listing = name_of(from.page).starts_with('_');
                is_route || (is_listing && self.ends_some_path(path))
            }
            Unknown::Label => {
                is_route || !is_file_name(path) || (is_html(path) && self.has_source(from, path))
            }
            Unknown::Html => is_html(path),
            Unknown::Named => {
                // `/owner/project/wiki/a.png` is a file of the wiki.
                let mut parts = path.splitn(4, '/');
                let inside = parts.nth(2).filter(|part| *part == "wiki");
                let inside = inside.and_then(|_| parts.next());
                self.is_in_wiki(inside.unwrap_or(path))
            }
            Unknown::Flat => {
                let is_page = matches!(extension_of(path), Some("epub" | "html" | "md" | "topic"));
                (is_page || is_published_file(path)) && !path.contains('/')
            }
        }
    }
}

/// Sources of pages that are no Markdown.
const SOURCES: [&str; 3] = ["ipynb", "rst", "txt"];

/// Returns whether a path is that of a file that sites serve as it is, such as an image.
pub(super) fn is_published_file(path: &str) -> bool {
    let kinds = [
        "gif", "ico", "jpeg", "jpg", "mp4", "pdf", "png", "svg", "webp",
    ];
    extension_of(path).is_some_and(|extension| kinds.contains(&extension))
}

fn is_html(path: &str) -> bool {
    extension_of(path) == Some("html")
}

/// Returns whether a path ends as the name of a file does, and not as that of a label, such as `schema_hub.db`.
fn is_file_name(path: &str) -> bool {
    path.contains('/') || extension_of(path).is_some_and(is_file_extension)
}

/// Returns whether it is an extension of files that pages link to.
pub(super) fn is_file_extension(extension: &str) -> bool {
    let known = [
        "csv", "gif", "htm", "html", "ipynb", "jpeg", "jpg", "json", "md", "mdx", "pdf", "png",
        "py", "rst", "sh", "svg", "toml", "txt", "webp", "yaml", "yml", "zip",
    ];
    known.contains(&extension)
}

/// Returns whether a site may generate a file: its sitemap, feeds, and other formats of its pages.
pub(super) fn is_output(path: &str) -> bool {
    let formats = ["atom", "html", "ics", "json", "rss", "txt", "xml"];
    extension_of(path).is_some_and(|extension| formats.contains(&extension))
}

/// Returns the folders around a file, the nearest first, and the top last.
pub(super) fn folders_around(path: &str) -> impl Iterator<Item = &str> + Clone {
    let folders = path.rmatch_indices('/').map(|(at, _)| &path[..at]);
    folders.chain([""])
}
