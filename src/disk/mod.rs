//! The only module that touches the file system: finds the vault, lists its files and reads them.
//!
//! # The modules, lowest first; a module imports only from rows above its own
//!
//! ```text
//! 0 folder, limits, stamp                     an open folder, by its handle; maximum sizes; when a file was changed
//! 1 error                                     reasons why a file cannot be read or written
//! 2 paths                                     absolute and relative paths, the git root
//! 3 bounded, resolved_path                    reads of limited size; a file name in an open folder
//! 4 atomic, cache, gitignore, page, place     whole writes; pages of earlier runs; ignore rules; pages; the vault of a run
//! 5 marks, outside, read, search, write       files around a vault; single files; ids in other files
//! 6 below_dot                                 pages in hidden folders
//! 7 walk                                      all files of a vault
//! ```

#![expect(
    clippy::disallowed_methods,
    reason = "this is the module that touches files"
)]

mod atomic;
mod below_dot;
mod bounded;
mod cache;
mod error;
mod folder;
pub mod gitignore;
mod limits;
mod marks;
mod outside;
mod page;
mod paths;
mod place;
mod read;
mod resolved_path;
mod search;
mod stamp;
mod walk;
mod write;

pub use atomic::Overwrite;
pub use bounded::{most_of, read_bounded};
pub use cache::{CacheFile, MAX_CACHE_BYTES};
pub use error::{BaselineKeyError, FileError, PathError, PlaceError, Unreadable};
pub use limits::{MOST_BUNDLE, MOST_DATA, MOST_LINKED, MOST_PAGE};
pub use marks::marks;
pub use outside::LinkBoundary;
pub use page::page_of;
pub use paths::{
    absolute, absolute_of_gone, absolute_or_new, from_current, from_here, git_root, is_page,
    is_there, relative, seen_from,
};
pub use place::{Place, PlaceOptions, baseline_file, folder_with, imports_file, is_sparse, place};
pub use read::{
    locate_in_vault, read_configured, read_file, read_in_vault, read_own, readable,
    readable_folder, start_of,
};
pub use search::holds_ids;
pub use stamp::size_and_time;
pub use walk::{read_and_search, read_vault};
pub use write::{
    append_to_file, create_in_vault, objection, remove_report, rewrite_file, rewrite_in_vault,
    stdout_is_file, write_file, write_report,
};
