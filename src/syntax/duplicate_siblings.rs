//! Sibling sections with the same name.

use foldhash::{HashMap, HashSet};

use super::outline::without_count;
use super::page::{Heading, Page};
use crate::text::{Source, each_line};

/// Returns groups of two or more headings that share parent, level and name, as indexes into the page's headings, in the order
/// of their first headings. A trailing count, as in `Techniques (14)`, does not count as part of the name.
///
/// Parents are those of the outline, but the first heading of level 1 names the page and is never a parent, unless
/// several headings come before it, or one and more of level 1 after it. Headings in different
/// elements, such as two tabs, have different parents too. Headings inside quotes and list items are ignored.
#[must_use]
pub fn duplicate_siblings(page: &Page<'_>) -> Vec<Vec<usize>> {
    let mut seen = HashSet::default();
    let mut headings = page.headings.iter();
    // Most pages have no such headings.
    if headings.all(|heading| seen.insert((heading.level, without_count(&heading.text)))) {
        return Vec::new();
    }
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut known: HashMap<(Option<usize>, usize, usize, u8, &str), usize> = HashMap::default();
    let mut elements = Elements::new(page.source.text());
    // The open headings, each deeper than the one before.
    let mut open: Vec<(u8, usize)> = Vec::new();
    let mut named = false;
    // Of several headings of level 1, one below other headings is a section, and so is one below many.
    let is_only = page
        .headings
        .iter()
        .filter(|heading| heading.level == 1)
        .nth(1)
        .is_none();
    for (at, heading) in page.headings.iter().enumerate() {
        if heading.text.is_empty() || is_inside(heading, page.source) {
            continue;
        }
        let title = heading.level == 1 && !named && (open.is_empty() || (is_only && at == 1));
        named |= heading.level == 1;
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
        let name = without_count(&heading.text);
        let group = *known
            .entry((
                parent,
                elements.around(heading.span.start as usize),
                elements.below(heading.level),
                heading.level,
                name,
            ))
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

/// The elements that a page opens and closes on lines of their own.
struct Elements<'s> {
    text: &'s str,
    /// Where the next line starts.
    next: usize,
    /// The open elements, with where each starts.
    open: Vec<(&'s str, usize)>,
    /// Where the last heading in HTML of each level starts.
    headings: [usize; 6],
    /// The signs that open the block of code around the next line.
    fence: Option<&'s str>,
}

/// The most elements inside each other. More are looked through again and again.
const DEEPEST: usize = 100;

impl<'s> Elements<'s> {
    fn new(text: &'s str) -> Self {
        Self {
            text,
            next: 0,
            open: Vec::new(),
            headings: [0; 6],
            fence: None,
        }
    }

    /// Returns where the last heading in HTML starts that a heading of a level would be below; 0 if there is none.
    fn below(&self, level: u8) -> usize {
        let above = self
            .headings
            .iter()
            .take(usize::from(level.saturating_sub(1)));
        above.copied().max().unwrap_or_default()
    }

    /// Returns where the innermost element around a place starts; 0 if there is none. Places have to come in text order.
    fn around(&mut self, place: usize) -> usize {
        while self.next <= place
            && let Some(line) = each_line(&self.text[self.next..]).next()
        {
            self.read(line.trim(), self.next + 1);
            self.next += line.len();
        }
        self.open.last().map_or(0, |&(_, start)| start)
    }

    fn read(&mut self, line: &'s str, start: usize) {
        let signs = ['`', '~'].map(|sign| line.len() - line.trim_start_matches(sign).len());
        let signs = &line[..signs[0].max(signs[1])];
        match self.fence {
            Some(open) if signs.starts_with(open) && signs.len() == line.len() => self.fence = None,
            Some(_) => return,
            // A line of code in a text may begin so too: ```` ```x``` ````.
            None if signs.len() > 2 && !line[signs.len()..].contains('`') => {
                self.fence = Some(signs);
            }
            None => {}
        }
        if let Some(block) = line.strip_prefix("{% ") {
            return self.read_block(block, start);
        }
        let Some(tag) = line.strip_prefix('<') else {
            return;
        };
        let (closes, tag) = match tag.strip_prefix('/') {
            Some(tag) => (true, tag),
            None => (false, tag),
        };
        let end = tag.find(|c: char| !c.is_alphanumeric());
        let name = &tag[..end.unwrap_or(tag.len())];
        let level = name.strip_prefix('h').filter(|level| level.len() == 1);
        let level = level.and_then(|level| level.parse::<usize>().ok());
        let is_empty = tag
            .split_once('>')
            .is_some_and(|(_, text)| text.trim().starts_with("</"));
        if let Some(place) = level
            .filter(|_| !closes && !is_empty)
            .and_then(|level| self.headings.get_mut(level.checked_sub(1)?))
        {
            *place = start;
        } else if closes {
            let opened = self.open.iter().rposition(|(open, _)| *open == name);
            self.open.truncate(opened.unwrap_or(self.open.len()));
        } else if is_section(name)
            && tag.contains('>')
            && !tag.ends_with("/>")
            && !tag.contains("</")
            && self.open.len() < DEEPEST
        {
            self.open.push((name, start));
        }
    }
}

impl<'s> Elements<'s> {
    /// Reads the first or last line of a block of `GitBook`: `{% tab title="One" %}`, `{% endtab %}`.
    /// <https://gitbook.com/docs/creating-content/blocks/tabs>
    fn read_block(&mut self, block: &'s str, start: usize) {
        const SECTIONS: [&str; 3] = ["column", "step", "tab"];
        let end = block.find(|c: char| !c.is_alphanumeric());
        let name = &block[..end.unwrap_or(block.len())];
        if let Some(name) = name.strip_prefix("end") {
            let opened = self.open.iter().rposition(|(open, _)| *open == name);
            self.open.truncate(opened.unwrap_or(self.open.len()));
        } else if SECTIONS.contains(&name) && self.open.len() < DEEPEST {
            self.open.push((name, start));
        }
    }
}

/// Returns whether an element of this name holds whole sections: a component of MDX, or one of few in HTML.
fn is_section(name: &str) -> bool {
    name.starts_with(char::is_uppercase) || matches!(name, "details" | "div" | "section")
}

/// Returns whether a heading is inside a quote or list item: something other than its marks precedes it on its line.
fn is_inside(heading: &Heading, source: &Source) -> bool {
    let start = heading.span.start as usize;
    let before = source.text().get(..start).unwrap_or_default();
    let marked = before.trim_end_matches([' ', '\t']).trim_end_matches('#');
    let bare = marked.trim_end_matches([' ', '\t']);
    let indent = &marked[bare.len()..];
    let is_behind_marks = !bare.is_empty() && !bare.ends_with(['\n', '\u{feff}']);
    // So far in, it would be code outside of a list.
    is_behind_marks || indent.len() >= 4 || indent.contains('\t')
}
