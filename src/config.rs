//! `atlas-lint.yaml`. It is read and validated by the code that reads pages, so that its mistakes are shown the same way.

mod globs;
mod page_types;
mod problem;
mod read;
mod values;

pub use problem::Problem;
pub use read::nearest_rule;
pub use values::{CatalogConfig, Config, Included};

/// Name of the file.
pub const FILE_NAME: &str = "atlas-lint.yaml";
