//! The spanned tree and `serde_yaml` read every YAML text of the corpora alike.

use std::path::Path;

use crate::fuzz_yaml::{oracle, tree};
use crate::needs::{shared, tests};
use crate::support::files_below;

tests! {
    &["atlas", "vaults"] =>
        every_document_of_the_corpora_reads_alike;
}

/// Returns the front matter of a page. It is cut by hand, so that the test does not depend on what
/// it tests.
fn front_matter(text: &str) -> Option<&str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let body = text
        .strip_prefix("---\n")
        .or_else(|| text.strip_prefix("---\r\n"))?;
    Some(body.split("\n---").next().unwrap_or_default())
}

fn every_document_of_the_corpora_reads_alike() {
    let files = files_below(&shared(""));
    let compared = atlas_lint::parallel::map(2, files.len(), |at| {
        let path = &files[at];
        let Ok(text) = std::fs::read_to_string(path) else {
            return false;
        };
        let extension = path.extension().and_then(|extension| extension.to_str());
        let document = match extension {
            Some("yaml" | "yml" | "json") => Some(text.as_str()),
            Some("md") => front_matter(&text),
            _ => None,
        };
        if let Some(document) = document {
            compare(path, document);
        }
        document.is_some()
    });
    let compared = compared.into_iter().filter(|compared| *compared).count();
    assert!(compared > 300, "only {compared} documents were compared");
}

fn compare(path: &Path, document: &str) {
    match (tree(document), oracle(document)) {
        (Ok(ours), Ok(theirs)) => assert_eq!(ours, theirs, "{}", path.display()),
        // Templates (`{{name.id}}:`) are no strings as keys: neither reads them as JSON.
        (Err(_), Err(_)) => {}
        (ours, theirs) => panic!(
            "{}: ours {:?}, theirs {:?}",
            path.display(),
            ours.err(),
            theirs.err()
        ),
    }
}
