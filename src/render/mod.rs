//! Findings as text: one file a format.
//!
//! `full` draws pictures for people, `overview` those that fit on a terminal, `concise` is one line a finding, `json` is for programs. `sarif`, `github`, `gitlab` and
//! `junit` are what code hosts and build servers read; they name files from the git root. All words of a page are hostile: what
//! reaches a terminal or a log goes through [`escape`].
//!
//! # The modules, lowest first; a module imports only from rows above its own
//!
//! ```text
//! 0 chars, counts, hidden_note, unified, wrap     characters; counts; diffs; line breaks
//! 1 command                                       commands of CI systems
//! 2 escape                                        text that is safe to print
//! 3 line, palette, path                           lines and paths, made printable; colors and links
//! 4 context, mark, rows, window                   the run; marks of fixes; rows of answers; the lines around a finding
//! 5 places, stream, summary_line                  excerpts; JSON; the line after the findings
//! 6 causes, concise, full, github, gitlab, json, junit, sarif, summary
//! 7 overview, statistics                          pictures by cause, on a terminal; counts by rule and cause
//! ```

mod causes;
mod chars;
pub mod command;
pub mod concise;
mod context;
mod counts;
pub mod escape;
pub mod full;
pub mod github;
pub mod gitlab;
mod hidden_note;
pub mod json;
pub mod junit;
mod line;
mod mark;
pub mod overview;
mod palette;
mod path;
mod places;
mod rows;
pub mod sarif;
pub mod statistics;
pub mod stream;
pub mod summary;
mod summary_line;
pub mod unified;
mod window;
mod wrap;

pub use causes::count_causes;
pub use context::Context;
pub use counts::Counts;
pub use palette::{Palette, Style};
pub use path::{encoded, shown_path};
pub use rows::{list, rows};
pub use summary_line::{count, summary_line};
pub use wrap::{columns, hanging, hanging_parts, hung, wrapped};
