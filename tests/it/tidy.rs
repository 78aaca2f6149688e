//! The house rules that no compiler knows: who may import whom, and where each library may be used.

use std::collections::BTreeMap;
use std::path::Path;

use atlas_lint::rules::{Needs, ReplacedBy, find};

use crate::support::files_below;

/// The modules of `src/`, lowest first. A module imports only from lower lines, or from its own.
const LAYERS: [&[&str]; 18] = [
    &["text", "nearest", "parallel", "date"],
    &["diagnostic", "fingerprint"],
    &["settings", "dialect", "lookup"],
    &["syntax", "catalog"],
    &["schema"],
    &["facts"],
    &["pages", "framework"],
    &["vault"],
    &["analysis"],
    &["context"],
    &["rules", "export"],
    &["filter", "conventions"],
    &["config", "readback"],
    &["check"],
    &["sync", "fix", "scaffold"],
    &["render", "disk"],
    &["git", "example"],
    &["cli"],
];

/// Libraries that only one place may use.
const HOMES: [(&str, &str); 16] = [
    ("miette", "src/render/full.rs"),
    ("jsonschema", "src/schema/"),
    ("clap", "src/cli/"),
    ("granit_parser", "src/syntax/yaml"),
    ("std::fs", "src/disk/"),
    ("rustix::fs", "src/disk/"),
    ("rustix::io", "src/disk/"),
    ("rustix::termios", "src/cli/terminal.rs"),
    ("pulldown_cmark", "src/syntax/markdown"),
    ("sha2", "src/catalog/file.rs"),
    ("postcard", "src/catalog/"),
    ("postcard", "src/pages/packed.rs"),
    ("postcard", "src/framework/embedded.rs"),
    ("lz4_flex", "src/pages/packed.rs"),
    ("lz4_flex", "src/framework/embedded.rs"),
    (" ::toml", "src/syntax/toml.rs"),
];

/// Returns every source file: its path from the root, and its text without comments and tests.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found: Vec<(String, String)> = files_below(&root.join("src"))
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("a source file can be read");
            let code = text
                .split("#[cfg(test)]\nmod tests")
                .next()
                .unwrap_or_default();
            let code: Vec<&str> = code
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .collect();
            let path = path
                .strip_prefix(root)
                .expect("it is below the root")
                .to_string_lossy()
                .replace('\\', "/");
            (path, code.join("\n"))
        })
        .collect();
    assert!(found.len() > 50);
    found
}

/// Returns the module of `src/` that a file belongs to.
fn module(path: &str) -> &str {
    let below = path.strip_prefix("src/").unwrap_or(path);
    below
        .split('/')
        .next()
        .unwrap_or(below)
        .trim_end_matches(".rs")
}

#[test]
fn modules_import_only_from_below() {
    let layer: BTreeMap<&str, usize> = LAYERS
        .iter()
        .enumerate()
        .flat_map(|(at, names)| names.iter().map(move |name| (*name, at)))
        .collect();
    for (path, code) in sources() {
        let own = module(&path);
        if matches!(own, "lib" | "main") {
            continue;
        }
        assert!(
            !code.contains("crate::{"),
            "{path}: write one `use crate::` a module, so that this test can read it"
        );
        let mine = *layer
            .get(own)
            .unwrap_or_else(|| panic!("{path} is in no layer of tests/it/tidy.rs"));
        for part in code.split("crate::").skip(1) {
            let name: String = part
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
                .collect();
            let Some(&theirs) = layer.get(name.as_str()) else {
                continue;
            };
            assert!(
                theirs < mine || name == own,
                "{path} imports crate::{name}, which is not below it"
            );
        }
    }
}

// What follows from facts is worked out without the page that they are of, so that it can be let go of.
#[test]
fn analysis_reads_no_page() {
    let of_pages = [
        "syntax::tree",
        "Page<",
        "PageRef",
        "Source",
        "sources",
        ".text()",
        "outline",
        ".get().",
    ];
    let mut seen = 0;
    for (path, code) in sources() {
        if module(&path) != "analysis" {
            continue;
        }
        seen += 1;
        for word in of_pages {
            assert!(!code.contains(word), "{path} reads a page: {word}");
        }
    }
    assert!(seen > 10);
}

/// Links are resolved without the pages that they lead to.
#[test]
fn links_are_resolved_from_facts() {
    let of_pages = [
        "syntax::tree",
        "Page<",
        "PageRef",
        "outline",
        ".page(",
        ".pages()",
    ];
    let readers = [
        "src/vault/page_ref.rs",
        "src/vault/official.rs",
        "src/vault/releases.rs",
    ];
    let mut seen = 0;
    for (path, code) in sources() {
        if module(&path) != "vault" || readers.contains(&path.as_str()) {
            continue;
        }
        seen += 1;
        for word in of_pages {
            assert!(
                !code.contains(word) || path == "src/vault/mod.rs" && word == "PageRef",
                "{path} reads a page: {word}"
            );
        }
    }
    assert!(seen > 10);
}

#[test]
fn rules_do_not_import_one_another() {
    for (path, code) in sources()
        .into_iter()
        .filter(|(path, _)| path.starts_with("src/rules/") && !path.ends_with("mod.rs"))
    {
        for rule in atlas_lint::rules::RULES {
            let stem = rule.name.replace('-', "_");
            assert!(
                !code.contains(&format!("super::{stem}"))
                    && !code.contains(&format!("rules::{stem}")),
                "{path} imports {stem}"
            );
        }
    }
}

/// Where a rule looks beyond its page.
const OF_VAULT: [&str; 18] = [
    ".links()",
    ".problems()",
    ".tactics()",
    ".object()",
    ".has_problem(",
    ".has_uncertain_id(",
    ".open_tactics(",
    ".uncreated_notes(",
    ".linked_page(",
    ".dialect(",
    ".subpaths_into(",
    ".link_to(",
    ".declaring(",
    "VaultContext<",
    ".declared_ids(",
    ".own_releases",
    ".employs()",
    ".destination(",
];

/// Where a rule looks at more than the text of its page.
const OF_PAGE: [&str; 6] = [
    ".facts",
    ".outline",
    ".front",
    ".blocks",
    ".document",
    ".view",
];

#[test]
fn rules_need_what_they_say() {
    let sources = sources();
    let mut of_text = 0;
    for rule in atlas_lint::rules::RULES {
        let stem = format!("src/rules/{}", rule.name.replace('-', "_"));
        let own = |path: &str| {
            path.starts_with(&format!("{stem}.")) || path.starts_with(&format!("{stem}/"))
        };
        let code = sources.iter().filter(|(path, _)| own(path));
        let code: Vec<&str> = code.map(|(_, code)| code.as_str()).collect();
        assert!(!code.is_empty(), "{}", rule.name);
        let looks = OF_VAULT
            .iter()
            .find(|word| code.iter().any(|code| code.contains(**word)));
        let needs_vault = rule.needs == Needs::Vault;
        assert!(
            needs_vault || looks.is_none(),
            "{} calls {looks:?}",
            rule.name
        );
        let reads = OF_PAGE
            .iter()
            .find(|word| code.iter().any(|code| code.contains(**word)));
        assert!(
            rule.needs != Needs::Text || reads.is_none(),
            "{} reads {reads:?}",
            rule.name
        );
        of_text += usize::from(rule.needs == Needs::Text);
        let found = find(rule.name).map(|found| found.name);
        assert_eq!(found, Some(rule.name), "the rules are sorted");
        if let ReplacedBy::Rule(other) = rule.handling.replaced_by {
            assert!(
                find(other.name).is_some(),
                "{} gives way to {}, which is no rule",
                rule.name,
                other.name
            );
        }
    }
    assert!(of_text > 0);
}

#[test]
fn libraries_stay_at_home() {
    for (path, code) in sources() {
        for (library, home) in HOMES {
            let uses =
                code.contains(&format!("{library}::")) || code.contains(&format!("use {library}"));
            let mut homes = HOMES.iter().filter(|(other, _)| *other == library);
            assert!(
                !uses || homes.any(|(_, home)| path.starts_with(home)),
                "{path} uses {library}, whose home is {home}"
            );
        }
    }
}

// In a large vault the facts of a page are unpacked for these and stay. Rules ask for all pages, so they lend them.
#[test]
fn rules_lend_pages() {
    let folders = [
        "analysis", "context", "rules", "filter", "readback", "check",
    ];
    let mut seen = 0;
    for (path, code) in sources() {
        let is_of_check = folders
            .iter()
            .any(|folder| path.starts_with(&format!("src/{folder}/")));
        // Data stay in memory.
        if !is_of_check || path == "src/rules/duplicate_id.rs" {
            continue;
        }
        seen += 1;
        for call in ["vault.page(", "vault.pages()", "vault.facts("] {
            assert!(!code.contains(call), "{path} calls `{call}`");
        }
    }
    assert!(seen > 100, "{seen}");
}

/// Returns what of a file starts a program other than git, or opens a connection.
fn reaching_out(path: &str, code: &str) -> Vec<String> {
    let starts_git = path == "src/git/command.rs";
    let mut found = Vec::new();
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    for word in ["process", "net"] {
        for (at, _) in code.match_indices(word) {
            let (before, after) = (&code[..at], &code[at + word.len()..]);
            let is_part = before.ends_with(is_word) || after.starts_with(is_word);
            let is_text = before.ends_with('"') && after.starts_with('"');
            let is_allowed = word == "process" && (starts_git || after.starts_with("::ExitCode;"));
            if !is_part && !is_text && !is_allowed {
                found.push(format!("{path} uses {word}{after:.20}"));
            }
        }
    }
    if starts_git {
        let starts = code.split("Command::new(").skip(1);
        found.extend(
            starts
                .filter(|start| !start.starts_with("\"git\")"))
                .map(|start| format!("{path} starts {start:.20}")),
        );
    }
    found
}

// The only program that is started is git, and nothing opens a connection.
#[test]
fn nothing_reaches_out() {
    let mut git = 0;
    for (path, code) in sources() {
        assert_eq!(reaching_out(&path, &code), [""; 0]);
        git += code.matches("process::{Command").count();
    }
    assert_eq!(git, 1, "the start of git was read");
}

#[test]
fn what_reaches_out_is_seen() {
    for code in [
        "use std::net::TcpStream;",
        "use std::{fs, net};",
        "let stream = std::os::unix::net::UnixStream::connect(path);",
        "use std::process::Command;",
        "use std::process::{Command, ExitCode};",
        "use std::{io, process};",
        "use std::process as run;",
        "rustix::process::kill_process(id, signal);",
    ] {
        assert_eq!(reaching_out("src/cli/new.rs", code).len(), 1, "{code}");
    }
    let shell = "Command::new(\"sh\")";
    assert_eq!(reaching_out("src/git/command.rs", shell).len(), 1);
    let harmless = "use std::process::ExitCode;\nlet processed = [\"net\"];";
    assert_eq!(reaching_out("src/main.rs", harmless), [""; 0]);
}
