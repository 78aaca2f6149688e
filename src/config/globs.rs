//! Globs of the configuration.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// Compiles globs of paths relative to the vault. `*` stays within a folder, `**` does not.
pub(super) fn globs(patterns: &[String]) -> Result<GlobSet, globset::Error> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let glob = GlobBuilder::new(pattern.trim_start_matches("./"))
            .literal_separator(true)
            .build();
        set.add(glob?);
    }
    set.build()
}
