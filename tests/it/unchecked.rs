//! Files that hold ATLAS ids and are not checked, and files that the configuration includes.

use serde_json::Value;

use crate::support::{Scratch, fails};

fn json(vault: &Scratch) -> Value {
    let outcome = vault.run(&["--format", "json"]);
    serde_json::from_str(&outcome.stdout).expect("a report is JSON")
}

#[test]
fn ids_in_unchecked_files_are_noted() {
    let vault = Scratch::new("unchecked");
    vault
        .write("a.md", "Text.\n")
        .write(".gitignore", "build/\n")
        .write("x.json", "{\"a\": \"AML.T9999\"}")
        .write("sub/y.JSON", "{\"a\": \"AML.CS0001\"}")
        .write("sub/z.py", "T = 'AML.T0051.000'\n")
        .write("n.yaml", "id: AML.TA0002\n")
        .write("none.txt", "AML.Txxxx AML.0051 AMLT0051\n")
        .write("build/b.json", "AML.T0051")
        .write(".hidden/b.json", "AML.T0051")
        .write("node_modules/b.json", "AML.T0051")
        .write("image.png", "AML.T0051")
        .write("binary", "AML.T0051 \0");
    let outcome = vault.run(&[]);
    let note = "note: also found ATLAS ids in 2 .json, 1 .py, 1 .yaml files that are not checked; add them to `include:`\n";
    assert_eq!(outcome.code, 0);
    assert!(outcome.stderr.ends_with(note), "{}", outcome.stderr);
    assert_eq!(vault.run(&["--quiet"]).stderr, "");
    let report = json(&vault);
    let paths = serde_json::json!(["n.yaml", "sub/y.JSON", "sub/z.py", "x.json"]);
    assert_eq!(report["unchecked"], paths);
    assert_eq!(report["summary"]["unchecked"], 4);
    let folder = vault.run(&["--vault", ".", "sub", "a.md"]);
    let note = "in 1 .json, 1 .py files";
    assert!(folder.stderr.contains(note), "{}", folder.stderr);
    vault.write(
        "atlas-lint.yaml",
        "exclude: [\"sub/**\"]\ninclude: [\"x.json\", \"n.yaml\"]\n",
    );
    let outcome = vault.run(&[]);
    assert_eq!(outcome.stdout.lines().count(), 1, "{}", outcome.stdout);
    assert!(
        outcome.stdout.starts_with("x.json:1:8: error[unknown-id]"),
        "{}",
        outcome.stdout
    );
    assert!(!outcome.stderr.contains("also found"), "{}", outcome.stderr);
    let report = json(&vault);
    assert!(report.get("unchecked").is_none() && report["summary"].get("unchecked").is_none());
}

/// Whoever follows the note would have the baseline linted.
#[test]
fn files_that_this_program_wrote_are_not_noted() {
    let vault = Scratch::new("unchecked-own");
    vault
        .write("a.md", "AML.T9999 and AML.T9998\n")
        .write("atlas-lint.yaml", "baseline: known.jsonl\n")
        .write("deep/atlas-lint-catalog.jsonl", "{\"id\": \"AML.T0051\"}\n");
    let outputs = [
        "sarif=o.sarif",
        "json=o.json",
        "gitlab=o.gitlab.json",
        "junit=o.xml",
        "full=o.txt",
    ];
    let mut args = vec!["--no-config", "--quiet"];
    args.extend(outputs.iter().flat_map(|output| ["--output", output]));
    assert_eq!(vault.run(&args).code, 1);
    assert_eq!(vault.run(&["--write-baseline"]).code, 0);
    // A baseline that only some runs name.
    let of_ci = ["--baseline", "of-ci.jsonl", "--write-baseline"];
    assert_eq!(vault.run(&of_ci).code, 0);
    for args in [
        &[][..],
        &["--fix"],
        &["--output", "sarif=o.sarif", "--output", "full=o.txt"],
        // A hook names what changed.
        &["known.jsonl", "of-ci.jsonl", "o.sarif", "o.xml", "a.md"],
    ] {
        let run = vault.run(args);
        assert_eq!(run.code, 0, "{args:?}: {}", run.stderr);
        let is_text = args.contains(&"full=o.txt");
        let noted = run.stderr.contains("also found");
        // A text for people begins like any other.
        assert_eq!(
            noted,
            !is_text && !args.contains(&"a.md"),
            "{args:?}: {}",
            run.stderr
        );
        assert!(
            !noted || run.stderr.contains("in 1 .txt file "),
            "{}",
            run.stderr
        );
    }
    vault.write("theirs.jsonl", "{\"id\": \"AML.T9999\"}\n");
    let note = vault.run(&["--output", "full=o.txt"]).stderr;
    assert!(note.contains("in 1 .jsonl file that"), "{note}");
    fails(
        &vault.run(&["theirs.jsonl"]),
        &["theirs.jsonl holds ATLAS ids"],
    );
}

#[test]
fn pages_in_hidden_folders_are_noted() {
    let vault = Scratch::new("unchecked-hidden");
    vault
        .write(".git/HEAD", "ref: refs/heads/main\n")
        .write(".gitignore", ".cache-of-x/\n")
        .write("docs/a.md", "Text.\n")
        .write(".claude/skills/a.md", "AML.T9999\n")
        .write(".claude/skills/b.md", "Text.\n")
        .write(".claude/skills/c.py", "T = 'AML.T0051'\n")
        .write(".claude/worktrees/x/.git", "gitdir: x\n")
        .write(".claude/worktrees/x/a.md", "AML.T9999\n");
    for folder in [".obsidian", ".trash", ".cache-of-x", ".claude/.x"] {
        vault.write(&format!("{folder}/a.md"), "AML.T9999\n");
    }
    let note = |args: &[&str]| {
        let outcome = vault.run(args);
        let found = outcome.stderr.lines().find(|line| line.contains("hidden"));
        (outcome.code, found.unwrap_or_default().to_owned())
    };
    let one = "note: also found ATLAS ids in 1 page in the hidden folder .claude that is not checked; `--vault .claude` checks it";
    assert_eq!(note(&[]), (0, one.to_owned()));
    assert_eq!(note(&["--quiet"]), (0, String::new()));
    assert_eq!(note(&["docs"]), (0, String::new()));
    let report = json(&vault);
    let paths = serde_json::json!([".claude/skills/a.md"]);
    assert_eq!(report["unchecked"], paths);
    fails(&vault.run(&[".claude"]), &["hidden", "`--vault .claude`"]);
    fails(
        &vault.run(&[".claude/skills/a.md"]),
        &["hidden", "`--vault .claude`"],
    );
    assert_eq!(vault.run(&["--vault", ".claude"]).code, 1);
    vault.write("docs/.agents/b.md", "AML.T0051 AML.T0054\n");
    let several = "also found ATLAS ids in 2 pages in the hidden folders .claude and 1 more that are not checked; `--vault .claude` checks those of the first";
    assert!(note(&[]).1.contains(several), "{}", note(&[]).1);
    vault.write(
        "atlas-lint.yaml",
        "exclude: [\".claude/**\", \"docs/.*/**\"]\n",
    );
    let quiet = vault.run(&[]);
    assert!(!quiet.stderr.contains("note:"), "{}", quiet.stderr);
}

#[test]
fn hidden_pages_without_ids_are_noted_where_they_are_most() {
    let vault = Scratch::new("unchecked-most");
    vault.write("a.md", "Text.\n");
    for at in 1..10 {
        vault.write(&format!(".claude/{at}.md"), "Text.\n");
    }
    assert!(!vault.run(&[]).stderr.contains("hidden"));
    vault.write(".claude/10.md", "Text.\n");
    let note = "note: also found 10 pages in the hidden folder .claude that are not checked; `--vault .claude` checks them\n";
    let outcome = vault.run(&[]);
    assert!(outcome.stderr.ends_with(note), "{}", outcome.stderr);
    assert!(json(&vault).get("unchecked").is_none());
}

#[test]
fn a_named_file_that_cannot_be_checked_is_no_clean_run() {
    let vault = Scratch::new("named");
    vault
        .write("a.md", "Text.\n")
        .write("b.json", "{\"a\": \"AML.T0051\"}")
        .write("n.ipynb", "{\"cells\": [{\"source\": \"AML.T0051\"}]}")
        .write("a.py", "T = 'AML.T0051'\n")
        .write("k.yaml", "object-type: x\nid: AML.T0051\n")
        .write("empty.json", "{}");
    for name in ["b.json", "n.ipynb", "a.py", "k.yaml"] {
        let outcome = vault.run(&[name]);
        let include = format!("`include: [\"{name}\"]`");
        fails(
            &outcome,
            &[name, "not checked", "atlas-lint.yaml", &include],
        );
    }
    fails(
        &vault.run(&["a.md", "b.json", "a.py"]),
        &["a.py (and 1 more)"],
    );
    assert_eq!(vault.run(&["empty.json"]).code, 0);
    vault.write("atlas-lint.yaml", "include: [\"*.*\"]\n");
    for name in ["b.json", "n.ipynb", "a.py", "k.yaml"] {
        let outcome = vault.run(&[name]);
        assert_eq!(
            outcome.code, 0,
            "{name}: {}{}",
            outcome.stdout, outcome.stderr
        );
        assert!(
            outcome.stderr.starts_with("No findings: 1 page,"),
            "{name}: {}",
            outcome.stderr
        );
    }
}

/// A file of the repository beside the vault is not one that `include` could add.
#[test]
fn a_named_file_outside_the_vault_is_said_to_be_there() {
    let around = Scratch::new("named-outside");
    around
        .write(".git/HEAD", "ref: refs/heads/main\n")
        .write("techniques/a.md", "Text.\n")
        .write("impact.md", "AML.T0051\n")
        .write("data.json", "{\"a\": \"AML.T0051\"}")
        .write("plain.md", "Text.\n");
    for name in ["impact.md", "data.json"] {
        let run = around.run(&[name, "--vault", "techniques"]);
        fails(&run, &[name, "lies outside the vault"]);
        assert!(
            !run.stderr.contains("include") && !run.stderr.contains("//"),
            "{}",
            run.stderr
        );
    }
    let plain = around.run(&["plain.md", "--vault", "techniques"]);
    assert_eq!(plain.code, 0, "{}", plain.stderr);
}

#[test]
fn a_folder_without_pages_says_where_the_ids_are() {
    let vault = Scratch::new("only-data");
    vault.write("a.py", "T = 'AML.T0051'\n");
    fails(
        &vault.run(&[]),
        &["holds no page", "ATLAS ids are in 1 .py file", "`include:`"],
    );
}

#[test]
fn templates_are_said_to_be_some_once() {
    let vault = Scratch::new("templates");
    let chart = "{{- if .Values.on }}\nid: AML.T9999\n{{- end }}\n";
    vault
        .write("a.yaml", chart)
        .write("b.yaml", chart)
        .write("atlas-lint.yaml", "include: [\"*.yaml\"]\n");
    let outcome = vault.run(&[]);
    assert_eq!(outcome.stdout.lines().count(), 2, "{}", outcome.stdout);
    let note = "note: a.yaml and 1 more are templates, so their ids are read as text\n";
    assert_eq!(
        outcome.stderr.matches(note).count(),
        1,
        "{}",
        outcome.stderr
    );
}

// What a fix writes into a file is read back by the reader of that file.
#[test]
fn fixes_keep_the_file_what_it_is() {
    let vault = Scratch::new("data-fixes");
    vault
        .write(
            "map.json",
            "{\"id\": \"AML.T0044\", \"name\": \"Full ML Model Access\",\n \"t\": \"AML.T0044\\u2014Full ML Model Access\"}\n",
        )
        .write("n.ipynb", "{\"cells\": [{\"cell_type\": \"markdown\", \"source\": [\"- AML.T0044: Full ML Model Access\\n\", \"- x\"]}]}\n")
        .write("map.csv", "Technique ID,Technique Name\nAML.T0044,Full ML Model Access\n")
        .write("map.py", "T = ('AML.T0044', 'Full ML Model Access')\n")
        .write("map.toml", "id = \"AML.T0044\"\nname = 'Full ML Model Access'\n")
        .write(
            "atlas-lint.yaml",
            "include: [\"*.*\"]\nexclude: [atlas-lint.yaml]\ncatalog: {release: \"2026.05\"}\n",
        );
    let before = vault.run(&[]);
    assert_eq!(
        before.stdout.matches("outdated-name").count(),
        6,
        "{}",
        before.stdout
    );
    let fixed = vault.run(&["--fix"]);
    assert_eq!(fixed.stdout, "", "{}", fixed.stderr);
    for name in ["map.json", "n.ipynb", "map.csv", "map.py", "map.toml"] {
        let text = std::fs::read_to_string(vault.path().join(name)).expect("it can be read");
        assert!(
            text.contains("Full AI Model Access") && !text.contains("ML Model"),
            "{text}"
        );
        if name.ends_with("json") || name.ends_with("ipynb") {
            assert!(serde_json::from_str::<Value>(&text).is_ok(), "{text}");
        }
    }
}
