//! New pages in a real vault.

use crate::needs::{self, shared, tests};
use crate::support::new_pages::{copy, passes};

tests! {
    &[needs::SEED] =>
        new_pages_pass_in_a_real_vault;
}

fn new_pages_pass_in_a_real_vault() {
    let vault = copy(&shared(needs::SEED), "passes-seed");
    vault.write("atlas-lint.yaml", "catalog:\n  release: \"2026.02\"\n");
    let names = ["Plain name", "#1 heading: \"quoted\" & more"];
    passes(&vault, &[("mitigation", "AML.M0015")], &names);
}
