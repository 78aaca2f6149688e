//! The program: arguments in, exit code out.

#![forbid(unsafe_code)]

use std::process::ExitCode;

/// Half of a run's time was the system's allocator: every page is a tree of small nodes, made on several threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    atlas_lint::cli::run()
}
