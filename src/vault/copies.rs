//! Copies of pages and other files in the folders that builds of sites write.

use super::paths::Paths;
use crate::dialect::Dialects;
use crate::text::find_pair;

/// Returns whether the build of a site made the file at a path of the vault. Jekyll writes to `_site` beside its configuration, Jupyter
/// Book and Sphinx to `_build` beside theirs.
pub(super) fn is_built(paths: &Paths<'_>, dialects: &Dialects, path: &str) -> bool {
    let is_below = |start: [u8; 2], folder: &str, marks: &[&str]| {
        find_pair(path, start).is_some()
            && path.match_indices(folder).any(|(at, _)| {
                let above = &path[..at];
                (above.is_empty() || above.ends_with('/'))
                    && marks
                        .iter()
                        .any(|mark| paths.has(&format!("{above}{mark}")))
            })
    };
    is_below(*b"_s", "_site/", &["_config.yml"])
        || is_below(
            *b"_b",
            "_build/",
            &["_config.yml", "_toc.yml", "myst.yml", "conf.py"],
        )
        || dialects.is_built(path)
}
