//! Configurations and schemas that reach out or grow.

use super::vault;

// Who may change a page may change the configuration: neither quotes files from elsewhere.
#[cfg(unix)]
#[test]
fn a_configuration_does_not_reach_out() {
    let vault = vault("config-reach");
    vault.write("bad.md", "");
    let config = vault.path().join("atlas-lint.yaml");
    std::os::unix::fs::symlink("/etc/passwd", &config).expect("a link");
    let outcome = vault.run(&[]);
    assert_eq!(outcome.code, 2);
    assert!(!outcome.stderr.contains("root:"), "{}", outcome.stderr);
    std::fs::remove_file(&config).expect("the link goes");
    for (text, words) in [
        ("vault: ..\n", "outside this repository"),
        ("vault: /etc\n", "outside this repository"),
        ("vault: none\n", "is not a folder"),
        (
            "catalog: {release: \"2026.05\", file: x.yaml}\n",
            "either a `release` or a `file`",
        ),
        ("baseline: ../x.jsonl\n", "outside this repository"),
        ("baseline: x.jsonl\n", "baseline file not found: "),
    ] {
        vault.write("atlas-lint.yaml", text);
        let outcome = vault.run(&[]);
        assert_eq!(outcome.code, 2, "{text}");
        assert!(outcome.stderr.contains(words), "{text}: {}", outcome.stderr);
    }
}

#[test]
fn schemas_that_double_are_refused() {
    let vault = vault("doubling");
    vault.write("bad.md", "");
    vault.write(
        "atlas-lint.yaml",
        "page-types:\n  - {name: x, match: {paths: [\"*.md\"]}, schema: s.json}\n",
    );
    let twice = "[{\"$ref\": \"#/$defs/n\"}, {\"$ref\": \"#/$defs/n\"}]";
    for (schema, words) in [
        (
            format!(
                "{{\"$ref\": \"#/$defs/n\", \"$defs\": {{\"n\": {{\"additionalProperties\": {{\"anyOf\": {twice}}}}}}}}}"
            ),
            "several branches",
        ),
        (
            "{\"$ref\": \"#/$defs/%61\", \"$defs\": {\"a\": {}}}".to_owned(),
            "plain JSON pointer",
        ),
        (
            "{\"$ref\": \"#a\", \"$defs\": {\"a\": {\"$anchor\": \"a\"}}}".to_owned(),
            "plain JSON pointer",
        ),
        ("{\"$dynamicRef\": \"#a\"}".to_owned(), "plain JSON pointer"),
    ] {
        vault.write("s.json", &schema);
        let outcome = vault.run(&[]);
        assert_eq!(outcome.code, 2, "{schema}");
        assert!(
            outcome.stderr.contains(words),
            "{schema}: {}",
            outcome.stderr
        );
    }
    let tree = "{\"$defs\": {\"n\": {\"properties\": {\"left\": {\"$ref\": \"#/$defs/n\"}, \"right\": {\"$ref\": \"#/$defs/n\"}}}}, \"$ref\": \"#/$defs/n\"}";
    vault.write("s.json", tree);
    assert_eq!(vault.run(&[]).code, 0, "a tree is a schema like any other");
}

#[test]
fn regular_expressions_are_small() {
    let vault = vault("regex");
    let config = |pattern: &str| {
        let text = format!(
            "page-types:\n  - name: p\n    match: {{ heading: '{pattern}' }}\n    schema: case-study\n"
        );
        vault.write("atlas-lint.yaml", text);
        vault.run(&[])
    };
    assert_eq!(config(r"\w{1,200}").code, 1);
    let outcome = config("^(a{1,50}){1,300}$");
    assert_eq!(outcome.code, 2);
    assert!(
        outcome.stderr.contains("compiles to more than 1 MiB"),
        "{}",
        outcome.stderr
    );
}

/// Each mistake is shown at its value, with a line and a column.
#[test]
fn mistakes_that_are_not_of_form_are_shown_at_their_values() {
    let vault = vault("config-places");
    vault.write("bad.md", "").write("notes.txt", "\n");
    for (text, place, words) in [
        (
            "# A\nvault: content\n# content\n",
            ":2:8",
            "`vault: content` is not a folder",
        ),
        (
            "vault: \"..\"\n",
            ":1:9",
            "`vault: ..` lies outside this repository",
        ),
        (
            "exclude: [\"a\", \"[a\"]\n",
            ":1:16",
            "`[a` is not a glob: its `[` has no `]`",
        ),
        (
            "include: [\"{a,b\"]\n",
            ":1:11",
            "`{a,b` is not a glob: its `{` has no `}`",
        ),
        (
            "rules:\n  orphan-page: { level: error, paths: [\"[z-a].md\"] }\n",
            ":2:40",
            "`[z-a].md` is not a glob: the range `z-a` runs backwards",
        ),
        (
            "page-types:\n  - name: x\n    match: {paths: [\"a}\"]}\n    schema: case-study\n",
            ":3:21",
            "`a}` is not a glob: its `}` has no `{`",
        ),
        (
            "baseline: ../../x.jsonl\n",
            ":1:11",
            "lies outside this repository",
        ),
        ("# x.txt\nbaseline: x.txt\n", ":2:11", "ends in .jsonl"),
        (
            "baseline: no/x.jsonl\n",
            ":1:11",
            "is in a folder that does not exist",
        ),
        (
            "catalog:\n  release: \"2026.99\"\n# not 2026.99\n",
            ":2:13",
            "`2026.99`",
        ),
        ("catalog: {file: no.yaml}\n# no.yaml\n", ":1:17", "no.yaml"),
    ] {
        vault.write("atlas-lint.yaml", text);
        for command in [&[][..], &["config"], &["sync", "--check"]] {
            if text.contains("baseline") && !command.is_empty() {
                continue;
            }
            let run = vault.run(command);
            assert_eq!(run.code, 2, "{text}");
            let shown = run.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
            let is_shown = shown.contains("error[invalid-config]")
                && shown.contains(&format!("[atlas-lint.yaml{place}]"))
                && shown.contains(words);
            assert!(is_shown, "{text}{command:?}: {}", run.stderr);
        }
    }
}
