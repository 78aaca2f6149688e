//! Official files that a configuration names.

use super::{Outside, SECRET, refused, vault};
use crate::catalog::files::small;
use crate::support::{Run, fails};

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
