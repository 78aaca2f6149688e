//! Reads the sections of a page that list objects of one kind.

use super::entry::Entry;
use super::lines::line_of;
use super::read_entry::read;
use super::workspace::{ObjectPage, Workspace};
use crate::catalog::{Kind, normalize_name};
use crate::facts::lists::{MITIGATIONS, STUDIES, SUB_TECHNIQUES, TACTICS, TECHNIQUES};
use crate::syntax::blocks::{List, ListItem, TextKind};
use crate::syntax::{Heading, without_count};
use crate::text::{FileId, Source, Span};
use crate::vault::PageRef;

/// Kind of list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ListKind {
    Subs,
    Tactics,
    /// The techniques of a tactic or mitigation.
    Techniques,
    Mitigations,
    /// The case studies that employ a technique.
    Studies,
}

impl ListKind {
    /// Returns the lists on pages of a kind.
    pub(crate) fn of(kind: Kind) -> &'static [ListKind] {
        match kind {
            Kind::Technique => &[Self::Subs, Self::Tactics, Self::Mitigations, Self::Studies],
            Kind::Tactic | Kind::Mitigation => &[Self::Techniques],
            Kind::CaseStudy => &[],
        }
    }

    fn headings(self) -> &'static [&'static str] {
        match self {
            Self::Subs => &SUB_TECHNIQUES,
            Self::Tactics => &TACTICS,
            Self::Techniques => &TECHNIQUES,
            Self::Mitigations => &MITIGATIONS,
            Self::Studies => &STUDIES,
        }
    }

    /// Returns the kind of the listed objects.
    pub(crate) fn kind(self) -> Kind {
        match self {
            Self::Subs | Self::Techniques => Kind::Technique,
            Self::Tactics => Kind::Tactic,
            Self::Mitigations => Kind::Mitigation,
            Self::Studies => Kind::CaseStudy,
        }
    }
}

/// A section that lists objects.
pub(crate) struct Section<'v> {
    pub(crate) heading: &'v Heading,
    /// From the line of its heading to the next heading.
    pub(crate) whole: Span,
    /// The text before the list, if it is one paragraph.
    pub(crate) intro: Option<&'v str>,
    pub(crate) content: Content,
}

/// Content of a section.
pub(crate) enum Content {
    Empty,
    /// One bullet list, in which every entry names an object of the kind.
    List(EntryList),
    Other,
}

/// A plain list of objects.
pub(crate) struct EntryList {
    /// The entries, with the lines of each.
    pub(crate) all: Vec<(Entry, Span)>,
    /// The text before each entry: white space, the bullet, white space.
    pub(crate) marker: String,
    /// Whether the section holds only the list and at most a paragraph before it.
    pub(crate) alone: bool,
}

/// Returns the sections of a page with this list, in order.
pub(crate) fn sections<'v>(
    workspace: &Workspace<'v>,
    object: ObjectPage<'v>,
    list_kind: ListKind,
) -> Vec<Section<'v>> {
    let page = object.page.get();
    let source = page.source;
    let main = page.main_heading().map(|heading| heading.span);
    let headings = page.headings.iter().enumerate();
    headings
        .filter(|(_, heading)| Some(heading.span) != main && is_heading_of(heading, list_kind))
        .map(|(at, heading)| {
            let end = page
                .headings
                .get(at + 1)
                .map_or(source.text().len(), |next| {
                    line_of(source, next.span.start).start as usize
                });
            let line = line_of(source, heading.span.start);
            let body = Span::new(line.end as usize, end);
            let (intro, content) = content(workspace, object.page, body, list_kind);
            Section {
                heading,
                whole: Span::new(line.start as usize, end),
                intro,
                content,
            }
        })
        .collect()
}

/// Returns whether a heading is one that a vault writes over this list.
pub(crate) fn is_heading_of(heading: &Heading, list_kind: ListKind) -> bool {
    // All such headings are short.
    heading.text.len() < 60
        && list_kind
            .headings()
            .contains(&normalize_name(without_count(&heading.text)).as_str())
}

fn content<'v>(
    workspace: &Workspace<'v>,
    page: PageRef<'v>,
    body: Span,
    list_kind: ListKind,
) -> (Option<&'v str>, Content) {
    let source = workspace.source(page);
    if source.slice(body).trim().is_empty() {
        return (None, Content::Empty);
    }
    let blocks = &page.get().blocks;
    let first = blocks
        .lists
        .partition_point(|list| list.span.start < body.start);
    let lists: Vec<&List> = blocks.lists[first..]
        .iter()
        .take_while(|list| list.span.start < body.end)
        .collect();
    let table = blocks
        .tables
        .partition_point(|table| table.span.start < body.start);
    let has_table = blocks
        .tables
        .get(table)
        .is_some_and(|table| table.span.start < body.end);
    let [list] = lists.as_slice() else {
        return (None, Content::Other);
    };
    if has_table || list.ordered || list.depth > 0 {
        return (None, Content::Other);
    }
    let before = source.slice(Span {
        end: list.span.start,
        ..body
    });
    let texts = blocks
        .texts
        .partition_point(|text| text.span.start < body.start);
    let paragraph = blocks.texts.get(texts).filter(|text| {
        text.kind == TextKind::Paragraph && source.slice(text.span) == before.trim()
    });
    let intro = paragraph.map(|text| source.slice(text.span));
    let content = match entries(workspace, page, list, list_kind) {
        Some(mut entries) => {
            let end = entries
                .all
                .last()
                .map_or(list.span.end, |(_, lines)| lines.end);
            let after = source.slice(Span {
                start: end,
                end: body.end,
            });
            let clear = before.trim().is_empty() || intro.is_some();
            entries.alone = clear && after.trim().is_empty();
            Content::List(entries)
        }
        None => Content::Other,
    };
    (intro, content)
}

fn entries<'v>(
    workspace: &Workspace<'v>,
    page: PageRef<'v>,
    list: &List,
    list_kind: ListKind,
) -> Option<EntryList> {
    let source = workspace.source(page);
    let kind = list_kind.kind();
    let vault = workspace.vault;
    let calls_itself_study = |page| {
        vault
            .page(page)
            .is_some_and(|page| page.facts.calls_itself_study)
    };
    let is_wanted = |id: &str, page: Option<FileId>| match Kind::of_id(id) {
        Some(found) => found == kind,
        None => kind == Kind::CaseStudy && page.is_some_and(calls_itself_study),
    };
    let mut found = Vec::new();
    let mut marker = None;
    for item in &list.items {
        let text = plain_text(source, item)?;
        let start = line_of(source, item.span.start);
        let before = Span {
            start: start.start,
            end: text.start,
        };
        let before = source.slice(before);
        // In a quote, or after another bullet, the line is not the entry's alone.
        if before.trim().chars().count() != 1 {
            return None;
        }
        marker.get_or_insert(before);
        let lines = Span {
            start: start.start,
            end: line_of(source, text.end.saturating_sub(1)).end,
        };
        found.push((read(workspace, page, text, &is_wanted)?, lines));
    }
    Some(EntryList {
        all: found,
        marker: marker?.to_owned(),
        alone: false,
    })
}

/// Returns the text of an item that holds nothing but one text.
fn plain_text(source: &Source, item: &ListItem) -> Option<Span> {
    let text = item.text?;
    let rest = source.slice(Span {
        start: text.end,
        end: item.span.end.max(text.end),
    });
    rest.trim().is_empty().then_some(text)
}
