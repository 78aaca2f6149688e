//! How a vault writes its pages and lists, inferred from its pages, and pages and list entries written that way.
//!
//! # The modules, lowest first; a module imports only from rows above its own
//!
//! ```text
//! 0 workspace, edit, lines, naming, consensus    the vault and the release; texts; file names; majorities
//! 1 entry, layout               one object in a list; paths
//! 2 read_entry                  parts of an entry
//! 3 list_section, value         sections with a list; values that name the page's own object
//! 4 expected, template          entries that lists should hold; how new pages look
//! 5 list_style                  how lists are written
//! 6 lists                       edits of lists
//! ```

pub(crate) mod consensus;
pub(crate) mod edit;
pub(crate) mod entry;
pub(crate) mod expected;
pub(crate) mod layout;
pub(crate) mod lines;
pub(crate) mod list_section;
pub(crate) mod list_style;
pub(crate) mod lists;
pub(crate) mod naming;
pub(crate) mod read_entry;
pub(crate) mod template;
#[cfg(test)]
pub(crate) mod test_support;
pub(crate) mod value;
pub(crate) mod workspace;

pub use lists::{ListNote, ListReason};
