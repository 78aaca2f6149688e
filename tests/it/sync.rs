//! `sync`: a vault follows a release.

mod lists;
mod names;
mod pages;
mod pin;
mod refused;
mod retired;
mod writes;

use crate::support::{Outcome, Scratch};

/// Creates a vault with a tactic and two techniques, as of 2026.05.
fn vault(name: &str) -> Scratch {
    let vault = Scratch::new(name);
    vault
        .write("atlas-lint.yaml", "catalog:\n  release: \"2026.09\"\n")
        .write(
            "tactics/impact.md",
            "# AML.TA0011: Impact\n\nHarm.\n\n## Metadata\n\n- **Tactic ID:** AML.TA0011\n",
        )
        .write("techniques/impact/cost-harvesting.md", COST)
        .write("techniques/impact/denial-of-ai-service.md", DENIAL);
    vault
}

const COST: &str = "# AML.T0034: Cost Harvesting\n\nWords.\n\n## Metadata\n\n- **Technique ID:** AML.T0034\n- **Created:** 2021-05-13\n- **Maturity:** feasible\n\n## Tactics (1)\n\n- [[tactics/impact|AML.TA0011: Impact]]\n";
const DENIAL: &str = "# AML.T0029: Denial of AI Service\n\nWords.\n\n## Metadata\n\n- **Technique ID:** AML.T0029\n- **Created:** 2021-05-13\n- **Maturity:** demonstrated\n\n## Tactics (1)\n\n- [[tactics/impact|AML.TA0011: Impact]]\n";

/// Returns the text of a file of a vault.
#[track_caller]
fn text(vault: &Scratch, path: &str) -> String {
    std::fs::read_to_string(vault.path().join(path))
        .unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Runs sync against a release, and sees that a second run finds nothing to do.
#[track_caller]
fn synced(vault: &Scratch, release: &str) -> Outcome {
    let run = vault.run(&["sync", "--catalog", release]);
    assert_eq!(run.code, 0, "{}\n{}", run.stdout, run.stderr);
    let again = vault.run(&["sync", "--catalog", release, "--diff"]);
    assert_eq!((again.code, again.stdout.as_str()), (0, ""), "a second run");
    run
}

/// Returns a page after sync, in a small vault.
#[track_caller]
fn page(name: &str, release: &str, path: &str, before: &str) -> String {
    let vault = vault(name);
    vault.write(path, before);
    synced(&vault, release);
    text(&vault, path)
}
