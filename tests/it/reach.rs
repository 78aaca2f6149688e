//! What a repository can have the program read: what lies in it, and no more.

use std::path::{Path, PathBuf};

use crate::catalog::files::small;
use crate::support::{Outcome, Run, Scratch, fails};

const SECRET: &str = "hunter2";

/// A folder in no repository, taken away afterwards.
pub struct Outside(PathBuf);

impl Outside {
    pub fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("atlas-lint-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder");
        Self(folder.canonicalize().expect("a folder"))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn write(&self, path: &str, text: &str) -> PathBuf {
        let file = self.0.join(path);
        std::fs::create_dir_all(file.parent().expect("a parent")).expect("a folder");
        std::fs::write(&file, text).expect("a file");
        file
    }
}

impl Drop for Outside {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn vault(name: &str) -> Scratch {
    let vault = Scratch::new(name);
    vault.write("a.md", "# AML.T0000: Search Open Technical Databases\n");
    vault
}

/// A run that a configuration of this text keeps from starting.
#[track_caller]
fn refused(vault: &Scratch, config: &str, words: &[&str]) {
    vault.write("atlas-lint.yaml", config);
    let args = ["check", "--format", "full"];
    let run = Run::new(&args).at(vault.path()).env("COLUMNS", "400").go();
    fails(&run, words);
    assert!(!run.stderr.contains(SECRET), "{config}: {}", run.stderr);
}

#[test]
fn an_official_file_lies_in_the_repository() {
    let (vault, outside) = (vault("reach-catalog"), Outside::new("reach-catalog"));
    let secret = outside.write(
        "secret.yaml",
        &format!("password: {SECRET}\ntechniques: [\n"),
    );
    let good = outside.write("good.yaml", &small("2027.01"));
    vault.write(".git/config", format!("techniques: {SECRET}\n"));
    vault.write("sub/a.md", "");
    for file in [&secret, &good] {
        let named = format!("catalog: {{file: \"{}\"}}\n", file.display());
        let words = ["lies outside this repository", "--catalog FILE"];
        refused(&vault, &named, &words);
    }
    for (file, words) in [
        (
            "../../../../../../../../../../etc/passwd.yaml",
            "lies outside",
        ),
        ("./.git/config", "git's own"),
        ("./no.yaml", "no such file"),
        ("./sub", "not a regular file"),
    ] {
        let named = format!("catalog: {{file: \"{file}\"}}\n");
        refused(&vault, &named, &[words]);
    }
    // Beside the vault, and in the repository.
    vault.write(
        "content/a.md",
        "# AML.T0000: Search Open Technical Databases\n",
    );
    vault.write("data/next.yaml", small("2027.01"));
    vault.write(
        "atlas-lint.yaml",
        "vault: content\ncatalog: {file: content/../data/next.yaml}\n",
    );
    let run = vault.run(&["--format", "json"]);
    assert!(run.stdout.contains("\"2027.01\""), "{}", run.stderr);
}

#[test]
fn without_a_repository_the_folder_of_the_configuration_is_the_border() {
    let outside = Outside::new("reach-folder");
    outside.write("other/next.yaml", &small("2027.01"));
    outside.write("vault/data/next.yaml", &small("2027.01"));
    outside.write("vault/a.md", "Text.\n");
    let run = |file: &str| {
        outside.write(
            "vault/atlas-lint.yaml",
            &format!("catalog: {{file: {file}}}\n"),
        );
        let args = ["--format", "json"];
        Run::new(&args).at(&outside.path().join("vault")).go()
    };
    let refused = run("../other/next.yaml");
    fails(&refused, &["lies outside the folder of the configuration"]);
    assert!(run("data/next.yaml").stdout.contains("\"2027.01\""));
}

#[cfg(unix)]
#[test]
fn links_and_made_up_files_are_no_way_out() {
    use std::os::unix::fs::symlink;
    let (vault, outside) = (vault("reach-links"), Outside::new("reach-links"));
    let secret = outside.write("secret.yaml", &format!("password: {SECRET}\n"));
    outside.write("schema.json", &format!("{{\"{SECRET}\": 1"));
    let at = |name: &str| vault.path().join(name);
    symlink(&secret, at("link.yaml")).unwrap();
    symlink(outside.path(), at("folder")).unwrap();
    symlink("/proc/self", at("process")).unwrap();
    symlink(outside.path().join("nothing"), at("dangling.yaml")).unwrap();
    std::fs::create_dir(at("sub")).unwrap();
    std::fs::write(at("inner.yaml"), small("2027.01")).unwrap();
    symlink("inner.yaml", at("inside.yaml")).unwrap();
    for file in [
        "./link.yaml",
        "folder/secret.yaml",
        "process/pagemap",
        "/proc/self/pagemap",
        // Whether they are there is not told.
        "folder/nothing.yaml",
        "/no/such/file.yaml",
        "dangling.yaml",
        "sub/../../nothing.yaml",
    ] {
        let named = format!("catalog: {{file: {file}}}\n");
        refused(&vault, &named, &["lies outside this repository"]);
    }
    for file in [
        "folder/schema.json",
        "/etc/passwd",
        "../x/../../../etc/passwd",
    ] {
        let named =
            format!("page-types:\n  - {{name: x, match: {{paths: [\"*.md\"]}}, schema: {file}}}\n");
        refused(&vault, &named, &["cannot be read"]);
    }
    vault.write("schema.json", "{\"$ref\": \"folder/schema.json\"}");
    let named = "page-types:\n  - {name: x, match: {paths: [\"*.md\"]}, schema: schema.json}\n";
    refused(
        &vault,
        named,
        &["cannot be read: it lies outside the vault"],
    );
    vault.write("atlas-lint.yaml", "catalog: {file: inside.yaml}\n");
    let run = vault.run(&["--format", "json"]);
    assert!(run.stdout.contains("\"2027.01\""), "{}", run.stderr);
}

/// What else lies beside the pages is neither a schema nor a vault.
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

/// Neither waits for a writer nor reads what has no end.
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

/// What is read and is neither page, configuration nor schema is not shown to whoever reads the log of a job.
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

#[cfg(unix)]
#[test]
fn rules_for_git_behind_a_link_hide_nothing() {
    let (vault, outside) = (vault("reach-ignore"), Outside::new("reach-ignore"));
    let rules = outside.write("rules", "b.md\n");
    vault.write("b.md", "AML.T9999\n");
    std::os::unix::fs::symlink(&rules, vault.path().join(".gitignore")).expect("a link");
    assert_eq!(vault.run(&[]).code, 1, "b.md is reported");
    std::fs::remove_file(vault.path().join(".gitignore")).expect("the link goes");
    vault.write(".gitignore", "\u{feff}b.md\r\n");
    assert_eq!(vault.run(&[]).code, 0);
    let large = std::fs::File::create(vault.path().join(".gitignore")).expect("a file");
    large.set_len((16 << 20) + 1).expect("a large file");
    let run = vault.run(&["--format", "concise"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stdout
            .contains(".gitignore:1:1: error[unreadable-file]"),
        "{}",
        run.stdout
    );
}

#[test]
fn a_configuration_from_elsewhere_reaches_no_further_than_its_own_folder() {
    let (vault, outside) = (vault("reach-config"), Outside::new("reach-config"));
    outside.write("other/a.md", "Text.\n");
    outside.write("config/a.md", "Text.\n");
    let run = |config: &str| {
        let config = outside.write("config/atlas-lint.yaml", config);
        let config = config.to_string_lossy();
        Run::new(&["--config", &config])
            .at(vault.path())
            .env("COLUMNS", "400")
            .go()
    };
    let here = vault.path().display();
    for config in [format!("vault: {here}\n"), "vault: ../other\n".to_owned()] {
        fails(&run(&config), &["lies outside"]);
    }
    let (next, own) = (small("2027.01"), vault.path().join("next.yaml"));
    vault.write("next.yaml", next).write("s.json", "{}");
    fails(
        &run(&format!("catalog: {{file: {}}}\n", own.display())),
        &["lies outside the folder of the configuration"],
    );
    assert_eq!(run("catalog: {release: \"2026.05\"}\n").code, 0);
}

/// `/home/atlas-lint.yaml` or `/tmp/atlas-lint.yaml` may be anybody's.
#[cfg(unix)]
#[test]
fn a_configuration_above_the_home_folder_is_nobodys() {
    let outside = Outside::new("reach-home");
    let page = outside.write("home/vault/notes/a.md", "AML.T9999\n");
    let run = |home: &str| {
        let home = outside.path().join(home);
        let home = home.to_string_lossy();
        Run::new(&[])
            .at(page.parent().expect("a folder"))
            .env("HOME", &home)
            .go()
    };
    let off = "rules: {unknown-id: off}\n";
    outside.write("atlas-lint.yaml", off);
    assert_eq!(run("home").code, 1, "it is not read");
    assert_eq!(run("").code, 0, "the home folder's own is");
    outside.write("home/atlas-lint.yaml", off);
    assert_eq!(run("home").code, 0);
    // A repository around the home folder is a border of its own.
    std::fs::create_dir(outside.path().join(".git")).expect("a folder");
    std::fs::remove_file(outside.path().join("home/atlas-lint.yaml")).expect("it goes");
    assert_eq!(run("home").code, 0);
}

#[cfg(unix)]
#[test]
fn a_link_into_gits_own_folder_is_no_page() {
    use std::os::unix::fs::symlink;
    let vault = vault("reach-git-page");
    let config = format!("[branch \"AML-T0051\"]\n\ttoken = {SECRET}\n");
    vault.write(".git/HEAD", "ref: refs/heads/main\n");
    vault.write(".git/config", &config);
    vault.write(".git/notes/AML-T0051.md", "AML-T0051\n");
    symlink(".git/config", vault.path().join("leak.md")).unwrap();
    symlink(".git/notes", vault.path().join("notes")).unwrap();
    let run = vault.run(&["check", ".", "--fix", "--unsafe-fixes", "--format", "full"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stdout.contains("git's own"), "{}", run.stdout);
    for out in [&run.stdout, &run.stderr] {
        assert!(
            !out.contains(SECRET) && !out.contains("AML-T0051\""),
            "{out}"
        );
    }
    let after = std::fs::read_to_string(vault.path().join(".git/config")).unwrap();
    assert_eq!(after, config);
}
