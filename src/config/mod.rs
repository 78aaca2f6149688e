//! `atlas-lint.yaml`. It is read and validated by the code that reads pages, so that its mistakes are shown the same way.
//!
//! # The modules, lowest first; a module imports only from rows above its own
//!
//! ```text
//! 0 globs, plain, problem  patterns of paths; what is plainly valid; a mistake at its bytes
//! 1 values                 what is configured
//! 2 page_types, read       the types of pages; the file to its values
//! 3 frameworks             the frameworks beside ATLAS
//! ```

mod frameworks;
mod globs;
mod page_types;
mod plain;
mod problem;
mod read;
mod values;

pub use frameworks::read as read_framework;
pub use problem::Problem;
pub use read::nearest_rule;
pub use values::{CatalogConfig, Config, Included};

/// Name of the file.
pub const FILE_NAME: &str = "atlas-lint.yaml";

/// Returns the address of the schema of this version, which editors read.
#[must_use]
pub fn schema_url() -> String {
    let repository =
        env!("CARGO_PKG_REPOSITORY").replace("//github.com/", "//raw.githubusercontent.com/");
    let version = env!("CARGO_PKG_VERSION");
    format!("{repository}/v{version}/schemas/config.schema.json")
}
