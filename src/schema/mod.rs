//! Page types as JSON Schemas: compiled offline, with violations mapped back to source bytes.
//!
//! Two extensions are ignored by other validators: `x-aliases`, other names of a key, and the format `atlas-date`.
//!
//! # The modules, lowest first; a module imports only from rows above its own
//!
//! ```text
//! 0 built_in, complexity, folded, instance, phrases, pointer, violation  schemas in the program; sizes; keys that are compared; a page as JSON; words
//! 1 load, patterns, places                        files; patterns that are safe; pointers back to bytes
//! 2 bundle, keys                                  a schema with its files; the keys that it knows
//! 3 misspelling                                   keys that were meant as others
//! 4 messages                                      an error as a violation
//! 5 missing                                       messages about missing parts
//! 6 compiled                                      a schema, ready for pages
//! 7 page_type                                     which schema a page has
//! ```

mod built_in;
mod bundle;
mod compiled;
mod complexity;
mod folded;
mod instance;
mod keys;
mod load;
mod messages;
mod missing;
mod misspelling;
mod page_type;
mod patterns;
mod phrases;
mod places;
mod pointer;
mod violation;

pub use built_in::{BUILT_IN, CONFIG, FRAMEWORK};
pub use compiled::Schema;
pub use instance::Instance;
pub use load::{LoadError, Loader, SchemaError};
pub use page_type::{Match, PageSchema, PageType, PageTypes};
pub use patterns::{PatternError, pattern};
pub use pointer::escape as escaped_key;
pub use violation::Violation;
