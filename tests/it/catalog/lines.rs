//! The text form of the catalog.

use atlas_lint::catalog::Catalog;

#[test]
fn the_text_form_keeps_everything() {
    let catalog = Catalog::embedded();
    let again = Catalog::from_jsonl(&catalog.to_jsonl()).unwrap();
    assert_eq!(catalog.releases(), again.releases());
    assert_eq!(catalog.objects(), again.objects());
    assert!(
        catalog.to_jsonl().len() < 180_000,
        "the text form has grown to {} bytes",
        catalog.to_jsonl().len()
    );
}
