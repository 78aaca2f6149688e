//! Reasons why files cannot be read or written.

use std::fmt;
use std::io;
use std::path::PathBuf;

use super::limits::{MAX_DEPTH, MOST_LINKED};

/// Reason why a file cannot be read or written. The text leaves out the path, which callers show in their own way.
#[derive(Debug)]
pub enum FileError {
    Io(io::Error),
    NotRegular,
    TooLarge {
        max_bytes: u64,
    },
    OutOfMemory,
    NotUtf8,
    Symlink,
    /// A folder on the way to the file is a symbolic link.
    SymlinkInPath(PathBuf),
    IsFolder,
    NoFileName,
    TrailingSlash,
    /// The path from the root has a part such as `..`.
    PathNotNormal,
    /// The file is outside a folder, which is described in words.
    Outside(&'static str),
    LeavesVault,
    FolderLeavesVault,
    ParentNotFolder(PathBuf),
    InGitFolder,
    Exists,
    ReadOnly,
    /// The content is no longer what was read.
    Changed,
    /// The content changed again while the first change was put back.
    ChangedTwice {
        kept: PathBuf,
    },
    /// Another file cannot be renamed to this one.
    NotReplaced(io::Error),
    /// The file does not begin as a report in this format does.
    NotReport,
}

impl FileError {
    pub(super) fn not_found() -> Self {
        Self::Io(io::ErrorKind::NotFound.into())
    }
}

impl From<io::Error> for FileError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

const CHANGED: &str = "another program changed it during the run";
const SYMLINK: &str = "is a symbolic link, which is not followed";

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => f.write_str(&in_words(error)),
            Self::NotRegular => f.write_str("not a regular file"),
            Self::TooLarge { max_bytes } => {
                write!(f, "larger than {} MiB", max_bytes.div_ceil(1 << 20))
            }
            Self::OutOfMemory => f.write_str("not enough memory"),
            Self::NotUtf8 => f.write_str("it is not UTF-8 text"),
            Self::Symlink => write!(f, "it {SYMLINK}"),
            Self::SymlinkInPath(path) => write!(f, "{} {SYMLINK}", path.display()),
            Self::IsFolder => f.write_str("it is a folder"),
            Self::NoFileName => f.write_str("it names no file"),
            Self::TrailingSlash => f.write_str("it names a folder"),
            Self::PathNotNormal => f.write_str("its path contains `..`"),
            Self::Outside(folder) => write!(f, "it lies outside {folder}"),
            Self::LeavesVault => f.write_str("it leads out of the vault"),
            Self::FolderLeavesVault => f.write_str("its folder leads out of the vault"),
            Self::ParentNotFolder(path) => write!(f, "{} is not a folder", path.display()),
            Self::InGitFolder => f.write_str("it is a file of git's own"),
            Self::Exists => f.write_str("something of this name is already there"),
            Self::ReadOnly => f.write_str("it is read-only"),
            Self::Changed => f.write_str(CHANGED),
            Self::ChangedTwice { kept } => write!(
                f,
                "{CHANGED}, more than once; {} holds another save",
                kept.display()
            ),
            Self::NotReplaced(error) => {
                write!(f, "another file cannot take its place: {}", in_words(error))
            }
            Self::NotReport => f.write_str("it does not begin as such a report does"),
        }
    }
}

impl std::error::Error for FileError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) | Self::NotReplaced(error) => Some(error),
            _ => None,
        }
    }
}

/// Path that cannot be resolved or written to, with the error of the operating system.
#[derive(Debug)]
pub struct PathError {
    pub path: PathBuf,
    pub error: io::Error,
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), in_words(&self.error))
    }
}

impl std::error::Error for PathError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

/// Reason why no vault is found, or a file that its configuration names is not used.
#[derive(Debug)]
pub enum PlaceError {
    Path(PathError),
    /// `--vault` does not name a folder.
    NotFolder(PathBuf),
    /// A configuration under another name than the one that is read.
    ConfigName(PathBuf),
    ConfigIsSymlink(PathBuf),
    /// The `vault:` key of a configuration.
    VaultKey {
        config: PathBuf,
        key: String,
        why: &'static str,
    },
}

impl From<PathError> for PlaceError {
    fn from(error: PathError) -> Self {
        Self::Path(error)
    }
}

impl fmt::Display for PlaceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(error) => error.fmt(f),
            Self::NotFolder(path) => write!(f, "{} is not a folder", path.display()),
            Self::ConfigName(path) => write!(
                f,
                "{} is not read: rename it to {}",
                path.display(),
                crate::config::FILE_NAME
            ),
            Self::ConfigIsSymlink(path) => write!(f, "{} {SYMLINK}", path.display()),
            Self::VaultKey { key, why, .. } => write!(f, "`vault: {key}` {why}"),
        }
    }
}

impl std::error::Error for PlaceError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Path(error) => Some(error),
            _ => None,
        }
    }
}

/// Reason why the `baseline:` key of a configuration is refused.
#[derive(Debug)]
pub struct BaselineKeyError {
    pub(super) named: String,
    pub(super) why: BaselineKeyProblem,
}

#[derive(Debug)]
pub(super) enum BaselineKeyProblem {
    NoFileName,
    NoFolder,
    PageOrGit,
    /// The file is outside a folder, which is described in words.
    Outside(&'static str),
}

impl fmt::Display for BaselineKeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`baseline: {}` ", self.named)?;
        match self.why {
            BaselineKeyProblem::NoFileName => f.write_str("names no file"),
            BaselineKeyProblem::NoFolder => f.write_str("is in a folder that does not exist"),
            BaselineKeyProblem::PageOrGit => f.write_str("is not a valid place for a baseline"),
            BaselineKeyProblem::Outside(folder) => write!(f, "lies outside {folder}"),
        }
    }
}

impl std::error::Error for BaselineKeyError {}

/// Reason why a path of the vault cannot be read, for the finding `unreadable-file`.
#[derive(Debug)]
pub enum Unreadable {
    File(FileError),
    UnknownType,
    TooDeep,
    LinkToNothing,
    LinkLoop,
    LinkOutOfVault,
    FolderLinkOutOfVault,
    /// The configuration in `.git` may hold a password, and a fix must not write there.
    LinkIntoGit,
    TooManyLinkedFiles,
}

impl From<io::Error> for Unreadable {
    fn from(error: io::Error) -> Self {
        Self::File(error.into())
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(error) => error.fmt(f),
            Self::UnknownType => f.write_str("its type cannot be read"),
            Self::TooDeep => write!(f, "more than {MAX_DEPTH} folders deep"),
            Self::LinkToNothing => f.write_str("it is a symbolic link to nothing"),
            Self::LinkLoop => f.write_str("it is a symbolic link that loops"),
            Self::LinkOutOfVault => {
                f.write_str("it is a symbolic link that leads out of the vault")
            }
            Self::FolderLinkOutOfVault => {
                f.write_str("it is a symbolic link to a folder outside the vault")
            }
            Self::LinkIntoGit => f.write_str("it is a symbolic link to what is git's own"),
            Self::TooManyLinkedFiles => write!(
                f,
                "symbolic links to folders lead to more than {MOST_LINKED} files"
            ),
        }
    }
}

impl std::error::Error for Unreadable {}

/// Returns an error of the operating system in words that are the same on every system, if it is a common one.
fn in_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::WouldBlock => "not a regular file".to_owned(),
        _ => error.to_string(),
    }
}
