//! Which dialect a vault is read in, and what it sees around the vault.

use std::fs;

use crate::support::{Outcome, Run, Scratch};

/// Returns a folder that counts as a repository.
fn repository(name: &str) -> Scratch {
    let repository = Scratch::new(name);
    repository.write(".git/HEAD", "ref: refs/heads/main\n");
    repository
}

fn check(repository: &Scratch, folder: &str) -> Outcome {
    Run::new(&["check", ".", "--format", "concise"])
        .at(&repository.path().join(folder))
        .go()
}

/// Returns the dialect in the summary, with what shows it.
fn dialect(run: &Outcome) -> &str {
    let summary = run.stderr.lines().find(|line| line.contains("dialect "));
    let dialect = summary.and_then(|line| line.split("dialect ").nth(1));
    dialect.unwrap_or_else(|| panic!("no dialect: {}", run.stderr))
}

const WIKI: &str = "[[b]] [[b]] [[b]] [[b]] [[b]]\n";

#[test]
fn the_dialect_is_detected_and_named() {
    let plain = repository("dialect-plain");
    // The summary of a run without findings names no dialect.
    plain
        .write("a.md", "[x](b.md) AML.T9999\n")
        .write("b.md", "");
    assert_eq!(dialect(&check(&plain, "")), "github");

    let editor = repository("dialect-editor");
    editor
        .write(".obsidian/app.json", "{}")
        .write("a.md", "AML.T9999");
    assert_eq!(dialect(&check(&editor, "")), "obsidian (.obsidian)");

    let wiki = repository("dialect-wiki");
    wiki.write("a.md", WIKI)
        .write("b.md", "[x](a.md) AML.T9999\n%% [[no]] %%\n");
    let run = check(&wiki, "");
    assert_eq!(
        dialect(&run),
        "obsidian (6 of 7 internal links are wiki-links)"
    );
    assert!(
        !run.stdout.contains("[no]"),
        "pages with comments are read again"
    );

    wiki.write(".github/ci.yml", "")
        .write("c.md", "[x](.github/ci.yml) [[.github/ci.yml]]\n");
    let run = check(&wiki, "");
    assert!(
        run.stdout.contains("c.md:1:23:") && !run.stdout.contains("c.md:1:5:"),
        "GitHub shows the pages too, and hidden folders:\n{}",
        run.stdout
    );

    let quartz = repository("dialect-quartz");
    quartz
        .write("quartz.config.ts", "")
        .write("content/a.md", "[x](no.md)\n");
    assert_eq!(
        dialect(&check(&quartz, "content")),
        "obsidian (quartz.config.ts)"
    );
}

#[test]
fn sites_are_found_around_and_inside_a_vault() {
    let site = repository("dialect-site");
    site.write(
        "website/docusaurus.config.js",
        "docs: { path: '../docs' }\n",
    )
    .write("website/static/img/x.png", "")
    .write(
        "node_modules/y/docusaurus.config.js",
        "docs: { path: '../../notes' }\n",
    )
    .write("tests/mkdocs.yml", "docs_dir: ../notes\n")
    .write(
        "docs/a.md",
        "![x](/img/x.png) ![y](/img/no.png) [r](no-such-route)\n",
    )
    .write("notes/b.md", "[x](no)\n");
    let whole = check(&site, "");
    assert_eq!(
        dialect(&whole),
        "github, docusaurus (website/docusaurus.config.js)"
    );
    assert_eq!(
        whole.stdout,
        "docs/a.md:1:23: error[unresolved-link] the image `/img/no.png` leads to no file\n\
         notes/b.md:1:5: error[unresolved-link] the link `no` leads to no file\n"
    );
    let inside = check(&site, "docs");
    let mut run = Run::new(&["check", "--vault", ".", "--format", "concise"]);
    run = run.at(&site.path().join("docs"));
    let vault = run.go();
    for run in [&inside, &vault] {
        assert!(run.stdout.contains("/img/no.png"), "{}", run.stdout);
        assert!(!run.stdout.contains("/img/x.png"), "{}", run.stdout);
    }
}

#[test]
fn what_lies_around_a_vault_is_known_but_not_outside_its_repository() {
    let repository = repository("dialect-around");
    repository
        .write(".github/workflows/ci.yml", "")
        .write(".gitignore", "build/\n")
        .write(
            "docs/a.md",
            "[ci](../.github/workflows/ci.yml) [b](../build/api.md) [n](../none.md) [e](../out/passwd) [g](../.git/HEAD)\n",
        );
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc", repository.path().join("out")).expect("a link");
    let run = Run::new(&["check", "--vault", ".", "--format", "concise"])
        .at(&repository.path().join("docs"))
        .go();
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(lines.len(), 3, "{}", run.stdout);
    for (line, path) in lines
        .iter()
        .zip(["../none.md", "../out/passwd", "../.git/HEAD"])
    {
        assert!(line.contains(path), "{line}");
    }
}

#[test]
fn where_only_links_show_obsidian_they_lead_to_pages_of_mdx_too() {
    let by_links = repository("dialect-links-mdx");
    by_links
        .write("a.md", "[[b]] [[b]] [[c]] [[c]] [[no]]\n")
        .write("b.mdx", "")
        .write("c.md", "");
    let run = check(&by_links, "");
    assert_eq!(run.stdout.lines().count(), 1, "{}", run.stdout);
    assert!(run.stdout.contains("`no`"), "{}", run.stdout);

    by_links.write(".obsidian/app.json", "{}");
    let run = check(&by_links, "");
    assert_eq!(run.stdout.lines().count(), 3, "{}", run.stdout);
}

#[test]
fn pages_that_tests_read_are_not_judged_unless_they_are_the_vault() {
    let repository = repository("dialect-fixtures");
    repository
        .write(
            "a.md",
            "[t](tests/fixtures/t.md) [n](tests/fixtures/none.md)\n",
        )
        .write("fixtures/b.md", "[n](no.md)\n")
        .write("tests/fixtures/t.md", "[n](no.md) AML.T9999\n")
        .write("pkg/testdata/t.md", "[n](no.md)\n");
    let run = check(&repository, "");
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(lines.len(), 2, "{}", run.stdout);
    assert!(lines[0].starts_with("a.md:1:30:") && lines[1].starts_with("fixtures/b.md:"));
    let run = Run::new(&["check", "--vault", ".", "--format", "concise"])
        .at(&repository.path().join("tests/fixtures"))
        .go();
    assert_eq!(run.stdout.lines().count(), 2, "{}", run.stdout);
}

#[test]
fn init_writes_the_dialect() {
    let wiki = repository("dialect-init");
    wiki.write("a.md", WIKI).write("b.md", "");
    let text = |folder: &Scratch| {
        fs::read_to_string(folder.path().join("atlas-lint.yaml")).expect("a configuration")
    };
    assert_eq!(Run::new(&["init"]).at(wiki.path()).go().code, 0);
    assert!(
        text(&wiki).contains("\ndialect: obsidian\n"),
        "{}",
        text(&wiki)
    );
    let site = repository("dialect-init-site");
    site.write("mkdocs.yml", "")
        .write("docs/a.md", "# A\n")
        .write("README.md", "# R\n");
    assert_eq!(Run::new(&["init"]).at(site.path()).go().code, 0);
    assert!(
        text(&site).contains("# Detected: github, mkdocs (mkdocs.yml)."),
        "{}",
        text(&site)
    );
    assert_eq!(check(&site, "").code, 0);
}

/// A dialect that no page has is not named, and all pages of one site have that of the site.
#[test]
fn only_dialects_of_pages_are_named() {
    for (config, page, name) in [
        ("mkdocs.yml", "docs/a.md", "mkdocs (mkdocs.yml)"),
        ("hugo.toml", "content/a.md", "hugo (hugo.toml)"),
        (
            "docusaurus.config.js",
            "docs/a.md",
            "docusaurus (docusaurus.config.js)",
        ),
        (
            "web/docusaurus.config.js",
            "web/docs/a.md",
            "docusaurus (web/docusaurus.config.js)",
        ),
    ] {
        let site = repository("dialect-only");
        site.write(config, "").write(page, "[x](no-such-page.md)\n");
        assert_eq!(dialect(&check(&site, "")), name);
        let shown = site.run(&["config"]).stdout;
        assert!(shown.contains(&format!(" {name} (detected)\n")), "{shown}");
        let init = site.run(&["init"]);
        assert!(
            init.stdout.contains(&format!("dialect:   {name}\n")),
            "{}",
            init.stdout
        );
        let text = fs::read_to_string(site.path().join("atlas-lint.yaml")).expect("a file");
        let word = name.split(' ').next().unwrap_or_default();
        assert!(text.contains(&format!("\ndialect: {word}\n")), "{text}");
        // One page beside the site is read as GitHub shows it.
        fs::remove_file(site.path().join("atlas-lint.yaml")).expect("it was there");
        site.write("beside/b.md", "[x](no.md)\n");
        assert_eq!(dialect(&check(&site, "")), format!("github, {name}"));
        let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
        assert_eq!(dialect(&check(&site, folder)), name);
    }
}

#[test]
fn vaults_side_by_side_do_not_mix() {
    let both = repository("dialect-nested");
    for vault in ["v1", "v2"] {
        both.write(&format!("{vault}/.obsidian/app.json"), "{}")
            .write(&format!("{vault}/index.md"), "# Index\n")
            .write(&format!("{vault}/a.md"), "[[index]] [[index]] [[index]]\n");
    }
    let run = check(&both, "");
    assert_eq!(run.stdout, "", "{}", run.stderr);
    // Without the folders of the editor, both files of the name count.
    let plain = repository("dialect-not-nested");
    for vault in ["v1", "v2"] {
        plain
            .write(&format!("{vault}/index.md"), "# Index\n")
            .write(&format!("{vault}/a.md"), "[[index]] [[index]] [[index]]\n");
    }
    let run = check(&plain, "");
    assert_eq!(
        run.stdout.matches("ambiguous-link").count(),
        6,
        "{}",
        run.stdout
    );
}

#[test]
fn a_vault_whose_folder_of_the_editor_is_ignored_is_known_by_a_few_links() {
    let vault = repository("dialect-ignored");
    vault
        .write("a.md", WIKI)
        .write(
            "b.md",
            "[x](a.md) [x](a.md) [x](a.md) [x](a.md) [x](a.md) [x](a.md)\n",
        )
        .write("notes/c.md", "![](p.png) AML.T9999\n")
        .write("images/p.png", "");
    let run = check(&vault, "");
    assert_eq!(dialect(&run), "github");
    assert!(run.stdout.contains("p.png"));
    vault.write(".gitignore", "/.obsidian/\n");
    let run = check(&vault, "");
    assert_eq!(
        dialect(&run),
        "obsidian (5 wiki-links, and .gitignore names .obsidian)"
    );
    assert!(!run.stdout.contains("p.png"), "{}", run.stdout);
}

#[test]
fn links_to_blocks_show_obsidian() {
    let vault = repository("dialect-blocks");
    let links = |count: usize| "[a](Cache%20Memories#^2073ef) ".repeat(count);
    vault
        .write("a/Paging.md", format!("{} AML.T9999\n", links(5)))
        .write(
            "b/Cache Memories.md",
            "Text. ^2073ef\n\nOne. ^1\n\nTwo. ^2\n\nThree. ^3\n\nFour. ^4\n",
        );
    let run = check(&vault, "");
    assert_eq!(dialect(&run), "obsidian (5 links to blocks)");
    assert!(!run.stdout.contains("unresolved"), "{}", run.stdout);

    vault.write("a/Paging.md", format!("{} AML.T9999\n", links(4)));
    let run = check(&vault, "");
    assert_eq!(dialect(&run), "github");
    assert_eq!(run.stdout.matches("[unresolved-link]").count(), 4);

    // A vault below the folders of a project does not decide for all of it.
    let rest = "[b](../b/Cache%20Memories.md)\n".repeat(300);
    vault
        .write("a/Paging.md", format!("{} AML.T9999\n", links(5)))
        .write("a/rest.md", &rest);
    assert_eq!(dialect(&check(&vault, "")), "github");
}
