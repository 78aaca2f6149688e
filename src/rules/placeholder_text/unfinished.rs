//! Detects pages where placeholders are expected: drafts and templates.

use memchr::memmem;

use crate::syntax::tree::{Data, NodeId, Tree};
use crate::text::Source;
use crate::vault::PageRef;
use crate::vault::path;

/// Minimum number of `{{...}}` of a template.
const MANY: usize = 3;

/// Returns whether a page declares itself a draft, or is a template.
pub(super) fn is_unfinished(page: PageRef<'_>) -> bool {
    is_template(page.source) || says_draft(page) || has_draft_field(page)
}

/// Returns whether a page is a template by its path or its content (`{{title}}`, `<% tp.date.now() %>`).
fn is_template(source: &Source) -> bool {
    let bytes = source.text().as_bytes();
    path::is_template(source.path())
        || memmem::find(bytes, b"<%").is_some()
        || memmem::find_iter(bytes, b"{{").nth(MANY - 1).is_some()
}

/// Returns whether the front matter has `draft: true`, `status: draft`, `maturity: stub` or `type: template`.
fn says_draft(page: PageRef<'_>) -> bool {
    let Some(front) = page.front.as_ref().filter(|front| front.sound) else {
        return false;
    };
    let Some(root) = front.tree.root() else {
        return false;
    };
    let value = |key| Some(front.tree.data(front.tree.get(root, key)?));
    let is_one_of = |key, words: &[&str]| match value(key) {
        Some(Data::Bool(value)) => *value && words.contains(&"true"),
        Some(Data::Text(text)) => words
            .iter()
            .any(|word| text.trim().eq_ignore_ascii_case(word)),
        _ => false,
    };
    is_one_of("draft", &["true", "yes"])
        || ["status", "maturity"]
            .iter()
            .any(|key| is_one_of(key, &["draft", "stub"]))
        || is_one_of("type", &["template"])
}

/// Returns whether there is a field such as `**Status:** Draft` in the lead or in a top-level section.
fn has_draft_field(page: PageRef<'_>) -> bool {
    let outline = &page.outline;
    let Some(root) = outline.root() else {
        return false;
    };
    let sections = outline.get(root, "sections");
    let sections = sections.map_or(&[][..], |sections| outline.entries(sections));
    std::iter::once(root)
        .chain(sections.iter().map(|section| section.value))
        .any(|section| draft_in(outline, section))
}

fn draft_in(outline: &Tree<'_>, section: NodeId) -> bool {
    let fields = outline.get(section, "fields");
    let fields = fields.map_or(&[][..], |fields| outline.entries(fields));
    fields.iter().any(|field| {
        let value = outline.text(field.value).unwrap_or_default().to_lowercase();
        let states = ["status", "maturity"]
            .iter()
            .any(|key| field.key.eq_ignore_ascii_case(key));
        field.nth == 1 && states && ["draft", "stub"].iter().any(|word| value.starts_with(word))
    })
}
