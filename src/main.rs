//! The program: arguments in, exit code out.

#![forbid(unsafe_code)]

use std::process::ExitCode;

/// With the system allocator, malloc took half of the run time: every page is a tree of small nodes, allocated on several threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    atlas_lint::cli::run()
}
