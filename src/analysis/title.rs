//! Whether the title of a step is its technique's name.

use super::name_match::{NameMatch, name_match};
use crate::catalog::View;

/// Returns what the title of a step is as a name of the technique `id`, and how many bytes of it are the name: what follows a
/// bracket or a dash is a remark.
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
        judged => (judged, name.len()),
    }
}
