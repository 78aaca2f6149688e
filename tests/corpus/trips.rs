//! Injected defects come back from a real vault.

use crate::needs::{self, shared, tests};
use crate::support::trips::trip;
use crate::support::vault::Vault;

tests! {
    &[needs::SEED] =>
        defects_of_a_real_vault_come_back;
}

fn defects_of_a_real_vault_come_back() {
    // No two of its pages have the same name.
    let without = ["ambiguous-link"];
    trip(
        "seed",
        &Vault::read(&shared(needs::SEED), "2026.02"),
        &without,
    );
}
