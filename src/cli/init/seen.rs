//! Detects built folders, folders of templates, and files that name a release.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::cli::setup::Setup;
use crate::disk;
use crate::render::escape;
use crate::text::Sources;
use crate::text::path::{name_of, stem_of};

/// A file by which some projects say which ATLAS they were made for.
const VERSION_FILE: &str = ".atlas-version";
/// The most bytes of it that are read.
const MOST_VERSION: u64 = 4096;

/// Folders that are made by a tool wherever they are.
const BUILT: [&str; 4] = ["_site", "_build", "_book", "__pycache__"];
/// Folders that a tool makes beside its own file. The start of the file's name, and the folders.
const BUILT_BESIDE: [(&str, &[&str]); 8] = [
    ("mkdocs.y", &["site"]),
    ("hugo.", &["public", "resources"]),
    ("config.toml", &["public"]),
    ("docusaurus.config.", &["build"]),
    ("quartz.config.", &["public"]),
    ("book.toml", &["book"]),
    ("package.json", &["dist", "build", "out"]),
    ("Cargo.toml", &["target"]),
];
/// Folders of templates, in lower case and without underscores around.
const TEMPLATES: [&str; 3] = ["templates", "template", "archetypes"];
/// Names of single templates: one of these, a separator, and "template". A page about template injection does not count.
const TEMPLATE_OF: [&str; 7] = [
    "",
    "casestudy",
    "study",
    "technique",
    "tactic",
    "mitigation",
    "page",
];

/// Observations about a vault.
pub(super) struct VaultScan {
    /// Globs of folders with generated pages or templates.
    pub(super) excluded: Vec<String>,
    /// Evidence for the release in files, for a message.
    pub(super) versions: Vec<String>,
    /// Single templates, which are not in such a folder.
    pub(super) templates: BTreeSet<String>,
    /// Whether there is a page at all.
    pub(super) has_page: bool,
    /// The folders of those globs.
    folders: Vec<String>,
    hidden: BTreeSet<String>,
}

impl VaultScan {
    pub(super) fn of(setup: &Setup, sources: &Sources) -> Self {
        let files = sources.files().iter();
        let hidden = files.clone().filter(|file| file.is_hidden());
        let hidden: BTreeSet<String> = hidden.map(|file| file.path().to_owned()).collect();
        let pages: Vec<&str> = files
            .map(|file| file.path())
            .filter(|path| !hidden.contains(*path))
            .collect();
        let files: BTreeSet<&str> = sources
            .files()
            .iter()
            .map(|file| file.path())
            .chain(sources.others().iter().map(String::as_str))
            .collect();
        let mut folders: BTreeSet<String> = BTreeSet::new();
        let mut templates: BTreeSet<String> = BTreeSet::new();
        for path in &pages {
            if let Some(folder) = outermost(path, &files) {
                folders.insert(folder);
            } else if is_template_page(path) {
                templates.insert((*path).to_owned());
            }
        }
        if templates.len() * 2 > pages.len() {
            templates.clear();
        }
        // A folder with most of the pages is the vault, whatever its name.
        let holds = |folder: &str| {
            let inside = pages.iter().filter(|path| path.starts_with(folder));
            inside.count()
        };
        let folders = folders
            .into_iter()
            .filter(|folder| holds(folder) * 2 <= pages.len());
        let folders: Vec<String> = folders.collect();
        let mut excluded: Vec<String> = folders.iter().map(|folder| glob(folder)).collect();
        excluded.extend(folded(&templates));
        excluded.sort();
        Self {
            excluded,
            templates,
            has_page: !pages.is_empty(),
            versions: version(setup).into_iter().collect(),
            folders,
            hidden,
        }
    }

    /// Returns whether the page at a path is reported with the configuration.
    pub(super) fn reports(&self, path: &str) -> bool {
        let is_inside = |folder: &String| path.starts_with(folder.as_str());
        !self.hidden.contains(path)
            && !self.templates.contains(path)
            && !self.folders.iter().any(is_inside)
    }
}

/// Returns the outermost folder of a path that is built or holds templates, with a slash at its end.
fn outermost(path: &str, files: &BTreeSet<&str>) -> Option<String> {
    let mut start = 0;
    while let Some(length) = path[start..].find('/') {
        let end = start + length;
        let (parent, name) = (&path[..start], &path[start..end]);
        if is_built(parent, name, files) || is_of_templates(name) {
            return Some(format!("{}/", &path[..end]));
        }
        start = end + 1;
    }
    None
}

fn is_built(parent: &str, name: &str, files: &BTreeSet<&str>) -> bool {
    let is_beside = |start: &str| {
        let start = format!("{parent}{start}");
        let mut from = files.range(start.as_str()..);
        from.next()
            .is_some_and(|file| file.starts_with(&start) && !file[parent.len()..].contains('/'))
    };
    BUILT.contains(&name)
        || BUILT_BESIDE
            .iter()
            .any(|(file, folders)| folders.contains(&name) && is_beside(file))
}

fn is_of_templates(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    TEMPLATES.contains(&name.trim_matches('_'))
}

fn is_template_page(path: &str) -> bool {
    let stem = stem_of(path).to_ascii_lowercase();
    let of = stem.strip_suffix("template");
    of.is_some_and(|of| {
        let of: String = of.chars().filter(|c| c.is_alphanumeric()).collect();
        TEMPLATE_OF.contains(&of.as_str())
    })
}

/// Returns the glob of a page, or of all that is in a folder. A name may have characters that mean something in a glob.
fn glob(path: &str) -> String {
    let all = if path.ends_with('/') { "**" } else { "" };
    format!("{}{all}", globset::escape(path))
}

/// Returns globs of single templates. Those of one name share a glob if there are many: all pages of such a name are templates.
fn folded(templates: &BTreeSet<String>) -> Vec<String> {
    /// This many files or globs of one name are listed.
    const LISTED: usize = 2;
    let mut by_name: BTreeMap<&str, Vec<Vec<&str>>> = BTreeMap::new();
    for path in templates {
        let parts: Vec<&str> = path.split('/').collect();
        by_name.entry(name_of(path)).or_default().push(parts);
    }
    let mut globs = Vec::new();
    for (name, paths) in by_name {
        if paths.len() <= LISTED {
            globs.extend(paths.iter().map(|parts| glob(&parts.join("/"))));
            continue;
        }
        let mut by_depth: BTreeMap<usize, Vec<Option<&str>>> = BTreeMap::new();
        for parts in paths {
            let shared = by_depth
                .entry(parts.len())
                .or_insert_with(|| parts.iter().copied().map(Some).collect());
            for (shared, part) in shared.iter_mut().zip(parts) {
                *shared = shared.filter(|shared| *shared == part);
            }
        }
        if by_depth.len() > LISTED {
            globs.push(format!("**/{}", globset::escape(name)));
            continue;
        }
        globs.extend(by_depth.into_values().map(|shared| {
            let part = |part: Option<&str>| part.map_or("*".to_owned(), globset::escape);
            shared.into_iter().map(part).collect::<Vec<_>>().join("/")
        }));
    }
    globs
}

/// Returns what `.atlas-version` says, in words. It is the claim of a tool or of a person about the day of a copy, and pages may have
/// changed since.
fn version(setup: &Setup) -> Option<String> {
    let root = &setup.place.root;
    let mut folders: Vec<&Path> = vec![root];
    let top = disk::git_root(root);
    folders.extend(top.as_deref().filter(|top| *top != root.as_path()));
    let text = folders.iter().find_map(|folder| {
        let text = disk::read_own(&folder.join(VERSION_FILE), MOST_VERSION);
        text.ok().flatten()
    })?;
    let named: String = text
        .trim()
        .lines()
        .next()?
        .trim()
        .chars()
        .take(40)
        .collect();
    let catalog = &setup.pinned.catalog;
    let meaning = match catalog.find_release(&named) {
        Ok(ix) if catalog.release_name(ix) == named => String::new(),
        Ok(ix) => format!(", which is ATLAS {}", catalog.release_name(ix)),
        Err(error) => format!(" ({error})"),
    };
    Some(format!(
        "{VERSION_FILE} says {}{meaning}; what the pages say counts",
        escape::text(&named)
    ))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{folded, is_template_page, outermost};

    #[test]
    fn a_folder_is_built_if_what_builds_it_lies_beside_it() {
        let of = |path: &str, beside: &[&str]| {
            let files = beside.iter().copied().collect::<BTreeSet<&str>>();
            outermost(path, &files)
        };
        let folder = |folder: &str| Some(folder.to_owned());
        assert_eq!(of("a/_site/b/c.md", &[]), folder("a/_site/"));
        assert_eq!(of("site/a.md", &["mkdocs.yml"]), folder("site/"));
        assert_eq!(of("kb/site/a.md", &["kb/mkdocs.yaml"]), folder("kb/site/"));
        assert_eq!(of("kb/site/a.md", &["mkdocs.yml"]), None, "elsewhere");
        assert_eq!(of("site/a.md", &["mkdocs.yml/a"]), None, "a folder");
        assert_eq!(of("site/a.md", &["docusaurus.config.js"]), None);
        assert_eq!(of("x/_Templates_/site/a.md", &[]), folder("x/_Templates_/"));
        assert_eq!(of("templates.md", &[]), None, "a page");
    }

    #[test]
    fn a_template_is_named_after_what_it_is_a_template_of() {
        for path in [
            "template.md",
            "x/Case-Study_Template.md",
            "tacticTemplate.md",
        ] {
            assert!(is_template_page(path), "{path}");
        }
        for path in [
            "prompt-template.md",
            "template-injection.md",
            "templates.md",
        ] {
            assert!(!is_template_page(path), "{path}");
        }
    }

    #[test]
    fn many_templates_of_one_name_share_a_glob() {
        let of = |paths: &[&str]| {
            let paths = paths.iter().map(|&path| path.to_owned());
            folded(&paths.collect())
        };
        let two = ["a/template.md", "b/template.md"];
        assert_eq!(of(&two), two);
        assert_eq!(
            of(&["a/x/template.md", "a/y/template.md", "a/z/template.md"]),
            ["a/*/template.md"]
        );
        assert_eq!(
            of(&["template.md", "a/template.md", "a/b/template.md"]),
            ["**/template.md"]
        );
    }
}
