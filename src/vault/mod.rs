//! The whole vault: its pages by path and by id, and what every link of it points at.

pub mod anchor;
mod destination;
mod ends;
mod grammar;
mod near;
mod official;
mod page_ref;
pub mod path;
pub mod paths;
mod written;

use foldhash::HashMap;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock, RwLock};

use crate::facts::{self, Declaration, Facts, facts};
use crate::pages::Pages;
use crate::schema::PageTypes;
use crate::settings::Dialect;
use crate::syntax::LinkKind;
use crate::text::{FileId, Sources};
use anchor::{Anchors, Candidates, HeadingForm};
pub use destination::Destination;
use destination::Found;
pub use official::SourceTrees;
pub use page_ref::PageRef;
pub use paths::{Missing, Paths, Reach, Resolution, Target};
pub use written::{Site, Unwritable, Written};

/// Everything known of a vault.
#[derive(Debug)]
pub struct Vault<'s> {
    /// The texts.
    pub sources: &'s Sources,
    pages: &'s Pages,
    facts: Vec<Option<Arc<Facts>>>,
    /// Every declared id to the pages that declare it, in the order of their paths.
    by_id: BTreeMap<Box<str>, Vec<FileId>>,
    paths: Paths<'s>,
    dialect: Dialect,
    aliases: OnceLock<HashMap<String, Vec<FileId>>>,
    /// What each link of each page points at, in the order of the page: looked up for the first that asks.
    found: Vec<OnceLock<Box<[Found]>>>,
    anchors: Vec<OnceLock<Anchors>>,
    candidates: RwLock<HashMap<(FileId, anchor::Kind), Arc<Candidates>>>,
    trees: SourceTrees,
    subpaths: OnceLock<HashMap<FileId, Vec<String>>>,
}

impl<'s> Vault<'s> {
    /// Indexes the pages that were read of `sources`.
    #[must_use]
    pub fn new(
        sources: &'s Sources,
        pages: &'s Pages,
        types: &PageTypes,
        dialect: Dialect,
    ) -> Self {
        let trees = SourceTrees::resolve(pages);
        let facts_of = |file| {
            let page = pages.get(file)?;
            Some(match (pages.facts(file), trees.resolved_ids(file)) {
                (Some(known), None) => Arc::clone(known),
                (_, ids) => Arc::new(facts(page, ids.unwrap_or(&page.ids), types)),
            })
        };
        let facts: Vec<Option<Arc<Facts>>> = sources.ids().map(facts_of).collect();
        let mut by_id: BTreeMap<Box<str>, Vec<FileId>> = BTreeMap::new();
        for (file, facts) in sources.ids().zip(&facts) {
            // A copy in a build folder declares nothing.
            let declaration = facts.as_ref().and_then(|facts| facts.declaration.as_ref());
            if let Some(declaration) = declaration
                && !sources.get(file).is_hidden()
            {
                by_id.entry(declaration.id.clone()).or_default().push(file);
            }
        }
        Self {
            sources,
            pages,
            facts,
            by_id,
            paths: Paths::new(sources),
            dialect,
            aliases: OnceLock::new(),
            trees,
            found: sources.ids().map(|_| OnceLock::new()).collect(),
            anchors: sources.ids().map(|_| OnceLock::new()).collect(),
            candidates: RwLock::default(),
            subpaths: OnceLock::new(),
        }
    }

    /// The path of a file.
    #[must_use]
    pub fn path(&self, file: FileId) -> &'s str {
        self.sources.get(file).path()
    }

    /// The trees of its official YAML.
    #[must_use]
    pub fn trees(&self) -> &SourceTrees {
        &self.trees
    }

    /// The paths of the vault.
    #[must_use]
    pub fn paths(&self) -> &Paths<'s> {
        &self.paths
    }

    /// Returns the facts of a page.
    #[must_use]
    pub fn facts(&self, file: FileId) -> Option<&Facts> {
        self.facts.get(file.index())?.as_deref()
    }

    /// Returns what a page declares to be about.
    #[must_use]
    pub fn declaration(&self, file: FileId) -> Option<&Declaration> {
        self.facts(file)?.declaration.as_ref()
    }

    /// Returns the id that a page declares.
    #[must_use]
    pub fn declared_id(&self, file: FileId) -> Option<&str> {
        Some(&self.declaration(file)?.id)
    }

    /// The pages that declare an id, in the order of their paths.
    #[must_use]
    pub fn declaring(&self, id: &str) -> &[FileId] {
        self.by_id.get(id).map_or(&[], Vec::as_slice)
    }

    /// Every declared id and its pages.
    pub fn declared_ids(&self) -> impl Iterator<Item = (&str, &[FileId])> {
        self.by_id
            .iter()
            .map(|(id, files)| (id.as_ref(), files.as_slice()))
    }

    /// Whether a page has what the subpath of a link names.
    #[must_use]
    pub fn has_anchor(&self, page: PageRef<'_>, subpath: &str, form: HeadingForm) -> bool {
        let known = self.anchors.get(page.file.index());
        known.is_some_and(|known| known.get_or_init(|| Anchors::of(page)).has(subpath, form))
    }

    /// How the headings of a link's subpath are compared.
    #[must_use]
    pub fn heading_form(&self, kind: LinkKind) -> HeadingForm {
        match (self.dialect, kind.is_wiki()) {
            (Dialect::Docusaurus, true) => HeadingForm::Slug,
            (Dialect::Obsidian, true) => HeadingForm::Plain,
            (_, false) => HeadingForm::Any,
        }
    }

    /// The pages that give `name` as an alias in their front matter.
    #[must_use]
    pub fn aliased(&self, name: &str) -> &[FileId] {
        let aliases = self.aliases.get_or_init(|| {
            let mut aliases: HashMap<String, Vec<FileId>> = HashMap::default();
            for page in self.pages() {
                for alias in facts::aliases(page.get()) {
                    aliases
                        .entry(path::fold(alias).into_owned())
                        .or_default()
                        .push(page.file);
                }
            }
            aliases
        });
        aliases
            .get(path::fold(name).as_ref())
            .map_or(&[], Vec::as_slice)
    }
}
