//! New pages in a vault: whatever `new` writes brings no finding.

use std::path::Path;

use super::{Scratch, files_below};

/// Returns the findings that a new page must not cause, with the rule that is off by default turned on.
fn findings(vault: &Scratch) -> Vec<String> {
    let run = vault.run(&["check", "--format", "concise"]);
    assert_ne!(run.code, 2, "{}", run.stderr);
    let expected = |line: &&str| {
        line.contains("warning[placeholder-text]") || line.contains("warning[orphan-page]")
    };
    run.stdout
        .lines()
        .filter(|line| !expected(line))
        .map(str::to_owned)
        .collect()
}

/// Writes pages of all kinds, and sees that they bring no finding.
pub fn passes(vault: &Scratch, objects: &[(&str, &str)], names: &[&str]) {
    let before = findings(vault);
    for (kind, id) in objects {
        let run = vault.run(&["new", kind, id]);
        assert_eq!(run.code, 0, "{kind} {id}: {}", run.stderr);
        assert!(
            !run.stderr.contains("`check` will report"),
            "{}",
            run.stderr
        );
        assert_eq!(findings(vault), before, "{kind} {id}");
    }
    for name in names {
        let steps = [
            "--technique",
            "AML.T0000",
            "--technique",
            "AML.T0043.001",
            "--technique",
            "AML.T0010.003",
        ];
        let run = vault.run(
            &[
                &["new", "case-study", "--date", "2026-03"][..],
                &steps,
                &["--", name],
            ]
            .concat(),
        );
        assert_eq!(run.code, 0, "{name}: {}", run.stderr);
        assert!(
            !run.stderr.contains("`check` will report"),
            "{name}: {}",
            run.stderr
        );
    }
    assert_eq!(findings(vault), before);
    let run = vault.run(&["new", "page-type", "playbook"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(findings(vault), before, "page-type");
}

/// Copies a vault.
pub fn copy(from: &Path, name: &str) -> Scratch {
    let vault = Scratch::new(name);
    for path in files_below(from) {
        let below = path
            .strip_prefix(from)
            .expect("it is below")
            .to_string_lossy()
            .into_owned();
        vault.write(&below, std::fs::read(&path).expect("a file"));
    }
    vault
}
