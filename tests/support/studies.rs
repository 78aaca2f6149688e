//! Case studies read and written against the vault of this repository.

use std::path::Path;

use atlas_lint::catalog::Catalog;
use atlas_lint::export::{self, CaseStudy, Context};
use atlas_lint::facts;
use atlas_lint::pages::{PageStore, Pages};
use atlas_lint::schema::PageTypes;
use atlas_lint::syntax::{self, ReadOptions};
use atlas_lint::text::{FileId, Source, Sources};
use atlas_lint::vault::{Surroundings, Vault};
use serde_json::Value;

use super::files_below;

pub const NEW: &str = "studies/new.md";

pub fn content() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("content")
}

/// Returns the pages of `content/` without its case studies, and an empty page.
pub fn files() -> Sources {
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
pub fn in_vault(release: &str, f: impl FnOnce(&Context<'_>)) {
    let sources = files();
    let pages = read(&sources);
    let vault = Vault::new(
        &sources,
        &pages,
        &PageTypes::default(),
        Surroundings::default(),
    );
    let catalog = Catalog::embedded();
    let view = catalog.at(catalog.release(release).expect("a release"));
    let file = sources.find(NEW).expect("the new page");
    f(&Context::new(&vault, view, file, false));
}

/// Reads the case study of a page, without checking ids and tactics.
pub fn read_study(text: &str, cx: &Context<'_>) -> Result<CaseStudy, Vec<export::Error>> {
    let source = Source::new(NEW, text);
    let page = syntax::read(&source, &ReadOptions::default()).expect("a page");
    let facts = facts::facts(&page, &PageTypes::default());
    export::read_page(&page, &facts, cx).map(|page| page.study)
}

/// Returns every case study of a YAML file.
pub fn studies(text: String, release: &str) -> Vec<CaseStudy> {
    let sources = Sources::new(vec![Source::new("release.yaml", text)], Vec::new());
    let pages = read(&sources);
    let vault = Vault::new(
        &sources,
        &pages,
        &PageTypes::default(),
        Surroundings::default(),
    );
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

pub fn parsed(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"))
}
