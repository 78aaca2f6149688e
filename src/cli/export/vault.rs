//! The vault around an exported page.

use std::path::PathBuf;

use crate::cli::args::ExportArgs;
use crate::cli::error::Error;
use crate::cli::setup::{Request, Setup, cores, set_up};
use crate::disk;
use crate::pages::{PageStore, Pages};
use crate::schema::PageTypes;
use crate::syntax::ReadOptions;
use crate::text::{Condition, Source, Sources};

/// Finds the vault around `path`.
pub(super) fn set_up_around(args: &ExportArgs, path: PathBuf) -> Result<Setup, Error> {
    set_up(&Request::of(&args.place, &[path]))
}

/// Reads the files of a vault, as if the page at `new` existed already.
pub(super) fn vault_files(setup: &Setup, new: Option<&str>) -> Result<Sources, Error> {
    let included = setup.config.included()?;
    let new = new.map(|path| (path, &b""[..]));
    let included = |path: &str| included.is_match(path);
    let root = &setup.place.root;
    Ok(disk::read_vault(root, new, &included, cores()))
}

/// Reads all pages, including links in comments, which are part of the text to export.
pub(super) fn pages(sources: &Sources) -> Pages {
    let types = PageTypes::default();
    PageStore::new(ReadOptions::default(), &types, cores()).read(sources)
}

/// Refuses a file that could not be read, or is not text.
pub(super) fn check_text(source: &Source) -> Result<(), Error> {
    match source.condition() {
        Condition::Sound => Ok(()),
        Condition::Damaged { span, .. } => {
            let at = source.position(span.start as usize);
            Err(Error::Message(format!(
                "{}:{}:{}: the file is not UTF-8 text",
                source.path(),
                at.line,
                at.column
            )))
        }
        Condition::Unreadable(why) => Err(Error::Message(format!("{}: {why}", source.path()))),
    }
}
