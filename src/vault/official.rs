//! Official YAML: groups pages into source trees, and resolves templates and `!include`s in them.

use foldhash::{HashMap, HashSet};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::facts::Object;
use crate::nearest::Names;
use crate::pages::Pages;
use crate::syntax::id::{self, IdToken};
use crate::syntax::tree::Data;
use crate::syntax::{Page, Shape};
use crate::text::FileId;
use crate::text::path::parent_of;

/// The source trees of a vault. Each release file is a tree of its own, as are all files below a `data.yaml`.
#[derive(Debug, Default)]
pub struct SourceTrees {
    /// The tree of each file.
    of: HashMap<FileId, usize>,
    /// The resolved ids of pages with templates.
    resolved: HashMap<FileId, Arc<Vec<IdToken>>>,
    trees: Vec<OneTree>,
}

#[derive(Debug, Default)]
struct OneTree {
    /// The declared ids, if the tree is whole. A whole tree declares everything that it may refer to.
    ids: HashSet<String>,
    whole: bool,
    /// Whether a page of the tree could not be read, so that its content is unknown.
    unread: bool,
    /// The ids that several objects declare.
    repeated: HashSet<String>,
    /// The ids of anchored objects, by anchor.
    anchors: BTreeMap<String, String>,
    /// The names of anchors, as a list and as an index for suggestions.
    names: OnceLock<(Vec<String>, Names)>,
    version: Option<String>,
}

impl SourceTrees {
    /// Groups the pages into trees, and resolves their templates to ids.
    pub(super) fn resolve(pages: &Pages) -> Self {
        let mut trees = Self::default();
        let roots = roots(pages);
        let mut of_root: HashMap<&str, usize> = HashMap::default();
        for (file, page) in pages.data() {
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
            let objects = pages.objects(file).map_or(&[][..], |objects| objects);
            trees.trees[at].take(page, objects);
        }
        for (file, page) in pages.data() {
            let Some(&at) = trees.of.get(&file) else {
                continue;
            };
            let found = trees.trees[at].template_ids(page);
            if !found.is_empty() {
                let mut ids = [page.ids.as_slice(), &found].concat();
                ids.sort_by_key(|token| token.span);
                trees.resolved.insert(file, Arc::new(ids));
            }
        }
        trees
    }

    /// Returns the ids of a page that has templates, including those that the templates stand for.
    pub(super) fn resolved_ids(&self, file: FileId) -> Option<&Arc<Vec<IdToken>>> {
        self.resolved.get(&file)
    }

    fn tree(&self, file: FileId) -> Option<&OneTree> {
        self.trees.get(*self.of.get(&file)?)
    }

    /// Returns the index of the tree that a page belongs to.
    #[must_use]
    pub fn number(&self, file: FileId) -> Option<usize> {
        self.of.get(&file).copied()
    }

    /// Returns whether a page belongs to a whole tree that declares this id, or may declare it in an unread page.
    #[must_use]
    pub fn declares(&self, file: FileId, id: &str) -> bool {
        self.tree(file)
            .is_some_and(|tree| tree.whole && (tree.unread || tree.ids.contains(id)))
    }

    /// Returns the version that the tree of a page states.
    #[must_use]
    pub fn version(&self, file: FileId) -> Option<&str> {
        self.tree(file)?.version.as_deref()
    }

    /// Returns the nearest anchor to an unknown one, among those that templates of a page may use.
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

    /// Returns the id of the object with this anchor in the page's tree.
    #[must_use]
    pub fn anchor_id(&self, file: FileId, name: &str) -> Option<&str> {
        let id = self.tree(file)?.anchors.get(name)?;
        (!id.is_empty()).then_some(id.as_str())
    }

    /// Returns whether several objects in the page's tree declare this id.
    #[must_use]
    pub fn repeats(&self, file: FileId, id: &str) -> bool {
        self.tree(file)
            .is_some_and(|tree| tree.repeated.contains(id))
    }

    /// Returns whether the page's tree has this anchor, or may have it in an unread page.
    #[must_use]
    pub fn has_anchor(&self, file: FileId, name: &str) -> bool {
        self.tree(file)
            .is_some_and(|tree| tree.unread || tree.anchors.contains_key(name))
    }
}

impl OneTree {
    fn take(&mut self, page: &Page<'_>, objects: &[Object]) {
        self.unread |= !page.read;
        let tree = &page.outline;
        for object in objects {
            if let Some(id) = object.known_as()
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

/// Returns the root folders of trees: those of files that include others and name the whole.
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
        .data()
        .filter(|(_, page)| is_root(page))
        .map(|(_, page)| parent_of(page.source.path()))
        .collect()
}

/// Returns the innermost root around a path.
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
