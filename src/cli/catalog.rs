//! `catalog`, and the choice of a release.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use super::args::CatalogCommand;
use super::{Outcome, import, print_lines};
use crate::catalog::{self, Catalog, MAX_IMPORTS_BYTES, ReleaseIx, ReleaseSnapshot};
use crate::disk::{self, Given, MOST_DATA, Place};

/// A catalogue and the release of it to check against.
pub(super) struct Pinned {
    pub(super) catalog: Cow<'static, Catalog>,
    pub(super) release: ReleaseIx,
    /// Whether the user named it.
    pub(super) named: bool,
}

/// The catalogue of a vault: the one compiled in, and the official files that the vault imported.
pub(super) struct VaultCatalog {
    /// Where the vault keeps its imports.
    pub(super) file: PathBuf,
    /// The text of that file, if it is there.
    pub(super) before: Option<String>,
    pub(super) imports: Catalog,
    /// All of it.
    pub(super) known: Cow<'static, Catalog>,
}

/// Reads the catalogue of a vault.
pub(super) fn of_vault(place: &Place) -> Result<VaultCatalog, String> {
    let file = disk::imports_file(place);
    let embedded = Catalog::embedded();
    let in_file = |why| format!("{}: {why}", file.display());
    let before = disk::read_own(&file, MAX_IMPORTS_BYTES).map_err(in_file)?;
    let (imports, known) = read_imports(before.as_deref(), embedded).map_err(in_file)?;
    Ok(VaultCatalog {
        file,
        before,
        imports,
        known,
    })
}

fn read_imports(
    text: Option<&str>,
    embedded: &'static Catalog,
) -> Result<(Catalog, Cow<'static, Catalog>), String> {
    let Some(text) = text else {
        return Ok((Catalog::default(), Cow::Borrowed(embedded)));
    };
    let imports = Catalog::from_imports(text).map_err(|error| error.to_string())?;
    let known = embedded.with_imports(&imports).map_err(|error| {
        format!("{error}; take the file away and import again what is not known without it")
    })?;
    Ok((imports, Cow::Owned(known)))
}

/// The vault around the current folder, as far as the catalogue needs it.
pub(super) fn here() -> Result<Place, String> {
    disk::place(Path::new(""), &Given::default(), &|_| Ok(None))
}

/// The release that was named: a release, a legacy number, or an official file, which `read` reads.
pub(super) fn pin(
    known: Cow<'static, Catalog>,
    named: Option<&str>,
    read: &dyn Fn(&str) -> Result<Vec<u8>, String>,
) -> Result<Pinned, String> {
    let Some(named) = named else {
        return Ok(Pinned {
            release: known.newest(),
            catalog: known,
            named: false,
        });
    };
    if is_file(named) && known.release(named).is_none() {
        let in_file = |why: String| format!("{named}: {why}");
        let snapshot = read(named).and_then(official).map_err(in_file)?;
        let catalog = known
            .extended_by(&snapshot)
            .map_err(|error| in_file(error.to_string()))?;
        return Ok(Pinned {
            release: catalog.newest(),
            catalog: Cow::Owned(catalog),
            named: true,
        });
    }
    Ok(Pinned {
        release: release(&known, named)?,
        catalog: known,
        named: true,
    })
}

fn is_file(named: &str) -> bool {
    let named = named.to_ascii_lowercase();
    named.contains(['/', '\\']) || [".yaml", ".yml"].iter().any(|end| named.ends_with(end))
}

fn release(known: &Catalog, named: &str) -> Result<ReleaseIx, String> {
    known.release(named).ok_or_else(|| {
        let newest = known.release_name(known.newest());
        match known.nearest_release(named) {
            Some(near) => format!("no ATLAS release `{named}`; did you mean {}?", near.name),
            None => format!("no ATLAS release `{named}`; the newest known is {newest}"),
        }
    })
}

/// Reads an official file that the command line names.
pub(super) fn read_official(file: &Path) -> Result<ReleaseSnapshot, String> {
    disk::read_bounded(file, MOST_DATA)
        .and_then(official)
        .map_err(|why| format!("{}: {why}", file.display()))
}

/// The bytes of a file that the command line names, which may lie anywhere.
pub(super) fn from_anywhere(named: &str) -> Result<Vec<u8>, String> {
    disk::read_bounded(Path::new(named), MOST_DATA)
}

fn official(bytes: Vec<u8>) -> Result<ReleaseSnapshot, String> {
    let text = String::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned())?;
    catalog::official::read(&text).map_err(|error| error.to_string())
}

pub(super) fn run(command: &CatalogCommand) -> Result<Outcome, String> {
    match command {
        CatalogCommand::Show { object, catalog } => {
            let known = of_vault(&here()?)?.known;
            let pinned = pin(known, catalog.as_deref(), &from_anywhere)?;
            let text = catalog::show(pinned.catalog.at(pinned.release), object)
                .map_err(|error| error.to_string())?;
            print_lines(&text)?;
        }
        CatalogCommand::Diff { from, to } => {
            let known = of_vault(&here()?)?.known;
            let named = |named: &str| match release(&known, named) {
                Err(_) if is_file(named) => {
                    Err("`catalog diff` compares two releases, not files".to_owned())
                }
                release => release,
            };
            print_lines(&catalog::diff(&known, named(from)?, named(to)?).to_string())?;
        }
        CatalogCommand::Import { file } => return import::run(file),
    }
    Ok(Outcome::Clean)
}
