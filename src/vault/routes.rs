//! Routes of Docusaurus: the addresses of pages on the site. <https://docusaurus.io/docs/create-doc#doc-urls>
//!
//! The prefix of the routes of a content folder is a setting that is code. So a route that leads to no page may still exist.

use std::borrow::Cow;

use super::found::{CachedDestination, Routes};
use super::index::Vault;
use super::paths::{Resolution, Target};
use super::start::{content_root, path_in};
use crate::dialect::Site;
use crate::facts::LinkNames;
use crate::text::join_path;
use crate::text::path::{name_of, parent_of, stem_of};

impl Vault<'_> {
    /// Returns the page at a route from the root of the site, without its leading slash.
    pub(super) fn rooted_route(&self, site: Option<&Site>, route: &str) -> CachedDestination {
        let route = route.trim_end_matches('/');
        let found = site.and_then(|site| {
            site.content.iter().find_map(|content| {
                let name = name_of(content);
                let inside = if content.ends_with("src/pages") {
                    Some(route)
                } else if route == name {
                    Some("")
                } else {
                    let rest = route.strip_prefix(name)?;
                    rest.strip_prefix('/')
                };
                self.route(content, inside?)
            })
        });
        found.unwrap_or(CachedDestination::External)
    }

    /// Returns the page at a route relative to that of a page. Whether the site adds slashes is a setting.
    pub(super) fn relative_route(
        &self,
        site: Option<&Site>,
        page: &str,
        route: &str,
    ) -> CachedDestination {
        let path = format!("{}{page}", self.around.dialects.prefix());
        let own = self
            .sources
            .find(page)
            .and_then(|file| self.lent_names(file));
        let (Some(site), Some(own)) = (site, own) else {
            return CachedDestination::External;
        };
        let Some(content) = content_root(site, &path) else {
            return CachedDestination::External;
        };
        let own = route_of(own.link_names(), path_in(&path, content));
        let folders = [parent_of(&own), own.as_str()];
        let found = folders.iter().find_map(|folder| {
            let route = join_path(folder, route)?;
            self.route(content, &route)
        });
        found.unwrap_or(CachedDestination::External)
    }

    fn route(&self, content: &str, route: &str) -> Option<CachedDestination> {
        let routes = self.routes.get_or_init(|| self.all_routes());
        let target = *routes.get(&(content.into(), route.into()))?;
        Some(CachedDestination::File(Resolution::One {
            target,
            case: false,
        }))
    }

    fn all_routes(&self) -> Routes {
        let mut routes = Routes::default();
        let dialects = self.around.dialects;
        let files = self.page_files();
        for (file, names) in files.filter_map(|file| Some((file, self.lent_names(file)?))) {
            let path = self.path(file);
            let whole = format!("{}{path}", dialects.prefix());
            let content = dialects
                .site(path)
                .and_then(|site| content_root(site, &whole));
            let Some(content) = content else { continue };
            let inside = path_in(&whole, content);
            let route = route_of(names.link_names(), inside);
            let target = Target::from(file);
            routes
                .entry((content.into(), route.into()))
                .or_insert(target);
        }
        routes
    }
}

/// Returns the route of a page at a path in its content folder.
fn route_of(names: &LinkNames, path: &str) -> String {
    let folder: Vec<&str> = parent_of(path).split('/').map(without_number).collect();
    let folder = folder.join("/");
    if let Some(slug) = &names.slug {
        let slug = slug.trim_end_matches('/');
        return match slug.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None => join_path(&folder, slug).unwrap_or_default(),
        };
    }
    let stem = stem_of(path).trim_end_matches(".mdx");
    let name = without_number(stem);
    let lower = name.to_ascii_lowercase();
    let is_index = matches!(lower.as_str(), "index" | "readme") || name == name_of(&folder);
    let name: Cow<'_, str> = match &names.route_id {
        Some(id) => Cow::Borrowed(id),
        None if is_index => Cow::Borrowed(""),
        None => Cow::Borrowed(name),
    };
    let route = join_path(&folder, &name);
    route.unwrap_or_default()
}

/// Returns a name without the number that orders it, as in `01-intro`.
fn without_number(name: &str) -> &str {
    let digits = name.len() - name.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = name[digits..].trim_start_matches([' ', '-', '_', '.']);
    // `2.1-notes` is a version.
    let is_numbered = digits > 0 && rest.len() < name[digits..].len();
    if is_numbered && !rest.is_empty() && !rest.starts_with(|c: char| c.is_ascii_digit()) {
        rest
    } else {
        name
    }
}
