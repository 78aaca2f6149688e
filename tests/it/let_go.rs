//! Pages whose text and tree are let go after reading give the same findings as pages that stay.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use atlas_lint::check::{Report, Settings, check};
use atlas_lint::disk::is_page;
use atlas_lint::pages::{Bounds, PageStore};
use atlas_lint::text::{Condition, Reader, Source, Sources};

use crate::support::{Example, document, documents};

/// A file that can be read again.
#[derive(Debug)]
struct Bytes(Vec<u8>);

impl Reader for Bytes {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Ok(self.0.clone())
    }
}

/// A file that says something else each time.
#[derive(Debug)]
struct Changing(AtomicBool);

impl Reader for Changing {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        let again = self.0.swap(true, Ordering::Relaxed);
        Ok(if again { "" } else { "See [[no such page]].\n" }.into())
    }
}

/// Returns the same files, of which Markdown is read when it is needed.
fn deferred(sources: &Sources) -> Sources {
    let files = sources.files().iter().map(|source| {
        if !is_page(source.path()) || *source.condition() != Condition::Sound {
            return Arc::clone(source);
        }
        let bytes = Bytes(source.text().as_bytes().to_vec());
        let again = Source::deferred(source.path(), Arc::new(bytes)).hide(source.is_hidden());
        Arc::new(again.include(source.is_included()))
    });
    Sources::shared(files.collect(), sources.others().to_vec())
}

/// Everything stays.
const ALL: Bounds = Bounds {
    texts: usize::MAX,
    text_pages: usize::MAX,
    facts: usize::MAX,
    fact_pages: usize::MAX,
};

/// Texts are let go, and facts stay as they are.
const FACTS: Bounds = Bounds { texts: 0, ..ALL };

/// Texts are let go, and facts are packed.
const PACKED: Bounds = Bounds { facts: 0, ..FACTS };

/// Checks an example with pages that stay up to these bounds.
fn checked(example: &Example<'_>, sources: &Sources, bounds: Bounds) -> Report {
    example.with_settings(|view, settings| {
        let store = settings.store;
        let store = PageStore::new(store.options().clone(), store.types(), 1).keep(bounds);
        let settings = Settings {
            store: &store,
            ..*settings
        };
        check(sources, view, &settings)
    })
}

#[test]
fn findings_are_the_same() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let documents = documents();
    let compared = atlas_lint::parallel::map(2, documents.len(), |at| {
        let document = document(&root.join(&documents[at]));
        let mut compared = 0;
        for section in &document.sections {
            let Some(example) = Example::of(section) else {
                continue;
            };
            let sources = example.sources();
            let kept = checked(&example, &sources, ALL);
            for bounds in [FACTS, PACKED] {
                let gone = checked(&example, &deferred(&sources), bounds);
                assert_eq!(
                    (&kept.diagnostics, kept.incomplete, kept.checked),
                    (&gone.diagnostics, gone.incomplete, gone.checked),
                    "{}: {}, {bounds:?}",
                    documents[at],
                    section.title
                );
            }
            compared += 1;
        }
        compared
    });
    assert!(compared.into_iter().sum::<usize>() > 1_000);
}

#[test]
fn a_file_that_changes_in_between_is_not_clean() {
    let document =
        document(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules/unresolved-link.md"));
    let example = document
        .sections
        .iter()
        .find_map(Example::of)
        .expect("an example");
    let changing = Source::deferred("a.md", Arc::new(Changing(AtomicBool::new(false))));
    let sources = Sources::new(vec![changing], Vec::new());
    let report = checked(&example, &sources, PACKED);
    assert!(report.incomplete);
    let [finding] = report.diagnostics.as_slice() else {
        panic!("{:?}", report.diagnostics);
    };
    assert_eq!(finding.rule, "unreadable-file");
    assert_eq!(
        finding.message,
        "the file cannot be read: it changed during the run; run again"
    );
}
