//! `catalog`.

use super::args::CatalogCommand;
use super::error::Error;
use super::import;
use super::outcome::Outcome;
use super::terminal::{Terminal, print_rows};
use super::vault_catalog::{Pinned, from_anywhere, here, is_file, of_vault, pin, release};
use crate::catalog::{self, Catalog, ReleaseIx};
use crate::text::Rows;

pub(super) fn run(command: &CatalogCommand) -> Result<Outcome, Error> {
    let terminal = Terminal::stdout();
    let rows = match command {
        CatalogCommand::Show { object, catalog } => shown(object, catalog.as_deref())?,
        CatalogCommand::Search { words, catalog } => {
            let pinned = pinned(catalog.as_deref())?;
            let view = pinned.catalog.at(pinned.release);
            catalog::search(view, &words.join(" ")).map_err(Error::new)?
        }
        CatalogCommand::Releases => {
            let known = of_vault(&here()?)?.known;
            catalog::list_releases(&known, terminal.width)
        }
        CatalogCommand::Diff { from, to } => {
            let known = of_vault(&here()?)?.known;
            let named = |named: &str| compared(&known, named);
            catalog::diff(&known, named(from)?, named(to)?).rows()
        }
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
    catalog::show(view, object).map_err(Error::new)
}

/// Returns a release to compare.
fn compared(known: &Catalog, named: &str) -> Result<ReleaseIx, Error> {
    match release(known, named) {
        Err(_) if is_file(named) => Err(Error::new(
            "`catalog diff` compares two releases, not files",
        )),
        release => Ok(release?),
    }
}
