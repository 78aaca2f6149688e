//! Fixes read back before they are offered: what a fix writes has to read as the fix says.
//!
//! Links are read back where they are written, in [`crate::vault::Written`]. Here are words, ids and the values of YAML, each in a
//! few hundred bytes around it. When a fix is made, [`crate::fix`] reads the whole page back.
//!
//! # The modules, lowest first; a module imports only from rows above its own
//!
//! ```text
//! 0 markup, page_check, rejection   marks in a text; a page after its fixes; why a fix is not offered
//! 1 literal, yaml_values            text whose quoting is not known; values of YAML
//! 2 reader                          the fixes of one page
//! ```

mod literal;
mod markup;
mod page_check;
mod reader;
mod rejection;
mod yaml_values;

pub use markup::changes_markup;
pub use page_check::{PageCheck, PageSummary, check_page};
pub use reader::FixChecker;
pub use rejection::Rejection;
