//! Comparison of a step's title with the name of its technique.

use super::name_match::{NameMatch, name_match};
use crate::catalog::View;
use crate::facts::vocabulary::STEP_NAME_ENDS;

/// Classifies the title of a step as a name of the technique `id`. Also returns the length of the name in it: text after a
/// bracket or dash is a remark.
#[must_use]
pub fn title<'c>(view: View<'c>, id: &str, text: &str) -> (NameMatch<'c>, usize) {
    let cut = STEP_NAME_ENDS
        .iter()
        .filter_map(|end| text.find(end))
        .min()
        .unwrap_or(text.len());
    let whole = name_match(view, id, text);
    let name = text.get(..cut).unwrap_or(text).trim_end();
    if !is_open(&whole) || name.len() == text.len() {
        return (whole, text.len());
    }
    match name_match(view, id, name) {
        matched if is_open(&matched) => (NameMatch::Unknown, text.len()),
        matched => (matched, name.len()),
    }
}

/// Returns whether a text is no name of a release, so that a part of it may be one.
fn is_open(matched: &NameMatch<'_>) -> bool {
    match matched {
        NameMatch::Unknown | NameMatch::Reused(_) => true,
        NameMatch::Others(_) => matched.other().is_none(),
        _ => false,
    }
}
