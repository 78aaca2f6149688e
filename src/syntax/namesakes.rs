//! Sibling sections with the same name.

use foldhash::HashMap;

use super::outline::without_count;
use super::page::{Heading, Page};
use crate::text::Source;

/// Returns groups of two or more headings that share parent, level and name, as indexes into the page's headings, in the order
/// of their first headings. A trailing count, as in `Techniques (14)`, does not count as part of the name.
///
/// Parents are those of the outline, but the first heading of level 1 names the page and is never a parent. Headings inside
/// quotes and list items are ignored.
#[must_use]
pub fn namesakes(page: &Page<'_>) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut known: HashMap<(Option<usize>, u8, &str), usize> = HashMap::default();
    // The open headings, each deeper than the one before.
    let mut open: Vec<(u8, usize)> = Vec::new();
    let mut named = false;
    for (at, heading) in page.headings.iter().enumerate() {
        if heading.text.is_empty() || is_inside(heading, page.source) {
            continue;
        }
        let title = heading.level == 1 && !named;
        named |= title;
        if !title {
            while open
                .last()
                .is_some_and(|&(level, _)| level >= heading.level)
            {
                open.pop();
            }
        }
        // A title is a sibling of the other headings of level 1, wherever it is.
        let parent = open.last().filter(|_| !title).map(|&(_, at)| at);
        let name = without_count(heading.text);
        let group = *known
            .entry((parent, heading.level, name))
            .or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
        if let Some(group) = groups.get_mut(group) {
            group.push(at);
        }
        if !title {
            open.push((heading.level, at));
        }
    }
    groups.retain(|group| group.len() > 1);
    groups
}

/// Returns whether a heading is inside a quote or list item: something other than its marks precedes it on its line.
fn is_inside(heading: &Heading<'_>, source: &Source) -> bool {
    let start = heading.span.start as usize;
    let before = source.text().get(..start).unwrap_or_default();
    let before = before.trim_end_matches([' ', '\t', '#']);
    !before.is_empty() && !before.ends_with(['\n', '\u{feff}'])
}
