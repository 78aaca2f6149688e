//! What a run needs before it reads the vault: where it lies, its configuration, the release.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use super::args::CheckArgs;
use super::catalog::{self, Pinned};
use crate::catalog::View;
use crate::check::Settings;
use crate::config::{Config, Problem};
use crate::date::Date;
use crate::disk::{self, Given, MOST_DATA, Place};
use crate::filter::{Baseline, Levels};
use crate::pages::PageStore;
use crate::schema::PageTypes;
use crate::syntax::ReadOptions;
use crate::text::Source;

/// What is known before the vault is read.
pub(super) struct Setup {
    pub(super) place: Place,
    pub(super) config: Config,
    pub(super) page_types: PageTypes,
    pub(super) levels: Levels,
    pub(super) pinned: Pinned,
}

impl Setup {
    /// The catalogue as of the pinned release.
    pub(super) fn view(&self) -> View<'_> {
        self.pinned.catalog.at(self.pinned.release)
    }

    /// A store of the vault's pages, which are read on `jobs` threads.
    pub(super) fn store(&self, jobs: usize) -> PageStore<'_> {
        let options = ReadOptions {
            dialect: self.config.dialect(),
            skip_comments: self.config.skips_comments(),
        };
        PageStore::new(options, &self.page_types, jobs)
    }

    /// What a look at the vault is told.
    pub(super) fn settings<'a>(
        &'a self,
        store: &'a PageStore<'a>,
        reported: &'a (dyn Fn(&str) -> bool + Sync),
        baseline: Option<&'a Baseline>,
    ) -> Settings<'a> {
        Settings {
            store,
            vault_ids: self.config.catalog.vault_ids,
            levels: &self.levels,
            baseline,
            update: None,
            reported,
            today: today(),
        }
    }
}

pub(super) enum Failure {
    Words(String),
    Problem(Box<Problem>),
}

impl From<String> for Failure {
    fn from(why: String) -> Self {
        Self::Words(why)
    }
}

impl From<Box<Problem>> for Failure {
    fn from(problem: Box<Problem>) -> Self {
        Self::Problem(problem)
    }
}

pub(super) fn set_up(args: &CheckArgs, stdin: Option<&PathBuf>) -> Result<Setup, Failure> {
    if let Some(both) = args.select.iter().find(|rule| args.ignore.contains(rule)) {
        return Err(format!("`{both}` is both selected and ignored").into());
    }
    let (place, config, source) = place_and_config(args, stdin)?;
    let in_config = |why: String| Failure::Words(format!("{}: {why}", source.path()));
    let load = |path: &str| disk::read_in_vault(&place, path);
    let locate = |path: &str| disk::locate_in_vault(&place, path);
    let page_types = config
        .page_types(&source, &locate, &load)
        .map_err(|problem| problem.below(&place.root.to_string_lossy()))?;
    let mut levels = config.levels().map_err(in_config)?;
    levels.select(&args.select);
    levels.ignore(&args.ignore);
    let named = config
        .catalog
        .release
        .as_deref()
        .or(config.catalog.file.as_deref());
    let known = catalog::of_vault(&place)?.known;
    let pinned = match (args.place.catalog.as_deref(), named) {
        (None, Some(named)) => {
            let read = |named: &str| disk::read_configured(&place, named);
            catalog::pin(known, Some(named), &read).map_err(|why| {
                let is_file = config.catalog.file.is_some();
                let help = is_file
                    .then(|| "a file from elsewhere can be given by `--catalog FILE`".to_owned());
                Problem::at_word(&source, named, why, help)
            })?
        }
        (named, _) => catalog::pin(known, named, &catalog::from_anywhere)?,
    };
    Ok(Setup {
        place,
        config,
        page_types,
        levels,
        pinned,
    })
}

/// Where the vault lies, and its configuration with its text.
fn place_and_config(
    args: &CheckArgs,
    stdin: Option<&PathBuf>,
) -> Result<(Place, Config, Source), Failure> {
    let given = Given {
        vault: args.place.vault.as_deref(),
        config: args.place.config.as_deref(),
        no_config: args.place.no_config,
    };
    let problem: RefCell<Option<Box<Problem>>> = RefCell::new(None);
    // A hook names thousands of paths, all of one vault: their configuration is read once.
    let read: RefCell<Option<(PathBuf, Config, Source)>> = RefCell::new(None);
    let vault_key = |path: &Path| {
        if let Some((known, config, _)) = &*read.borrow()
            && known == path
        {
            return Ok(config.vault.clone());
        }
        match read_config(path)? {
            Ok((config, source)) => {
                let vault = config.vault.clone();
                *read.borrow_mut() = Some((path.to_path_buf(), config, source));
                Ok(vault)
            }
            Err(found) => {
                *problem.borrow_mut() = Some(found);
                Err(String::new())
            }
        }
    };
    let place = find_place(args, stdin, &given, &vault_key);
    if let Some(problem) = problem.into_inner() {
        return Err(problem.into());
    }
    let place = place?;
    let known = read
        .into_inner()
        .filter(|(path, ..)| place.config.as_ref() == Some(path));
    let (config, source) = match (known, &place.config) {
        (Some((_, config, source)), _) => (config, source),
        (None, Some(path)) => read_config(path)??,
        (None, None) => (Config::default(), Source::new("", "")),
    };
    Ok((place, config, source))
}

/// Reads a configuration: not at all, with mistakes, or well.
pub(super) fn read_config(path: &Path) -> Result<Result<(Config, Source), Box<Problem>>, String> {
    let shown = path.display().to_string();
    let bytes = disk::read_bounded(path, MOST_DATA).map_err(|why| format!("{shown}: {why}"))?;
    let source = Source::from_bytes(shown.as_str(), bytes);
    Ok(Config::read(&source).map(|config| (config, source)))
}

/// The one vault that all paths lie in.
fn find_place(
    args: &CheckArgs,
    stdin: Option<&PathBuf>,
    given: &Given<'_>,
    vault_key: &dyn Fn(&Path) -> Result<Option<String>, String>,
) -> Result<Place, String> {
    if let Some(page) = stdin {
        return disk::place(page.parent().unwrap_or(page), given, vault_key);
    }
    let here = [PathBuf::new()];
    let paths = if args.paths.is_empty() {
        &here[..]
    } else {
        &args.paths
    };
    let mut found: Option<(Place, &Path)> = None;
    for path in paths {
        // What is staged may be gone from the folder, and what is gone may be what is staged.
        let there = match disk::absolute_of_gone(path) {
            Ok((_, there)) if args.change.staged && !path.as_os_str().is_empty() => there,
            _ => path.clone(),
        };
        let place = disk::place(&there, given, vault_key).map_err(|why| with_hint(&why, path))?;
        match &found {
            Some((first, of)) if *first != place => {
                return Err(format!(
                    "{} and {} lie in two vaults, {} and {}; check one at a time",
                    of.display(),
                    path.display(),
                    first.root.display(),
                    place.root.display()
                ));
            }
            _ => found = Some((place, path)),
        }
    }
    found
        .map(|(place, _)| place)
        .ok_or_else(|| "no path given".to_owned())
}

/// A first word that is no path may be a mistyped command.
fn with_hint(why: &str, path: &Path) -> String {
    const COMMANDS: [&str; 9] = [
        "check",
        "explain",
        "rules",
        "show",
        "export",
        "catalog",
        "sync",
        "init",
        "completions",
    ];
    let word = path.to_string_lossy();
    match crate::nearest::nearest(
        &word,
        COMMANDS,
        word.chars().count().saturating_sub(3).min(2),
    ) {
        Some(near) if !why.is_empty() => format!("{why}; did you mean the command `{near}`?"),
        _ => why.to_owned(),
    }
}

/// The day in UTC.
#[expect(
    clippy::disallowed_methods,
    reason = "this is where today enters a run"
)]
fn today() -> Date {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let days = since.map_or(0, |since| since.as_secs() / 86_400);
    Date::from_unix_days(u32::try_from(days).unwrap_or(u32::MAX))
}

pub(super) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
