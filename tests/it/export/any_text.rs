//! Whatever texts a case study holds, nothing is lost and nothing breaks.

use atlas_lint::export::{self, CaseStudy, Edge, Granularity, Incident, Reference, Step, yaml};
use atlas_lint::facts;
use atlas_lint::schema::PageTypes;
use atlas_lint::syntax::{self, ReadOptions};
use atlas_lint::text::Source;

use crate::support::Scratch;
use crate::support::studies::{NEW, files, in_vault, read_study};

/// A sequence of numbers that looks random and is the same every time. <https://prng.di.unimi.it/splitmix64.c>
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % limit as u64).expect("it is small")
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

/// Parts of texts that mean something on a page, in YAML, or to nobody.
const NASTY: [&str; 64] = [
    "word",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\n\n\n",
    "\t",
    "\r\n",
    "\r",
    "\u{a0}",
    "\u{feff}",
    "\u{202e}",
    "\u{200b}",
    "\0",
    "\u{1b}[31m",
    "\u{85}",
    "\u{2028}",
    "é日本\u{1f600}",
    "# Heading\n",
    "\n## Metadata\n",
    "\n### Step 2: Other\n",
    "#### Deep\n",
    "Title\n===\n",
    "Title\n---\n",
    "---\n",
    "---\nid: x\n---\n",
    "```\n",
    "\n```text\n# in code\n```\n",
    "~~~\n",
    "`",
    "`` ` ``",
    "<!--",
    "-->",
    "<div>\n",
    "<script>",
    "<br>",
    "**Technique:** AML.T0000\n",
    "\n- **Tactic:** AML.TA0002\n",
    "**ID:** AML.CS0001\n",
    "**bold**",
    "[[x]]",
    "[[a|b]]",
    "![[x.png]]",
    "[[",
    "]]",
    "[1]",
    "[[ref-1]]",
    "[1]: https://x.example\n",
    "[^1]",
    "[x](/techniques/AML.T0051)",
    "[LLM Prompt Injection](/techniques/AML.T0051)",
    "[t](/tactics/AML.TA0002 \"t\")",
    "| a | b |\n| - | - |\n| [[x\\|y]] | [r](/techniques/AML.T0051) |\n",
    "- item\n",
    "1. one\n",
    "> quote\n",
    "> # quoted\n",
    "    code\n",
    "\\",
    "\\#",
    "{{x.id}}",
    "%%",
    "$$",
    "'\" : #",
];

fn nasty(numbers: &mut Numbers) -> String {
    let parts = numbers.below(9);
    (0..parts).map(|_| numbers.pick(&NASTY)).collect()
}

fn maybe(numbers: &mut Numbers, text: impl FnOnce(&mut Numbers) -> String) -> Option<String> {
    (numbers.below(4) > 0).then(|| text(numbers))
}

fn study(numbers: &mut Numbers) -> CaseStudy {
    let known = [Granularity::Day, Granularity::Month, Granularity::Year][numbers.below(3)];
    let count = 1 + numbers.below(4);
    let branches = numbers.below(4) == 0;
    let cites = numbers.below(2) == 0;
    let techniques = [
        "AML.T0051",
        "AML.T0000",
        "AML.T0002.001",
        "AML.T0064",
        "AML.T0015",
    ];
    let steps = (0..count).map(|at| Step {
        technique: numbers.pick(&techniques).to_owned(),
        tactic: numbers.pick(&["AML.TA0002", "AML.TA0005"]).to_owned(),
        description: nasty(numbers),
        edge: branches.then(|| Edge {
            id: format!("S{:02}", at + 3),
            leads_to: vec![nasty(numbers), "S03".to_owned()],
        }),
    });
    let steps = steps.collect();
    let count = numbers.below(4);
    let references = (0..count).map(|at| Reference {
        id: cites.then(|| format!("ref-{}", at + 1)),
        title: maybe(numbers, nasty),
        url: maybe(numbers, |numbers| {
            let urls = [
                "https://x.example/a_(b)",
                " https://x.example",
                "https://x.example/?a=1&lt;=2",
                "",
                "x",
                "https://x.example",
            ];
            let url = numbers.pick(&urls).to_owned();
            if numbers.below(3) == 0 {
                url + &nasty(numbers)
            } else {
                url
            }
        }),
    });
    CaseStudy {
        references: references.collect(),
        id: Some("AML.CS0099".to_owned()),
        name: nasty(numbers),
        summary: nasty(numbers),
        date: Some(Incident {
            date: numbers
                .pick(&["2019-08-22", "2020-01-01", "2024-02-29", "2021-07-01"])
                .to_owned(),
            known,
        }),
        kind: maybe(numbers, |numbers| {
            numbers
                .pick(&["incident", "exercise", "INCIDENT!", ""])
                .to_owned()
        }),
        target: maybe(numbers, nasty),
        actor: maybe(numbers, nasty),
        reporter: maybe(numbers, nasty),
        steps,
        created: maybe(numbers, |_| "2020-10-23".to_owned()),
        modified: maybe(numbers, |_| "2021-10-23".to_owned()),
        uuid: maybe(numbers, nasty),
    }
}

// Whatever a case study says, a page holds it: it reads back the same, and it opens no section of its own.
#[test]
fn any_text_goes_to_markdown_and_back() {
    in_vault("2026.05", |cx| {
        let mut numbers = Numbers(2026);
        for round in 0..600 {
            let study = study(&mut numbers);
            let page = export::markdown(&study, "a-page", cx)
                .unwrap_or_else(|why| panic!("round {round}: {why:?}\n{study:#?}"));
            assert_eq!(
                read_study(&page, cx).as_ref(),
                Ok(&study),
                "round {round}\n{page}"
            );
            let source = Source::new(NEW, page.as_str());
            let read = syntax::read(&source, &ReadOptions::default()).expect("a page");
            assert!(
                read.front.as_ref().is_some_and(|front| front.sound),
                "{page}"
            );
            let steps = facts::facts(&read, &PageTypes::default())
                .studies
                .remove(0)
                .steps;
            assert_eq!(steps.len(), study.steps.len(), "{page}");
        }
    });
}

// Whatever a case study says, nothing in its page is broken that was whole: no link, no section, no field.
#[test]
fn any_text_makes_a_page_without_defects() {
    let vault = Scratch::new("export-nasty");
    for file in files().files() {
        vault.write(file.path(), file.text());
    }
    in_vault("2026.05", |cx| {
        let mut numbers = Numbers(99);
        for round in 0..150 {
            let study = CaseStudy {
                id: Some(format!("AML.CS9{round:03}")),
                name: "A name".to_owned(),
                kind: Some("incident".to_owned()),
                target: Some(format!("a{}", nasty(&mut numbers))),
                actor: Some(format!("a{}", nasty(&mut numbers))),
                ..study(&mut numbers)
            };
            let page = export::markdown(&study, "a-page", cx).expect("a page");
            vault.write(&format!("studies/{round}/a.md"), page);
        }
    });
    let rules = "schema-violation,malformed-wiki-link,unresolved-link,unresolved-anchor,invalid-frontmatter,inconsistent-page,duplicate-id,\
                 invalid-encoding,wrong-link-target";
    let run = vault.run(&[
        "check",
        "studies",
        "--vault",
        ".",
        "--catalog",
        "2026.05",
        "--select",
        rules,
    ]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    assert!(run.stderr.contains("151 pages"), "{}", run.stderr);
}

// What is written is what any reader of YAML reads: the typed parser, and the tree that this program lints.
#[test]
fn any_text_goes_to_yaml_and_back() {
    let mut numbers = Numbers(7);
    for _ in 0..3_000 {
        let text = nasty(&mut numbers);
        // The typed parser takes U+0085 and U+2028 for line ends; quoted as escapes they are none.
        for letters in [yaml::Escaping::Ascii, yaml::Escaping::FrontMatter] {
            let value = yaml::Value::List(vec![yaml::Value::text(&text)]);
            let written = yaml::write(
                &[
                    ("k y".to_owned(), value),
                    (text.clone(), yaml::Value::text(&text)),
                ],
                letters,
            );
            let read: serde_yaml::Value =
                serde_yaml::from_str(&written).unwrap_or_else(|error| panic!("{error}: {written}"));
            assert_eq!(read["k y"][0].as_str(), Some(text.as_str()), "{written}");
            let (tree, errors) = syntax::yaml::parse(&written, 0);
            assert_eq!(errors, [], "{written}");
            let root = tree.root().expect("a root");
            assert_eq!(
                tree.get(root, &text).and_then(|node| tree.text(node)),
                Some(text.as_str()),
                "{written}"
            );
        }
    }
    for text in [
        "no",
        "1",
        "1e3",
        "2019-08-22",
        "~",
        "",
        "0o17",
        "1:30",
        ".inf",
        "<<",
        "null",
        "- x",
        "a: b",
        "a #b",
        "a:",
        "#a",
    ] {
        let written = yaml::write(
            &[("k".to_owned(), yaml::Value::text(text))],
            yaml::Escaping::Ascii,
        );
        assert!(written.starts_with("k: '"), "{written}");
    }
}
