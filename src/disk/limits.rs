//! Limits on what is read of a vault.

/// Size limit in bytes of a file that is data: one that a configuration names, an official file.
pub const MOST_DATA: u64 = 16 << 20;

/// Size limit in bytes of a page.
pub const MOST_PAGE: u64 = 64 << 20;

/// Limit of files that symbolic links to folders give a second path. Many links to one large folder would be more than can be listed.
pub const MOST_LINKED: usize = 100_000;

/// Depth limit of folders.
pub(super) const MAX_DEPTH: usize = 128;

/// Maximum number of files that are not pages and are searched for ids.
pub(super) const MAX_SEARCHED_FILES: usize = 50_000;

/// Size limit in bytes of a file that is searched for ids.
pub(super) const MAX_SEARCHED_FILE: u64 = 16 << 20;

/// Limit in bytes of all files that are searched for ids.
pub(super) const MAX_SEARCHED_BYTES: u64 = 256 << 20;

/// Number of bytes at the start of a file that identify its format.
pub(super) const HEAD: u64 = 8 << 10;

/// Upper bound on a published file of a framework, in bytes. The bundle of ATT&CK has 50 MB.
pub const MOST_BUNDLE: u64 = 128 << 20;
