//! Tests that read the corpora beside the checkout. A test is ignored where something that it needs is absent.

use std::path::{Path, PathBuf};

use libtest_mimic::Trial;

/// The official releases, and what is known of the releases after them.
pub const ATLAS: &[&str] = &[
    "atlas/v6",
    "atlas/legacy",
    "atlas/history.json",
    "atlas/2026-09.facts.json",
];

/// The source of the official releases.
pub const ATLAS_SOURCE: &str = "vaults/atlas-data-5.6.1";

/// A vault that people wrote.
pub const SEED: &str = "vaults/kb-seed";

/// Returns a path below the folder of the corpora.
pub fn shared(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared")
        .join(path)
}

/// Returns a test of a module. It is ignored, and says why, if a path that it needs is absent.
pub fn trial(module: &str, name: &str, needs: &[&str], test: fn()) -> Trial {
    let module = module.strip_prefix("corpus::").unwrap_or(module);
    let trial = Trial::test(format!("{module}::{name}"), move || {
        test();
        Ok(())
    });
    let missing: Vec<String> = needs
        .iter()
        .filter(|path| !shared(path).exists())
        .map(|path| format!("../shared/{path}"))
        .collect();
    if missing.is_empty() {
        return trial;
    }
    trial
        .with_ignored_flag(true)
        .with_kind(format!("absent: {}", missing.join(", ")))
}

/// Lists the tests of a module behind the paths below `../shared` that they need.
macro_rules! tests {
    ($($needs:expr => $($test:ident),+;)+) => {
        pub fn tests() -> Vec<libtest_mimic::Trial> {
            vec![$($($crate::needs::trial(module_path!(), stringify!($test), $needs, $test)),+),+]
        }
    };
}

pub(crate) use tests;
