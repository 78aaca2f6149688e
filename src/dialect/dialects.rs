//! The dialects of a vault, by page.

use std::collections::BTreeSet;

use super::link_counts::LinkCounts;
use super::site::Site;
use super::site::is_below;
use super::traits::Dialect;
use crate::text::shortened_list;

/// The dialects of a vault.
#[derive(Clone, Debug, Default)]
pub struct Dialects {
    /// The path of the vault from the top, with a slash at its end; "" if the vault is the top.
    prefix: String,
    /// The dialect of pages that belong to no site.
    default: Dialect,
    /// Whether the configuration sets one dialect for all pages.
    is_set: bool,
    /// Whether the vault's `.gitignore` names the folder of Obsidian, so that it may be missing.
    ignores_obsidian: bool,
    /// Whether it is still open whether the vault is one of Obsidian.
    is_open: bool,
    sites: Vec<Site>,
    evidence: Evidence,
    /// The folders that are vaults of Obsidian of their own, from the top.
    nested: Vec<String>,
    /// The folders that are graphs of Logseq, from the top.
    graphs: Vec<String>,
}

/// What reads a page, beside the program of its dialect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reader {
    #[default]
    Usual,
    /// The page is one of a graph of Logseq.
    Logseq,
    /// Quartz publishes the page.
    Quartz,
}

/// What shows that a vault is one of Obsidian.
#[derive(Clone, Debug, Default)]
enum Evidence {
    #[default]
    None,
    /// A file or folder of this name.
    Mark(String),
    /// Its links alone, in words.
    Links(String),
}

/// Marks of dialects around and inside a vault.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// The path of the vault from the repository's root, with a slash at its end; "" if it is that root, or there is none.
    pub prefix: String,
    /// What shows that the vault is one of Obsidian.
    pub obsidian: Option<String>,
    /// Whether the vault's `.gitignore` names the folder of Obsidian, so that it may be missing.
    pub ignores_obsidian: bool,
    pub sites: Vec<Site>,
    /// The folders below the vault that are vaults of Obsidian of their own, from the top.
    pub nested: Vec<String>,
    /// The folders that are graphs of Logseq, from the top.
    pub graphs: Vec<String>,
}

/// Minimum number of wiki-links or of links to blocks that show a vault of Obsidian.
const MIN_LINKS: usize = 5;

/// Maximum number of internal links for each link to a block, so that one vault below other pages does not decide for all.
const MOST_PER_BLOCK: usize = 30;

/// Number of sites shown in the summary.
const SHOWN: usize = 2;

impl Dialects {
    /// Returns one dialect for all pages.
    #[must_use]
    pub fn set(dialect: Dialect, mut marks: Marks) -> Self {
        if dialect == Dialect::Docusaurus && marks.sites.is_empty() {
            marks.sites.push(Site::around(&marks.prefix));
        }
        Self {
            prefix: marks.prefix,
            default: dialect,
            is_set: true,
            sites: Site::merged(marks.sites),
            nested: marks.nested,
            graphs: marks.graphs,
            ..Self::default()
        }
    }

    /// Returns the dialects that the marks show. Without a mark of Obsidian, [`Self::settle`] decides by the links of the vault.
    #[must_use]
    pub fn detected(marks: Marks) -> Self {
        let is_obsidian = marks.obsidian.is_some();
        Self {
            prefix: marks.prefix,
            default: if is_obsidian {
                Dialect::Obsidian
            } else {
                Dialect::Github
            },
            is_set: is_obsidian,
            is_open: !is_obsidian,
            sites: Site::merged(marks.sites),
            evidence: marks.obsidian.map_or(Evidence::None, Evidence::Mark),
            ignores_obsidian: marks.ignores_obsidian,
            nested: marks.nested,
            graphs: marks.graphs,
        }
    }

    /// Returns the folder around a page that is a vault of Obsidian of its own. Both start at the top.
    #[must_use]
    pub fn nested_vault(&self, path: &str) -> Option<&str> {
        let around = self.nested.iter().filter(|folder| is_below(path, folder));
        around.max_by_key(|folder| folder.len()).map(String::as_str)
    }

    /// Returns whether the page at a path of the vault is one of a graph of Logseq, in which each block is a list entry and each name in
    /// double brackets a page, with a file or without. <https://docs.logseq.com/#/page/contents>
    #[must_use]
    pub fn is_in_graph(&self, path: &str) -> bool {
        let in_graph = |folder: &String| is_below(&format!("{}{path}", self.prefix), folder);
        self.graphs.iter().any(in_graph)
    }

    /// Returns whether the links of the vault have to decide.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// Decides by the links of the vault. Returns whether a dialect changed.
    pub fn settle(&mut self, links: LinkCounts) -> bool {
        self.is_open = false;
        let LinkCounts {
            wiki, blocks, all, ..
        } = links;
        let is_half = wiki * 2 >= all;
        let is_share = wiki * 4 >= all && self.ignores_obsidian;
        // What a generator shows is surer.
        let has_blocks = self.sites.is_empty()
            && blocks.min(links.defined) >= MIN_LINKS
            && blocks * MOST_PER_BLOCK >= all;
        self.evidence = Evidence::Links(if wiki >= MIN_LINKS && is_half {
            format!("{wiki} of {all} internal links are wiki-links")
        } else if wiki >= MIN_LINKS && is_share {
            format!("{wiki} wiki-links, and .gitignore names .obsidian")
        } else if has_blocks {
            format!("{blocks} links to blocks")
        } else {
            return false;
        });
        self.default = Dialect::Obsidian;
        self.is_set = true;
        true
    }

    /// Returns whether nothing but its links shows that the vault is one of Obsidian, so that its pages may be read elsewhere too.
    #[must_use]
    pub fn is_by_links(&self) -> bool {
        matches!(self.evidence, Evidence::Links(_))
    }

    /// Returns whether the configuration sets one dialect other than that of Obsidian for all pages.
    #[must_use]
    pub fn is_set_elsewhere(&self) -> bool {
        self.is_set && self.default != Dialect::Obsidian
    }

    /// Returns whether all pages are read as in Obsidian.
    #[must_use]
    pub fn is_obsidian(&self) -> bool {
        self.is_set && self.default == Dialect::Obsidian
    }

    /// Returns the dialect of all pages at these paths. None if they have several.
    #[must_use]
    pub fn only<'p>(&self, pages: impl Iterator<Item = &'p str>) -> Option<Dialect> {
        let (has_default, sites) = self.in_use(pages);
        let default = has_default.then_some(self.default);
        let mut dialects = default
            .into_iter()
            .chain(sites.iter().map(|site| site.dialect));
        let first = dialects.next()?;
        dialects.all(|dialect| dialect == first).then_some(first)
    }

    /// Returns whether a page has the default dialect, and the sites that pages belong to. Without a page, the default one applies.
    fn in_use<'p>(&self, pages: impl Iterator<Item = &'p str>) -> (bool, Vec<&Site>) {
        if self.is_set || self.sites.is_empty() {
            return (true, Vec::new());
        }
        let mut has_default = false;
        let mut used: BTreeSet<&str> = BTreeSet::new();
        for page in pages {
            match self.site(page) {
                // The example of a theme is not a site of the repository.
                Some(site) if site.is_example_of_theme() => {}
                Some(site) => {
                    used.insert(&site.config);
                }
                None => has_default = true,
            }
        }
        let sites = self.sites.iter();
        let sites = sites.filter(|site| used.contains(site.config.as_str()));
        (has_default || used.is_empty(), sites.collect())
    }

    /// Returns the folder of the vault that holds the pages of its site; "" if that is the vault itself, or there is no site.
    #[must_use]
    pub fn content_folder(&self) -> &str {
        let wanted = |site: &&Site| !self.is_set || site.dialect == self.default;
        let sites = self.sites.iter().filter(wanted);
        let Some(site) = sites.min_by_key(|site| site.root.len()) else {
            return "";
        };
        let is_around = |folder: &String| self.prefix.starts_with(&format!("{folder}/"));
        if site.content.iter().any(is_around) {
            return "";
        }
        let inside = site
            .content
            .iter()
            .filter_map(|folder| folder.strip_prefix(&self.prefix));
        // Docusaurus has others besides `docs`, and Hugo may have one for each language.
        let is_usual = |folder: &&str| folder.ends_with("docs") || folder.ends_with("content");
        let usual = inside
            .clone()
            .filter(is_usual)
            .min_by_key(|folder| folder.len());
        let shortest = || inside.min_by_key(|folder| folder.len());
        usual.or_else(shortest).unwrap_or_default()
    }

    /// Returns the path of the vault from the top, with a slash at its end.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Returns the dialect of the page at a path of the vault.
    #[must_use]
    pub fn of(&self, path: &str) -> Dialect {
        if self.is_set || self.sites.is_empty() {
            return self.default;
        }
        self.site(path).map_or(self.default, |site| site.dialect)
    }

    /// Returns the site that the page at a path of the vault belongs to.
    #[must_use]
    pub fn site(&self, path: &str) -> Option<&Site> {
        if self.sites.is_empty() {
            return None;
        }
        let path = format!("{}{path}", self.prefix);
        let wanted = |site: &&Site| !self.is_set || site.dialect == self.default;
        let holding = self.sites.iter().filter(wanted).filter_map(|site| {
            let content = site.content_of(&path)?;
            Some((content.len(), site))
        });
        let nearest = holding.max_by_key(|(length, _)| *length);
        nearest.map(|(_, site)| site).or_else(|| {
            // A dialect that is set applies to pages outside the content folders too.
            let around = self.sites.iter().filter(wanted);
            around
                .filter(|site| self.is_set && is_below(&path, &site.root))
                .max_by_key(|site| site.root.len())
        })
    }

    /// Returns whether a page lies below the configuration of a site, in a content folder or not.
    #[must_use]
    pub fn is_in_site(&self, path: &str) -> bool {
        let path = format!("{}{path}", self.prefix);
        let mut sites = self.sites.iter();
        sites.any(|site| is_below(&path, &site.root))
    }

    /// Returns what reads a page, beside the program of its dialect.
    #[must_use]
    pub fn reader(&self, path: &str) -> Reader {
        let mut sites = self.sites.iter();
        let is_quartz = |site: &Site| {
            let inside = || site.content_of(&format!("{}{path}", self.prefix)).is_some();
            site.dialect == Dialect::Obsidian && inside()
        };
        if self.is_in_graph(path) {
            Reader::Logseq
        } else if sites.any(is_quartz) {
            Reader::Quartz
        } else {
            Reader::Usual
        }
    }

    /// Returns whether a page lies below the configuration of a site of Hugo.
    #[must_use]
    pub fn is_beside_hugo(&self, path: &str) -> bool {
        let mut sites = self.sites.iter();
        sites.any(|site| {
            let below = || is_below(&format!("{}{path}", self.prefix), &site.root);
            site.dialect == Dialect::Hugo && below()
        })
    }

    /// Returns whether the build of a site made the file at a path of the vault.
    #[must_use]
    pub fn is_built(&self, path: &str) -> bool {
        if self.sites.is_empty() {
            return false;
        }
        let path = format!("{}{path}", self.prefix);
        let mut sites = self.sites.iter();
        // The folder of one site may hold the content of another.
        sites.any(|site| site.has_built(&path))
            && self
                .sites
                .iter()
                .all(|site| site.content_of(&path).is_none())
    }

    /// Returns whether a folder is the content folder of a site that has a folder for each language.
    #[must_use]
    pub fn has_languages(&self, folder: &str) -> bool {
        let mut sites = self.sites.iter().filter(|site| site.has_languages);
        sites.any(|site| site.content.iter().any(|content| content == folder))
    }

    /// Returns the dialects of the pages at these paths in words, with what shows them.
    #[must_use]
    pub fn in_words<'p>(&self, pages: impl Iterator<Item = &'p str>) -> String {
        let (has_default, sites) = self.in_use(pages);
        let default = has_default.then(|| match &self.evidence {
            Evidence::None => self.default.name().to_owned(),
            Evidence::Mark(evidence) | Evidence::Links(evidence) => {
                format!("{} ({evidence})", self.default.name())
            }
        });
        let own = usize::from(has_default);
        let all = own + sites.len();
        let sites = sites.into_iter();
        let sites = sites.map(|site| format!("{} ({})", site.dialect.name(), site.config));
        shortened_list(default.into_iter().chain(sites), all, own + SHOWN)
    }
}

#[cfg(test)]
mod tests {
    use super::{Dialects, Marks};
    use crate::dialect::{Dialect, LinkCounts, Site};

    fn marks(configs: &[(&str, &str)]) -> Marks {
        Marks {
            sites: configs
                .iter()
                .filter_map(|(path, text)| Site::of(path, text))
                .collect(),
            ..Marks::default()
        }
    }

    #[test]
    fn the_nearest_site_decides_and_what_is_beside_it_is_read_on_github() {
        let found = Dialects::detected(marks(&[
            ("docusaurus.config.js", ""),
            ("docs/tools/mkdocs.yml", ""),
        ]));
        for (path, dialect) in [
            ("README.md", Dialect::Github),
            ("docs/a.md", Dialect::Docusaurus),
            ("src/pages/a.mdx", Dialect::Docusaurus),
            ("docs/tools/docs/a.md", Dialect::Mkdocs),
            ("docs/tools/a.md", Dialect::Docusaurus),
        ] {
            assert_eq!(found.of(path), dialect, "{path}");
        }
        for (pages, words, only) in [
            (
                &["README.md", "docs/a.md", "docs/tools/docs/a.md"][..],
                "github, docusaurus (docusaurus.config.js), mkdocs (docs/tools/mkdocs.yml)",
                None,
            ),
            (
                &["docs/a.md", "docs/b.md"],
                "docusaurus (docusaurus.config.js)",
                Some(Dialect::Docusaurus),
            ),
            (&["README.md"], "github", Some(Dialect::Github)),
            (&[], "github", Some(Dialect::Github)),
        ] {
            assert_eq!(found.in_words(pages.iter().copied()), words);
            assert_eq!(found.only(pages.iter().copied()), only);
        }
    }

    #[test]
    fn a_vault_below_the_top_knows_the_sites_around_it() {
        let marks = Marks {
            prefix: "site/docs/".to_owned(),
            ..marks(&[("site/mkdocs.yml", "")])
        };
        assert_eq!(Dialects::detected(marks).of("a.md"), Dialect::Mkdocs);
    }

    #[test]
    fn links_make_a_vault_one_of_obsidian() {
        for (site, wiki, blocks, all, defined, obsidian) in [
            ("mkdocs.yml", 4, 0, 4, 0, false),
            ("mkdocs.yml", 5, 0, 10, 0, true),
            ("mkdocs.yml", 5, 0, 11, 0, false),
            ("mkdocs.yml", 0, 5, 5, 5, false),
            ("", 0, 4, 4, 5, false),
            ("", 0, 5, 5, 4, false),
            ("", 0, 5, 150, 5, true),
            ("", 0, 5, 151, 5, false),
        ] {
            let mut found = Dialects::detected(marks(&[(site, "")]));
            let links = LinkCounts {
                wiki,
                blocks,
                all,
                defined,
            };
            assert!(found.is_open());
            assert_eq!(found.settle(links), obsidian, "{links:?}");
            assert!(!found.is_open());
            assert_eq!(found.of("docs/a.md") == Dialect::Obsidian, obsidian);
        }
    }

    #[test]
    fn a_dialect_that_is_set_holds_everywhere() {
        let set = Dialects::set(
            Dialect::Docusaurus,
            marks(&[("web/docusaurus.config.js", "")]),
        );
        assert_eq!(set.of("README.md"), Dialect::Docusaurus);
        assert!(!set.is_open());
        assert_eq!(
            set.site("web/x.md").map(|site| site.root.as_str()),
            Some("web")
        );
        assert_eq!(set.site("x.md"), None);
        let alone = Dialects::set(Dialect::Docusaurus, Marks::default());
        assert!(alone.site("x.md").is_some());
    }
}
