//! Setup of a run before the vault is read: location, configuration and release.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use super::args::VaultArgs;
use super::error::Error;
use super::hints;
use super::inputs::Inputs;
use super::vault_catalog::{self, Pinned};
use crate::catalog::View;
use crate::check::Settings;
use crate::config::{Config, Problem};
use crate::date::Date;
use crate::dialect::Dialects;
use crate::disk::{self, LinkBoundary, MOST_DATA, Place, PlaceOptions};
use crate::filter::{Baseline, Filters, Levels};
use crate::framework::Frameworks;
use crate::pages::PageStore;
use crate::schema::{LoadError, PageTypes};
use crate::syntax::ReadOptions;
use crate::text::Source;
use crate::vault::Surroundings;

/// Arguments that decide which vault is read and how.
#[derive(Clone, Copy)]
pub(super) struct Request<'a> {
    pub(super) vault: &'a VaultArgs,
    /// Paths from the command line; all must be in one vault. The current folder if empty.
    pub(super) paths: &'a [PathBuf],
    /// Path of the page from stdin, which takes the place of `paths`.
    pub(super) stdin: Option<&'a Path>,
    /// Whether paths need not exist in the folder, as the index is checked.
    pub(super) staged: bool,
    pub(super) select: &'a [String],
    pub(super) ignore: &'a [String],
}

impl<'a> Request<'a> {
    /// Returns the request of a command without options of its own for rules.
    pub(super) fn of(vault: &'a VaultArgs, paths: &'a [PathBuf]) -> Self {
        Self {
            vault,
            paths,
            stdin: None,
            staged: false,
            select: &[],
            ignore: &[],
        }
    }
}

/// Inputs of a run, apart from the pages.
pub(super) struct Setup {
    pub(super) place: Place,
    pub(super) config: Config,
    /// Text of the configuration; empty if there is none.
    pub(super) config_source: Source,
    pub(super) page_types: PageTypes,
    pub(super) frameworks: Frameworks,
    pub(super) levels: Levels,
    pub(super) pinned: Pinned,
    /// What was read for these.
    pub(super) inputs: Inputs,
    dialects: Arc<Dialects>,
    top: LinkBoundary,
}

impl Setup {
    /// Returns how pages are read, before their links settle the dialect.
    pub(super) fn read_options(&self) -> ReadOptions {
        ReadOptions {
            dialects: Arc::clone(&self.dialects),
            skip_comments: self.config.skips_comments(),
        }
    }

    /// Returns the catalog as of the pinned release.
    pub(super) fn view(&self) -> View<'_> {
        self.pinned.catalog.at(self.pinned.release)
    }

    /// Returns a store of the vault's pages, which are read on `jobs` threads.
    pub(super) fn store(&self, jobs: usize) -> PageStore<'_> {
        PageStore::new(self.read_options(), &self.page_types, jobs)
    }

    /// Returns what lies around the vault, with dialects that its links have not settled.
    pub(super) fn surroundings(&self) -> Surroundings<'_> {
        Surroundings {
            dialects: &self.dialects,
            outside: &self.top,
        }
    }

    /// Returns the settings of one check.
    pub(super) fn settings<'a>(
        &'a self,
        store: &'a PageStore<'a>,
        reported: &'a (dyn Fn(&str) -> bool + Sync),
        baseline: Option<&'a Baseline>,
    ) -> Settings<'a> {
        Settings {
            store,
            outside: &self.top,
            vault_ids: self.config.catalog.vault_ids,
            rule_options: self.config.rule_options(),
            filters: Filters {
                levels: &self.levels,
                reported,
                baseline,
                update: None,
                older: None,
            },
            today: today(),
            frameworks: &self.frameworks,
            counts_frameworks: false,
            shows_texts: true,
        }
    }
}

pub(super) fn set_up(request: &Request<'_>) -> Result<Setup, Error> {
    let selected = request.select.iter();
    if let Some(both) = selected.clone().find(|rule| request.ignore.contains(rule)) {
        return Err(Error::Message(format!(
            "`{both}` is both selected and ignored"
        )));
    }
    let (place, config, source) = place_and_config(request)?;
    let inputs = Inputs::default();
    inputs.add("configuration", source.text().as_bytes());
    let load = |path: &str| {
        let text = disk::read_in_vault(&place, path);
        if let Ok(text) = &text {
            inputs.add(path, text.as_bytes());
        }
        text.map_err(|error| LoadError::File(error.into()))
    };
    let locate = |path: &str| disk::locate_in_vault(&place, path).map_err(Into::into);
    let page_types = config
        .page_types(&source, &locate, &load)
        .map_err(|problem| problem.below(&place.root.to_string_lossy()))?;
    let frameworks = config
        .frameworks(&source, &locate, &load)
        .map_err(|problem| problem.below(&place.root.to_string_lossy()))?;
    let mut levels = config
        .levels()
        .map_err(Error::at(Path::new(source.path())))?;
    levels.select(request.select);
    levels.ignore(request.ignore);
    let pinned = pinned_release(request, &place, &config, &source, &inputs)?;
    let marks = disk::marks(&place.root);
    let dialects = match config.dialect() {
        Some(dialect) => Dialects::set(dialect, marks),
        None => Dialects::detected(marks),
    };
    Ok(Setup {
        top: LinkBoundary::around(&place.root),
        place,
        config,
        config_source: source,
        page_types,
        frameworks,
        levels,
        pinned,
        inputs,
        dialects: Arc::new(dialects),
    })
}

/// Returns the release of `--catalog`, else of the configuration, else the newest.
fn pinned_release(
    request: &Request<'_>,
    place: &Place,
    config: &Config,
    source: &Source,
    inputs: &Inputs,
) -> Result<Pinned, Error> {
    let of_vault = vault_catalog::of_vault(place)?;
    inputs.add(
        "imports",
        of_vault.before.as_deref().unwrap_or_default().as_bytes(),
    );
    let known = of_vault.known;
    let noted = |bytes: Result<Vec<u8>, disk::FileError>| {
        bytes.inspect(|bytes| inputs.add("catalog", bytes))
    };
    let catalog = &config.catalog;
    let configured = catalog.release.as_deref().or(catalog.file.as_deref());
    match (request.vault.catalog.as_deref(), configured) {
        (None, Some(named)) => {
            let read = |named: &str| {
                let bytes = disk::read_configured(place, named);
                bytes.inspect(|bytes| inputs.add("catalog", bytes))
            };
            vault_catalog::pin(known, Some(named), read).map_err(|error| {
                let help = "a file from elsewhere can be given by `--catalog FILE`";
                let help = catalog.file.is_some().then(|| help.to_owned());
                let key = if catalog.release.is_some() {
                    "release"
                } else {
                    "file"
                };
                Problem::at_key(source, &["catalog", key], error.to_string(), help).into()
            })
        }
        (named, _) => Ok(vault_catalog::pin(known, named, |named| {
            noted(vault_catalog::from_anywhere(named))
        })?),
    }
}

/// Finds the vault, and reads its configuration.
fn place_and_config(request: &Request<'_>) -> Result<(Place, Config, Source), Error> {
    let given = PlaceOptions {
        vault: request.vault.vault.as_deref(),
        config: request.vault.config.as_deref(),
        no_config: request.vault.no_config,
    };
    // A hook may name thousands of paths of one vault. Their configuration is read once.
    let read: RefCell<Option<(PathBuf, Config, Source)>> = RefCell::new(None);
    let vault_key = |path: &Path| -> Result<Option<String>, Error> {
        if let Some((known, config, _)) = &*read.borrow()
            && known == path
        {
            return Ok(config.vault.clone());
        }
        let (config, source) = read_config(path)?;
        let vault = config.vault.clone();
        *read.borrow_mut() = Some((path.to_path_buf(), config, source));
        Ok(vault)
    };
    let place = find_place(request, &given, &vault_key)?;
    let known = read
        .into_inner()
        .filter(|(path, ..)| place.config.as_ref() == Some(path));
    let (config, source) = match (known, &place.config) {
        (Some((_, config, source)), _) => (config, source),
        (None, Some(path)) => read_config(path)?,
        (None, None) => (Config::default(), Source::new("", "")),
    };
    Ok((place, config, source))
}

/// Reads a configuration.
pub(super) fn read_config(path: &Path) -> Result<(Config, Source), Error> {
    let bytes = disk::read_bounded(path, MOST_DATA).map_err(Error::at(path))?;
    let source = Source::from_bytes(path.display().to_string(), bytes);
    let config = Config::read(&source)?;
    Ok((config, source))
}

/// Returns the one vault that holds all paths.
fn find_place(
    request: &Request<'_>,
    given: &PlaceOptions<'_>,
    vault_key: &dyn Fn(&Path) -> Result<Option<String>, Error>,
) -> Result<Place, Error> {
    if let Some(page) = request.stdin {
        return disk::place(page.parent().unwrap_or(page), given, vault_key);
    }
    let here = [PathBuf::new()];
    let paths = if request.paths.is_empty() {
        &here[..]
    } else {
        request.paths
    };
    let mut found: Option<(Place, &Path)> = None;
    for path in paths {
        // A staged file may be missing in the folder, and its removal may be what is staged.
        let there = match disk::absolute_of_gone(path) {
            Ok((_, there)) if request.staged && !path.as_os_str().is_empty() => there,
            _ => path.clone(),
        };
        let place =
            disk::place(&there, given, vault_key).map_err(|error| with_hint(error, path))?;
        match &found {
            Some((first, of)) if *first != place => {
                return Err(Error::Message(format!(
                    "{} and {} lie in two vaults, {} and {}; check one at a time",
                    of.display(),
                    path.display(),
                    first.root.display(),
                    place.root.display()
                )));
            }
            _ => found = Some((place, path)),
        }
    }
    let place = found.map(|(place, _)| place);
    place.ok_or_else(|| Error::new("no path given"))
}

/// Suggests a command, as a first argument that does not exist as a path may be a mistyped one.
fn with_hint(error: Error, path: &Path) -> Error {
    match (error, hints::for_path(&path.to_string_lossy())) {
        (Error::Message(why), Some(hint)) => Error::Message(format!("{why}; {hint}")),
        (error, _) => error,
    }
}

/// Returns the current day in UTC.
#[expect(
    clippy::disallowed_methods,
    reason = "this is where today enters a run"
)]
pub(super) fn today() -> Date {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let days = since.map_or(0, |since| since.as_secs() / 86_400);
    Date::from_unix_days(u32::try_from(days).unwrap_or(u32::MAX))
}

/// Returns the current second.
#[expect(
    clippy::disallowed_methods,
    reason = "this is where the time enters a run"
)]
pub(super) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| {
        i64::try_from(since.as_secs()).unwrap_or_default()
    })
}

pub(super) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
