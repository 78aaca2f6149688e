//! Official files: read, imported, exported, and read back.

use atlas_lint::catalog::{self, Catalog, Kind, official};
use atlas_lint::export::{self, CaseStudy, Context, Step, StepError};
use atlas_lint::facts;
use atlas_lint::pages::PageStore;
use atlas_lint::schema::PageTypes;
use atlas_lint::syntax::{self, ReadOptions};
use atlas_lint::text::{FileId, Source, Sources};
use atlas_lint::vault::{Surroundings, Vault};

const NEW: &str = "studies/new.md";

/// Reads an official file in every way.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    import(text);
    // An id of another form makes no official file.
    let is_official = |study: &CaseStudy| {
        let id = study.id.as_deref();
        id.and_then(Kind::of_id) == Some(Kind::CaseStudy)
    };
    for study in studies(text).into_iter().filter(is_official) {
        let written = export::v6(&study);
        let back = studies(&written);
        assert_eq!(back.len(), 1, "v6: {written}");
        assert_eq!(unnumbered(&back[0], &study), study, "v6: {written}");
        let written = export::v5(&study);
        let back: Vec<String> = studies(&written).iter().map(export::v5).collect();
        assert_eq!(back, [written], "v5");
        page(&study);
    }
}

/// A case study whose references have an id only where those of another one do: v6 gives each one.
fn unnumbered(back: &CaseStudy, study: &CaseStudy) -> CaseStudy {
    let mut back = back.clone();
    for (reference, first) in back.references.iter_mut().zip(&study.references) {
        if first.id.is_none() {
            reference.id = None;
        }
    }
    back
}

/// That what is imported can be read again, and is known then.
fn import(text: &str) {
    let Ok(reading) = official::read(text) else {
        return;
    };
    let base = Catalog::embedded();
    let Ok(Some(import)) = catalog::import(base, &Catalog::default(), &reading) else {
        return;
    };
    let lines = import.imports.to_jsonl();
    let read = Catalog::from_imports(&lines).unwrap_or_else(|why| panic!("{why}: {lines}"));
    assert_eq!(read.to_jsonl(), lines);
    let _ = import.diff.to_string();
    let again = catalog::import(base, &read, &reading);
    assert!(matches!(again, Ok(None)), "imported twice: {text}");
}

/// The case studies of a YAML file.
fn studies(text: &str) -> Vec<CaseStudy> {
    let file = Source::new("release.yaml", text).include(true);
    with_vault(vec![file], |vault| {
        let Some(page) = vault.page(FileId(0)) else {
            return Vec::new();
        };
        let catalog = Catalog::embedded();
        let view = catalog.at(catalog.newest());
        let objects = facts::objects(page.get()).into_iter();
        let studies = objects.filter(|object| object.kind == Kind::CaseStudy);
        studies
            .filter_map(|object| export::read_official(vault, view, page, &object).ok())
            .map(|read| read.study)
            .collect()
    })
}

/// That a page of a case study says the same.
fn page(study: &CaseStudy) {
    let files = vec![
        Source::new(NEW, ""),
        Source::new(
            "techniques/injection.md",
            "# AML.T0051: LLM Prompt Injection\n",
        ),
        Source::new("tactics/recon.md", "# AML.TA0002: Reconnaissance\n"),
    ];
    with_vault(files, |vault| {
        let file = vault.sources.find(NEW).expect("the new page");
        let catalog = Catalog::embedded();
        let cx = Context::new(vault, catalog.at(catalog.newest()), file, false);
        let Ok(page) = export::markdown(study, "new", &cx) else {
            return;
        };
        let source = Source::new(NEW, page.as_str());
        let read = syntax::read(&source, &ReadOptions::default()).expect("a page");
        match export::read_page(&read, &facts::facts(&read, &PageTypes::default()), &cx) {
            Ok(told) => assert_eq!(told.study, *study, "{page}"),
            // A page may name what the release does not know; it is written for the one who looks into that.
            Err(why) => {
                let unknown = why.iter().all(|error| {
                    let export::Error::Step { error, .. } = error else {
                        return false;
                    };
                    matches!(
                        error,
                        StepError::UnknownTechnique { .. } | StepError::UnknownTactic(_)
                    )
                });
                let states_all = |step: &Step| {
                    let kind = |id: &str| Kind::of_id(id);
                    kind(&step.technique) == Some(Kind::Technique)
                        && kind(&step.tactic) == Some(Kind::Tactic)
                };
                let is_whole = !study.steps.is_empty() && study.steps.iter().all(states_all);
                assert!(!is_whole || unknown, "{why:?}: {page}");
            }
        }
    });
}

fn with_vault<T>(files: Vec<Source>, work: impl FnOnce(&Vault<'_>) -> T) -> T {
    let sources = Sources::new(files, Vec::new());
    let pages = PageStore::new(ReadOptions::default(), &PageTypes::default(), 1).read(&sources);
    work(&Vault::new(
        &sources,
        &pages,
        &PageTypes::default(),
        Surroundings::default(),
    ))
}
