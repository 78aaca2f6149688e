//! Writing of links. Encodes a path for its kind of link, then reads the result back to verify it.

use std::fmt;

use super::destination::Destination;
use super::grammar::encode;
use super::index::Vault;
use super::paths::{Resolution, Target};
use crate::diagnostic::Edit;
use crate::dialect::{Dialect, Reader};
use crate::syntax::{self, Link, LinkKind};
use crate::text::path::without_md;
use crate::text::path::{extension_of, parent_of};
use crate::text::{FileId, Span};

/// The page, kind and form of a link to write.
#[derive(Clone, Copy, Debug)]
pub struct Site {
    /// The page that holds the link.
    pub from: FileId,
    pub kind: LinkKind,
    /// Whether the destination is in `<...>`.
    angled: bool,
    /// Whether the destination may be a route, which only the site can resolve.
    route: bool,
}

impl Site {
    /// Returns the site of a link in the page `from` whose destination is not in `<...>`.
    #[must_use]
    pub fn new(from: FileId, kind: LinkKind) -> Self {
        Self {
            from,
            kind,
            angled: false,
            route: false,
        }
    }

    /// Returns a link of this kind with only a target.
    fn link(self, target: &str) -> Option<String> {
        let target = if self.angled {
            format!("<{target}>")
        } else {
            target.to_owned()
        };
        Some(match self.kind {
            LinkKind::Wiki => format!("[[{target}]]"),
            LinkKind::Embed => format!("![[{target}]]"),
            LinkKind::Markdown => format!("[x]({target})"),
            LinkKind::Image => format!("![x]({target})"),
            LinkKind::Definition => format!("[x]: {target}\n\n[x]"),
            LinkKind::Reference => return None,
        })
    }
}

/// A path or subpath as encoded in a link, and verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodedPath {
    /// The encoded text.
    pub text: String,
    /// The whole target of the resulting link.
    pub target: String,
}

impl EncodedPath {
    /// Returns the edit that replaces `span`, which is inside the link's target.
    #[must_use]
    pub fn edit(&self, span: Span) -> Edit {
        Edit::target(span, self.text.as_str(), self.target.as_str())
    }
}

/// Reasons why a path cannot be written into a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unwritable {
    /// This kind of link cannot encode a character of the path.
    Holds(char),
    /// The link would lead elsewhere, or match several files.
    Elsewhere,
    /// The link has no file extension, so it may be a route of the site.
    Route,
}

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Holds(c) if c.is_ascii_graphic() => {
                write!(f, "a wiki-link cannot hold the `{c}` of its path")
            }
            Self::Holds(c) => {
                let c = u32::from(*c);
                write!(f, "a wiki-link cannot hold the U+{c:04X} of its path")
            }
            Self::Elsewhere => f.write_str("no link written here leads to it"),
            Self::Route => f.write_str("the link may be a route of the site"),
        }
    }
}

impl Vault<'_> {
    /// Returns the site of an existing link.
    #[must_use]
    pub fn site(&self, from: FileId, link: &Link) -> Site {
        let is_wiki = link.kind.is_wiki();
        let angled = !is_wiki && {
            let source = self.sources.opened(from);
            let before = source.text().get(..link.target_span.start as usize);
            before.is_some_and(|before| before.ends_with('<'))
        };
        let path = link.target.split('#').next().unwrap_or_default();
        let route = self.dialect(from).traits().has_routes && !path.is_empty();
        Site {
            from,
            kind: link.kind,
            angled,
            route: route && !is_wiki && extension_of(path).is_none(),
        }
    }

    /// Returns the usual path, not encoded, of a file in links from the page `from`: in a wiki-link from the root and without
    /// `.md`, in a Markdown link from the page's folder.
    #[must_use]
    pub fn usual_path(&self, from: FileId, to: Target, kind: LinkKind) -> String {
        let path = self.paths().path(to);
        if kind.is_wiki() {
            self.in_own_vault(from, without_md(path)).to_owned()
        } else {
            relative(parent_of(self.path(from)), path)
        }
    }

    /// Returns the path of a file in links that start with a slash on the page `from`.
    #[must_use]
    pub fn root_path(&self, from: FileId, to: Target) -> String {
        let (path, prefix) = (self.paths().path(to), self.around.dialects.prefix());
        let site = self.generated(&format!("{prefix}{}", self.path(from)));
        let site = site.filter(|site| site.by.is_root);
        let inside = site.and_then(|site| path_below(path, site.root.strip_prefix(prefix)?));
        format!("/{}", inside.unwrap_or(path))
    }

    /// Returns a path as seen from the root of the vault of Obsidian or the content of Quartz that the page lies in, if that is a folder
    /// of this vault.
    fn in_own_vault<'t>(&self, from: FileId, path: &'t str) -> &'t str {
        let dialects = self.around.dialects;
        let published = || {
            let site = dialects.site(self.path(from))?;
            let is_quartz = site.dialect == Dialect::Obsidian;
            site.content_of(&format!("{}{path}", dialects.prefix()))
                .filter(|_| is_quartz)
        };
        let own = self.nested_vault(from).or_else(published);
        let own = own.and_then(|own| own.strip_prefix(dialects.prefix()));
        own.and_then(|own| path_below(path, own)).unwrap_or(path)
    }

    /// Returns whether a wiki-link with a part of a path leads nowhere: Quartz looks for such a path from the folder of its content
    /// only. <https://quartz.jzhao.xyz/plugins/CrawlLinks>
    #[must_use]
    pub fn needs_whole_paths(&self, page: FileId) -> bool {
        self.around.dialects.reader(self.path(page)) == Reader::Quartz
    }

    /// Returns whether the page lies in a vault of Obsidian that is a folder of this vault.
    #[must_use]
    pub fn is_in_nested_vault(&self, page: FileId) -> bool {
        self.nested_vault(page).is_some()
    }

    /// Returns the vault of Obsidian that the page lies in, other than the whole: a path from the top of the repository.
    fn nested_vault(&self, page: FileId) -> Option<&str> {
        let dialects = self.around.dialects;
        dialects.nested_vault(&format!("{}{}", dialects.prefix(), self.path(page)))
    }

    /// Returns the target of a link from the page `from` to a file, in the usual form.
    ///
    /// # Errors
    ///
    /// The reason why such a link cannot be written.
    pub fn link_target(
        &self,
        from: FileId,
        to: Target,
        kind: LinkKind,
    ) -> Result<String, Unwritable> {
        let path = self.usual_path(from, to, kind);
        let written = self.write(Site::new(from, kind), &path, "", to)?;
        Ok(written.text)
    }

    /// Encodes `path`, a path to `to`. `rest` follows it in the target as written: a subpath with its `#`, or nothing.
    ///
    /// # Errors
    ///
    /// The reason why such a link cannot be written.
    pub fn write(
        &self,
        site: Site,
        path: &str,
        rest: &str,
        to: Target,
    ) -> Result<EncodedPath, Unwritable> {
        let mut text = encode(path, site.kind).map_err(Unwritable::Holds)?;
        if site.angled {
            text = text.replace("%20", " ");
        }
        let target = self.read_back(site, &format!("{text}{rest}"), to, None)?;
        Ok(EncodedPath { text, target })
    }

    /// Encodes `subpath` without its `#`, after `path` as that is written; an empty path is the page itself. It must name a
    /// heading, block or footnote of `to`.
    ///
    /// # Errors
    ///
    /// The reason why such a link cannot be written.
    pub fn write_subpath(
        &self,
        site: Site,
        path: &str,
        subpath: &str,
        to: Target,
    ) -> Result<EncodedPath, Unwritable> {
        let marks = ["[^", "^"]
            .into_iter()
            .find(|mark| subpath.starts_with(mark));
        let mark = marks.unwrap_or_default();
        let name = &subpath[mark.len()..];
        let (name, close) = match mark {
            "[^" => (name.trim_end_matches(']'), "]"),
            _ => (name, ""),
        };
        // `#A#B` is a heading below another one.
        let parts: Result<Vec<String>, char> = name
            .split('#')
            .map(|part| encode(part, site.kind))
            .collect();
        let name = parts.map_err(Unwritable::Holds)?.join("#");
        let text = if site.kind.is_wiki() || mark.is_empty() {
            format!("{mark}{name}{close}")
        } else {
            format!("{}{name}{}", encoded(mark), encoded(close))
        };
        let target = self.read_back(site, &format!("{path}#{text}"), to, Some(subpath))?;
        Ok(EncodedPath { text, target })
    }

    /// Returns the target of a link as parsed. The link must lead to `to`, and to `subpath` in it.
    fn read_back(
        &self,
        site: Site,
        target: &str,
        to: Target,
        subpath: Option<&str>,
    ) -> Result<String, Unwritable> {
        if site.route {
            return Err(Unwritable::Route);
        }
        let text = site.link(target).ok_or(Unwritable::Elsewhere)?;
        let link = syntax::only_link(&text).ok_or(Unwritable::Elsewhere)?;
        let Destination::File {
            found: Resolution::One { target, .. },
            subpath: read,
            ..
        } = self.destination(site.from, &link)
        else {
            return Err(Unwritable::Elsewhere);
        };
        let anchored = subpath.is_none_or(|subpath| {
            let file = self.paths().file(to);
            let form = self.heading_form(site.from, site.kind);
            read.as_deref() == Some(subpath)
                && file.is_some_and(|file| self.has_anchor(file, subpath, form))
        });
        if link.kind != site.kind || target != to || !anchored {
            return Err(Unwritable::Elsewhere);
        }
        Ok(link.target.into_string())
    }
}

/// Returns the mark of a subpath as encoded in a Markdown destination.
fn encoded(mark: &str) -> String {
    mark.replace('[', "%5B")
        .replace(']', "%5D")
        .replace('^', "%5E")
}

/// Returns the part of a path below a folder. Both start at the root.
fn path_below<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    let folder = folder.trim_end_matches('/');
    if folder.is_empty() {
        return Some(path);
    }
    path.strip_prefix(folder)?.strip_prefix('/')
}

/// Returns `path` relative to `folder`. Both start at the root.
fn relative(folder: &str, path: &str) -> String {
    let folders: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let parts: Vec<&str> = path.split('/').collect();
    // The last part is the file name.
    let above = parts.len().saturating_sub(1);
    let common = folders.iter().zip(&parts[..above]);
    let common = common.take_while(|(a, b)| a == b).count();
    let mut out = "../".repeat(folders.len() - common);
    out.push_str(&parts[common..].join("/"));
    out
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn paths_are_seen_from_a_folder() {
        assert_eq!(relative("", "a/b.md"), "a/b.md");
        assert_eq!(relative("a", "a/b.md"), "b.md");
        assert_eq!(relative("a/c", "a/b.md"), "../b.md");
        assert_eq!(relative("a/c", "d.md"), "../../d.md");
        assert_eq!(relative("a", "ab/c.md"), "../ab/c.md");
    }
}
