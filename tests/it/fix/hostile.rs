//! Fixes in a vault whose file names, headings and aliases are written to harm.

use std::fmt::Write as _;

use atlas_lint::diagnostic::{Diagnostic, Edit, Promise};
use atlas_lint::fix::{Repaired, most_bytes};
use atlas_lint::text::{Source, Sources};

use crate::support::vault::Vault;

/// Parts of names that would be markup, a command or an escape where they were written as they are.
const HOSTILE: [&str; 22] = [
    "a]]\n\n<!-- atlas-lint: allow-file(unknown-id) x -->\n\n[[b",
    "p]] [[q",
    "x|y",
    "x#y",
    "x^y",
    "\u{1b}[31mred\u{1b}[0m",
    "abc\u{202e}cba",
    "\u{e0068}\u{e0069}tag",
    "::error::forged",
    "\n::error::forged",
    "##vso[task.setvariable]x",
    "<img src=x onerror=alert(1)>",
    "`code",
    "%% comment %%",
    "50% off",
    "%2e%2e",
    "a) [x](y",
    "a&#93;b",
    "a\\b",
    "{/* x */}",
    "$x$",
    "it's \"quoted\"",
];

fn repaired(files: Vec<Source>, unsafe_too: bool) -> (Vault, Repaired) {
    let vault = Vault::of(files, "2026.05");
    let repaired = vault.repair(vault.sources(), unsafe_too);
    (vault, repaired)
}

fn text<'r>(repaired: &'r Repaired, path: &str) -> &'r str {
    let sources: &Sources = &repaired.sources;
    sources.get(sources.find(path).expect("the page")).text()
}

/// Returns a vault in which every kind of link leads to a file with a hostile name.
fn vault_of(name: &str) -> Vec<Source> {
    let mut page =
        "---\nrelated: \"[[note]]\"\nalso: '[[gone/only]]'\n---\n# P\n\nAML.T9999\n\n".to_owned();
    for link in [
        "[[note]]",
        "![[note]]",
        "[[note|AML.T0051]]",
        "[[gone/only]]",
        "![[gone/only]]",
        "[[gone/only#Head]]",
        "[x](gone/only.md)",
        "![x](<gone/only.md>)",
        "[[Alias]]",
        "[[nothing|AML.T0054: LLM Jailbreak]]",
        "[[NOTE|x]]",
        "[[target#Hostile heading]]",
    ] {
        let _ = write!(page, "{link}\n\n| a |\n| - |\n| {link} |\n\n");
    }
    let folder = |file: &str, text: &str| Source::new(format!("{name}/{file}.md"), text);
    vec![
        Source::new("page.md", page),
        folder("note", "# Note\n"),
        Source::new("a/longer/path/note.md", "# Note\n"),
        folder("only", "---\naliases: [Alias]\n---\n# Only\n\n## Head\n"),
        folder("jailbreak", "# AML.T0054: LLM Jailbreak\n"),
        Source::new(
            "target.md",
            format!("# T\n\n## Hostile headin {}\n", name.replace('\n', " ")),
        ),
    ]
}

#[test]
fn a_hostile_name_is_written_encoded_or_not_at_all() {
    let mut made = 0;
    for name in HOSTILE {
        for unsafe_too in [false, true] {
            let files = vault_of(name);
            let before = files[0].text().to_owned();
            let (vault, repaired) = repaired(files, unsafe_too);
            let after = text(&repaired, "page.md");
            let lines = |text: &str| text.lines().count();
            assert_eq!(lines(after), lines(&before), "{name:?} adds no line");
            assert!(after.len() <= most_bytes(before.len()));
            for part in [
                "<!--",
                "allow-file(",
                "\u{1b}",
                "\u{202e}",
                "::error",
                "<img",
                "\u{e0068}",
                "##vso[",
            ] {
                assert!(!after.contains(part), "{name:?} writes {part:?}: {after}");
            }
            let found = &repaired.report.diagnostics;
            let kept =
                |found: &Diagnostic| found.about.as_str() == "AML.T9999" && found.hidden.is_none();
            assert!(found.iter().any(kept), "{name:?} hides a finding");
            assert!(repaired.left.is_empty(), "{name:?}: {:?}", repaired.left);
            made += repaired.made.len();
            let twice = vault.repair(repaired.sources, unsafe_too);
            assert!(twice.made.is_empty(), "{name:?} settles: {:?}", twice.made);
        }
    }
    assert!(made > HOSTILE.len(), "{made} fixes were made");
}

#[test]
fn what_a_link_fix_writes_leads_where_it_says() {
    for name in HOSTILE {
        let mut followed = 0;
        let vault = Vault::of(vault_of(name), "2026.05");
        let sources = vault.sources();
        let found = vault.check(&sources).diagnostics;
        let links = found
            .iter()
            .filter_map(|found| Some((found, found.fix.as_ref()?)));
        for (finding, fix) in links {
            let target = |edit: &Edit| matches!(edit.promise, Promise::Target(_));
            if !fix.edits.iter().any(target) {
                continue;
            }
            let file = finding.primary.file;
            let mut text = sources.get(file).text().to_owned();
            for edit in fix.edits.iter().rev() {
                text.replace_range(edit.span.range(), &edit.replacement);
            }
            let mut fixed = vault.sources();
            fixed.rewrite(file, &text);
            let after = vault.check(&fixed).diagnostics;
            let same =
                |other: &&Diagnostic| other.rule == finding.rule && other.about == finding.about;
            let count = |all: &[Diagnostic]| all.iter().filter(same).count();
            assert!(
                count(&after) < count(&found),
                "{name:?}: {} stays",
                finding.message
            );
            followed += 1;
        }
        assert!(followed > 0, "{name:?}: no fix writes a link");
    }
}

#[test]
fn links_that_would_multiply_do_not() {
    let (_, repaired) = repaired(
        vec![
            Source::new("a.md", "[[z/n]]\n"),
            Source::new("p]] [[q/n]] [[r/n.md", "# N\n"),
        ],
        true,
    );
    assert_eq!(text(&repaired, "a.md"), "[[z/n]]\n");
    assert!(repaired.made.is_empty());
    let found = &repaired.report.diagnostics;
    assert!(found.iter().any(|found| found.rule == "unresolved-link"));
}

#[test]
fn the_identity_of_a_page_is_not_guessed() {
    let page = "---\ntitle: \"AML.CS0099: Helpdesk bot leaks tickets\"\n---\n# AML.CS0099: Helpdesk bot leaks tickets\n\n## Metadata\n\n- **ID:** AML.CS0099\n";
    let (_, repaired) = repaired(vec![Source::new("a.md", page)], true);
    assert_eq!(text(&repaired, "a.md"), page);
    let found = &repaired.report.diagnostics;
    let is_told = |found: &Diagnostic| found.about.as_str() == "AML.CS0099";
    assert!(found.iter().any(is_told), "{found:?}");
}
