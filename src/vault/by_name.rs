//! Resolution of links by name: as Obsidian does, and Quartz, which publishes a vault.

use std::sync::Arc;

use super::copies::is_built;
use super::found::CachedDestination;
use super::index::Vault;
use super::path::{end_like, same_path};
use super::paths::{Resolution, Target};
use super::published::is_published_file;
use super::start::From;
use crate::dialect::Dialect;
use crate::syntax::LinkKind;
use crate::text::join_path;
use crate::text::path::{extension_of, is_below_dot, name_of, parent_of};

/// Usual folders of attachments, at the root of a vault.
const ATTACHMENT_FOLDERS: [&str; 7] = [
    "Attachments",
    "_attachments",
    "assets",
    "attachments",
    "images",
    "img",
    "media",
];

/// The most files of a name of which copies are left out.
const MOST_NARROWED: usize = 64;

impl Vault<'_> {
    /// Resolves a path as Obsidian does, or Quartz, which publishes a vault.
    pub(super) fn named_file(
        &self,
        from: &From<'_>,
        path: &str,
        kind: LinkKind,
    ) -> CachedDestination {
        let quartz = from.site.filter(|site| site.dialect == Dialect::Obsidian);
        let content = quartz.and_then(|site| site.content_of(&from.path));
        let nested = || self.around.dialects.nested_vault(&from.path);
        let root = content.or_else(nested);
        if let Some(found) = root.and_then(|root| self.at_root(root, path, kind, content.is_some()))
        {
            return found;
        }
        let mut found = self.find(from.page, path, kind);
        if kind.is_wiki()
            && matches!(found, Resolution::None(_))
            && let Some(other) = self.also_named(from, path, content.is_some())
        {
            found = other;
        }
        if let Resolution::Many { first, all } = found {
            found = self.narrowed(root, path, first, all);
        }
        if content.is_some()
            && !kind.is_wiki()
            && matches!(found, Resolution::None(_))
            && let Some(other) = self.by_shortest(from, path)
        {
            return other;
        }
        let is_listing = content.is_some()
            && (kind.is_wiki() || path.starts_with('/'))
            && path.trim_start_matches('/').split('/').next() == Some("tags")
            && matches!(found, Resolution::None(_));
        if is_listing {
            // Quartz makes a page for each tag.
            return CachedDestination::External;
        }
        if matches!(found, Resolution::None(_))
            && !kind.is_wiki()
            && self.around.dialects.is_by_links()
            && let Some(place) = join_path(parent_of(&from.path), path)
            && is_below_dot(&place)
            && self.one(&place).is_some()
        {
            // Without the folder of Obsidian, the page is also read on GitHub, which shows hidden folders.
            return CachedDestination::External;
        }
        if matches!(found, Resolution::None(_))
            && !kind.is_wiki()
            && name_of(from.page) == "README.md"
            && let Some(place) = join_path(parent_of(&from.path), path)
            && place.split('/').any(|folder| folder == ".github")
            && self.one(&place).is_some()
        {
            // GitHub shows this page, and what is in its own folder.
            return CachedDestination::External;
        }
        match (found, path.strip_prefix('/')) {
            // The start page of the site that publishes the vault.
            (Resolution::None(_), Some("")) if !kind.is_wiki() => CachedDestination::External,
            // A page of the vault that is a site's source may name its images by their path on the site. Some that publish a vault
            // encode the names of the files too.
            (Resolution::None(missing), Some(rooted))
                if !kind.is_wiki() && !is_below_dot(rooted) =>
            {
                let mut places = self.published_places(from, rooted);
                if rooted.contains(' ') {
                    places.extend(self.published_places(from, &rooted.replace(' ', "%20")));
                }
                match self.first(from, &places, false) {
                    CachedDestination::File(Resolution::None(_)) => {
                        CachedDestination::File(Resolution::None(missing))
                    }
                    found => found,
                }
            }
            (Resolution::None(_), _) if self.is_kept_from_git(from, path) => {
                CachedDestination::External
            }
            (found, _) => CachedDestination::File(found),
        }
    }

    /// Returns whether git ignores the file or page at a path, which then exists only where the vault is edited. Of a bare name, the folder is
    /// not known, but an attachment is most likely in one of the usual folders.
    fn is_kept_from_git(&self, from: &From<'_>, path: &str) -> bool {
        let prefix = self.around.dialects.prefix();
        let extension = extension_of(path);
        let is_bare = !path.contains('/');
        let folders: &[&str] = match extension {
            None if is_bare => return false,
            Some(_) if is_bare && !is_published_file(path) => return false,
            Some(_) if is_bare => &ATTACHMENT_FOLDERS,
            _ => &[],
        };
        let end = if extension.is_none() { ".md" } else { "" };
        let is_ignored = |folder: &str| {
            let place = join_path(folder, path);
            place.is_some_and(|place| self.around.outside.is_ignored(&format!("{place}{end}")))
        };
        // Of a folder that is there, git ignores files of some kinds only.
        let is_absent = |folder: &&&str| {
            let other = format!("{prefix}{folder}/other");
            !self.paths.has_folder(folder) || !self.around.outside.is_ignored(&other)
        };
        is_ignored(prefix)
            || is_ignored(parent_of(&from.path))
            || folders
                .iter()
                .filter(is_absent)
                .any(|folder| is_ignored(&format!("{prefix}{folder}")))
    }

    /// Returns the page of a site of Quartz that a Markdown link names without its folder, as `/name` or `../name` too.
    /// <https://quartz.jzhao.xyz/plugins/CrawlLinks>
    fn by_shortest(&self, from: &From<'_>, path: &str) -> Option<CachedDestination> {
        let mut parts = path
            .split('/')
            .filter(|part| !matches!(*part, "" | "." | ".."));
        let name = parts.next().filter(|_| parts.next().is_none())?;
        let site = from.site?;
        let is_published = |target: Target| {
            let path = format!(
                "{}{}",
                self.around.dialects.prefix(),
                self.paths.path(target)
            );
            site.content_of(&path) == site.content_of(&from.path)
        };
        match self.find(from.page, name, LinkKind::Wiki) {
            Resolution::One { target, case } => is_published(target)
                .then_some(CachedDestination::File(Resolution::One { target, case })),
            Resolution::Many { all, .. } => {
                let mut all = all.iter().copied();
                // Which of them it is, only the site knows.
                all.any(is_published).then_some(CachedDestination::External)
            }
            Resolution::None(_) => None,
        }
    }

    /// Returns the page that a wiki-link names elsewhere, which Obsidian would not find: one of MDX where no folder of Obsidian is, in Quartz one by its
    /// slug or by an alias, and on the page of a skill another skill.
    fn also_named(&self, from: &From<'_>, path: &str, is_quartz: bool) -> Option<Resolution> {
        if name_of(from.page) == "SKILL.md"
            && let Some(target) = self.skill(from.page, path)
        {
            return Some(Resolution::One {
                target,
                case: false,
            });
        }
        let find = |path: &str| {
            let found = self.find(from.page, path, LinkKind::Wiki);
            (!matches!(found, Resolution::None(_))).then_some(found)
        };
        let is_by_links = self.around.dialects.is_by_links();
        if from.dialect != Dialect::Obsidian || is_by_links {
            let found = find(&format!("{path}.mdx"));
            if found.is_some() || !is_by_links {
                return found;
            }
        }
        if !is_quartz {
            return None;
        }
        find(&path.replace(' ', "-")).or_else(|| {
            let file = *self.aliased(path).first()?;
            let target = self.paths.at(self.path(file))?;
            Some(Resolution::One {
                target,
                case: false,
            })
        })
    }

    /// Returns the page of another skill, by which the pages of skills of agents name it: `[[name]]` for `../name/SKILL.md`.
    /// <https://agentskills.io/specification>
    fn skill(&self, page: &str, name: &str) -> Option<Target> {
        let place = join_path(parent_of(parent_of(page)), &format!("{name}/SKILL.md"))?;
        self.paths.at(&place)
    }

    /// Returns what a wiki-link names by its path from the root of the page's own vault, or from the content folder of Quartz, which
    /// counts before files of the same name; there a Markdown link with a slash at its start does too. In Quartz, a folder has a page that lists it, with or without a slash.
    /// <https://quartz.jzhao.xyz/features/folder-and-tag-listings>
    fn at_root(
        &self,
        root: &str,
        path: &str,
        kind: LinkKind,
        has_listings: bool,
    ) -> Option<CachedDestination> {
        let is_rooted = path.starts_with('/') && has_listings;
        if !(kind.is_wiki() || is_rooted) || path.starts_with('.') {
            return None;
        }
        let place = join_path(root, path.trim_matches('/'))?;
        let page = || self.one(&format!("{place}.md"));
        let file = || self.one(&place);
        (!path.ends_with('/'))
            .then(|| page().or_else(file))
            .flatten()
            .or_else(|| self.folder_at(&place, &["index"]).filter(|_| has_listings))
    }

    /// Returns those of several files that a link can mean: not the copies that the build of a site made, and those in the page's own
    /// vault or in the content folder of Quartz.
    fn narrowed(
        &self,
        root: Option<&str>,
        written: &str,
        first: Target,
        all: Arc<Vec<Target>>,
    ) -> Resolution {
        // Each link goes through all of them. So many are no copies of one file.
        if all.len() > MOST_NARROWED {
            return Resolution::Many { first, all };
        }
        let dialects = self.around.dialects;
        let is_meant = |target: &Target| {
            let path = self.paths.path(*target);
            let inside = root.is_none_or(|root| {
                let path = format!("{}{path}", dialects.prefix());
                path.strip_prefix(root)
                    .is_some_and(|rest| rest.starts_with('/'))
            });
            inside && !is_built(&self.paths, dialects, path)
        };
        let meant: Vec<Target> = all.iter().copied().filter(is_meant).collect();
        match *meant {
            [target] => Resolution::One {
                target,
                case: !same_path(end_like(self.paths.path(target), written), written),
            },
            [shortest, ..] if meant.len() < all.len() => Resolution::Many {
                first: if meant.contains(&first) {
                    first
                } else {
                    shortest
                },
                all: Arc::new(meant),
            },
            _ => Resolution::Many { first, all },
        }
    }

    /// Resolves a path as Obsidian does.
    fn find(&self, page: &str, path: &str, kind: LinkKind) -> Resolution {
        if !kind.is_wiki()
            && !path.starts_with('/')
            && let Some(relative) = join_path(parent_of(page), path)
            && let Some(target) = self.paths.at(&relative)
        {
            // A relative path that names a file is never ambiguous.
            return Resolution::One {
                target,
                case: false,
            };
        }
        let found = self.paths.resolve(page, path);
        if matches!(found, Resolution::Many { .. })
            && !kind.is_wiki()
            && let Some(relative) = join_path(parent_of(page), path)
            && let own @ Resolution::One { .. } = self.paths.resolve(page, &format!("/{relative}"))
        {
            // One right there in other case is meant.
            return own;
        }
        match path.split_once('?') {
            // A query belongs to the site, not to the file.
            Some((path, _)) if !kind.is_wiki() && matches!(found, Resolution::None(_)) => {
                self.paths.resolve(page, path)
            }
            _ => found,
        }
    }
}
