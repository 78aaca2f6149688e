//! Chooses folder and file name for the page of a new object, as the vault does for its other pages of that kind.

use std::collections::{BTreeMap, BTreeSet};

use super::consensus::most_frequent;
use super::naming::{SCHEMES, slug};
use super::workspace::{ObjectPage, Workspace};
use crate::catalog::Kind;
use crate::syntax::data::SECTIONS;
use crate::text::path::{name_of, parent_of, stem_of, without_md};
use crate::vault::path::{fold_case, is_index};

/// Paths and naming schemes of the pages of a vault.
pub(crate) struct Layout<'v> {
    workspace: Workspace<'v>,
    /// The path of every object's page, including new ones, by id.
    paths: BTreeMap<String, String>,
    /// All paths in use, case-folded.
    taken: BTreeSet<String>,
    /// The paths of empty pages, case-folded.
    empty: BTreeSet<String>,
    /// Each folder as it is spelled, by its case-folded path.
    folders: BTreeMap<String, String>,
    naming: BTreeMap<Kind, usize>,
    /// Whether the page of a technique is inside the folder of its sub-techniques, not next to it.
    parents_inside: bool,
    /// The folder of a site's pages, which gets the first page of the vault.
    content: String,
}

impl<'v> Layout<'v> {
    pub(crate) fn of(workspace: &Workspace<'v>) -> Self {
        let vault = workspace.vault;
        let objects: Vec<ObjectPage<'_>> = workspace.object_pages().collect();
        let paths: BTreeMap<String, String> = objects
            .iter()
            .map(|object| {
                (
                    object.id.to_owned(),
                    vault.path(object.page.file).to_owned(),
                )
            })
            .collect();
        let sources = vault.sources;
        let all = sources
            .files()
            .iter()
            .map(|file| file.path())
            .chain(sources.others().iter().map(String::as_str));
        let mut layout = Self {
            workspace: *workspace,
            taken: BTreeSet::new(),
            empty: workspace
                .empty_pages()
                .map(|path| fold_case(path).into_owned())
                .collect(),
            folders: BTreeMap::new(),
            naming: BTreeMap::new(),
            parents_inside: false,
            content: String::new(),
            paths,
        };
        all.for_each(|path| layout.add_path(path));
        for kind in [Kind::Tactic, Kind::Technique, Kind::Mitigation] {
            let of_kind = objects.iter().filter(|object| object.kind == kind);
            let schemes = of_kind.filter_map(|object| layout.naming_of(object));
            if let Some(scheme) = most_frequent(schemes) {
                layout.naming.insert(kind, scheme);
            }
        }
        layout.parents_inside = layout.infer_parents_inside();
        layout
    }

    /// Puts the first page of the vault into the folder of a site's pages.
    pub(crate) fn with_content(self, content: &str) -> Self {
        Self {
            content: content.to_owned(),
            ..self
        }
    }

    /// Returns whether the vault has a page of this kind.
    pub(crate) fn has_kind(&self, kind: Kind) -> bool {
        self.paths.keys().any(|id| Kind::of_id(id) == Some(kind))
    }

    fn add_path(&mut self, path: &str) {
        self.taken.insert(fold_case(path).into_owned());
        let mut folder = parent_of(path);
        while !folder.is_empty() {
            let key = fold_case(folder).into_owned();
            self.folders.entry(key).or_insert_with(|| folder.to_owned());
            folder = parent_of(folder);
        }
    }

    /// Returns the naming scheme of a page, by any name that its object has had.
    fn naming_of(&self, object: &ObjectPage<'_>) -> Option<usize> {
        let stem = stem_of(self.workspace.vault.path(object.page.file));
        let lifetime = self.workspace.view.lifetime(object.id)?;
        let named = |scheme: &fn(&str, &str) -> String| {
            lifetime
                .names
                .iter()
                .any(|name| scheme(object.id, &name.value) == stem)
        };
        SCHEMES.iter().position(named)
    }

    fn stem(&self, kind: Kind, id: &str) -> String {
        let scheme = self.naming.get(&kind).copied().unwrap_or_default();
        let name = self.workspace.view.name(id).unwrap_or(id);
        let stem = SCHEMES
            .get(scheme)
            .map_or_else(|| slug(name), |scheme| scheme(id, name));
        if stem.is_empty() { id.to_owned() } else { stem }
    }

    /// Returns whether most techniques are inside the folder of their sub-techniques.
    fn infer_parents_inside(&self) -> bool {
        let mut counts = [0, 0];
        for (id, path) in &self.paths {
            if let Some(folder) = self.sub_technique_folder(id) {
                let next_to = parent_of(&folder) == parent_of(path);
                let inside = folder == parent_of(path);
                counts[0] += usize::from(next_to);
                counts[1] += usize::from(inside);
            }
        }
        counts[1] > counts[0]
    }

    /// Returns the folder that holds most sub-techniques of a technique.
    fn sub_technique_folder(&self, technique: &str) -> Option<String> {
        let start = format!("{technique}.");
        let subs = self.paths.range(start.clone()..);
        let subs = subs.take_while(|(id, _)| id.starts_with(&start));
        most_frequent(subs.map(|(_, path)| parent_of(path).to_owned()))
    }

    /// Returns whether a folder holds no pages but those of a technique's sub-techniques.
    fn is_own_folder(&self, folder: &str, technique: &str) -> bool {
        let here = self
            .paths
            .iter()
            .filter(|(_, path)| parent_of(path) == folder);
        let mut ids = here.map(|(id, _)| id.as_str());
        ids.all(|id| id.len() > technique.len() && id.starts_with(technique))
    }

    /// Chooses the path of a new page. It is free in any letter case, or holds an empty page, which is an
    /// error that the user has to resolve.
    pub(crate) fn path_for(&mut self, kind: Kind, id: &str) -> String {
        let (folder, stem) = self.folder_and_stem(kind, id);
        let folder = self
            .folders
            .get(fold_case(&folder).as_ref())
            .cloned()
            .unwrap_or(folder);
        let path = |stem: &str| match folder.as_str() {
            "" => format!("{stem}.md"),
            folder => format!("{folder}/{stem}.md"),
        };
        let id_slug = id.to_ascii_lowercase().replace('.', "-");
        let numbered = (2..).map(|n| format!("{stem}-{id_slug}-{n}"));
        let stems = [stem.clone(), format!("{stem}-{id_slug}")]
            .into_iter()
            .chain(numbered);
        let mut free = stems.map(|stem| path(&stem)).filter(|path| {
            let path = fold_case(path);
            !self.taken.contains(path.as_ref()) || self.empty.contains(path.as_ref())
        });
        let path = free.next().unwrap_or_default();
        self.add_path(&path);
        self.paths.insert(id.to_owned(), path.clone());
        path
    }

    fn folder_and_stem(&self, kind: Kind, id: &str) -> (String, String) {
        let stem = self.stem(kind, id);
        if !self.has_kind(kind) {
            let paths = self.paths.values().map(String::as_str);
            return (first_folder(paths, &self.content, kind), stem);
        }
        if kind != Kind::Technique {
            let of_kind = self
                .paths
                .iter()
                .filter(|(id, _)| Kind::of_id(id) == Some(kind));
            let folder = most_frequent(of_kind.map(|(_, path)| parent_of(path).to_owned()));
            return (folder.unwrap_or_default(), stem);
        }
        match self.workspace.view.parent(id) {
            Some(parent) => (self.folder_for_sub_technique(parent), stem),
            None => self.parent_folder_and_stem(id, stem),
        }
    }

    fn folder_for_sub_technique(&self, parent: &str) -> String {
        if let Some(folder) = self.sub_technique_folder(parent) {
            return folder;
        }
        let Some(path) = self.paths.get(parent) else {
            return self.tactic_folder(parent);
        };
        if self.parents_inside && is_index(path) {
            return parent_of(path).to_owned();
        }
        if self.is_flat() {
            return parent_of(path).to_owned();
        }
        without_md(path).to_owned()
    }

    /// Returns whether most sub-techniques are in the folder of their parent, without one of their own.
    fn is_flat(&self) -> bool {
        let subs = self.paths.iter().filter_map(|(id, path)| {
            let parent = self.paths.get(self.workspace.view.parent(id)?)?;
            let same = parent_of(path) == parent_of(parent);
            Some(same && !is_index(parent))
        });
        most_frequent(subs).unwrap_or_default()
    }

    fn parent_folder_and_stem(&self, id: &str, stem: String) -> (String, String) {
        let folder = self
            .sub_technique_folder(id)
            .filter(|folder| self.is_own_folder(folder, id));
        let Some(folder) = folder else {
            return (self.tactic_folder(id), stem);
        };
        // If the folder of its sub-techniques has its name, the page gets the same one.
        let last = name_of(&folder);
        let lifetime = self.workspace.view.lifetime(id);
        let mut names = lifetime.iter().flat_map(|lifetime| &lifetime.names);
        let is_name =
            names.any(|name| SCHEMES.iter().any(|scheme| scheme(id, &name.value) == last));
        let stem = if is_name { last.to_owned() } else { stem };
        if self.parents_inside {
            (folder, stem)
        } else {
            (parent_of(&folder).to_owned(), stem)
        }
    }

    /// Returns the folder of most techniques with the same first tactic.
    fn tactic_folder(&self, id: &str) -> String {
        let workspace = self.workspace;
        let first = workspace.view.effective_tactics(id).first();
        let tops = || {
            let techniques = self.paths.iter();
            techniques.filter(|(id, _)| {
                Kind::of_id(id) == Some(Kind::Technique) && workspace.view.parent(id).is_none()
            })
        };
        let folder = |(_, path): (&String, &String)| parent_of(path).to_owned();
        let by_first = most_frequent(
            tops()
                .filter(|(id, _)| workspace.view.effective_tactics(id).first() == first)
                .map(folder),
        );
        let by_any = || {
            let has = |id: &str| {
                first.is_some_and(|first| workspace.view.effective_tactics(id).contains(first))
            };
            most_frequent(tops().filter(|(id, _)| has(id)).map(folder))
        };
        if let Some(found) = by_first.or_else(by_any) {
            return found;
        }
        let all = most_frequent(tops().map(folder)).unwrap_or_default();
        // The first technique of a tactic gets a folder named after it, if the others have one.
        let name = first.and_then(|tactic| workspace.view.name(tactic));
        let named_after_tactic = tops().filter(|(id, path)| {
            let tactic = workspace
                .view
                .effective_tactics(id)
                .first()
                .and_then(|tactic| workspace.view.lifetime(tactic));
            let folder = name_of(parent_of(path));
            tactic.is_some_and(|lifetime| {
                lifetime
                    .names
                    .iter()
                    .any(|name| slug(&name.value) == folder)
            })
        });
        match name {
            Some(name) if named_after_tactic.count() * 2 > tops().count() => {
                let base = parent_of(&all);
                if base.is_empty() {
                    slug(name)
                } else {
                    format!("{base}/{}", slug(name))
                }
            }
            _ => all,
        }
    }
}

/// Returns the folder for the first page of a kind: beside that of another kind, as `atlas/techniques` is beside `atlas/tactics`, else
/// in the folder of a site's pages.
pub(crate) fn first_folder<'p>(
    paths: impl Iterator<Item = &'p str>,
    content: &str,
    kind: Kind,
) -> String {
    let base = |path: &str| {
        let parts: Vec<&str> = parent_of(path).split('/').collect();
        let at = parts.iter().position(|part| SECTIONS.contains(part))?;
        Some(parts.get(..at)?.join("/"))
    };
    let name = kind.plural().replace(' ', "-");
    match most_frequent(paths.filter_map(base)).as_deref() {
        None if !content.is_empty() => format!("{content}/{name}"),
        Some(base) if !base.is_empty() => format!("{base}/{name}"),
        _ => name,
    }
}
