//! Marks of dialects: the files of editors and site generators around and inside a vault.

use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use ignore::gitignore::Gitignore;

use super::bounded::read_bounded;
use super::gitignore;
use super::limits::MOST_DATA;
use super::paths::{git_root, relative};
use crate::dialect::{Dialect, Marks, Site};
use crate::text::path::name_of;

/// Maximum number of files and folders that are searched for the configuration of a site. The search goes by depth, so the limit leaves
/// out the deepest ones.
const MOST_ENTRIES: usize = 50_000;
/// Maximum number of sites, and of vaults.
const MOST_SITES: usize = 100;

/// Returns the marks of the dialects in a vault.
#[must_use]
pub fn marks(vault: &Path) -> Marks {
    let top = git_root(vault).unwrap_or_else(|| vault.to_path_buf());
    let prefix = match below(&top, vault).as_str() {
        "" => String::new(),
        below => format!("{below}/"),
    };
    let quartz = quartz(vault, &top);
    let is_obsidian = vault.join(".obsidian").is_dir();
    let obsidian = is_obsidian.then(|| ".obsidian".to_owned());
    let by_quartz = || quartz.as_ref().map(|site| name_of(&site.config).to_owned());
    let obsidian = obsidian.or_else(by_quartz);
    let mut found = match quartz {
        Some(site) => Marks {
            sites: vec![site],
            ..Marks::default()
        },
        // A graph may be opened in Obsidian too.
        None if obsidian.is_some() => Marks {
            graphs: is_graph(vault)
                .then(|| below(&top, vault))
                .into_iter()
                .collect(),
            ..Marks::default()
        },
        None => sites(&top),
    };
    found.nested.retain(|folder: &String| {
        let below = folder.strip_prefix(&prefix);
        below.is_some_and(|below| !below.is_empty())
    });
    Marks {
        prefix,
        ignores_obsidian: ignores_obsidian(vault),
        obsidian,
        ..found
    }
}

/// Returns whether the `.gitignore` of a vault names the folder of Obsidian.
fn ignores_obsidian(vault: &Path) -> bool {
    let bytes = read_bounded(&vault.join(gitignore::FILE_NAME), MOST_DATA).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let mut lines = text.lines();
    lines.any(|line| line.trim().trim_matches('/') == ".obsidian")
}

/// Returns the site of Quartz that the vault is, or lies in.
fn quartz(vault: &Path, top: &Path) -> Option<Site> {
    const CONFIGS: [&str; 2] = ["quartz.config.ts", "quartz.config.yaml"];
    let around = vault
        .ancestors()
        .take_while(|folder| folder.starts_with(top));
    let mut configs = around.flat_map(|folder| CONFIGS.map(|name| folder.join(name)));
    let config = configs.find(|config| config.is_file())?;
    Site::of(&relative(top, &config), "")
}

/// Returns the sites whose configuration is in a folder that git may track, and the folders that are vaults of Obsidian or graphs of Logseq.
fn sites(top: &Path) -> Marks {
    let mut found = Marks::default();
    let mut looked = 0;
    let mut folders: VecDeque<(PathBuf, Vec<Rc<Gitignore>>)> = VecDeque::new();
    folders.push_back((top.to_path_buf(), Vec::new()));
    while let Some((folder, mut ignores)) = folders.pop_front() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        ignores.extend(gitignore::read(&folder).ok().flatten().map(Rc::new));
        for entry in entries.flatten() {
            looked += 1;
            if looked > MOST_ENTRIES || found.sites.len() >= MOST_SITES {
                return sorted(found);
            }
            let name = entry.file_name().to_string_lossy().into_owned();
            // A symbolic link is neither here.
            let Ok(kind) = entry.file_type() else {
                continue;
            };
            let path = entry.path();
            if kind.is_dir() && name == ".obsidian" && found.nested.len() < MOST_SITES {
                found.nested.push(relative(top, &folder));
            } else if kind.is_dir()
                && name == "logseq"
                && found.graphs.len() < MOST_SITES
                && is_graph(&folder)
            {
                found.graphs.push(below(top, &folder));
            } else if kind.is_dir()
                && !is_passed_over(&name)
                && !gitignore::is_hidden(&ignores, &path, true)
            {
                folders.push_back((path, ignores.clone()));
            } else if kind.is_file() && Site::is_config(&name) {
                let bytes = read_bounded(&path, MOST_DATA).unwrap_or_default();
                // What git ignores is made by the build.
                let exists = |path: &str| {
                    let path = top.join(path);
                    path.exists() || gitignore::is_hidden(&ignores, &path, false)
                };
                let text = String::from_utf8_lossy(&bytes);
                let site = Site::built(&relative(top, &path), &text, &exists);
                // Quartz counts only around the vault.
                let site = site.filter(|site| site.dialect != Dialect::Obsidian);
                found.sites.extend(site);
            }
        }
    }
    sorted(found)
}

fn sorted(mut found: Marks) -> Marks {
    found.sites.sort_by(|a, b| a.config.cmp(&b.config));
    found
}

/// Returns whether a folder is a graph of Logseq.
fn is_graph(folder: &Path) -> bool {
    folder.join("logseq/config.edn").is_file()
}

/// Returns the path of a folder from the top; "" for the top.
fn below(top: &Path, folder: &Path) -> String {
    match relative(top, folder) {
        here if here == "." => String::new(),
        below => below,
    }
}

/// Returns whether sites in a folder of this name are not meant: those of dependencies and of tests.
fn is_passed_over(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let lower = lower.trim_matches('_');
    name.starts_with('.')
        || lower == "node_modules"
        || matches!(
            lower,
            "test" | "tests" | "testdata" | "fixture" | "fixtures" | "testing"
        )
}

#[cfg(test)]
mod tests {
    use super::is_passed_over;

    #[test]
    fn sites_of_tests_and_dependencies_are_passed_over() {
        for (name, passed) in [
            ("node_modules", true),
            ("__tests__", true),
            ("Fixtures", true),
            (".docusaurus", true),
            ("docs", false),
            ("attest", false),
        ] {
            assert_eq!(is_passed_over(name), passed, "{name}");
        }
    }
}
