//! Case studies of ATLAS go from one form to another and back, and no fact changes.

use std::collections::BTreeMap;

use atlas_lint::export;
use serde_json::Value;

use crate::needs::{self, shared, tests};
use crate::support::studies::{files, in_vault, parsed, read_study, studies};
use crate::support::{Run, Scratch, files_below};

tests! {
    &["atlas/v6", "atlas/legacy"] =>
        every_case_study_of_2026_05_goes_to_markdown_and_back,
        every_case_study_of_5_6_0_goes_to_markdown_and_back,
        v6_becomes_v5_by_way_of_markdown,
        generated_pages_lint_clean,
        every_case_study_of_every_release_goes_to_markdown_and_back;
    &[needs::ATLAS_SOURCE, "atlas/legacy"] =>
        templates_are_filled_in;
}

fn release(file: &str) -> String {
    std::fs::read_to_string(shared("atlas").join(file)).expect("a release")
}

fn every_case_study_of_2026_05_goes_to_markdown_and_back() {
    let text = release("v6/ATLAS-2026.05.yaml");
    let official = parsed(&text);
    let studies = studies(text.clone(), "2026.05");
    assert_eq!(studies.len(), 57);
    in_vault("2026.05", |cx| {
        for study in &studies {
            let id = study.id.as_deref().expect("an id");
            let page = export::markdown(study, &export::slug(&study.name), cx).expect("a page");
            let back = read_study(&page, cx).expect("a case study");
            let written = export::v6(&back);
            let tree = parsed(&written);
            for part in ["case-studies", "relationships"] {
                assert_eq!(tree[part][id], official[part][id], "{id}");
            }
            // Not only the facts are the same: so is every byte.
            let parts = written.strip_prefix("case-studies:\n").expect("its start");
            let (object, edges) = parts.split_once("relationships:\n").expect("both parts");
            assert!(text.contains(object) && text.contains(edges), "{id}");
            assert!(
                !page.contains("\n  texts:"),
                "{id}: a text is kept that the page can show"
            );
        }
    });
}

fn every_case_study_of_5_6_0_goes_to_markdown_and_back() {
    let text = release("legacy/ATLAS-5.6.0.yaml");
    let official = parsed(&text);
    let official = official["case-studies"].as_array().expect("a list");
    let studies = studies(text, "5.6.0");
    assert_eq!((studies.len(), official.len()), (57, 57));
    in_vault("5.6.0", |cx| {
        for (study, official) in studies.iter().zip(official) {
            let page = export::markdown(study, "a", cx).expect("a page");
            let back = read_study(&page, cx).expect("a case study");
            assert_eq!(parsed(&export::v5(&back)), *official);
        }
    });
}

// The official v5 and v6 forms of one case study state the same facts; where the two differ in their words, v6 has plain quotes
// and dashes.
fn v6_becomes_v5_by_way_of_markdown() {
    let v6 = release("v6/ATLAS-2026.05.yaml");
    let v5 = release("legacy/ATLAS-5.6.0.yaml");
    let official: BTreeMap<String, Value> = parsed(&v5)["case-studies"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|study| {
            (
                study["id"].as_str().expect("an id").to_owned(),
                study.clone(),
            )
        })
        .collect();
    let plain = |value: &Value| {
        let text = value.as_str().unwrap_or_default().trim().to_owned();
        let text = text
            .replace(['\u{2018}', '\u{2019}'], "'")
            .replace(['\u{201c}', '\u{201d}'], "\"");
        text.replace(['\u{2013}', '\u{2014}'], "-")
            .replace('\u{a0}', " ")
    };
    in_vault("2026.05", |cx| {
        for study in studies(v6, "2026.05") {
            let page = export::markdown(&study, "a", cx).expect("a page");
            let ours = parsed(&export::v5(&read_study(&page, cx).expect("a case study")));
            let theirs = &official[study.id.as_deref().expect("an id")];
            for key in [
                "id",
                "incident-date",
                "incident-date-granularity",
                "case-study-type",
                "object-type",
            ] {
                assert_eq!(ours[key], theirs[key], "{key}");
            }
            for key in ["name", "target", "actor", "reporter"] {
                assert_eq!(plain(&ours[key]), plain(&theirs[key]), "{key}");
            }
            let steps = |study: &Value| -> Vec<(Value, Value)> {
                let steps = study["procedure"].as_array().expect("steps").iter();
                steps
                    .map(|s| (s["technique"].clone(), s["tactic"].clone()))
                    .collect()
            };
            assert_eq!(steps(&ours), steps(theirs), "{}", ours["id"]);
        }
    });
}

/// What is true of the official texts: entries that they never cite, and white space before a URL.
const TRUE_OF_ATLAS: [&str; 6] = [
    "studies/achieving-code-execution-in-mathgpt-via-prompt-injection.md misnumbered-reference",
    "studies/ai-clickfix-hijacking-computer-use-agents-using-clickfix.md malformed-url",
    "studies/code-to-deploy-destructive-ai-agent-discovered-in-amazon-q-vs-code-extension.md misnumbered-reference",
    "studies/code-to-deploy-destructive-ai-agent-discovered-in-amazon-q-vs-code-extension.md misnumbered-reference",
    "studies/exposed-clawdbot-control-interfaces-leads-to-credential-access-and-execution.md misnumbered-reference",
    "studies/openclaw-1-click-remote-code-execution.md misnumbered-reference",
];

// All pages of a release, in a vault that has pages of techniques and tactics.
fn generated_pages_lint_clean() {
    let text = release("v6/ATLAS-2026.05.yaml");
    let vault = Scratch::new("export-lint");
    for file in files().files() {
        vault.write(file.path(), file.text());
    }
    in_vault("2026.05", |cx| {
        for study in studies(text, "2026.05") {
            let slug = export::slug(&study.name);
            let page = export::markdown(&study, &slug, cx).expect("a page");
            vault.write(&format!("studies/{slug}.md"), page);
        }
    });
    let run = vault.run(&["check", "studies", "--vault", ".", "--catalog", "2026.05"]);
    let found: Vec<String> = run
        .stdout
        .lines()
        .filter_map(|line| {
            let (path, rest) = line.split_once(':')?;
            let (_, rule) = rest.split_once('[')?;
            Some(format!("{path} {}", rule.split(']').next()?))
        })
        .collect();
    assert_eq!(found, TRUE_OF_ATLAS, "{}", run.stderr);
    assert!(run.stderr.contains("58 pages"), "{}", run.stderr);
}

// Every official release of v6, each against itself. A page without a step is no procedure to give back; no other is refused.
fn every_case_study_of_every_release_goes_to_markdown_and_back() {
    let mut seen = 0;
    for file in files_below(&shared("atlas/v6")) {
        let name = file.file_stem().expect("a name").to_string_lossy();
        let release = name.strip_prefix("ATLAS-").expect("a release");
        let text = std::fs::read_to_string(&file).expect("a release");
        in_vault(release, |cx| {
            for study in studies(text, release) {
                let page = export::markdown(&study, "a-page", cx).expect("a page");
                let id = study.id.clone().unwrap_or_default();
                match read_study(&page, cx) {
                    Ok(back) => assert_eq!(back, study, "{release} {id}"),
                    Err(why) => {
                        assert!(study.steps.is_empty(), "{release} {id}: {why:?}");
                        assert_eq!(why, [export::Error::NoSteps]);
                    }
                }
                seen += 1;
            }
        });
    }
    assert_eq!(seen, 882);
}

// The source of v5 names objects by templates, which its tree fills in.
fn templates_are_filled_in() {
    let file = shared("vaults/atlas-data-5.6.1/data/case-studies/AML.CS0046.yaml");
    let run = Run::new(&["export", &file.to_string_lossy(), "--to", "v5"]).go();
    assert_eq!(run.code, 0, "{}", run.stderr);
    let official = parsed(&release("legacy/ATLAS-5.6.0.yaml"));
    let official = official["case-studies"].as_array().expect("a list");
    let wanted = official.iter().find(|study| study["id"] == "AML.CS0046");
    assert_eq!(Some(&parsed(&run.stdout)), wanted);
}
