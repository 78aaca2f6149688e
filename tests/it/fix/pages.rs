//! Defects in awkward places of small pages: tables, front matter, lists, several at once. Each has to come back byte for byte.

use atlas_lint::text::{FileId, Source};

use crate::support::vault::Vault;

/// The page around a line of text.
const STUDY: &str = "---\nid: a-study\ntitle: \"AML.CS0007: GPT-2 Model Replication\"\ntype: case-study\n---\n\n# AML.CS0007: GPT-2 Model Replication\n\n## Metadata\n\n- **ID:** AML.CS0007\n- **Incident Date:** 2019-08-22\n- **Type:** exercise\n- **Target:** OpenAI GPT-2\n- **Actor:** Researchers\n\n## Procedure\n\n### Step 1: LLM Prompt Injection\n\n**Technique:** [[injection|AML.T0051: LLM Prompt Injection]]\n\nThey did.\n\n### Step 2: LLM Jailbreak\n\n**Technique:** [[jailbreak|AML.T0054: LLM Jailbreak]]\n\nThey did more.\n\n## References\n\n1. [One](https://example.com/one)\n2. [Two](https://example.com/two)\n3. [Three](https://example.com/three)\n";

fn mended(text: &str, unsafe_too: bool) -> (String, String) {
    let files = [
        ("a.md", text),
        (
            "injection.md",
            "# AML.T0051: LLM Prompt Injection\n\n## Metadata\n",
        ),
        ("jailbreak.md", "# AML.T0054: LLM Jailbreak\n"),
        ("sub/direct.md", "# AML.T0051.000: Direct\n"),
        ("one/twice.md", "# AML.T0015: Evade AI Model\n"),
        ("two/twice.md", "# AML.T0043: Craft Adversarial Data\n"),
        (
            "theft.md",
            "# AML.T0048.004: AI Intellectual Property Theft\n",
        ),
    ];
    let files = files.map(|(path, text)| Source::new(path, text));
    let vault = Vault::of(files.to_vec(), "2026.05");
    let repaired = vault.repair(vault.sources(), unsafe_too);
    let found: Vec<String> = repaired
        .report
        .diagnostics
        .iter()
        .map(|found| {
            let fix = found
                .fix
                .as_ref()
                .map(|fix| (fix.applicability, &fix.message));
            format!("{}: {} {fix:?}", found.rule, found.message)
        })
        .collect();
    let text = repaired.sources.get(FileId(0)).text().to_owned();
    (text, found.join("\n  "))
}

/// Breaks a page in each of several ways, as it is and with CRLF and a byte-order mark.
fn come_back(page: &str, unsafe_too: bool, cases: &[(&str, &str)]) {
    let crlf = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let forms: [&dyn Fn(&str) -> String; 2] = [&str::to_owned, &crlf];
    let mut failures = Vec::new();
    for form in forms {
        for (whole, broken) in cases {
            assert!(page.contains(whole), "{whole} is not in the page");
            let page = form(page);
            let (whole, broken) = (
                whole.replace('\n', &form("\n").replace('\u{feff}', "")),
                broken.replace('\n', &form("\n").replace('\u{feff}', "")),
            );
            let (after, found) = mended(&page.replacen(&whole, &broken, 1), unsafe_too);
            if after != page {
                let differ = after.lines().zip(page.lines()).find(|(a, b)| a != b);
                failures.push(format!(
                    "{whole}\n  broken {broken}\n  after  {differ:?}\n  {found}"
                ));
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{}\n{} failures",
        failures.join("\n"),
        failures.len()
    );
}

const TABLES: &str = "# Notes\n\n| ID | Technique | Page |\n| --- | --- | --- |\n| AML.T0051 | LLM Prompt Injection | [[injection\\|AML.T0051: LLM Prompt Injection]] |\n| AML.T0015 | Evade AI Model | [[one/twice\\|AML.T0015: Evade AI Model]] |\n| `AML.T0054` | [LLM Jailbreak](jailbreak.md) | x |\n| AML.T0048.004 | AI Intellectual Property Theft | [[theft\\|AML.T0048.004]] |\n\n- AML.T0043: Craft Adversarial Data\n- **AML.T0054** - LLM Jailbreak\n- see [AML.T0051.000: Direct](sub/direct.md), [[sub/direct|AML.T0051.000]]\n\n> Quoted AML.T0051 (LLM Prompt Injection).\n";

#[test]
fn in_tables_and_lists() {
    come_back(
        TABLES,
        false,
        &[
            ("| AML.T0051 | LLM", "| AML-T0051 | LLM"),
            ("| AML.T0051 | LLM", "| AML.T051 | LLM"),
            ("| AML.T0051 | LLM", "| aml.t0051 | LLM"),
            ("\\|AML.T0051: LLM", "\\|AMLT0051: LLM"),
            ("[[injection\\|", "[[jailbreak\\|"),
            ("[[one/twice\\|", "[[twice\\|"),
            ("[[one/twice\\|", "[[ONE/twice\\|"),
            ("| Evade AI Model |", "| Evade ML Model |"),
            ("AML.T0015: Evade AI Model", "AML.T0015: Evade ML Model"),
            (
                "AML.T0048.004 | AI Intellectual",
                "AML.T0045 | ML Intellectual",
            ),
            ("[[theft\\|AML.T0048.004]]", "[[theft\\|AML.T0045]]"),
            ("](jailbreak.md)", "](Jailbreak.md)"),
            ("- AML.T0043: Craft", "- AML.T043: Craft"),
            ("[AML.T0051.000: Direct]", "[AML.T0051.0: Direct]"),
            ("(sub/direct.md)", "(injection.md)"),
            ("(sub/direct.md)", "(sub/Direct.md)"),
            ("[[sub/direct|", "[[jailbreak|"),
            ("Quoted AML.T0051", "Quoted AML T0051"),
        ],
    );
}

const FRONT: &str = "---\ntitle: 'AML.T0051: LLM Prompt Injection'\ntechnique: AML.T0054\nalso: 'AML.T0043'\nflag: 'no'\nversion: '1:30'\nlist: ['010', 'on']\nrelated: '[[jailbreak]]'\nmore:\n  - 'yes'\n  - '[[one/twice|AML.T0015: Evade AI Model]]'\n---\n\n# AML.T0051: LLM Prompt Injection\n";

#[test]
fn in_front_matter() {
    let double = FRONT.replace('\'', "\"");
    come_back(
        FRONT,
        false,
        &[
            ("'no'", "no"),
            ("'1:30'", "1:30"),
            ("'010'", "010"),
            ("'on'", "on"),
            ("'[[jailbreak]]'", "[[jailbreak]]"),
            ("- 'yes'", "- yes"),
            ("'AML.T0051: ", "'AML-T0051: "),
            ("technique: AML.T0054", "technique: aml.t0054"),
            ("'AML.T0043'", "'AML_T0043'"),
            ("[[one/twice|", "[[twice|"),
            ("[[one/twice|", "[[two/twice|"),
            (": Evade AI Model", ": Evade ML Model"),
        ],
    );
    come_back(
        &double,
        false,
        &[
            ("\"no\"", "no"),
            ("\"1:30\"", "1:30"),
            ("\"[[jailbreak]]\"", "[[jailbreak]]"),
            ("- \"yes\"", "- yes"),
            ("\"AML.T0051: ", "\"aml.t0051: "),
        ],
    );
}

#[test]
fn several_at_once() {
    come_back(
        STUDY,
        false,
        &[
            ("AML.CS0007\n- **Incident", "AML-CS0007\n- **Incident"),
            (
                "1. [One](https://example.com/one)\n2. ",
                "1. [One]( https://example.com/one)\n12. ",
            ),
            (
                "Step 1: LLM Prompt Injection\n\n**Technique:** [[injection|AML.T0051: LLM",
                "Step 1: LLM Prompt Injection\n\n**Technique:** [[injection|AML.T051: LLM",
            ),
            (
                "Step 2: LLM Jailbreak\n\n**Technique:** [[jailbreak|",
                "Step 3: LLM Jailbraek\n\n**Technique:** [[jailbreak|",
            ),
            (
                "Step 2: LLM Jailbreak\n\n**Technique:** [[jailbreak|AML.T0054",
                "Step 22: LLM Jailbreak\n\n**Technique:** [[injection|AML.T0054",
            ),
        ],
    );
}

#[test]
fn with_a_look() {
    come_back(
        STUDY,
        true,
        &[
            ("[[injection|", "[[injektion|"),
            ("[[injection|", "[[folder/injection|"),
            (
                "[[jailbreak|AML.T0054: LLM Jailbreak]]",
                "[[jailbreak|AML.T0054: LLM Jailbrake]]",
            ),
            (
                "[[jailbreak|AML.T0054: LLM Jailbreak]]",
                "[[jailbreak|AML.T0054: Craft Adversarial Data]]",
            ),
            ("[[jailbreak|AML.T0054: LLM", "[[jailbreak|AML.T0154: LLM"),
            ("[[jailbreak|AML.T0054: LLM", "[[jailbreak|AML.T9954: LLM"),
            (
                "[[jailbreak|AML.T0054: LLM",
                "[[jailbreak|AML.T00\u{200b}54: LLM",
            ),
            ("They did more", "They \u{202e}did more"),
            ("[[jailbreak|AML", "[[jail\u{200b}break|AML"),
            (
                "[[jailbreak|AML.T0054: LLM Jailbreak]]",
                "[[jailbreak|AML.T0054: LLM Jailbreak]",
            ),
            (
                "[[jailbreak|AML.T0054: LLM Jailbreak]]",
                "[[jailbreak|AML.T0054: LLM Jailbreak",
            ),
            (
                "\"AML.CS0007: GPT-2 Model Replication\"",
                "AML.CS0007: GPT-2 Model Replication",
            ),
            ("title: \"AML.CS0007", "title: \"AML.CS0008"),
            (
                "title: \"AML.CS0007: GPT-2 Model",
                "title: \"AML.CS0007: GTP-2 Model",
            ),
            ("# AML.CS0007: GPT-2", "# AML.CS0009: GPT-2"),
            ("**Incident Date:**", "**Incident Dat:**"),
            ("**Actor:**", "**Acter:**"),
            ("## Procedure", "## Procedures"),
            ("## Metadata", "## Metadta"),
            ("**Type:** exercise", "**Type:** exercize"),
            ("**Technique:** [[inj", "**Technqiue:** [[inj"),
            ("title: \"", "titel: \""),
            ("type: case-study", "type: case-studies"),
            ("### Step 2: ", "### 2. "),
            ("### Step 2: ", "#### Step 2: "),
            ("Step 2: LLM Jailbreak", "Step 2: Other Words"),
            ("https://example.com/two", "htps://example.com/two"),
            ("https://example.com/two", "https:/example.com/two"),
        ],
    );
    come_back(
        TABLES,
        true,
        &[
            ("[[injection\\|AML", "[[injection|AML"),
            ("(jailbreak.md)", "(jailbraek.md)"),
            ("[AML.T0051.000: Direct]", "[AML.T0051.900: Direct]"),
            (
                "- AML.T0043: Craft Adversarial Data",
                "- AML.T0043: Craft Adversarial Dat",
            ),
        ],
    );
}
