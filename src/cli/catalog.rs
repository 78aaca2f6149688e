//! `catalog`, and the choice of a release.

use std::borrow::Cow;
use std::path::Path;

use super::args::CatalogCommand;
use super::{Outcome, print};
use crate::catalog::{self, Catalog, ReleaseIx};
use crate::disk;

/// A catalogue and the release of it to check against.
pub(super) struct Pinned {
    pub(super) catalog: Cow<'static, Catalog>,
    pub(super) release: ReleaseIx,
    /// Whether the user named it.
    pub(super) named: bool,
}

/// The release that the user named: a release, a legacy number, or an official file. `folder` is what a file's path is relative to.
pub(super) fn pin(named: Option<&str>, folder: &Path) -> Result<Pinned, String> {
    let embedded = Catalog::embedded();
    let Some(named) = named else {
        return Ok(Pinned {
            release: embedded.newest(),
            catalog: Cow::Borrowed(embedded),
            named: false,
        });
    };
    if let Some(release) = embedded.release(named) {
        return Ok(Pinned {
            release,
            catalog: Cow::Borrowed(embedded),
            named: true,
        });
    }
    let looks_like_file = named.contains(['/', '\\'])
        || [".yaml", ".yml"]
            .iter()
            .any(|end| named.to_ascii_lowercase().ends_with(end));
    if looks_like_file {
        let file = folder.join(named);
        return from_file(&file).map_err(|why| format!("{}: {why}", file.display()));
    }
    let newest = embedded.release_name(embedded.newest());
    Err(match embedded.nearest_release(named) {
        Some(near) => format!("no ATLAS release `{named}`; did you mean {}?", near.name),
        None => format!("no ATLAS release `{named}`; the newest known is {newest}"),
    })
}

fn from_file(file: &Path) -> Result<Pinned, String> {
    let bytes = disk::read_file(file)?;
    let text = String::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned())?;
    let reading = catalog::official::read(&text).map_err(|error| error.to_string())?;
    let catalog = Catalog::embedded()
        .extended_by(&reading)
        .map_err(|error| error.to_string())?;
    Ok(Pinned {
        release: catalog.newest(),
        catalog: Cow::Owned(catalog),
        named: true,
    })
}

pub(super) fn run(command: &CatalogCommand) -> Result<Outcome, String> {
    match command {
        CatalogCommand::Show { object, catalog } => {
            let pinned = pin(catalog.as_deref(), Path::new(""))?;
            let text = catalog::show(pinned.catalog.at(pinned.release), object)?;
            print(&crate::render::escape::lines(&text))?;
        }
        CatalogCommand::Diff { from, to } => {
            let (from, to) = (
                pin(Some(from), Path::new(""))?,
                pin(Some(to), Path::new(""))?,
            );
            let (Cow::Borrowed(known), Cow::Borrowed(_)) = (&from.catalog, &to.catalog) else {
                return Err("`catalog diff` compares two releases, not files".to_owned());
            };
            print(&catalog::diff(known, from.release, to.release).to_string())?;
        }
    }
    Ok(Outcome::Clean)
}
