//! Parses the result of each fix before the fix is offered, and rejects fixes whose result does not parse as promised.
//!
//! This is the only place that decides whether an edit of a fix or of `sync` is safe in YAML: `yaml_values` when it is offered, `page_check`
//! when it is applied and the whole page is parsed. Links are checked where they are built, in [`crate::vault::EncodedPath`].
//!
//! # The modules, lowest first; a module imports only from rows above its own
//!
//! ```text
//! 0 linked_headings, markup, page_check, rejection   links to headings; marks in a text; a page after its fixes; reasons
//! 1 literal, yaml_values                             text in unknown quoting; values of YAML
//! 2 reader                                           the fixes of one page
//! ```

mod linked_headings;
mod literal;
mod markup;
mod page_check;
mod reader;
mod rejection;
mod yaml_values;

pub use linked_headings::LinkedHeadings;
pub use page_check::{PageCheck, PageSummary, check_page, is_readable_after};
pub use reader::FixChecker;
pub use rejection::Rejection;
