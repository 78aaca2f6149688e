//! What lies around the vault of an example: files outside it, and the marks of its dialects.

use std::path::Path;

use crate::config::Config;
use crate::dialect::{Dialect, Dialects, Marks, Site};
use crate::disk::gitignore;
use crate::text::path::{is_below_dot, name_of};
use crate::vault::Outside;

use super::document::Block;

/// The files of an example that are not in its vault: those outside the folder that `vault:` names, and those below a dot.
#[derive(Debug, Default)]
pub(super) struct Around {
    paths: Vec<String>,
    ignored: String,
    submodules: Vec<String>,
}

/// Returns the path of the vault from the top, with a slash at its end.
pub(super) fn prefix(config: &Config) -> String {
    config
        .vault
        .as_deref()
        .map_or_else(String::new, |vault| format!("{vault}/"))
}

/// Returns the path in the vault of a file, or None for a file around it.
pub(super) fn inside<'p>(config: &Config, path: &'p str) -> Option<&'p str> {
    let inside = path.strip_prefix(prefix(config).as_str())?;
    (!is_below_dot(inside)).then_some(inside)
}

/// Returns the dialects of an example: those that its files show if it has the configuration of a site, else that of Obsidian.
pub(super) fn dialects(files: &[&Block], config: &Config) -> Dialects {
    let exists = |path: &str| files.iter().any(|file| file.path.as_deref() == Some(path));
    let sites = files.iter().filter_map(|file| {
        let path = file.path.as_deref()?;
        Site::is_config(name_of(path)).then(|| Site::built(path, &file.body, &exists))?
    });
    let sites: Vec<Site> = sites.collect();
    let quartz = sites.iter().find(|site| site.dialect == Dialect::Obsidian);
    let nested = files.iter().filter_map(|file| {
        let (folder, _) = file.path.as_deref()?.split_once("/.obsidian/")?;
        Some(folder.to_owned())
    });
    let graphs = files.iter().filter_map(|file| {
        let folder = file.path.as_deref()?.strip_suffix("logseq/config.edn")?;
        let is_one = folder.is_empty() || folder.ends_with('/');
        is_one.then(|| folder.trim_end_matches('/').to_owned())
    });
    let marks = Marks {
        graphs: graphs.collect(),
        ignores_obsidian: false,
        nested: nested.collect(),
        prefix: prefix(config),
        obsidian: quartz.map(|site| site.config.clone()),
        sites,
    };
    match config.dialect() {
        Some(dialect) => Dialects::set(dialect, marks),
        None if marks.sites.is_empty() => Dialects::set(Dialect::Obsidian, marks),
        None => Dialects::detected(marks),
    }
}

impl Around {
    pub(super) fn of(files: &[&Block], config: &Config) -> Self {
        let mut around = Self::default();
        for file in files {
            let path = file.path.clone().unwrap_or_default();
            if path == ".gitignore" {
                around.ignored.clone_from(&file.body);
            }
            if path == ".gitmodules" {
                around.submodules = gitignore::submodules(&file.body);
            }
            if inside(config, &path).is_none() {
                around.paths.push(path);
            }
        }
        around
    }
}

impl Outside for Around {
    fn exists(&self, path: &str) -> bool {
        let folder = format!("{path}/");
        let is_there = |known: &String| known == path || known.starts_with(&folder);
        self.paths.iter().any(is_there)
    }

    fn is_ignored(&self, path: &str) -> bool {
        let mut submodules = self.submodules.iter();
        if submodules.any(|folder| Path::new(path).starts_with(folder)) {
            return true;
        }
        let rules = gitignore::parse(Path::new("/"), self.ignored.as_bytes());
        rules.is_some_and(|rules| {
            let path = Path::new("/").join(path);
            rules.matched_path_or_any_parents(path, false).is_ignore()
        })
    }
}
