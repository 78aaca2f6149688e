//! A page read back after its fixes: whether each edit reads as promised, and whether the rest of the page is what it was.

use std::collections::HashMap;

use crate::diagnostic::Promise;
use crate::syntax::tree::{Data, Tree};
use crate::syntax::{self, Page, ReadOptions};
use crate::text::{Source, Span};

/// What must not grow, or be lost, when a page is fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageSummary {
    /// Whether the front matter can be read, if there is one.
    front: Option<bool>,
    /// Whether a YAML or JSON page can be read, if it is one.
    document: Option<bool>,
    directives: usize,
    headings: usize,
    links: usize,
    errors: usize,
    /// Ids and links: what findings are about.
    subjects: usize,
}

impl PageSummary {
    /// The shape of a page; None if the text is not a page.
    ///
    /// # Errors
    ///
    /// The page has merge conflicts.
    pub fn of(source: &Source, options: &ReadOptions) -> Result<Option<Self>, HasConflicts> {
        let page = syntax::read(source, options);
        if page.as_ref().is_some_and(|page| !page.conflicts.is_empty()) {
            return Err(HasConflicts);
        }
        Ok(page.map(|page| Self::of_page(&page)))
    }

    fn of_page(page: &Page<'_>) -> Self {
        Self {
            front: page.front.as_ref().map(|front| front.sound),
            document: page.document.as_ref().map(|document| document.sound),
            directives: page.directives.len(),
            headings: page.headings.len(),
            links: page.links.len(),
            errors: page.errors.len(),
            subjects: page.links.len() + page.ids.len(),
        }
    }

    /// Whether a page of this shape may become one of the shape `after`. Each edit of `marks` may add a link or a heading, as it
    /// writes markup or quotes a value; nothing adds a suppression or makes YAML unreadable.
    fn allows(self, after: Self, marks: usize) -> bool {
        // What could be read still can, and what comes into being can be.
        let stays = |before: Option<bool>, after: Option<bool>| match before {
            Some(true) => after == Some(true),
            None => after != Some(false),
            Some(false) => true,
        };
        let readable = stays(self.front, after.front) && stays(self.document, after.document);
        let grows = after.headings > self.headings + marks
            || after.links > self.links + marks
            || after.errors > self.errors + marks;
        // A mark that opens code or a comment would hide what follows it from the rules.
        let hides = after.subjects < self.subjects;
        readable && after.directives <= self.directives && !grows && !hides
    }
}

/// The page has merge conflicts, so what it says is not settled.
#[derive(Clone, Copy, Debug)]
pub struct HasConflicts;

/// A page after its fixes.
pub struct PageCheck {
    /// Its shape.
    pub summary: PageSummary,
    /// Whether the page as a whole is what it was.
    pub whole: bool,
    /// For each edit whether it reads as promised.
    pub kept: Vec<bool>,
}

/// Reads a page back after edits, each with the bytes that it now takes. `before` is the shape of the page until then.
#[must_use]
pub fn check_page(
    source: &Source,
    options: &ReadOptions,
    before: PageSummary,
    edits: &[(Span, &Promise)],
) -> Option<PageCheck> {
    let page = syntax::read(source, options)?;
    let summary = PageSummary::of_page(&page);
    let marks = edits.iter();
    let marks =
        marks.filter(|(_, promise)| matches!(promise, Promise::Markup | Promise::Scalar(_)));
    let marks = marks.count();
    let places = Places::of(&page);
    let kept = edits
        .iter()
        .map(|(span, promise)| places.keeps(&page, *span, promise));
    Some(PageCheck {
        summary,
        whole: before.allows(summary, marks),
        kept: kept.collect(),
    })
}

/// Where links and scalars stand.
struct Places<'p> {
    /// Targets by their place, sorted.
    targets: Vec<(Span, &'p str)>,
    scalars: HashMap<Span, &'p str>,
}

impl<'p> Places<'p> {
    fn of(page: &'p Page<'_>) -> Self {
        let targets = page.links.iter();
        let mut targets: Vec<(Span, &str)> = targets
            .map(|link| (link.target_span, link.target.as_ref()))
            .collect();
        targets.sort_unstable();
        let front = page.front.as_ref().map(|front| &front.tree);
        let document = page.document.as_ref().map(|_| &page.outline);
        let trees = front.into_iter().chain(document);
        Self {
            targets,
            scalars: trees.flat_map(texts).collect(),
        }
    }

    fn keeps(&self, page: &Page<'_>, span: Span, promise: &Promise) -> bool {
        match promise {
            Promise::Words | Promise::Markup => true,
            Promise::Id(id) => {
                let same = |mention: &&syntax::id::IdToken| mention.span == span;
                let found = page.ids_in(span).find(same);
                found.is_some_and(|found| found.malformed.is_none() && *found.id == **id)
            }
            Promise::Target(target) => {
                let after = self
                    .targets
                    .partition_point(|(place, _)| place.start <= span.start);
                let found = after.checked_sub(1).map(|at| self.targets[at]);
                // A label may have been written behind the target.
                found.is_some_and(|(place, found)| place.start <= span.start && found == target)
            }
            Promise::Scalar(value) => self.scalars.get(&span) == Some(&value.as_str()),
        }
    }
}

/// The texts of a tree and its keys, by their bytes.
fn texts<'t>(tree: &'t Tree<'_>) -> impl Iterator<Item = (Span, &'t str)> {
    tree.nodes().flat_map(|node| {
        let own = match &node.data {
            Data::Text(text) => Some((node.span, text.as_ref())),
            _ => None,
        };
        let entries = match &node.data {
            Data::Map(entries) => entries.as_slice(),
            _ => &[],
        };
        let keys = entries
            .iter()
            .map(|entry| (entry.key_span, entry.key.as_ref()));
        own.into_iter().chain(keys)
    })
}
