//! Copies of pages and other files in the folders that builds of sites write.

use super::paths::Paths;
use crate::dialect::Dialects;
use crate::text::find_pair;

/// Returns whether the build of a site made the file at a path of the vault. Jekyll writes to `_site` beside its configuration.
pub(super) fn is_built(paths: &Paths<'_>, dialects: &Dialects, path: &str) -> bool {
    let site = find_pair(path, *b"_s").and_then(|_| path.find("_site/"));
    let by_jekyll = site.is_some_and(|at| {
        let above = &path[..at];
        (above.is_empty() || above.ends_with('/')) && paths.has(&format!("{above}_config.yml"))
    });
    by_jekyll || dialects.is_built(path)
}
