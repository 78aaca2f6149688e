//! See `fuzz/src/filter.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| atlas_lint_fuzz::filter::run(data));
