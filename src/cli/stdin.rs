//! A page that comes on stdin.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::args::CheckArgs;
use super::print_file;
use super::setup::Setup;
use crate::disk;

/// A page from stdin, and where it stands.
pub(super) struct Stdin {
    pub(super) path: PathBuf,
    pub(super) bytes: Vec<u8>,
}

impl Stdin {
    pub(super) fn of(args: &CheckArgs) -> Result<Option<Self>, String> {
        let Some(path) = stdin_page(args)? else {
            return Ok(None);
        };
        let mut bytes = Vec::new();
        io::stdin()
            .take(disk::MOST_PAGE + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| format!("stdin: {error}"))?;
        if bytes.len() as u64 > disk::MOST_PAGE {
            return Err(format!("stdin: {}", disk::too_large(disk::MOST_PAGE)));
        }
        Ok(Some(Self { path, bytes }))
    }
}

/// Gives the page back on stdout, fixed or as it came.
pub(super) fn print_page(bytes: &[u8]) -> Result<(), String> {
    print_file(
        bytes,
        "send stdout to a file, or name the page instead of `-`",
    )
}

/// The path in the vault of the page from stdin.
pub(super) fn in_vault(setup: &Setup, stdin: &Stdin) -> Result<String, String> {
    let root = &setup.place.root;
    if !stdin.path.starts_with(root) {
        return Err(format!(
            "{} lies outside the vault {}",
            stdin.path.display(),
            root.display()
        ));
    }
    Ok(disk::relative(root, &stdin.path))
}

/// Where the page from stdin stands, if `-` is given.
fn stdin_page(args: &CheckArgs) -> Result<Option<PathBuf>, String> {
    let dash = args.paths.iter().any(|path| path.as_os_str() == "-");
    match (&args.stdin_filename, dash) {
        (None, false) => Ok(None),
        (None, true) => {
            Err("`-` needs --stdin-filename, to know where the page stands in its vault".to_owned())
        }
        (Some(_), false) => Err("--stdin-filename goes with `-`".to_owned()),
        (Some(_), true) if args.paths.len() > 1 => {
            Err("`-` cannot be combined with paths".to_owned())
        }
        (Some(name), true) => {
            if !disk::is_page(&name.to_string_lossy()) {
                return Err(format!(
                    "{} is no page: pages end in .md or .markdown",
                    name.display()
                ));
            }
            let file = name.file_name().ok_or("--stdin-filename names no file")?;
            let folder = disk::absolute(name.parent().unwrap_or(Path::new("")))?;
            Ok(Some(folder.join(file)))
        }
    }
}
