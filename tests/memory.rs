//! How many bytes stay in memory for each page. A large vault is kept whole, so what a page keeps is what bounds its size.
//!
//! The only test of this binary, because its allocator counts what all threads allocate.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test may fail loudly and touch files"
)]

use std::alloc::System;
use std::path::PathBuf;
use std::sync::Arc;

use atlas_lint::facts::facts;
use atlas_lint::pages::{Bounds, PageStore};
use atlas_lint::schema::PageTypes;
use atlas_lint::syntax::{self, ReadOptions};
use atlas_lint::text::{Reader, Source, Sources};
use support::files_below;

mod support;

#[global_allocator]
static ALLOCATED: cap::Cap<System> = cap::Cap::new(System, usize::MAX);

/// Bytes that a page keeps for each byte of its text: what was parsed, and its facts. Measured 5.17 and 4.70, and a tenth more: the pages of `content` are short.
const MOST: [(&str, f64); 2] = [("page", 5.7), ("facts", 5.2)];

/// The same of a page of a large vault, whose text is let go and whose facts are packed. Measured 1.32.
const MOST_PACKED: f64 = 1.45;

/// A file that can be read again.
#[derive(Debug)]
struct File(PathBuf);

impl Reader for File {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

/// Returns the value and the bytes that it keeps.
fn measured<T>(make: impl FnOnce() -> T) -> (T, usize) {
    let before = ALLOCATED.allocated();
    let value = make();
    (value, ALLOCATED.allocated() - before)
}

#[test]
#[expect(clippy::cast_precision_loss, reason = "megabytes fit")]
fn a_page_keeps_few_bytes() {
    let content = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let pages = files_below(&content).into_iter();
    let pages = pages.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    let sources: Vec<Source> = pages
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("a page can be read");
            Source::new(path.to_string_lossy(), text)
        })
        .collect();
    assert!(sources.len() > 100);
    let (options, types) = (ReadOptions::default(), PageTypes::default());
    let read = |source| syntax::read(source, &options).expect("a page");
    // What is made once for all pages does not count.
    let _ = facts(&read(&sources[0]), &types);
    let (pages, of_pages) = measured(|| sources.iter().map(read).collect::<Vec<_>>());
    let (all, of_facts) = measured(|| {
        pages
            .iter()
            .map(|page| facts(page, &types))
            .collect::<Vec<_>>()
    });
    assert_eq!(all.len(), sources.len());
    let text: usize = sources.iter().map(|source| source.text().len()).sum();
    for ((what, most), kept) in MOST.into_iter().zip([of_pages, of_facts]) {
        let ratio = kept as f64 / text as f64;
        println!("{what}: {ratio:.2} bytes for each byte of text");
        assert!(
            ratio <= most,
            "{what}: {ratio:.2} bytes for each byte of text, at most {most}"
        );
    }
    drop((pages, all));
    let files = sources.iter().map(|source| {
        let path = source.path();
        Source::deferred(path, Arc::new(File(path.into())))
    });
    let files = Sources::new(files.collect(), Vec::new());
    let bounds = Bounds {
        texts: 0,
        text_pages: 0,
        facts: 0,
        fact_pages: 0,
    };
    let store = PageStore::new(options, &types, 1).keep(bounds);
    let (_pages, of_packed) = measured(|| store.read(&files));
    let ratio = of_packed as f64 / text as f64;
    println!("packed: {ratio:.2} bytes for each byte of text");
    assert!(
        ratio <= MOST_PACKED,
        "packed: {ratio:.2} bytes for each byte of text, at most {MOST_PACKED}"
    );
}
