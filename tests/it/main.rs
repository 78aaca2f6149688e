//! All other tests, as one binary.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test may fail loudly and touch files"
)]

mod any_page;
mod applicability;
mod bad_input;
mod baseline;
mod cache;
mod catalog;
mod change;
mod cli;
mod colors;
mod config;
mod content;
mod dialects;
mod docs;
mod explain;
mod export;
mod fix;
mod frameworks;
mod fuzz;
#[path = "../../fuzz/src/lib.rs"]
mod fuzz_targets;
mod import;
#[path = "../support/imports.rs"]
mod imports;
mod init;
mod kill;
mod let_go;
mod machines;
mod module_order;
mod new;
mod plain_texts;
mod properties;
mod reach;
mod readme;
mod render;
mod same;
#[path = "../support/mod.rs"]
mod support;
mod sync;
mod terminal;
mod tidy;
mod unchecked;
mod writes;
mod yaml;
