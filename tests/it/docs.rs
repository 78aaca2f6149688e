//! The pages of the rules in `docs/rules/`, generated from the rules themselves.
//!
//! `UPDATE_DOCS=1 cargo test --test it docs` writes them anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use atlas_lint::rules::{RULES, Rule, Theme, docs_url, of_theme};

use crate::support::files_below;

/// The first line of every generated page.
const MARK: &str = "<!-- Generated from src/rules: change it there, then run `UPDATE_DOCS=1 cargo test --test it docs`. -->\n";

/// Returns every page by its name.
fn pages() -> BTreeMap<String, String> {
    let mut pages: BTreeMap<String, String> = RULES
        .iter()
        .map(|rule| (format!("{}.md", rule.name), page(rule)))
        .collect();
    pages.insert("README.md".to_owned(), index());
    pages
}

fn page(rule: &Rule) -> String {
    let heading = format!("# {}\n", rule.name);
    let rest = rule
        .docs
        .strip_prefix(&heading)
        .unwrap_or_else(|| panic!("the doc of {} starts with its name", rule.name));
    let (level, fix, since) = (rule.level.as_str(), rule.fix.as_str(), rule.since);
    let facts =
        format!("| level | fix | since |\n| --- | --- | --- |\n| {level} | {fix} | {since} |\n");
    format!("{MARK}\n{heading}\n{facts}{rest}")
}

fn index() -> String {
    let mut text = format!(
        "{MARK}\n# Rules\n\nA level can be set for all pages or for some in `atlas-lint.yaml`. A safe fix keeps what the author meant, and `--fix` applies it; an \
         unsafe fix needs review, and takes `--unsafe-fixes`.\n"
    );
    for theme in Theme::ALL {
        let _ = write!(
            text,
            "\n## {}\n\n| rule | level | fix | finds |\n| --- | --- | --- | --- |\n",
            theme.name()
        );
        for rule in of_theme(theme) {
            let name = rule.name;
            let _ = writeln!(
                text,
                "| [{name}]({name}.md) | {} | {} | {} |",
                rule.level.as_str(),
                rule.fix.as_str(),
                rule.summary.replace('|', "\\|")
            );
        }
    }
    text
}

#[test]
fn the_pages_of_the_rules_are_generated() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules");
    let pages = pages();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        // Other tests look at these pages meanwhile.
        std::fs::create_dir_all(&folder).expect("a folder");
        for (name, text) in &pages {
            std::fs::write(folder.join(name), text).expect("a page");
        }
        let is_old = |path: &PathBuf| {
            let name = path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned());
            name.is_none_or(|name| !pages.contains_key(&name))
        };
        for old in files_below(&folder).into_iter().filter(is_old) {
            std::fs::remove_file(old).expect("a page can be removed");
        }
    }
    let found: BTreeMap<String, String> = files_below(&folder)
        .into_iter()
        .map(|path| {
            let name = path
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            (name, std::fs::read_to_string(&path).expect("a page"))
        })
        .collect();
    let stale: Vec<&String> = pages
        .keys()
        .chain(found.keys())
        .filter(|name| pages.get(*name) != found.get(*name))
        .collect();
    assert!(
        stale.is_empty(),
        "these pages are not what the rules say; run `UPDATE_DOCS=1 cargo test --test it docs`: {stale:?}"
    );
}

/// The line of `mkdocs.yml` before the rules.
const NAV: &str = "      - Overview: rules/README.md\n";

// The site lists the rules by theme.
#[test]
fn the_site_lists_the_rules_by_theme() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("mkdocs.yml");
    let text = std::fs::read_to_string(&file).expect("the configuration of the site");
    let end = text.find(NAV).expect("the rules") + NAV.len();
    let mut wanted = text[..end].to_owned();
    for theme in Theme::ALL {
        let _ = writeln!(wanted, "      - {}:", theme.name());
        for rule in of_theme(theme).map(|rule| rule.name) {
            let _ = writeln!(wanted, "          - {rule}: rules/{rule}.md");
        }
    }
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&file, &wanted).expect("the configuration can be written");
    }
    let text = std::fs::read_to_string(&file).expect("the configuration of the site");
    assert!(
        text == wanted,
        "mkdocs.yml: run `UPDATE_DOCS=1 cargo test --test it docs`"
    );
}

// What is not in `docs/` is not on the site: a link to it is a URL of the repository, and leads to a file in it.
#[test]
fn links_out_of_the_docs_are_urls_of_the_repository() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let pages = files_below(&root.join("docs")).into_iter();
    let pages = pages.filter(|path| path.parent() != Some(&root.join("docs/rules")));
    let mut urls = 0;
    for page in pages.filter(|path| path.extension().is_some_and(|e| e == "md")) {
        let text = std::fs::read_to_string(&page).expect("a page");
        assert!(!text.contains("](../"), "{}", page.display());
        for kind in ["blob", "tree"] {
            let start = format!("]({}/{kind}/main/", env!("CARGO_PKG_REPOSITORY"));
            for part in text.split(&start).skip(1) {
                let target = part.split([')', '#']).next().unwrap_or_default();
                assert!(root.join(target).exists(), "{}: {target}", page.display());
                urls += 1;
            }
        }
    }
    assert!(urls > 4, "{urls}");
}

#[test]
fn the_url_of_a_rule_leads_to_its_page() {
    for rule in RULES {
        let url = docs_url(rule.name);
        let (_, path) = url
            .split_once("/blob/main/")
            .expect("a path in the repository");
        assert!(
            Path::new(env!("CARGO_MANIFEST_DIR")).join(path).is_file(),
            "{url}"
        );
    }
}

// Of links to files; a fence may hold examples with dead ones.
#[test]
fn links_in_the_docs_lead_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = files_below(&root.join("docs"))
        .into_iter()
        .filter(|path| path.parent() != Some(&root.join("docs/rules")));
    let named = ["README.md", "CONTRIBUTING.md"].map(|name| root.join(name));
    for page in docs
        .chain(named)
        .filter(|path| path.extension().is_some_and(|e| e == "md"))
    {
        let text = std::fs::read_to_string(&page).expect("a page");
        for part in text.split("](").skip(1) {
            let target = part.split([')', '#', ' ']).next().unwrap_or_default();
            let is_here = !target.is_empty() && !target.contains(':');
            let there = page.parent().expect("a folder").join(target);
            assert!(!is_here || there.exists(), "{}: {target}", page.display());
        }
    }
}

/// The rule that is shown to contributors imports what a real rule imports.
#[test]
fn the_sample_rule_imports_what_rules_import() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| std::fs::read_to_string(root.join(path)).expect("a file");
    let (guide, rule) = (
        read("CONTRIBUTING.md"),
        read("src/rules/duplicate_heading.rs"),
    );
    let sample = guide.split("```rust\n").nth(1).expect("a sample");
    let sample = sample.split("```").next().expect("its end");
    let imports = sample
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with("use "));
    let imports: Vec<&str> = imports.collect();
    assert!(imports.len() > 3);
    for import in imports {
        assert!(rule.contains(&format!("{import}\n")), "{import}");
    }
}
