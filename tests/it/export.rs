//! Case studies go from one form to another and back, and no fact changes.

mod any_text;
mod binary;

use std::collections::BTreeMap;
use std::path::Path;

use atlas_lint::catalog::Catalog;
use atlas_lint::export::{self, CaseStudy, Context, Granularity, Incident, Step};
use atlas_lint::facts;
use atlas_lint::pages::{PageStore, Pages};
use atlas_lint::schema::PageTypes;
use atlas_lint::settings::Dialect;
use atlas_lint::syntax::{self, ReadOptions};
use atlas_lint::text::{FileId, Source, Sources};
use atlas_lint::vault::Vault;
use serde_json::Value;

use crate::corpus;
use crate::support::{Scratch, files_below};

const NEW: &str = "studies/new.md";

fn content() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("content")
}

/// The pages of `content/` but its case studies, and an empty page.
fn files() -> Sources {
    let root = content();
    let mut files = vec![Source::new(NEW, "")];
    for path in files_below(&root) {
        let relative = path.strip_prefix(&root).expect("it is below the root");
        let relative = relative.to_string_lossy().replace('\\', "/");
        if atlas_lint::disk::is_page(&relative) && !relative.contains("case-studies/") {
            let text = std::fs::read_to_string(&path).expect("a page");
            files.push(Source::new(relative, text));
        }
    }
    Sources::new(files, Vec::new())
}

fn read(sources: &Sources) -> Pages {
    PageStore::new(ReadOptions::default(), &PageTypes::default(), 1).read(sources)
}

/// Calls `f` with what a new page in the vault of `content/` is written against.
fn in_vault(release: &str, f: impl FnOnce(&Context<'_>)) {
    let sources = files();
    let pages = read(&sources);
    let vault = Vault::new(&sources, &pages, &PageTypes::default(), Dialect::Obsidian);
    let catalog = Catalog::embedded();
    let view = catalog.at(catalog.release(release).expect("a release"));
    let file = sources.find(NEW).expect("the new page");
    f(&Context::new(&vault, view, file, false));
}

/// What a page tells, ids known and tactics certain.
fn told(text: &str, cx: &Context<'_>) -> Result<CaseStudy, Vec<export::Error>> {
    let source = Source::new(NEW, text);
    let page = syntax::read(&source, ReadOptions::default()).expect("a page");
    export::read_page(&page, cx).map(|told| told.study)
}

/// Every case study of a YAML file.
fn studies(text: String, release: &str) -> Vec<CaseStudy> {
    let sources = Sources::new(vec![Source::new("release.yaml", text)], Vec::new());
    let pages = read(&sources);
    let vault = Vault::new(&sources, &pages, &PageTypes::default(), Dialect::Obsidian);
    let catalog = Catalog::embedded();
    let view = catalog.at(catalog.release(release).expect("a release"));
    let page = vault.page(FileId(0)).expect("a release");
    let objects = facts::objects(page.get()).into_iter();
    let studies = objects.filter(|object| object.kind == atlas_lint::catalog::Kind::CaseStudy);
    studies
        .map(|object| {
            let read = export::read_official(&vault, view, page, &object).expect("a case study");
            assert_eq!(read.ignored_keys, [""; 0]);
            read.study
        })
        .collect()
}

fn parsed(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

fn release(file: &str) -> Option<String> {
    let path = corpus::shared()?.join("atlas").join(file);
    Some(std::fs::read_to_string(path).expect("a release"))
}

#[test]
fn every_case_study_of_2026_05_goes_to_markdown_and_back() {
    let Some(text) = release("v6/ATLAS-2026.05.yaml") else {
        return;
    };
    let official = parsed(&text);
    let studies = studies(text.clone(), "2026.05");
    assert_eq!(studies.len(), 57);
    in_vault("2026.05", |cx| {
        for study in &studies {
            let id = study.id.as_deref().expect("an id");
            let page = export::markdown(study, &export::slug(&study.name), cx).expect("a page");
            let back = told(&page, cx).expect("a case study");
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

#[test]
fn every_case_study_of_5_6_0_goes_to_markdown_and_back() {
    let Some(text) = release("legacy/ATLAS-5.6.0.yaml") else {
        return;
    };
    let official = parsed(&text);
    let official = official["case-studies"].as_array().expect("a list");
    let studies = studies(text, "5.6.0");
    assert_eq!((studies.len(), official.len()), (57, 57));
    in_vault("5.6.0", |cx| {
        for (study, official) in studies.iter().zip(official) {
            let page = export::markdown(study, "a", cx).expect("a page");
            let back = told(&page, cx).expect("a case study");
            assert_eq!(parsed(&export::v5(&back)), *official);
        }
    });
}

/// The official v5 and v6 forms of one case study state the same facts; where the two differ in their words, v6 has plain quotes
/// and dashes.
#[test]
fn v6_becomes_v5_by_way_of_markdown() {
    let (Some(v6), Some(v5)) = (
        release("v6/ATLAS-2026.05.yaml"),
        release("legacy/ATLAS-5.6.0.yaml"),
    ) else {
        return;
    };
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
            let ours = parsed(&export::v5(&told(&page, cx).expect("a case study")));
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

/// All pages of a release, in a vault that has pages of techniques and tactics.
#[test]
fn generated_pages_lint_clean() {
    let Some(text) = release("v6/ATLAS-2026.05.yaml") else {
        return;
    };
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

/// An edit of the page counts, even where the front matter keeps the text as it was.
#[test]
fn what_is_kept_gives_way_to_what_the_page_shows() {
    in_vault("2026.05", |cx| {
        let study = CaseStudy {
            id: Some("AML.CS0099".to_owned()),
            summary: "before\n# Heading\nafter".to_owned(),
            date: Some(incident("2020-04-16", Granularity::Month)),
            steps: vec![Step {
                technique: "AML.T0051".to_owned(),
                tactic: "AML.TA0005".to_owned(),
                description: "one\n".to_owned(),
                edge: None,
            }],
            ..CaseStudy::default()
        };
        let page = export::markdown(&study, "a-page", cx).expect("a page");
        assert!(
            page.contains("\n\\# Heading\n")
                && page.contains("texts:")
                && page.contains("date: '2020-04-16'")
        );
        assert_eq!(told(&page, cx).expect("a case study"), study);
        let edited = page
            .replace("after", "later")
            .replace("2020-04\n", "2020-05\n")
            .replace("one", "two");
        let read = told(&edited, cx).expect("a case study");
        assert_eq!(read.summary, "before\n\\# Heading\nlater");
        assert_eq!(read.date, Some(incident("2020-05-01", Granularity::Month)));
        assert_eq!(read.steps[0].description, "two\n");
    });
}

fn incident(date: &str, known: Granularity) -> Incident {
    let date = date.to_owned();
    Incident { date, known }
}

/// Every official release of v6, each against itself. A page without a step is no procedure to give back; no other is refused.
#[test]
fn every_case_study_of_every_release_goes_to_markdown_and_back() {
    let Some(shared) = corpus::shared() else {
        return;
    };
    let mut seen = 0;
    for file in files_below(&shared.join("atlas/v6")) {
        let name = file.file_stem().expect("a name").to_string_lossy();
        let release = name.strip_prefix("ATLAS-").expect("a release");
        let text = std::fs::read_to_string(&file).expect("a release");
        in_vault(release, |cx| {
            for study in studies(text, release) {
                let page = export::markdown(&study, "a-page", cx).expect("a page");
                let id = study.id.clone().unwrap_or_default();
                match told(&page, cx) {
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
