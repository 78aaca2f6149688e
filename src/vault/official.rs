//! YAML pages of ATLAS's own forms: which of them belong together, and what a template or an `!include` in them stands for.

use foldhash::{HashMap, HashSet};
use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::PageRef;
use super::path::parent_of;
use crate::catalog::{Catalog, ReleaseIx, official};
use crate::facts;
use crate::nearest::Names;
use crate::pages::Pages;
use crate::syntax::id::{self, IdToken};
use crate::syntax::tree::Data;
use crate::syntax::{Page, Shape};
use crate::text::FileId;

/// The trees of a vault: a release file is one by itself, and so are all files below a `data.yaml`.
#[derive(Debug, Default)]
pub struct SourceTrees {
    /// The tree of each file.
    of: HashMap<FileId, usize>,
    /// The ids of pages with templates.
    resolved: HashMap<FileId, Vec<IdToken>>,
    trees: Vec<OneTree>,
}

#[derive(Debug, Default)]
struct OneTree {
    /// The ids that it declares, if it is whole: what it declares, it knows.
    ids: HashSet<String>,
    whole: bool,
    /// Whether a page of it was not read: what that holds is not known.
    unread: bool,
    /// The ids that several of its objects declare.
    repeated: HashSet<String>,
    /// Names of anchors to the ids of what they name.
    anchors: BTreeMap<String, String>,
    /// The same names in a list, and made comparable with others.
    names: OnceLock<(Vec<String>, Names)>,
    version: Option<String>,
}

impl SourceTrees {
    /// Sorts the pages into trees, and finds the ids that their templates stand for.
    pub(super) fn resolve(pages: &Pages) -> Self {
        let mut trees = Self::default();
        let roots = roots(pages);
        let mut of_root: HashMap<&str, usize> = HashMap::default();
        for (file, page) in pages.iter() {
            let Some(shape) = page.document.as_ref().and_then(|document| document.shape) else {
                continue;
            };
            let at = if shape == Shape::Source {
                let root = root_of(&roots, page.source.path());
                *of_root.entry(root.unwrap_or("\0")).or_insert_with(|| {
                    trees.trees.push(OneTree {
                        whole: root.is_some(),
                        ..OneTree::default()
                    });
                    trees.trees.len() - 1
                })
            } else {
                trees.trees.push(OneTree {
                    whole: true,
                    ..OneTree::default()
                });
                trees.trees.len() - 1
            };
            trees.of.insert(file, at);
            trees.trees[at].take(page);
        }
        for (file, page) in pages.iter() {
            let Some(&at) = trees.of.get(&file) else {
                continue;
            };
            let found = trees.trees[at].template_ids(page);
            if !found.is_empty() {
                let mut ids = [page.ids.as_slice(), &found].concat();
                ids.sort_by_key(|token| token.span);
                trees.resolved.insert(file, ids);
            }
        }
        trees
    }

    /// Returns the ids of a page that has templates, with those that they stand for.
    pub(super) fn resolved_ids(&self, file: FileId) -> Option<&[IdToken]> {
        self.resolved.get(&file).map(Vec::as_slice)
    }

    fn tree(&self, file: FileId) -> Option<&OneTree> {
        self.trees.get(*self.of.get(&file)?)
    }

    /// The tree that a page belongs to, as a number.
    #[must_use]
    pub fn number(&self, file: FileId) -> Option<usize> {
        self.of.get(&file).copied()
    }

    /// Whether a page belongs to a whole tree that declares this id, or may do so.
    #[must_use]
    pub fn declares(&self, file: FileId, id: &str) -> bool {
        self.tree(file)
            .is_some_and(|tree| tree.whole && (tree.unread || tree.ids.contains(id)))
    }

    /// The version that the tree of a page says it is.
    #[must_use]
    pub fn version(&self, file: FileId) -> Option<&str> {
        self.tree(file)?.version.as_deref()
    }

    /// The name of an anchor that a template of a page may use, and that is nearest to one that it may not.
    #[must_use]
    pub fn nearest_anchor(&self, file: FileId, name: &str, limit: usize) -> Option<&str> {
        let tree = self.tree(file)?;
        let (known, names) = tree.names.get_or_init(|| {
            let known: Vec<String> = tree.anchors.keys().cloned().collect();
            let names = Names::new(known.iter().map(String::as_str));
            (known, names)
        });
        let near = names.suggest(name, limit, &|_| true)?;
        known.get(near).map(String::as_str)
    }

    /// The id of what an anchor names in the tree of a page.
    #[must_use]
    pub fn anchor_id(&self, file: FileId, name: &str) -> Option<&str> {
        let id = self.tree(file)?.anchors.get(name)?;
        (!id.is_empty()).then_some(id.as_str())
    }

    /// Whether several objects in the tree of a page declare this id.
    #[must_use]
    pub fn repeats(&self, file: FileId, id: &str) -> bool {
        self.tree(file)
            .is_some_and(|tree| tree.repeated.contains(id))
    }

    /// Whether an anchor of this name is in the tree of a page, or may be.
    #[must_use]
    pub fn has_anchor(&self, file: FileId, name: &str) -> bool {
        self.tree(file)
            .is_some_and(|tree| tree.unread || tree.anchors.contains_key(name))
    }
}

impl OneTree {
    fn take(&mut self, page: &Page<'_>) {
        self.unread |= !page.read;
        let tree = &page.outline;
        for object in facts::objects(page) {
            let id = object.id.or(object.key);
            if let Some((id, _)) = id
                && !self.ids.insert(id.to_owned())
            {
                self.repeated.insert(id.to_owned());
            }
        }
        let anchors = page.document.iter().flat_map(|document| &document.anchors);
        for anchor in anchors {
            let id = tree.get(anchor.node, "id").and_then(|id| tree.text(id));
            let id = id.unwrap_or_default().to_owned();
            self.anchors.entry(anchor.name.clone()).or_insert(id);
        }
        let Some(root) = tree.root() else { return };
        let collection = tree.get(root, "collection").unwrap_or(root);
        let version = tree.get(collection, "version").map(|node| tree.data(node));
        match version {
            Some(Data::Text(text)) => self.version = Some(text.to_string()),
            // An unquoted 2026.10 is the number 2026.1: releases have two digits for the month.
            Some(Data::Number(number)) => {
                let number = number.as_f64().unwrap_or_default();
                self.version = Some(format!("{number:.2}"));
            }
            _ => {}
        }
    }

    /// Returns the ids that the templates of a page stand for.
    fn template_ids(&self, page: &Page<'_>) -> Vec<IdToken> {
        let templates = page
            .document
            .iter()
            .flat_map(|document| &document.templates);
        templates
            .filter(|template| template.field.as_deref().is_none_or(|field| field == "id"))
            .filter_map(|template| {
                let id = self.anchors.get(&template.name)?;
                id::is_id(id).then(|| IdToken {
                    span: template.span,
                    id: id.as_str().into(),
                    malformed: None,
                })
            })
            .collect()
    }
}

impl super::Vault<'_> {
    /// The releases that the official files of this vault are: by the version that they state, or by what they hold.
    #[must_use]
    pub fn official_releases(&self, catalog: &Catalog) -> BTreeMap<FileId, ReleaseIx> {
        let release = |page: PageRef<'_>| {
            let shape = page.document.as_ref()?.shape?;
            let stated = self
                .trees
                .version(page.file)
                .and_then(|version| catalog.release_at_or_before(version));
            stated.or_else(|| {
                // The files of before 3.0.0 state no version, or one that was not theirs.
                if !shape.is_release() {
                    return None;
                }
                let text = self.sources.get(page.file).text();
                let snapshot = official::read(text).ok()?;
                catalog.release(&catalog.identify(&snapshot).ok()?.name)
            })
        };
        self.pages()
            .filter(|page| page.document.is_some())
            .filter_map(|page| Some((page.file, release(page)?)))
            .collect()
    }
}

/// The folders of trees: where a file includes others and names the whole.
fn roots(pages: &Pages) -> Vec<&str> {
    let is_root = |page: &Page<'_>| {
        page.document.as_ref().is_some_and(|document| {
            let root = page.outline.root();
            let matrices = root.and_then(|root| page.outline.get(root, "matrices"));
            document.shape == Some(Shape::Source)
                && !document.includes.is_empty()
                && matrices.is_some()
        })
    };
    pages
        .iter()
        .filter(|(_, page)| is_root(page))
        .map(|(_, page)| parent_of(page.source.path()))
        .collect()
}

/// The innermost root around a path.
fn root_of<'r>(roots: &[&'r str], path: &str) -> Option<&'r str> {
    let mut folder = parent_of(path);
    loop {
        if let Some(root) = roots.iter().find(|root| **root == folder) {
            return Some(root);
        }
        if folder.is_empty() {
            return None;
        }
        folder = parent_of(folder);
    }
}
