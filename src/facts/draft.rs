//! Whether a page says that it is unfinished.

use crate::syntax::Page;
use crate::syntax::tree::{Data, Entry};

/// The keys and fields that say how far a page is.
const STATES: [&str; 2] = ["status", "maturity"];

/// The words of a state that say it: "internal draft of the case".
const STATE_WORDS: usize = 3;

/// Words after which a state is another one.
const NO_DRAFT: [&str; 6] = ["final", "former", "formerly", "no", "not", "was"];

/// The values of them for an unfinished page.
const DRAFTS: [&str; 3] = ["draft", "placeholder", "stub"];

/// Returns whether the page says that it is unfinished.
pub(super) fn is_draft(page: &Page<'_>) -> bool {
    has_draft_key(page) || has_draft_field(page)
}

/// Returns whether the front matter has `draft: true`, `status: draft` or `maturity: stub`.
fn has_draft_key(page: &Page<'_>) -> bool {
    let Some(front) = page.front.as_ref().filter(|front| front.sound) else {
        return false;
    };
    let Some(root) = front.tree.root() else {
        return false;
    };
    let is_one_of = |key, words: &[&str]| {
        let value = front.tree.get(root, key);
        match value.map(|value| front.tree.data(value)) {
            Some(Data::Bool(value)) => *value && words.contains(&"true"),
            Some(Data::Text(text)) => words
                .iter()
                .any(|word| text.trim().eq_ignore_ascii_case(word)),
            _ => false,
        }
    };
    is_one_of("draft", &["true", "yes"]) || STATES.iter().any(|key| is_one_of(key, &DRAFTS))
}

/// Returns whether there is a field such as `**Status:** Draft` in the lead or in a top-level section.
fn has_draft_field(page: &Page<'_>) -> bool {
    let outline = &page.outline;
    let is_draft = |field: &Entry<'_>| {
        let is_state = STATES.iter().any(|key| field.key.eq_ignore_ascii_case(key));
        if field.nth > 1 || !is_state {
            return false;
        }
        let value = outline.text(field.value).unwrap_or_default();
        let words = value.split(|c: char| !c.is_alphanumeric());
        let words = words.filter(|word| !word.is_empty()).take(STATE_WORDS);
        // "Not a draft", "final (was draft)".
        let is_denied = |word: &&str| NO_DRAFT.iter().any(|no| word.eq_ignore_ascii_case(no));
        let mut words = words.take_while(|word| !is_denied(word));
        words.any(|word| DRAFTS.iter().any(|draft| word.eq_ignore_ascii_case(draft)))
    };
    outline
        .own_parts()
        .flat_map(|part| outline.fields_of(part))
        .any(is_draft)
}
