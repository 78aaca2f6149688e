//! Table rows and the evidence in their cells.

use std::ops::Range;

use super::header::Column;
use super::mention::{Mention, Row};
use super::page_view::PageView;
use crate::catalog::{Kind, normalize_name};
use crate::facts::other_frameworks::{has_other_framework_id, is_label};
use crate::syntax::{Link, links_in};
use crate::text::Span;

/// A row of a table.
pub(super) struct TableRow<'a, 'p> {
    pub page: &'a PageView<'p>,
    pub columns: &'a [Column],
    /// Whether the header of each column names ATLAS.
    pub of_atlas: &'a [bool],
    /// Whether a column holds sub-techniques only.
    pub has_subs: bool,
    /// Whether it is a row of an HTML table, which is opaque as a whole.
    pub is_html: bool,
    pub cells: &'a [Span],
}

impl<'p> TableRow<'_, 'p> {
    pub(super) fn text(&self, at: usize) -> &'p str {
        self.cells.get(at).map_or("", |&cell| self.page.slice(cell))
    }

    pub(super) fn column(&self, at: usize) -> Column {
        self.columns.get(at).copied().unwrap_or(Column::Free)
    }

    /// Returns whether the headers say that the column `at` and the one after it are about one ATLAS object, whatever else the row has:
    /// `| ATLAS ID | ATLAS Technique | OWASP |`, or without ids of other frameworks `| Technique ID | Technique Name | Requirement |`.
    pub(super) fn has_named_pair(&self, at: usize) -> bool {
        let is_of_atlas = |at: usize| self.of_atlas.get(at).copied().unwrap_or_default();
        match (self.column(at), self.column(at + 1)) {
            (Column::Ids(_), Column::Objects(_) | Column::Names)
                if is_of_atlas(at) && is_of_atlas(at + 1) =>
            {
                true
            }
            (Column::Ids(Some(kind)), Column::Objects(other)) => {
                kind == other && !self.has_other_framework_id()
            }
            _ => false,
        }
    }

    /// Returns whether the row is about an object of another framework or of the author's own.
    pub(super) fn is_about_other_framework(&self) -> bool {
        self.has_other_framework_id() || (0..self.cells.len()).any(|at| is_label(self.text(at)))
    }

    fn has_other_framework_id(&self) -> bool {
        let (Some(first), Some(last)) = (self.cells.first(), self.cells.last()) else {
            return true;
        };
        let row = Span {
            start: first.start,
            end: last.end,
        };
        has_other_framework_id(self.page.slice(row))
    }

    /// Returns the text of a cell that is plain or a single link that may name an object, and the start of that text.
    pub(super) fn plain(&self, cell: usize) -> Option<(&'p str, usize)> {
        let span = *self.cells.get(cell)?;
        if span.is_empty() {
            return None;
        }
        if self.is_html {
            let text = self.page.slice(span);
            return (!text.contains('<')).then_some((text, span.start as usize));
        }
        if self.page.facts.blocks.is_opaque_in(span) {
            return None;
        }
        let mut links = self.links(span);
        let Some(link) = links.next() else {
            return Some((self.page.slice(span), span.start as usize));
        };
        let whole = links.next().is_none() && self.page.is_alone(link.span, span);
        let label = link.label.filter(|_| whole && self.page.may_name(link))?;
        Some((self.page.slice(label), label.start as usize))
    }

    fn links(&self, span: Span) -> impl Iterator<Item = &'p Link> + use<'p> {
        links_in(&self.page.facts.links, span).take_while(move |link| span.contains(link.span))
    }

    /// Returns the evidence in the other cells.
    pub(super) fn facts(
        &self,
        at: usize,
        cell: usize,
        ids: &[Range<usize>],
        found: &[Mention<'p>],
    ) -> Row<'p> {
        let view = self.page.view;
        let kind = match self.column(cell) {
            Column::Objects(kind) => Some(kind),
            _ => None,
        };
        let others = (0..self.cells.len()).filter(|other| *other != at && *other != cell);
        let tactic = others
            .filter(|other| {
                matches!(
                    self.column(*other),
                    Column::Objects(Kind::Tactic) | Column::Ids(Some(Kind::Tactic))
                )
            })
            .find_map(|other| {
                if let [only] = &found[ids[other].clone()] {
                    return view
                        .catalog
                        .object(&only.id)
                        .map(|object| object.id.as_str());
                }
                let name = normalize_name(self.text(other));
                let hits = view.by_normalized_name(&name);
                let hit = hits
                    .iter()
                    .find(|hit| hit.current && hit.object.kind == Kind::Tactic)?;
                Some(hit.object.id.as_str())
            });
        let own = ids[at].clone().next().and_then(|own| found.get(own));
        let own = own.and_then(|own| Kind::of_id(&own.id));
        // A link to the page of an object of the id's kind, unless its column is for related objects.
        let is_own = |link: &&Link| {
            self.page
                .leads_to(link)
                .is_some_and(|(_, id)| Kind::of_id(id) == own)
        };
        let link = (0..self.cells.len())
            .filter(|cell| self.column(*cell) != Column::Others)
            .find_map(|cell| self.links(self.cells[cell]).find(is_own));
        Row { kind, tactic, link }
    }
}
