//! Configurations from elsewhere.

use super::{Outside, vault};
use crate::catalog::files::small;
use crate::support::{Run, fails};

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

// `/home/atlas-lint.yaml` or `/tmp/atlas-lint.yaml` may be anybody's.
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
