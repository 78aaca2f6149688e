//! `catalog`.

use super::args::CatalogCommand;
use super::error::Error;
use super::import;
use super::outcome::Outcome;
use super::stdout::print_lines;
use super::vault_catalog::{from_anywhere, here, is_file, of_vault, pin, release};
use crate::catalog::{self, ReleaseIx};

pub(super) fn run(command: &CatalogCommand) -> Result<Outcome, Error> {
    match command {
        CatalogCommand::Show { object, catalog } => {
            let known = of_vault(&here()?)?.known;
            let pinned = pin(known, catalog.as_deref(), from_anywhere)?;
            let view = pinned.catalog.at(pinned.release);
            print_lines(&catalog::show(view, object).map_err(Error::new)?)?;
        }
        CatalogCommand::Diff { from, to } => {
            let known = of_vault(&here()?)?.known;
            let named = |named: &str| -> Result<ReleaseIx, Error> {
                match release(&known, named) {
                    Err(_) if is_file(named) => Err(Error::new(
                        "`catalog diff` compares two releases, not files",
                    )),
                    release => Ok(release?),
                }
            };
            let diff = catalog::diff(&known, named(from)?, named(to)?);
            print_lines(&diff.to_string())?;
        }
        CatalogCommand::Import { file } => return import::run(file),
    }
    Ok(Outcome::Clean)
}
