//! The catalog of a vault, and the choice of a release.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use super::error::Error;
use crate::catalog::{
    self, Catalog, MAX_IMPORTS_BYTES, ReleaseIx, ReleaseSnapshot, UnknownRelease,
};
use crate::disk::{self, FileError, MOST_DATA, Place, PlaceOptions};

/// Catalog and the release of it to check against.
pub(super) struct Pinned {
    pub(super) catalog: Cow<'static, Catalog>,
    pub(super) release: ReleaseIx,
    /// Whether the user named the release.
    pub(super) named: bool,
}

/// Catalog of a vault: the embedded one, and the official files that the vault imported.
pub(super) struct VaultCatalog {
    /// File in which the vault keeps its imports.
    pub(super) file: PathBuf,
    /// Text of that file, if it exists.
    pub(super) before: Option<String>,
    pub(super) imports: Catalog,
    /// The embedded catalog with the imports.
    pub(super) known: Cow<'static, Catalog>,
}

/// Reads the catalog of a vault.
pub(super) fn of_vault(place: &Place) -> Result<VaultCatalog, Error> {
    let file = disk::imports_file(place);
    let embedded = Catalog::embedded();
    let before = disk::read_own(&file, MAX_IMPORTS_BYTES).map_err(Error::at(&file))?;
    let (imports, known) = match &before {
        None => (Catalog::default(), Cow::Borrowed(embedded)),
        Some(text) => {
            let imports = Catalog::from_imports(text).map_err(Error::at(&file))?;
            let known = embedded.with_imports(&imports).map_err(|error| {
                let why = format!(
                    "{error}; delete the file, then import again the releases that are not built in"
                );
                Error::at(&file)(why)
            })?;
            (imports, Cow::Owned(known))
        }
    };
    Ok(VaultCatalog {
        file,
        before,
        imports,
        known,
    })
}

/// Finds the vault around the current folder, without reading its configuration.
pub(super) fn here() -> Result<Place, Error> {
    disk::place(Path::new(""), &PlaceOptions::default(), &|_| Ok(None))
}

/// Reason why a release or an official file cannot be used.
pub(super) enum CatalogError {
    /// The file that was named cannot be used.
    File {
        named: String,
        why: String,
    },
    UnknownRelease(UnknownRelease),
    /// The name is that of a file which is not one of a release.
    OtherFile(String),
}

impl std::fmt::Display for CatalogError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File { named, why } => write!(f, "{named}: {why}"),
            Self::UnknownRelease(error) => error.fmt(f),
            Self::OtherFile(named) => write!(
                f,
                "{named} is not an ATLAS release file, such as ATLAS-2026.05.yaml"
            ),
        }
    }
}

impl From<CatalogError> for Error {
    fn from(error: CatalogError) -> Self {
        Self::new(error)
    }
}

/// Chooses the release to check against.
///
/// `named` is a release, a legacy number, or an official file, which `read` reads. Without it, the newest release counts.
pub(super) fn pin<E: std::fmt::Display>(
    known: Cow<'static, Catalog>,
    named: Option<&str>,
    read: impl FnOnce(&str) -> Result<Vec<u8>, E>,
) -> Result<Pinned, CatalogError> {
    let Some(named) = named else {
        return Ok(Pinned {
            release: known.newest(),
            catalog: known,
            named: false,
        });
    };
    if is_file(named) && known.release(named).is_none() {
        let unusable = |why: String| CatalogError::File {
            named: named.to_owned(),
            why,
        };
        let bytes = read(named).map_err(|error| unusable(error.to_string()))?;
        let reading = official(bytes).map_err(|error| unusable(error.to_string()))?;
        let catalog = known
            .extended_by(&reading)
            .map_err(|error| unusable(error.to_string()))?;
        return Ok(Pinned {
            release: catalog.newest(),
            catalog: Cow::Owned(catalog),
            named: true,
        });
    }
    Ok(Pinned {
        release: release(&known, named)?,
        catalog: known,
        // The newest release of this version of the program is not that of the next.
        named: !named.trim().eq_ignore_ascii_case("latest"),
    })
}

/// Returns whether a `--catalog` value names a file and not a release.
pub(super) fn is_file(named: &str) -> bool {
    let named = named.to_ascii_lowercase();
    named.contains(['/', '\\']) || [".yaml", ".yml"].iter().any(|end| named.ends_with(end))
}

pub(super) fn release(known: &Catalog, named: &str) -> Result<ReleaseIx, CatalogError> {
    known.find_release(named).map_err(|error| {
        if disk::is_there(Path::new(named)) {
            CatalogError::OtherFile(named.to_owned())
        } else {
            CatalogError::UnknownRelease(error)
        }
    })
}

/// Reads an official file that the command line names.
pub(super) fn read_official(file: &Path) -> Result<ReleaseSnapshot, CatalogError> {
    let unusable = |why: String| CatalogError::File {
        named: file.display().to_string(),
        why,
    };
    let bytes = disk::read_bounded(file, MOST_DATA).map_err(|error| unusable(error.to_string()))?;
    official(bytes).map_err(|error| unusable(error.to_string()))
}

/// Reads a file that the command line names, so it may be anywhere.
pub(super) fn from_anywhere(named: &str) -> Result<Vec<u8>, FileError> {
    disk::read_bounded(Path::new(named), MOST_DATA)
}

/// Error in an official file.
enum OfficialError {
    NotUtf8,
    Unreadable(catalog::official::ReadError),
}

impl std::fmt::Display for OfficialError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotUtf8 => f.write_str("it is not UTF-8 text"),
            Self::Unreadable(error) => error.fmt(f),
        }
    }
}

fn official(bytes: Vec<u8>) -> Result<ReleaseSnapshot, OfficialError> {
    let text = String::from_utf8(bytes).map_err(|_| OfficialError::NotUtf8)?;
    catalog::official::read(&text).map_err(OfficialError::Unreadable)
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::{Catalog, CatalogError, Pinned, is_file, pin};

    #[test]
    fn a_path_or_the_end_of_yaml_names_a_file() {
        for file in ["a/2026.05", "ATLAS.yaml", "X.YML", r"kb\2026.05"] {
            assert!(is_file(file), "{file}");
        }
        for release in ["2026.05", "latest", "5.6.0", "ATLAS.json"] {
            assert!(!is_file(release), "{release}");
        }
    }

    fn pinned(named: Option<&str>) -> Result<Pinned, CatalogError> {
        let known = Cow::Borrowed(Catalog::embedded());
        pin(known, named, |named| Err(format!("{named} was read")))
    }

    #[test]
    fn only_a_release_by_its_own_name_is_pinned() {
        let newest = Catalog::embedded().newest();
        for (named, is_named, is_newest) in [
            (None, false, true),
            (Some(" Latest "), false, true),
            (Some("2026.05"), true, false),
        ] {
            let pinned = pinned(named).ok().expect("a release");
            assert_eq!(pinned.named, is_named, "{named:?}");
            assert_eq!(pinned.release == newest, is_newest, "{named:?}");
        }
    }

    #[test]
    fn a_file_is_read_and_named_where_it_cannot_be() {
        let error = pinned(Some("a.yaml")).err().expect("no such file");
        assert_eq!(error.to_string(), "a.yaml: a.yaml was read");
        assert!(pinned(Some("2099.01")).is_err());
    }
}
