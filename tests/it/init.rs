//! `init`: which release it pins, and what else it sees.

use std::fmt::Write as _;
use std::fs;

use atlas_lint::catalog::{Catalog, Kind, Status};

use crate::support::{Run, Scratch, fails};

/// Creates a vault with this many technique pages, named as in a release.
fn vault(name: &str, release: &str, pages: usize) -> Scratch {
    let vault = Scratch::new(name);
    let catalog = Catalog::embedded();
    let view = catalog.at(catalog.release(release).expect("a release"));
    let newest = catalog.at(catalog.newest());
    // First those whose names tell the releases apart.
    let mut ids: Vec<&str> = catalog
        .objects()
        .iter()
        .filter(|object| object.kind == Kind::Technique && view.is_current(&object.id))
        .map(|object| object.id.as_str())
        .collect();
    ids.sort_by_key(|id| view.name(id) == newest.name(id));
    for id in &ids[..pages] {
        let name = view.name(id).expect("a name");
        vault.write(&format!("techniques/{id}.md"), format!("# {id}: {name}\n"));
    }
    vault
}

fn config(vault: &Scratch) -> String {
    fs::read_to_string(vault.path().join("atlas-lint.yaml")).expect("a configuration")
}

#[test]
fn a_vault_that_follows_an_old_release_is_pinned_to_it() {
    let vault = vault("init-old", "2024.10", 60);
    vault.write("note.md", "AML.T0116 and AML.T0100\n");
    let run = vault.run(&["init"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        config(&vault).contains("\n  release: \"2024.10\"\n"),
        "{}",
        run.stdout
    );
    for part in [
        "pinned to ATLAS 2024.10\n",
        "  pages:     60 declare tactics, techniques or mitigations\n",
        " findings depend on the release, the fewest\n",
        " findings depend on the release, the newest\n",
        "  newer ids: AML.T0100 (2025.12), AML.T0116 (2026.08)\n",
        "next:\n  atlas-lint check                          shows what to fix\n",
        "  atlas-lint sync --check --catalog latest  what the newest release would change\n",
    ] {
        assert!(run.stdout.contains(part), "{part}: {}", run.stdout);
    }
    let check = vault.run(&[]);
    assert!(check.stderr.contains("against ATLAS 2024.10 (pinned)"));
    fails(
        &vault.run(&["init"]),
        &["atlas-lint.yaml", "nothing was written"],
    );
}

// A vault that maps to ATLAS has to see which of its names are outdated, and few findings decide nothing.
#[test]
fn a_vault_that_does_not_follow_a_release_is_pinned_to_the_newest() {
    let few = vault("init-few", "2024.10", 19);
    let mapping = Scratch::new("init-mapping");
    let mut text = String::new();
    let catalog = Catalog::embedded();
    let view = catalog.at(catalog.release("2024.10").expect("a release"));
    for object in catalog.objects() {
        if let (Status::Current(_), Some(name)) = (view.status(&object.id), view.name(&object.id)) {
            let _ = writeln!(text, "- {}: {name}", object.id);
        }
    }
    mapping.write("map.md", text);
    let current = vault("init-current", "2026.09", 60);
    let empty = Scratch::new("init-empty");
    for vault in [&few, &mapping, &current, &empty] {
        let run = vault.run(&["init"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let config = config(vault);
        assert!(
            config.contains("\n  release: \"2026.09\"\n"),
            "{}",
            run.stdout
        );
        let why = run.stdout.lines().find(|line| line.starts_with("  why:"));
        let is_few = std::ptr::eq(vault, &raw const few);
        let is_mapping = std::ptr::eq(vault, &raw const mapping);
        assert_eq!(
            why,
            if is_few {
                Some(
                    "  why:       only 19 pages declare an object, and 20 are needed to pin an older release",
                )
            } else if is_mapping {
                Some(
                    "  why:       no page declares an object, and 20 are needed to pin an older release",
                )
            } else {
                None
            }
        );
        assert!(config.contains("\n# The newest official release known is 2026.05.\n"));
    }
}

/// Many templates of one name are one glob, and a folder without pages shows no dialect.
#[test]
fn templates_are_folded_and_an_empty_folder_gets_first_steps() {
    let vault = vault("init-folded", "2026.09", 20);
    for skill in ["a", "b", "c"] {
        vault.write(&format!("skills/{skill}/assets/template.md"), "# {{x}}\n");
    }
    vault
        .write("skills/a/guide.md", "# Guide\n")
        .write("one/page-template.md", "# {{x}}\n");
    for path in ["x", "x/y", "x/y/z"] {
        vault.write(&format!("{path}/study-template.md"), "# {{x}}\n");
    }
    let run = vault.run(&["init"]);
    let config = config(&vault);
    let line = "\nexclude: [\"**/study-template.md\", \"one/page-template.md\", \"skills/*/assets/template.md\"]\n";
    assert!(config.contains(line), "{config}");
    assert!(run.stdout.contains("(7 templates)\n"), "{}", run.stdout);
    assert!(config.contains("\ndialect: github\n"), "{config}");
    let check = vault.run(&[]);
    assert!(
        !check.stderr.contains("matches no page"),
        "{}",
        check.stderr
    );

    let empty = Scratch::new("init-no-page");
    let run = empty.run(&["init"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stdout.contains("\n  atlas-lint new vault DIR ") && !run.stdout.contains("dialect:"),
        "{}",
        run.stdout
    );
    assert!(!self::config(&empty).contains("\ndialect:"));
    assert_eq!(empty.run(&["new", "vault", "wiki"]).code, 0);
    assert_eq!(empty.run(&["new", "case-study", "A"]).code, 0);
}

#[test]
fn built_folders_and_templates_are_excluded_and_a_version_file_is_evidence() {
    let vault = vault("init-seen", "2026.09", 20);
    let page = "# AML.T0012: Valid Account\n";
    vault
        .write("mkdocs.yml", "site_name: A\n")
        .write("site/a.md", page)
        .write("node_modules/b/a.md", page)
        .write("notes/_templates/t.md", page)
        .write("case-study-template.md", page)
        .write("template-injection.md", "# Templates\n")
        .write("public/kept.md", "# Kept\n")
        .write(".atlas-version", "5.4.0\n\u{1b}[31m\n");
    let run = vault.run(&["init"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let config = config(&vault);
    let line = "\nexclude: [\"case-study-template.md\", \"notes/_templates/**\", \"site/**\"]\n";
    assert!(config.contains(line), "{config}");
    assert!(
        run.stdout
            .contains("  evidence:  .atlas-version says 5.4.0, which is ATLAS 2026.02; what the pages say counts\n"),
        "{}",
        run.stdout
    );
    assert!(config.contains("\n  release: \"2026.09\"\n"), "{config}");
    let check = vault.run(&["--format", "concise", "--select", "wrong-name"]);
    assert!(!check.stdout.contains("wrong-name"), "{}", check.stdout);
}

// A folder with most of the pages is the vault, whatever it is called.
#[test]
fn a_vault_in_a_folder_of_templates_is_not_excluded() {
    let vault = Scratch::new("init-all-built");
    vault
        .write("templates/a.md", "# A\n")
        .write("templates/b.md", "# B\n")
        .write("c.md", "# C\n");
    assert_eq!(vault.run(&["init"]).code, 0);
    assert!(
        config(&vault).contains("\n# exclude: "),
        "{}",
        config(&vault)
    );
}

#[test]
fn editors_are_told_the_schema_of_this_version() {
    let vault = Scratch::new("init-schema");
    vault.write("a.md", "");
    assert_eq!(vault.run(&["init"]).code, 0);
    let url = atlas_lint::config::schema_url();
    let first = format!("# yaml-language-server: $schema={url}\n");
    assert!(config(&vault).starts_with(&first), "{}", config(&vault));
    let schema = include_str!("../../schemas/config.schema.json");
    let schema: serde_json::Value = serde_json::from_str(schema).expect("JSON");
    assert_eq!(
        schema["$id"],
        url.as_str(),
        "raise its version with that of the crate"
    );
}

/// Returns the commands that `init` recommends, and checks that what they do stands in one column.
fn next_commands(stdout: &str) -> Vec<String> {
    let lines = stdout.lines().skip_while(|line| *line != "next:").skip(1);
    let mut columns = Vec::new();
    let commands = lines.map(|line| {
        let (command, what) = line.trim_start().split_once("  ").expect("two columns");
        columns.push(line.len() - what.trim_start().len());
        command.to_owned()
    });
    let commands: Vec<String> = commands.collect();
    columns.dedup();
    assert_eq!(columns.len(), 1, "{stdout}");
    commands
}

#[test]
fn each_command_that_is_recommended_works_as_printed() {
    let follows_an_old_release = vault("init-next", "2024.10", 60);
    follows_an_old_release.write("note.md", "[[gone]] and [[gone]]\n");
    let in_a_folder = Scratch::new("init-next-folder");
    in_a_folder.write("my vault/note.md", "AML.T9999 and [a](gone.md)\n");
    let empty = Scratch::new("init-next-empty");
    let empty_below = Scratch::new("init-next-empty-below");
    std::fs::create_dir(empty_below.path().join("it's")).expect("a folder");
    for (vault, folder) in [
        (&follows_an_old_release, "."),
        (&in_a_folder, "my vault"),
        (&empty, "."),
        (&empty_below, "it's"),
    ] {
        let run = vault.run(&["init", folder]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let commands = next_commands(&run.stdout);
        assert!(commands.len() > 1, "{}", run.stdout);
        for command in commands {
            let run = Run::shell(&command).at(vault.path()).go();
            assert!([0, 1].contains(&run.code), "{command}: {}", run.stderr);
        }
    }
    for (vault, folder) in [(&follows_an_old_release, "."), (&in_a_folder, "my vault")] {
        let adopted = vault.run(&[folder]);
        assert_eq!(adopted.code, 0, "{}{}", adopted.stdout, adopted.stderr);
        assert!(
            adopted.stderr.contains(" in the baseline"),
            "{}",
            adopted.stderr
        );
    }
    assert!(empty_below.path().join("it's/case-studies").is_dir());
}

/// Obsidian keeps its settings in the vault, which is often a folder of a repository.
#[test]
fn the_one_folder_that_obsidian_opens_is_the_vault() {
    let vault = Scratch::new("init-obsidian");
    vault
        .write("README.md", "# A repository\n")
        .write("my notes/.obsidian/app.json", "{}")
        .write(
            "my notes/a.md",
            "# AML.T0051: LLM Prompt Injection\n\n[[b]]\n",
        )
        .write("my notes/b/templates/t.md", "# {{x}}\n")
        .write("my notes/b.md", "# B\n")
        .write("my notes/b/.obsidian/app.json", "{}");
    let run = vault.run(&["init"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let text = config(&vault);
    assert!(text.contains("\nvault: my notes\n"), "{text}");
    assert!(text.contains("\ndialect: obsidian\n"), "{text}");
    // Globs are relative to the vault.
    assert!(text.contains("\nexclude: [\"b/templates/**\"]\n"), "{text}");
    assert!(
        run.stdout
            .contains("  vault:     my notes, which holds .obsidian\n"),
        "{}",
        run.stdout
    );
    let check = vault.run(&[]);
    assert_eq!(check.code, 0, "{}{}", check.stdout, check.stderr);

    let several = Scratch::new("init-obsidian-2");
    several
        .write("a/.obsidian/app.json", "{}")
        .write("a/a.md", "# A\n")
        .write("a-b/.obsidian/app.json", "{}")
        .write("a-b/a.md", "# A\n");
    let configured = Scratch::new("init-obsidian-3");
    configured
        .write("a/.obsidian/app.json", "{}")
        .write("a/atlas-lint.yaml", "")
        .write("a/a.md", "# A\n");
    let own = Scratch::new("init-obsidian-4");
    own.write(".obsidian/app.json", "{}")
        .write("a/.obsidian/app.json", "{}")
        .write("a/a.md", "# A\n");
    for vault in [several, configured, own] {
        let run = vault.run(&["init"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(config(&vault).contains("\n# vault: content\n"));
    }
}

#[test]
fn a_folder_of_a_configured_vault_gets_no_second_configuration() {
    let vault = Scratch::new("init-inside");
    vault
        .write("atlas-lint.yaml", "vault: content\n")
        .write("content/sub/a.md", "# A\n")
        .write("other/a.md", "# A\n");
    for folder in ["content", "content/sub"] {
        let run = vault.run(&["init", folder]);
        fails(
            &run,
            &["atlas-lint.yaml configures this folder already; nothing was written"],
        );
    }
    let inside = Run::new(&["init"])
        .at(&vault.path().join("content/sub"))
        .go();
    fails(&inside, &["error: ../../atlas-lint.yaml configures"]);
    assert!(!vault.path().join("content/sub/atlas-lint.yaml").exists());
    // What is not in that vault can be one of its own.
    assert_eq!(vault.run(&["init", "other"]).code, 0);
}
