//! A page read from stdin.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::args::CheckArgs;
use super::error::Error;
use super::setup::Setup;
use super::stdout::{StdoutError, print_file};
use crate::disk::{self, FileError};

/// A page from stdin, and its path in the vault.
pub(super) struct Stdin {
    pub(super) path: PathBuf,
    pub(super) bytes: Vec<u8>,
}

impl Stdin {
    pub(super) fn of(args: &CheckArgs) -> Result<Option<Self>, Error> {
        let Some(path) = stdin_page(args)? else {
            return Ok(None);
        };
        let mut bytes = Vec::new();
        io::stdin()
            .take(disk::MOST_PAGE + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| Error::Message(format!("stdin: {error}")))?;
        if bytes.len() as u64 > disk::MOST_PAGE {
            let max_bytes = disk::MOST_PAGE;
            let why = FileError::TooLarge { max_bytes };
            return Err(Error::Message(format!("stdin: {why}")));
        }
        Ok(Some(Self { path, bytes }))
    }
}

/// Prints the page on stdout, fixed or unchanged.
pub(super) fn print_page(bytes: &[u8]) -> Result<(), StdoutError> {
    print_file(
        bytes,
        "send stdout to a file, or name the page instead of `-`",
    )
}

/// Returns the path in the vault of the page from stdin.
pub(super) fn in_vault(setup: &Setup, stdin: &Stdin) -> Result<String, Error> {
    let root = &setup.place.root;
    if !stdin.path.starts_with(root) {
        return Err(Error::Message(format!(
            "{} lies outside the vault {}",
            stdin.path.display(),
            root.display()
        )));
    }
    Ok(disk::relative(root, &stdin.path))
}

/// Returns the path of the page from stdin, if `-` is given.
fn stdin_page(args: &CheckArgs) -> Result<Option<PathBuf>, Error> {
    let dash = args.paths.iter().any(|path| path.as_os_str() == "-");
    let name = match (&args.stdin_filename, dash) {
        (None, false) => return Ok(None),
        (None, true) => {
            return Err(Error::new(
                "`-` needs --stdin-filename, the path of the page in its vault",
            ));
        }
        (Some(_), false) => return Err(Error::new("--stdin-filename goes with `-`")),
        (Some(_), true) if args.paths.len() > 1 => {
            return Err(Error::new("`-` cannot be combined with paths"));
        }
        (Some(name), true) => name,
    };
    if !disk::is_page(&name.to_string_lossy()) {
        return Err(Error::Message(format!(
            "{} is not a page: pages end in .md or .markdown",
            name.display()
        )));
    }
    let file = name.file_name();
    let file = file.ok_or_else(|| Error::new("--stdin-filename names no file"))?;
    let folder = disk::absolute(name.parent().unwrap_or(Path::new("")))?;
    Ok(Some(folder.join(file)))
}
