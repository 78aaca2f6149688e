//! `export --check`: which steps lack a tactic, before a contribution.

use crate::support::{Scratch, fails};

const STUDY: &str = "# AML.CS0007: GPT-2 Model Replication\n\n## Procedure\n\n### Step 1: Valid Accounts\n\n**Technique:** AML.T0012\n\n### Step 2: LLM Prompt Injection\n\n**Technique:** AML.T0051\n";

#[test]
fn steps_without_a_tactic_are_listed_with_their_places() {
    let vault = Scratch::new("export-check");
    vault.write("studies/a.md", STUDY);
    let whole = STUDY.replace("AML.T0012\n", "AML.T0012\n\n**Tactic:** AML.TA0004\n");
    vault.write("studies/b.md", whole.replace("CS0007", "CS0008"));
    vault.write("notes.md", "# Notes\n");
    let run = vault.run(&["export", "--check"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(
        run.stdout.starts_with("studies/a.md:7:16: the step states no tactic for its technique `AML.T0012` \"Valid Accounts\", and it has 3\n    state the one that the step served: `AML.TA0004` \"Initial Access\", "),
        "{}",
        run.stdout
    );
    assert_eq!(run.stdout.lines().count(), 2, "{}", run.stdout);
    assert!(
        run.stderr
            .contains("2 case studies, 1 step without a tactic"),
        "{}",
        run.stderr
    );
    let one = vault.run(&["export", "--check", "studies/b.md"]);
    assert_eq!((one.code, one.stdout.as_str()), (0, ""), "{}", one.stderr);
    assert!(
        one.stderr
            .contains("1 case study, 0 steps without a tactic")
    );
    assert_eq!(vault.run(&["export", "--check", "studies"]).code, 1);
    fails(
        &vault.run(&["export", "--check", "notes.md"]),
        &["holds no case study"],
    );
    fails(&vault.run(&["export", "studies/a.md"]), &["--to"]);
    fails(&vault.run(&["export", "--to", "v6"]), &["<FILE>"]);
}
