//! Files of another kind, and errors that quote nothing of them.

use super::{SECRET, refused, vault};
use crate::catalog::files::small;
use crate::support::{Outcome, fails};

// What else lies beside the pages is neither a schema nor a vault.
#[test]
fn files_of_another_kind_are_no_schemas() {
    let vault = vault("reach-kinds");
    let named = |schema: &str| {
        format!("page-types:\n  - {{name: x, match: {{paths: [\"*.md\"]}}, schema: {schema}}}\n")
    };
    vault.write("secret.env", format!("KEY={SECRET}\n"));
    vault.write("secret", format!("{{\"type\": \"{SECRET}\""));
    vault.write("s.json", "{\"$ref\": \"secret.env\"}");
    vault.write(".git/config", format!("{{\"type\": \"{SECRET}\"}}\n"));
    vault.write(".git/notes/a.md", SECRET);
    for (schema, words) in [
        ("secret.env", "ends in .json, .yaml or .yml"),
        ("secret", "ends in .json, .yaml or .yml"),
        ("s.json", "ends in .json, .yaml or .yml"),
        (".git/config", "git's own"),
    ] {
        refused(&vault, &named(schema), &[words]);
    }
    refused(&vault, "vault: .git\n", &["git's own"]);
    refused(&vault, "vault: .git/notes\n", &["git's own"]);
    vault.write("s.json", "{\"$ref\": \".git/config\"}");
    refused(&vault, &named("s.json"), &["git's own"]);
}

// Neither waits for a writer nor reads what has no end.
#[cfg(target_os = "linux")]
#[test]
fn what_is_no_file_of_a_disk_is_an_error_at_once() {
    let vault = vault("reach-endless");
    let made = std::process::Command::new("mkfifo")
        .arg(vault.path().join("pipe.yaml"))
        .status();
    assert!(made.is_ok_and(|status| status.success()), "a pipe");
    refused(
        &vault,
        "catalog: {file: pipe.yaml}\n",
        &["not a regular file"],
    );
    vault.write("atlas-lint.yaml", "");
    for file in [
        "/proc/self/pagemap",
        "/proc/kmsg",
        "/dev/zero",
        "./pipe.yaml",
    ] {
        let run = vault.run(&["--catalog", file]);
        fails(&run, &[&format!("{file}: ")]);
    }
    // A sparse file has the size that it states, and costs nobody a disk.
    let large = std::fs::File::create(vault.path().join("large.yaml")).expect("a file");
    large.set_len((16 << 20) + 1).expect("a large file");
    fails(
        &vault.run(&["--catalog", "./large.yaml"]),
        &["./large.yaml: larger than 16 MiB"],
    );
    refused(
        &vault,
        "catalog: {file: large.yaml}\n",
        &["larger than 16 MiB"],
    );
}

// What is read and is neither page, configuration nor schema is not shown to whoever reads the log of a job.
#[test]
fn errors_about_other_files_quote_nothing() {
    let vault = vault("reach-quotes");
    let sound = small("2027.01");
    let name = "name: Reconnaissance";
    let hostile = [
        format!("password: {SECRET}\ntechniques: [\n"),
        format!("techniques: {SECRET}\n"),
        format!("techniques: {{{SECRET}: 1}}\n"),
        format!("techniques:\n- {SECRET}\n"),
        format!("matrices: {SECRET}\ntechniques: []\ncase-studies: []\n"),
        format!("version: {SECRET}\ntechniques:\n- id: AML.T0000\n  name: x\ncase-studies: []\n"),
        format!("format-version: {SECRET}\ncollection: {{}}\n"),
        sound.replace("'2027.01'", SECRET),
        sound.replace(name, &format!("name: [{SECRET}]")),
        sound.replace(name, &format!("name: {{{SECRET}: {SECRET}}}")),
        sound.replace(name, &format!("{name}\n    date: {{a: {SECRET}}}")),
        sound.replace(name, &format!("name: !{SECRET} x")),
        sound.replace(name, &format!("name: *{SECRET}")),
        sound.replace("tactics:", &format!("tactics:\n  {SECRET}: 1")),
        sound.replace(
            "tactics:",
            &format!("tactics:\n  {SECRET}: {{name: x}}\n  {SECRET}: {{name: x}}"),
        ),
        sound.replace(
            "relationships:",
            &format!("relationships:\n  {SECRET}: {SECRET}"),
        ),
        sound.replace(
            "relationships:",
            &format!("relationships:\n  AML.T0000: {{achieves: {SECRET}}}"),
        ),
    ];
    let quotes_nothing = |run: &Outcome, what: &str| {
        assert!(!run.stderr.contains(SECRET), "{what}: {}", run.stderr);
        assert!(!run.stdout.contains(SECRET), "{what}: {}", run.stdout);
    };
    for text in &hostile {
        vault.write("x.yaml", text);
        vault.write("atlas-lint.yaml", "");
        quotes_nothing(
            &vault.run(&["check", "a.md", "--catalog", "./x.yaml"]),
            text,
        );
        quotes_nothing(&vault.run(&["catalog", "import", "x.yaml"]), text);
        vault.write("atlas-lint.yaml", "catalog: {file: x.yaml}\n");
        quotes_nothing(&vault.run(&["check", "a.md", "--format", "full"]), text);
        std::fs::remove_file(vault.path().join("x.yaml")).expect("the file goes");
        let _ = std::fs::remove_file(vault.path().join("atlas-lint-catalog.jsonl"));
    }
    for line in [
        format!("{{\"{SECRET}\": 1}}"),
        SECRET.to_owned(),
        format!("\"{SECRET}\""),
        format!("{{\"release\": \"{SECRET}\"}}"),
        format!("{{\"release\": {{\"{SECRET}\": 1}}}}"),
        format!("{{\"id\": \"{SECRET}\", \"lives\": []}}"),
        format!("{{\"rule\":\"{SECRET}\",\"path\":1,\"about\":\"\",\"count\":1}}"),
        format!("{{\"rule\":\"\",\"path\":\"\",\"about\":\"\",\"count\":\"{SECRET}\"}}"),
    ] {
        vault.write("atlas-lint-catalog.jsonl", &line);
        vault.write("atlas-lint.yaml", "");
        let run = vault.run(&["check"]);
        fails(&run, &["atlas-lint-catalog.jsonl: "]);
        quotes_nothing(&run, &line);
        std::fs::remove_file(vault.path().join("atlas-lint-catalog.jsonl")).expect("it goes");
        vault.write("old.jsonl", &line);
        vault.write("atlas-lint.yaml", "baseline: old.jsonl\n");
        let run = vault.run(&["check", "--write-baseline"]);
        fails(&run, &["old.jsonl:1: "]);
        quotes_nothing(&run, &line);
    }
}
