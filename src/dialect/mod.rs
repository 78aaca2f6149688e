//! Markdown dialects: which one applies to a page, and how they differ.
//!
//! A dialect is a row of a table, [`Traits`]; links and anchors are resolved by one function each, which reads that row.
//!
//! # The modules, lowest first; a module imports only from rows above its own
//!
//! ```text
//! 0 link_counts, slug, traits   numbers of links; slugs of headings; the table
//! 1 hugo, mkdocs                configurations of Hugo and MkDocs
//! 2 site                        a site and its configuration
//! 3 dialects                    the dialect of each page
//! ```

mod dialects;
mod hugo;
mod link_counts;
mod mkdocs;
mod site;
mod slug;
mod traits;

pub use dialects::{Dialects, Marks, Reader};
pub use hugo::Mount;
pub use link_counts::LinkCounts;
pub use site::Site;
pub use slug::{SlugStyle, Slugs, slug};
pub use traits::{Base, Dialect, Traits};
