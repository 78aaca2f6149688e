//! Check of a page after its fixes: each edit must parse as promised, and the rest of the page must be unchanged.

use std::collections::HashMap;

use crate::diagnostic::Promise;
use crate::syntax::tree::{Data, Tree};
use crate::syntax::{self, Page, ReadOptions};
use crate::text::{Source, Span};

/// Properties of a page that fixes must preserve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageSummary {
    /// Whether the front matter is valid, if there is one.
    front: Option<bool>,
    /// Whether a YAML or JSON page is valid.
    document: Option<bool>,
    directives: usize,
    headings: usize,
    links: usize,
    errors: usize,
    /// Number of ids and links, which findings are about.
    subjects: usize,
}

impl PageSummary {
    /// Returns the summary of a page.
    ///
    /// # Errors
    ///
    /// The page has merge conflicts.
    pub fn of(page: &Page<'_>) -> Result<Self, HasConflicts> {
        if page.conflicts.is_empty() {
            Ok(Self::of_page(page))
        } else {
            Err(HasConflicts)
        }
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

    /// Returns whether the YAML that could be read before still can, and whether YAML that comes into being can be.
    fn stays_readable(self, after: Self) -> bool {
        let stays = |before: Option<bool>, after: Option<bool>| match before {
            Some(true) => after == Some(true),
            None => after != Some(false),
            Some(false) => true,
        };
        stays(self.front, after.front) && stays(self.document, after.document)
    }

    /// Returns whether fixes may change the page from `self` to `after`. Each of the `marks` edits writes markup or quotes a value,
    /// and so may add a link or a heading. No edit may add a suppression or break YAML.
    fn allows(self, after: Self, marks: usize) -> bool {
        let grows = after.headings > self.headings + marks
            || after.links > self.links + marks
            || after.errors > self.errors + marks;
        // A mark that opens code or a comment would hide what follows it from the rules.
        let hides = after.subjects < self.subjects;
        self.stays_readable(after) && after.directives <= self.directives && !grows && !hides
    }
}

/// The page has unresolved merge conflicts.
#[derive(Clone, Copy, Debug)]
pub struct HasConflicts;

/// Check of a page after its fixes.
pub struct PageCheck {
    /// The summary after the fixes.
    pub summary: PageSummary,
    /// Whether the rest of the page is unchanged.
    pub whole: bool,
    /// For each edit, whether it parses as promised.
    pub kept: Vec<bool>,
}

/// Checks a page after edits, each with its new span. `before` is the summary before the edits.
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

/// Returns whether the YAML of a page can be read after edits that may add and remove links, if it could before.
#[must_use]
pub fn is_readable_after(page: &Page<'_>, source: &Source, options: &ReadOptions) -> bool {
    syntax::read(source, options).is_some_and(|after| {
        PageSummary::of_page(page).stays_readable(PageSummary::of_page(&after))
    })
}

/// Positions of links and scalars.
struct Places<'p> {
    /// Targets, sorted by position.
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
                let same = |token: &&syntax::id::IdToken| token.span == span;
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

/// Returns the texts and keys of a tree, by span.
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
