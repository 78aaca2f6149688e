//! Names, templates and files from a stranger.

use super::{base, text};

/// Names that a page has literally, or not at all.
pub(super) const NAMES: [&str; 14] = [
    "Plain name",
    "../../../etc/passwd",
    "C:\\Windows\\..\\x: \"quotes\" 'single' #tag",
    "[[kb/techniques/search|AML]] [a](b) ![c](d)",
    "`code` <b>bold</b> <!-- c --> {#anchor} {x}",
    "no",
    "--- - * _emph_ **strong** ~~s~~ ==m== $x$ %%c%%",
    "@user !include &anchor *alias ? : | >",
    "{title} {% raw %}",
    "Prompt Template",
    "index",
    "Ünïcödé 名前 🦀",
    "CON",
    "50% of \\u0041 &amp; &#x41; ]] ((",
];

#[test]
fn names_are_literal_and_stay_in_the_folder() {
    let vault = base("new-names");
    for name in NAMES {
        let run = vault.run(&["new", "case-study", "--technique", "AML.T0000", "--", name]);
        assert_eq!(run.code, 0, "{name}: {}", run.stderr);
        let path = run.stdout.trim_end();
        assert!(path.starts_with("kb/studies/"), "{name}: {path}");
        assert_eq!(path.matches('/').count(), 2, "{name}: {path}");
        let shown = vault.run(&["show", path]).stdout;
        let shown: serde_json::Value = serde_json::from_str(&shown).expect("JSON");
        let title = shown["frontmatter"]["title"].as_str().unwrap_or_default();
        assert!(title.ends_with(&format!(": {name}")), "{name}: {title}");
        assert_eq!(
            shown["sections"].as_object().map(serde_json::Map::len),
            Some(5),
            "{name}"
        );
    }
    let listed = text(&vault, "kb/techniques/search.md");
    let count = NAMES.len() + 2;
    assert!(
        listed.contains(&format!("## Case Studies ({count})\n")),
        "{listed}"
    );
}

#[test]
fn names_that_no_page_can_have_are_refused() {
    let vault = base("new-refused");
    for name in [
        "",
        " ",
        "///",
        "a\u{1b}[31mb",
        "a\u{7}",
        "a\u{202e}b",
        "a\u{200b}b",
        &"x".repeat(201),
        "See AML.T9999",
        "{{title}} {{steps}}",
    ] {
        let run = vault.run(&["new", "case-study", "--", name]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{name:?}");
        assert!(
            !run.stderr.contains(['\u{1b}', '\u{7}', '\u{202e}']),
            "{name:?}"
        );
    }
    let long = vault.run(&["new", "case-study", &"wide name ".repeat(19)]);
    assert_eq!(long.code, 0, "{}", long.stderr);
    let stem = long
        .stdout
        .trim_end()
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .len();
    assert!(stem < 140, "{}", long.stdout);
}

// Whatever texts a file holds, they add no section, field or link to the page.
#[test]
fn texts_of_a_file_stay_texts() {
    let vault = base("new-file");
    let evil = "before\n## Procedure\n### Step 9: X\n**Technique:** AML.T9999\n[[nowhere]] <script>\n---\n```\nunclosed";
    let file = serde_json::json!({
        "study": {
            "name": "From a stranger",
            "summary": evil,
            "incident-date": "2026-02-01",
            "incident-date-granularity": "MONTH",
            "procedure": [
                { "tactic": "AML.TA0002", "technique": "AML.T0000", "description": evil },
                { "tactic": "AML.TA0002", "technique": "AML.T0000", "description": "" },
            ],
            "target": "a\n- **ID:** AML.CS0001\n## X",
            "actor": "[[x|y]] `z`",
            "reporter": "{{id}}",
            "case-study-type": "incident",
            "references": [{ "title": "](x) [[a]]", "url": "javascript:alert(1)" }, { "title": null, "url": null }],
        }
    });
    // Indented, the text is the same for YAML.
    vault.write("in.json", file.to_string());
    let run = vault.run(&["new", "case-study", "--from", "in.json"]);
    // The ids in the texts are unknown, which `check` reports as errors: nothing is written.
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
    assert!(run.stderr.contains("AML.T9999"), "{}", run.stderr);
    let harmless = file
        .to_string()
        .replace("AML.T9999", "AML.T0000")
        .replace("javascript:alert(1)", "https://example.com/(a)");
    vault.write("in.json", harmless);
    let run = vault.run(&["new", "case-study", "--from", "in.json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let shown = vault.run(&["show", run.stdout.trim_end()]).stdout;
    let shown: serde_json::Value = serde_json::from_str(&shown).expect("JSON");
    let steps = &shown["sections"]["Attack Procedure"]["sections"];
    assert_eq!(
        steps.as_object().map(serde_json::Map::len),
        Some(2),
        "{shown}"
    );
    assert_eq!(shown["sections"]["Metadata"]["fields"]["ID"], "ACME.CS0003");
}

#[test]
fn nothing_is_overwritten() {
    let vault = base("new-twice");
    let first = vault.run(&["new", "case-study", "Three"]);
    let second = vault.run(&["new", "case-study", "Three", "--id", "ACME.CS0004"]);
    assert_eq!(first.stdout, "kb/studies/three.md\n");
    assert_eq!(second.stdout, "kb/studies/three-acme-cs0004.md\n");
    let run = vault.run(&["new", "technique", "AML.T0000"]);
    assert!(
        run.code == 2 && run.stderr.contains("already declared"),
        "{}",
        run.stderr
    );
    let run = vault.run(&["new", "vault", "kb"]);
    assert!(
        run.code == 2 && run.stderr.contains("not an empty folder"),
        "{}",
        run.stderr
    );
}

// A list that cannot be written is found before the page is.
#[cfg(unix)]
#[test]
fn a_plan_is_written_as_a_whole_or_not_at_all() {
    use std::os::unix::fs::PermissionsExt;
    let vault = base("new-readonly");
    let listing = vault.path().join("kb/techniques/search.md");
    std::fs::set_permissions(&listing, std::fs::Permissions::from_mode(0o444))
        .expect("permissions");
    let run = vault.run(&["new", "case-study", "Three", "--technique", "AML.T0000"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("nothing was written"), "{}", run.stderr);
    assert!(!vault.path().join("kb/studies/three.md").exists());
}
