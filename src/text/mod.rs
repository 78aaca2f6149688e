//! Files, spans and positions. Arithmetic on bytes, characters and lines is only here.
//!
//! # The modules, lowest first; a module imports only from rows above its own
//!
//! ```text
//! 0 diff, digits, each_line, ends, find_pair, rows, shortened  strings, numbers for people, answers
//! 1 invisible, path, placeholder, span, stamp                  characters, paths, ranges, when a file was changed
//! 2 condition, splice                                          whether a file is text; edits of one
//! 3 decode                                                     from bytes to text
//! 4 content                                                    the text of a file, and its reader
//! 5 source                                                     a file
//! 6 recent                                                     the texts that were read again last
//! 7 sources                                                    the files of a vault
//! ```

mod condition;
mod content;
mod decode;
mod diff;
mod digits;
mod each_line;
mod ends;
mod find_pair;
mod invisible;
pub mod path;
pub mod placeholder;
mod recent;
mod rows;
mod shortened;
mod source;
mod sources;
mod span;
mod splice;
mod stamp;

pub use condition::{Condition, Damage};
pub use content::Reader;
pub use diff::{Hunk, changes};
pub use digits::grouped_digits;
pub use each_line::each_line;
pub use ends::{boundary_after, boundary_before, first_bytes, last_bytes};
pub use find_pair::find_pair;
pub use invisible::{SOFT_HYPHEN, is_invisible, is_selector};
pub use path::join_path;
pub use rows::{Row, RowStyle, Rows};
pub use shortened::{shortened, shortened_list};
pub use source::{BOM, Position, Source};
pub use sources::Sources;
pub use span::{FileId, Span};
pub use splice::splice;
pub use stamp::Stamp;
