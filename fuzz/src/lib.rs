//! What holds for any input, as functions: one module a fuzz target. A function panics if it does not hold.
//!
//! `fuzz_targets/` hands them to libFuzzer, and `tests/it/fuzz.rs` includes this file and runs them over `fuzz/seeds`.

pub mod config;
pub mod files;
pub mod filter;
pub mod holds;
pub mod official;
pub mod vault;
pub mod yaml;
