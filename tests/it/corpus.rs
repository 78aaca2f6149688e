//! The real data beside the checkout, where it is there.

use std::path::{Path, PathBuf};

/// The folder of the corpora. Where it is absent, the test says so and skips.
pub fn shared() -> Option<PathBuf> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    if shared.is_dir() {
        return Some(shared);
    }
    eprintln!("skipped: ../shared is absent");
    None
}
