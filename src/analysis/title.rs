//! Comparison of a step's title with the name of its technique.

use super::name_match::{NameMatch, name_match};
use crate::catalog::View;

/// Classifies the title of a step as a name of the technique `id`. Also returns the length of the name in it: text after a
/// bracket or dash is a remark.
#[must_use]
pub fn title<'c>(view: View<'c>, id: &str, text: &str) -> (NameMatch<'c>, usize) {
    let ends = [" (", " [", " - ", " \u{2013} ", " \u{2014} "];
    let cut = ends
        .iter()
        .filter_map(|end| text.find(end))
        .min()
        .unwrap_or(text.len());
    let whole = name_match(view, id, text);
    let name = text.get(..cut).unwrap_or(text).trim_end();
    if whole != NameMatch::Unknown || name.len() == text.len() {
        return (whole, text.len());
    }
    match name_match(view, id, name) {
        NameMatch::Unknown => (NameMatch::Unknown, text.len()),
        matched => (matched, name.len()),
    }
}
