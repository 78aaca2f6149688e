//! `atlas-lint export`, driven as people drive it.

use atlas_lint::export;

use crate::support::studies::{content, in_vault, parsed, read_study, studies};
use crate::support::{Run, Scratch, files_below};

// The case studies that people wrote: each becomes YAML, or the step without a tactic is named.
#[test]
fn every_page_of_content_exports() {
    let pages = files_below(&content().join("frameworks/atlas/case-studies"));
    for path in &pages {
        let page = path.to_string_lossy();
        let v6 = Run::new(&["export", &page, "--to", "v6"]).go();
        let v5 = Run::new(&["export", &page, "--to", "v5"]).go();
        assert_eq!(v6.code, v5.code);
        assert_eq!((v6.code, v6.stderr.as_str()), (0, ""));
        in_vault("2026.09", |cx| {
            let study = studies(v6.stdout.clone(), "2026.09").remove(0);
            let page = export::markdown(&study, "a-page", cx).expect("a page");
            let again = read_study(&page, cx).expect("a case study");
            assert_eq!(export::v6(&again), v6.stdout);
        });
        let (v6, v5) = (parsed(&v6.stdout), parsed(&v5.stdout));
        let id = v5["id"].as_str().expect("an id");
        let object = &v6["case-studies"][id];
        assert_eq!(object["description"], v5["summary"]);
        assert!(
            object["uuid"].is_null() && object["created-date"].is_null(),
            "nothing is invented"
        );
        let edges = v6["relationships"][id]["employs"]
            .as_array()
            .expect("edges");
        assert_eq!(
            edges.len(),
            v5["procedure"].as_array().expect("steps").len()
        );
    }
}

/// Creates a small vault with one case study, whose second step is `step`.
fn vault(name: &str, step: &str) -> Scratch {
    let vault = Scratch::new(name);
    let page = format!(
        "---\nid: a\ntitle: \"AML.CS0099: A\"\ntype: case-study\n---\n\n# AML.CS0099: A\n\nIt [happened](notes.md#x), see [[injection]].\n\n\
         <!-- atlas-lint: allow(wrong-name) -->\nEnd.\n\n## Metadata\n\n- **ID:** AML.CS0099\n- **Incident Date:** 2024\n- **Type:** Exercise\n\
         - **Target:** A system\n- **Actor:** Somebody\n\n## Procedure\n\n### Step 1: LLM Prompt Injection\n\n\
         **Technique:** [[injection|AML.T0051: LLM Prompt Injection]]\nThey [asked](injection.md).\n\n{step}\n\n## Notes\n\nMine.\n"
    );
    vault
        .write("a.md", page)
        .write("injection.md", "# AML.T0051: LLM Prompt Injection\n")
        .write("impact.md", "# AML.TA0011: Impact\n")
        .write("notes.md", "# Notes\n\n## x\n");
    vault
}

#[test]
fn a_page_becomes_yaml() {
    let step = "### Step 2: Evade AI Model\n\n- **Technique:** AML.T0015\n- **Tactic:** [[impact]]\n\nThey got by.";
    let vault = vault("export-page", step);
    let run = vault.run(&["export", "a.md", "--to", "v6", "--catalog", "2026.05"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let tree = parsed(&run.stdout);
    let object = &tree["case-studies"]["AML.CS0099"];
    let text = "It happened, see [LLM Prompt Injection](/techniques/AML.T0051).\n\nEnd.";
    assert_eq!(object["description"], text);
    assert_eq!(
        (&object["date"], &object["date-granularity"]),
        (&"2024-01-01".into(), &"Year".into())
    );
    let edges = &tree["relationships"]["AML.CS0099"]["employs"];
    assert_eq!(edges[0]["target"], "AML.T0015");
    assert_eq!(edges[0]["tactic"], "AML.TA0011");
    assert_eq!(
        edges[1]["description"],
        "They [asked](/techniques/AML.T0051)."
    );
    assert_eq!(edges[1]["leads-to"], serde_json::json!(["S01"]));
    for note in [
        "the section \"Notes\" has no place",
        "the link to `notes.md#x` became plain text",
    ] {
        assert!(run.stderr.contains(note), "{}", run.stderr);
    }
    let v5 = vault.run(&["export", "a.md", "--to", "v5", "--catalog", "2026.05"]);
    assert!(
        v5.stdout
            .contains("\nincident-date: 2024-01-01\nincident-date-granularity: YEAR\n"),
        "{}",
        v5.stdout
    );
}

#[test]
fn steps_that_are_not_whole_are_named() {
    for (step, words) in [
        (
            "### Step 2: Evade\n\n**Technique:** AML.T0015",
            &[
                "step 2, \"Evade\"",
                "the tactic is missing",
                "`AML.TA0011: Impact`",
            ][..],
        ),
        (
            "### Step 2: Evade\n\n**Technique:** AML.T9999",
            &["step 2", "has no technique `AML.T9999`"],
        ),
        (
            "### Step 2: Evade\n\n**Technique:** AML.T051",
            &["step 2", "`AML.T051` is not a technique id"],
        ),
        (
            "### Step 2: Evade\n\n**Technique:** Evade",
            &["step 2", "\"Evade\" has no technique id"],
        ),
        (
            "### Step 2: Evade\n\nText.",
            &["step 2", "states no technique"],
        ),
        (
            "### Step 2: Evade\n\n**Technique:** AML.T0015 and AML.T0051",
            &["several techniques"],
        ),
        (
            "### Step 2: Evade\n\n**Technique:** AML.T0015\n\n**Tactic:** Evasion",
            &["\"Evasion\" is not an ATLAS tactic"],
        ),
        (
            "### Step 2: Evade\n\n**Technique:** AML.T0015\n\n**Tactic:** AML.TA0011 AML.TA0004",
            &["several tactics"],
        ),
        (
            "### Step 2: \u{1b}[2Jx\n\n**Technique:** \u{202e}y",
            &["\\x1b[2Jx", "\\u{202e}y"],
        ),
    ] {
        let vault = vault("export-steps", step);
        let run = vault.run(&[
            "export",
            "a.md",
            "--to",
            "v5",
            "--catalog",
            "2026.05",
            "--output",
            "o.yaml",
        ]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
        for word in words {
            assert!(
                run.stderr.contains(word),
                "{word:?} is not in {}",
                run.stderr
            );
        }
        assert!(!vault.path().join("o.yaml").exists());
    }
}

#[test]
fn what_cannot_be_exported_is_said() {
    let vault = vault("export-refused", "");
    vault
        .write("plain.md", "# Plain\n")
        .write("broken.md", "---\nid: [\n---\n# AML.CS0098: B\n\n## Procedure\n\n### Step 1: x\n")
        .write("bytes.md", b"# AML.CS0097: B \xff")
        .write("plain.yaml", "a: 1\n")
        .write("broken.yaml", "id: AML.CS0001\nprocedure: [\n")
        .write("two.yaml", "case-studies:\n  AML.CS0001: {name: A}\n  AML.CS0002: {name: B}\n")
        .write("there.md", "mine\n")
        .write("date.yaml", "id: AML.CS0001\nobject-type: case-study\nname: A\nsummary: S\nincident-date: soon\nprocedure: []\n")
        .write("template.yaml", "id: AML.CS0001\nobject-type: case-study\nname: A\nsummary: '{{x.id}}'\nprocedure: []\n")
        .write("notes.txt", "");
    for (args, words) in [
        (&["gone.md", "--to", "v5"][..], "no such file"),
        (&["plain.md", "--to", "v5"], "is not a case study"),
        (&["injection.md", "--to", "v5"], "it declares `AML.T0051`"),
        (&["broken.md", "--to", "v6"], "front matter cannot be read"),
        (&["bytes.md", "--to", "v6"], "not UTF-8"),
        (&["a.md", "--to", "markdown"], "Markdown already"),
        (&["notes.txt", "--to", "v5"], "is not a page"),
        (&["plain.yaml", "--to", "markdown"], "none of ATLAS's forms"),
        (
            &["broken.yaml", "--to", "markdown"],
            "broken.yaml:2:12: this cannot be read as YAML",
        ),
        (
            &["two.yaml", "--to", "markdown"],
            "holds 2 case studies; choose one, as in --id AML.CS0001",
        ),
        (
            &["two.yaml", "--to", "markdown", "--id", "AML.CS003"],
            "did you mean AML.CS0001?",
        ),
        (
            &[
                "two.yaml",
                "--to",
                "markdown",
                "--id",
                "AML.CS0001",
                "--output",
                "there.md",
            ],
            "already there",
        ),
        (
            &[
                "two.yaml",
                "--to",
                "markdown",
                "--id",
                "AML.CS0001",
                "--output",
                "x.txt",
            ],
            "is not a page",
        ),
        (&["date.yaml", "--to", "markdown"], "`soon` is not a date"),
        (
            &["template.yaml", "--to", "markdown"],
            "the template `{{x.id}}` refers to nothing in this release",
        ),
        (&["a.md", "--to", "v7"], "possible values: v5, v6, markdown"),
        (&["a.md"], "--to <FORM>"),
        (
            &["a.md", "--to", "v5", "--id", "AML.CS0099"],
            "--id chooses from a YAML file",
        ),
        (
            &["a.md", "--to", "v5", "--output", "b.md"],
            "is a page's name",
        ),
    ] {
        let all: Vec<&str> = std::iter::once("export")
            .chain(args.iter().copied())
            .collect();
        let run = vault.run(&all);
        assert_eq!(
            (run.code, run.stdout.as_str()),
            (2, ""),
            "{args:?}: {}",
            run.stderr
        );
        assert!(
            run.stderr.contains(words),
            "{words:?} is not in {}",
            run.stderr
        );
    }
    let there = std::fs::read_to_string(vault.path().join("there.md")).expect("it is there");
    assert_eq!(there, "mine\n");
}

#[test]
fn yaml_becomes_a_page_of_this_vault() {
    let vault = vault("export-yaml", "");
    vault.write(
        "in/AML.CS0001.yaml",
        "id: AML.CS0001\nname: 'A: B'\nobject-type: case-study\nsummary: See [Injection](/techniques/AML.T0051).\nincident-date: 2024-03-01\n\
         incident-date-granularity: MONTH\nprocedure:\n- tactic: AML.TA0005\n  technique: AML.T0051\n  description: Done.\n- tactic: AML.TA0002\n  \
         technique: AML.T0000\n  description: Read.\ntarget: T\nactor: A\ncase-study-type: incident\nextra: 1\n",
    );
    vault.write("there.md", "mine\n");
    let args = [
        "export",
        "in/AML.CS0001.yaml",
        "--to",
        "markdown",
        "--catalog",
        "2026.05",
        "--output",
        "there.md",
    ];
    assert_eq!(vault.run(&args).code, 2);
    let run = Run::new(&[&args[..], &["--force"]].concat())
        .at(vault.path())
        .go();
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    assert!(
        run.stderr.contains("`extra` has no place in a case study"),
        "{}",
        run.stderr
    );
    let page = std::fs::read_to_string(vault.path().join("there.md")).expect("the page");
    assert_eq!(
        page,
        "---\nid: \"there\"\ntitle: \"AML.CS0001: A: B\"\ntype: case-study\n---\n\n# AML.CS0001: A: B\n\nSee [[injection|Injection]].\n\n## Metadata\n\n\
         - **ID:** AML.CS0001\n- **Incident Date:** 2024-03\n- **Type:** incident\n- **Target:** T\n- **Actor:** A\n\n## Procedure\n\n\
         ### Step 1: LLM Prompt Injection\n\n**Technique:** [[injection|AML.T0051: LLM Prompt Injection]]\n\n\
         **Tactic:** [AML.TA0005: Execution](https://atlas.mitre.org/tactics/AML.TA0005)\n\nDone.\n\n### Step 2: Search Open Technical Databases\n\n\
         **Technique:** [AML.T0000: Search Open Technical Databases](https://atlas.mitre.org/techniques/AML.T0000)\n\n\
         **Tactic:** [AML.TA0002: Reconnaissance](https://atlas.mitre.org/tactics/AML.TA0002)\n\nRead.\n"
    );
    let left: Vec<String> = files_below(vault.path())
        .iter()
        .map(|path| path.to_string_lossy().into_owned())
        .filter(|path| path.contains("tmp") && path.contains("there.md."))
        .collect();
    assert_eq!(left, [""; 0], "nothing is left behind");
}

// A page that people wrote, on Windows, in a vault of Markdown links: the links lead where they did, and line ends are YAML's.
#[test]
fn a_vault_of_markdown_links_gets_markdown_links() {
    let vault = vault("export-markdown", "");
    let page = std::fs::read_to_string(vault.path().join("a.md")).expect("the page");
    let page = page.replace(
        "[[injection|AML.T0051: LLM Prompt Injection]]",
        "[AML.T0051: LLM Prompt Injection](injection.md)",
    );
    let page = page
        .replace(", see [[injection]]", "")
        .replace('\n', "\r\n");
    vault
        .write("a.md", &page)
        .write("atlas-lint.yaml", "dialect: docusaurus\n");
    let run = vault.run(&[
        "export",
        "a.md",
        "--to",
        "v6",
        "--catalog",
        "2026.05",
        "-o",
        "out.yaml",
    ]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let yaml = std::fs::read_to_string(vault.path().join("out.yaml")).expect("the file");
    assert!(
        !yaml.contains("\\r") && yaml.contains("They [asked](/techniques/AML.T0051)."),
        "{yaml}"
    );
    let back = [
        "export",
        "out.yaml",
        "--to",
        "markdown",
        "--catalog",
        "2026.05",
        "-o",
        "b/c.md",
    ];
    vault.write("b/d.md", "# D\n");
    let run = vault.run(&back);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stderr
            .contains("`AML.CS0099` is already declared by a.md"),
        "{}",
        run.stderr
    );
    let page = std::fs::read_to_string(vault.path().join("b/c.md")).expect("the page");
    for link in [
        "**Technique:** [AML.T0051: LLM Prompt Injection](../injection.md)",
        "They [asked](../injection.md).",
    ] {
        assert!(page.contains(link), "{page}");
    }
    let again = vault.run(&["export", "b/c.md", "--to", "v6", "--catalog", "2026.05"]);
    assert_eq!(again.stdout, yaml);
    let run = vault.run(&[
        "check",
        "b",
        "--vault",
        ".",
        "--catalog",
        "2026.05",
        "--ignore",
        "duplicate-id,unknown-id",
    ]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
}

// The source of v5 is filled in by a template engine: a page's own words are no program for it.
#[test]
fn no_words_of_a_page_are_a_template() {
    let words = "{{ x.__class__ }} {% set a = 1 %} {# b {{{c}}} {## {{%";
    let vault = vault("export-template", words);
    let run = vault.run(&["export", "a.md", "--to", "v5", "--catalog", "2026.05"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("start templates"), "{}", run.stderr);
    for opens in ["{{", "{%", "{#"] {
        assert!(!run.stdout.contains(opens), "{}", run.stdout);
    }
    let plain = "{ { x.__class__ }} { % set a = 1 %} { # b { { {c}}} { ## { { %";
    assert!(run.stdout.contains(plain), "{}", run.stdout);
    let run = vault.run(&["export", "a.md", "--to", "v6", "--catalog", "2026.05"]);
    assert!(run.stdout.contains(words), "{}", run.stdout);
    assert!(!run.stderr.contains("templates"), "{}", run.stderr);
}
