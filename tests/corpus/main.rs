//! The tests that need the corpora beside the checkout (`../shared`). Where a corpus is absent, its tests are ignored.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test may fail loudly and touch files"
)]

mod catalog;
mod export;
#[allow(dead_code, reason = "the fuzzers use the rest")]
#[path = "../../fuzz/src/yaml.rs"]
mod fuzz_yaml;
mod import;
#[path = "../support/imports.rs"]
mod imports;
mod needs;
mod new;
mod official;
mod same;
mod seed;
mod spans;
#[path = "../support/mod.rs"]
mod support;
mod sync;
mod trips;
mod yaml;

use std::process::ExitCode;

use libtest_mimic::Arguments;

fn main() -> ExitCode {
    let tests = [
        catalog::tests(),
        export::tests(),
        import::tests(),
        new::tests(),
        official::tests(),
        same::tests(),
        seed::tests(),
        spans::tests(),
        sync::tests(),
        trips::tests(),
        yaml::tests(),
    ];
    libtest_mimic::run(
        &Arguments::from_args(),
        tests.into_iter().flatten().collect(),
    )
    .exit_code()
}
