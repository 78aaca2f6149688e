//! The index of a vault: its pages by id and name, and what is computed on first use.

use foldhash::HashMap;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock, RwLock};

use super::anchor::{AnchorIndex, Candidates, HeadingForm, Kind};
use super::copies::is_built;
use super::found::{FoundLinks, Routes};
use super::generators::Generated;
use super::official::SourceTrees;
use super::outside::Surroundings;
use super::path::fold_case;
use super::paths::Paths;
use crate::dialect::{Dialect, Dialects, SlugStyle};
use crate::facts::{Declaration, Facts, LinkNames};
use crate::pages::{Brief, KeptFacts, Lent, LentLinks, LentNames, Pages};
use crate::schema::PageTypes;
use crate::syntax::{LinkKind, is_mdx};
use crate::text::{FileId, Source, Sources};

/// All pages of a vault, indexed.
#[derive(Debug)]
pub struct Vault<'s> {
    pub sources: &'s Sources,
    pub(super) pages: &'s Pages,
    pub(super) facts: Vec<Option<Arc<KeptFacts>>>,
    /// The pages that declare each id, in path order.
    pub(super) by_id: BTreeMap<Box<str>, Vec<FileId>>,
    pub(super) paths: Paths<'s>,
    pub(super) around: Surroundings<'s>,
    pub(super) routes: OnceLock<Routes>,
    pub(super) languages: OnceLock<HashMap<Box<str>, Vec<String>>>,
    pub(super) aliases: OnceLock<HashMap<String, Vec<FileId>>>,
    pub(super) titles: OnceLock<HashMap<String, Vec<FileId>>>,
    /// The resolved links of each page, in page order. Computed on first use.
    pub(super) found: Vec<OnceLock<FoundLinks>>,
    pub(super) anchors: Vec<OnceLock<Option<Box<AnchorIndex>>>>,
    pub(super) candidates: RwLock<HashMap<(FileId, Kind), Arc<Candidates>>>,
    pub(super) trees: SourceTrees,
    /// The site of a generator without a dialect, by folder from the top.
    pub(super) generated: RwLock<HashMap<Box<str>, Option<Generated>>>,
    pub(super) subpaths: OnceLock<HashMap<FileId, Vec<String>>>,
}

impl<'s> Vault<'s> {
    /// Indexes the pages of `sources`.
    #[must_use]
    pub fn new(
        sources: &'s Sources,
        pages: &'s Pages,
        types: &PageTypes,
        around: Surroundings<'s>,
    ) -> Self {
        let trees = SourceTrees::resolve(pages);
        let facts_of = |file| pages.facts(file, trees.resolved_ids(file), types);
        let facts: Vec<Option<Arc<KeptFacts>>> = sources.ids().map(facts_of).collect();
        let paths = Paths::new(sources);
        let mut by_id: BTreeMap<Box<str>, Vec<FileId>> = BTreeMap::new();
        for (file, facts) in sources.ids().zip(&facts) {
            // Copies in build folders do not count as declarations.
            let declared = facts
                .as_ref()
                .and_then(|facts| facts.brief.declared.as_ref());
            if let Some(id) = declared
                && !is_copy(sources.get(file), &paths, around.dialects)
            {
                by_id.entry(id.clone()).or_default().push(file);
            }
        }
        Self {
            sources,
            pages,
            facts,
            by_id,
            paths,
            around,
            routes: OnceLock::new(),
            languages: OnceLock::new(),
            aliases: OnceLock::new(),
            titles: OnceLock::new(),
            trees,
            found: sources.ids().map(|_| OnceLock::new()).collect(),
            anchors: sources.ids().map(|_| OnceLock::new()).collect(),
            candidates: RwLock::default(),
            generated: RwLock::default(),
            subpaths: OnceLock::new(),
        }
    }

    #[must_use]
    pub fn path(&self, file: FileId) -> &'s str {
        self.sources.get(file).path()
    }

    /// Returns the trees of its official YAML.
    #[must_use]
    pub fn trees(&self) -> &SourceTrees {
        &self.trees
    }

    #[must_use]
    pub fn paths(&self) -> &Paths<'s> {
        &self.paths
    }

    /// Returns the facts of a page with the lifetime of the vault. In a large vault they are unpacked for this and stay: lend them for one
    /// page at a time.
    #[must_use]
    pub fn facts(&self, file: FileId) -> Option<&Facts> {
        self.kept(file)?.get()
    }

    /// Returns the facts of a page, which are unpacked for this in a large vault.
    #[must_use]
    pub fn lent_facts(&self, file: FileId) -> Option<Lent<'_, Facts>> {
        self.kept(file)?.lend()
    }

    /// Returns what is known of a page without unpacking its facts.
    #[must_use]
    pub fn brief(&self, file: FileId) -> Option<&Brief> {
        Some(&self.kept(file)?.brief)
    }

    fn kept(&self, file: FileId) -> Option<&KeptFacts> {
        self.facts.get(file.index())?.as_deref()
    }

    /// Returns the names of a page, which are unpacked for this in a large vault.
    #[must_use]
    pub fn lent_names(&self, file: FileId) -> Option<LentNames<'_>> {
        self.kept(file)?.lend_names()
    }

    /// Returns the links of a page, which are unpacked for this in a large vault.
    #[must_use]
    pub fn lent_links(&self, file: FileId) -> Option<LentLinks<'_>> {
        self.kept(file)?.lend_links()
    }

    /// Iterates over the links of all pages, in path order.
    pub fn all_links(&self) -> impl Iterator<Item = (FileId, LentLinks<'_>)> {
        let files = self.sources.ids();
        files.filter_map(|file| Some((file, self.lent_links(file)?)))
    }

    /// Returns the declaration of a page.
    #[must_use]
    pub fn declaration(&self, file: FileId) -> Option<Declaration> {
        self.declared_id(file)?;
        self.lent_names(file)?.declaration().cloned()
    }

    #[must_use]
    pub fn declared_id(&self, file: FileId) -> Option<&str> {
        self.brief(file)?.declared.as_deref()
    }

    /// Returns the pages that declare an id, in path order.
    #[must_use]
    pub fn declaring(&self, id: &str) -> &[FileId] {
        self.by_id.get(id).map_or(&[], Vec::as_slice)
    }

    /// Returns every declared id with its pages.
    pub fn declared_ids(&self) -> impl Iterator<Item = (&str, &[FileId])> {
        self.by_id
            .iter()
            .map(|(id, files)| (id.as_ref(), files.as_slice()))
    }

    /// Returns whether a page is only a copy of another, as git ignores it or the build of a site made it.
    #[must_use]
    pub fn is_copy(&self, file: FileId) -> bool {
        is_copy(self.sources.get(file), &self.paths, self.around.dialects)
    }

    /// Returns the dialect of a page.
    #[must_use]
    pub fn dialect(&self, file: FileId) -> Dialect {
        self.around.dialects.of(self.path(file))
    }

    /// Returns what lies around the vault.
    #[must_use]
    pub fn around(&self) -> Surroundings<'s> {
        self.around
    }

    /// Returns whether a page has the target of a link's subpath, as far as that can be known.
    #[must_use]
    pub fn has_anchor(&self, file: FileId, subpath: &str, form: HeadingForm) -> bool {
        let Some(known) = self.anchors.get(file.index()) else {
            return false;
        };
        if !self.checks_anchors(file) {
            return self.brief(file).is_some();
        }
        let of = |facts: &Facts| {
            let own = self.slug_style(file);
            let site = self.around.dialects.site(self.path(file));
            let is_copied = site.is_some_and(|site| site.is_copied);
            let styles: &[SlugStyle] = if is_copied {
                &[own, SlugStyle::Github]
            } else {
                &[own]
            };
            Box::new(AnchorIndex::of(facts, styles))
        };
        let known = known.get_or_init(|| self.lent_facts(file).map(|facts| of(&facts)));
        let dialect = self.dialect(file);
        known
            .as_ref()
            .is_some_and(|known| known.has(subpath, form, dialect))
    }

    /// Returns whether the anchors of a page and those that it links to are checked. How MDX is rendered, other than by Docusaurus,
    /// and how some generators make slugs is not known.
    #[must_use]
    pub fn checks_anchors(&self, file: FileId) -> bool {
        let dialect = self.dialect(file);
        let is_known = !is_mdx(self.path(file)) || dialect == Dialect::Docusaurus;
        is_known
            && (!matches!(dialect, Dialect::Github | Dialect::Obsidian) || self.knows_anchors(file))
    }

    /// Returns whether the program that reads a page makes anchors as GitHub does, or as Obsidian does in a vault.
    fn knows_anchors(&self, file: FileId) -> bool {
        if self.around.dialects.is_in_graph(self.path(file)) {
            return false;
        }
        let path = format!("{}{}", self.around.dialects.prefix(), self.path(file));
        let site = self.generated(&path);
        site.is_none_or(|site| match self.dialect(file) {
            Dialect::Obsidian => site.by.has_known_wiki_links,
            _ => site.has_known_anchors(&path),
        })
    }

    /// Returns how slugs of a page's headings are made.
    #[must_use]
    pub fn slug_style(&self, file: FileId) -> SlugStyle {
        let path = self.path(file);
        let configured = self.around.dialects.site(path).and_then(|site| site.slugs);
        match self.dialect(file) {
            Dialect::Mkdocs => configured.unwrap_or(SlugStyle::PythonMarkdown),
            Dialect::Hugo => configured.unwrap_or(SlugStyle::Github),
            _ => SlugStyle::Github,
        }
    }

    /// Returns how headings are compared with the subpath of a link of this kind in a page.
    #[must_use]
    pub fn heading_form(&self, from: FileId, kind: LinkKind) -> HeadingForm {
        let site = self.around.dialects.site(self.path(from));
        match (self.dialect(from), kind.is_wiki()) {
            // Quartz makes slugs of both.
            (Dialect::Obsidian, true) if site.is_none() => HeadingForm::Plain,
            (Dialect::Obsidian, _) | (_, true) => HeadingForm::Any,
            (_, false) => HeadingForm::Slug,
        }
    }

    /// Returns the pages with `name` as an alias in their front matter.
    #[must_use]
    pub fn aliased(&self, name: &str) -> &[FileId] {
        named(
            self.aliases
                .get_or_init(|| self.by_name(|page| page.has_aliases, |names| &names.aliases)),
            name,
        )
    }

    /// Returns the pages with `name` as their title, in the front matter or as the first heading. The name alone will do for a
    /// title of id and name.
    #[must_use]
    pub fn titled(&self, name: &str) -> &[FileId] {
        named(
            self.titles
                .get_or_init(|| self.by_name(|_| true, |names| &names.titles)),
            name,
        )
    }

    /// Indexes the pages that may have such names by them, without case.
    fn by_name(
        &self,
        may_have: fn(&Brief) -> bool,
        names: fn(&LinkNames) -> &Vec<Box<str>>,
    ) -> HashMap<String, Vec<FileId>> {
        let mut found: HashMap<String, Vec<FileId>> = HashMap::default();
        let files = self.page_files();
        let files = files.filter(|file| self.brief(*file).is_some_and(may_have));
        for (file, page) in files.filter_map(|file| Some((file, self.lent_names(file)?))) {
            for name in names(page.link_names()) {
                let files = found.entry(fold_case(name).into_owned()).or_default();
                if files.last() != Some(&file) {
                    files.push(file);
                }
            }
        }
        found
    }
}

fn is_copy(source: &Source, paths: &Paths<'_>, dialects: &Dialects) -> bool {
    source.is_hidden() || is_built(paths, dialects, source.path())
}

/// Returns the pages of a name in an index without case.
fn named<'v>(index: &'v HashMap<String, Vec<FileId>>, name: &str) -> &'v [FileId] {
    index
        .get(fold_case(name).as_ref())
        .map_or(&[], Vec::as_slice)
}
