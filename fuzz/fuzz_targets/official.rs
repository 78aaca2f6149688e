//! See `fuzz/src/official.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| atlas_lint_fuzz::official::run(data));
