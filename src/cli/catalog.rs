//! `catalog`.

use super::args::CatalogCommand;
use super::error::Error;
use super::import;
use super::outcome::Outcome;
use super::setup::read_config;
use super::terminal::{Terminal, print_rows};
use super::vault_catalog::{Pinned, from_anywhere, here, is_file, of_vault, pin, release};
use crate::catalog::{self, Catalog, ReleaseIx};
use crate::config::Config;
use crate::disk::{self, Place};
use crate::framework::{self, Entry, Frameworks};
use crate::lookup::Lookup;
use crate::schema::LoadError;
use crate::text::{Rows, Source};

pub(super) fn run(command: &CatalogCommand) -> Result<Outcome, Error> {
    let terminal = Terminal::stdout();
    let rows = match command {
        CatalogCommand::Show { object, catalog } => shown(object, catalog.as_deref())?,
        CatalogCommand::Search { words, catalog } => {
            searched(&words.join(" "), catalog.as_deref())?
        }
        CatalogCommand::Releases => {
            let known = of_vault(&here()?)?.known;
            catalog::list_releases(&known, terminal.width)
        }
        CatalogCommand::Diff { compared } => match compared.as_slice() {
            [key, from, to] if key != "atlas" => of_framework(key, from, to)?,
            [from, to] | [_, from, to] => {
                let known = of_vault(&here()?)?.known;
                let named = |named: &str| compared_release(&known, named);
                catalog::diff(&known, named(from)?, named(to)?).rows()
            }
            _ => {
                return Err(Error::new(
                    "name two releases, or a framework and two versions",
                ));
            }
        },
        CatalogCommand::Import { file } => return import::run(file),
    };
    print_rows(&rows)?;
    Ok(Outcome::Clean)
}

/// Returns the catalog of the vault around the current folder, and the release that was named.
fn pinned(named: Option<&str>) -> Result<Pinned, Error> {
    let known = of_vault(&here()?)?.known;
    Ok(pin(known, named, from_anywhere)?)
}

/// Describes an object, or a release.
fn shown(object: &str, named: Option<&str>) -> Result<Rows, Error> {
    let pinned = pinned(named)?;
    let catalog = &pinned.catalog;
    let is_number =
        object.contains('.') && !object.contains(|c: char| c.is_alphabetic() && c != 'v');
    if is_number || object.eq_ignore_ascii_case("latest") {
        return Ok(catalog::describe_release(
            catalog,
            release(catalog, object)?,
        ));
    }
    let view = catalog.at(pinned.release);
    let frameworks = known_frameworks()?;
    let known: [&dyn Lookup; 2] = [&view, &frameworks];
    let Some(mut rows) = known.iter().find_map(|known| known.show(object)) else {
        let named = known.iter().find_map(|known| known.show_named(object));
        return named.map_or_else(|| catalog::show(view, object).map_err(Error::new), Ok);
    };
    let stemming = known.iter().flat_map(|known| known.stemming_from(object));
    let stemming: Vec<String> = stemming.collect();
    if !stemming.is_empty() {
        rows.fact("in ATLAS", stemming);
    }
    Ok(rows)
}

/// Lists what has the words: objects of ATLAS, then those of other frameworks.
fn searched(words: &str, named: Option<&str>) -> Result<Rows, Error> {
    let pinned = pinned(named)?;
    let view = pinned.catalog.at(pinned.release);
    let frameworks = known_frameworks()?;
    let known: [&dyn Lookup; 2] = [&view, &frameworks];
    let found: Vec<Rows> = known
        .iter()
        .filter_map(|known| known.search(words))
        .collect();
    if found.is_empty() {
        return catalog::search(view, words).map_err(Error::new);
    }
    let mut rows = Rows::default();
    for more in found {
        rows.append(more);
    }
    Ok(rows)
}

/// Lists what changed between two versions of a framework.
fn of_framework(key: &str, from: &str, to: &str) -> Result<Rows, Error> {
    let frameworks = known_frameworks()?;
    let Some(entry) = frameworks.get(key) else {
        let known: Vec<&str> = frameworks.entries().iter().map(Entry::key).collect();
        let known = known.join(", ");
        return Err(Error::Message(format!(
            "no framework `{key}`; there are atlas, {known}"
        )));
    };
    framework::diff(entry.framework(), from, to).map_err(Error::new)
}

/// Returns a release to compare.
fn compared_release(known: &Catalog, named: &str) -> Result<ReleaseIx, Error> {
    match release(known, named) {
        Err(_) if is_file(named) => Err(Error::new(
            "`catalog diff` compares two releases, not files",
        )),
        release => Ok(release?),
    }
}

/// Returns the frameworks beside ATLAS of the vault around the current folder.
fn known_frameworks() -> Result<Frameworks, Error> {
    let place = here()?;
    let Some(path) = &place.config else {
        return Ok(Frameworks::built_in());
    };
    let (config, source) = read_config(path)?;
    frameworks_of(&place, &config, &source)
}

/// Returns the frameworks beside ATLAS of a vault.
fn frameworks_of(place: &Place, config: &Config, source: &Source) -> Result<Frameworks, Error> {
    let load = |path: &str| {
        disk::read_in_vault(place, path).map_err(|error| LoadError::File(error.into()))
    };
    let locate = |path: &str| disk::locate_in_vault(place, path).map_err(Into::into);
    let frameworks = config.frameworks(source, &locate, &load);
    Ok(frameworks.map_err(|problem| problem.below(&place.root.to_string_lossy()))?)
}
