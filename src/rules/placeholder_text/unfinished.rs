//! Detects pages where placeholders are expected: drafts and templates.

use memchr::memmem;

use crate::context::AloneContext;
use crate::text::path::{parent_of, stem_of};
use crate::vault::path;

/// Minimum number of `{{...}}` of a template.
const MANY: usize = 3;

/// Returns whether a page declares itself a draft, or is a template.
pub(super) fn is_unfinished(context: &AloneContext<'_>) -> bool {
    context.facts.is_draft
        || is_below_drafts(context.source.path())
        || is_template(context)
        || is_drawing(context)
}

/// Returns whether a page lies in a folder of drafts.
fn is_below_drafts(path: &str) -> bool {
    let is_named = |folder: &str| {
        let name = folder.trim_start_matches('_');
        name.eq_ignore_ascii_case("drafts") || name.eq_ignore_ascii_case("draft")
    };
    parent_of(path).split('/').any(is_named)
}

/// Returns whether a page is a drawing of Excalidraw, which holds the texts of the drawing: `+`, `-`.
fn is_drawing(context: &AloneContext<'_>) -> bool {
    let front = context.page.front.as_ref().filter(|front| front.sound);
    front.is_some_and(|front| front.text("excalidraw-plugin").is_some())
}

/// Returns whether a page is called a form, so that its gaps are for those who use it.
fn is_form(path: &str) -> bool {
    let stem = path::fold_case(stem_of(path));
    let last = stem.rsplit(|c: char| !c.is_alphanumeric()).next();
    matches!(
        last,
        Some("form" | "questionnaire" | "request" | "worksheet")
    )
}

/// Returns whether a page belongs to the example site of a theme of Hugo, which shows how filler is laid out.
fn is_of_example_site(path: &str) -> bool {
    parent_of(path)
        .split('/')
        .any(|folder| folder == "exampleSite")
}

/// Returns whether a page is a template by its path, its front matter (`type: template`), or its content (`{{title}}`,
/// `<% tp.date.now() %>`).
fn is_template(context: &AloneContext<'_>) -> bool {
    let bytes = context.source.text().as_bytes();
    let front = context.page.front.as_ref().filter(|front| front.sound);
    let says_so = || {
        let kind = front.and_then(|front| front.text("type"));
        kind.is_some_and(|(_, kind)| kind.trim().eq_ignore_ascii_case("template"))
    };
    path::is_template(context.source.path())
        || is_form(context.source.path())
        || is_of_example_site(context.source.path())
        || memmem::find(bytes, b"<%").is_some()
        || memmem::find_iter(bytes, b"{{").nth(MANY - 1).is_some()
        || says_so()
}
