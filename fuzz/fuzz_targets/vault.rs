//! See `fuzz/src/vault.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| atlas_lint_fuzz::vault::run(data));
