//! Tactics that a page states for techniques, compared with the catalog.

use super::header::{Column, column, may_be_over_tactics};
use super::page_view::PageView;
use crate::catalog::{Kind, Lifetime, ReleaseIx, Status, Versioned, View, at};
use crate::facts::vocabulary::{MAX_HEADER_BYTES, MAX_TACTICS_BYTES};
use crate::syntax::blocks::Table;
use crate::syntax::id::ids_in;
use crate::syntax::links_in;
use crate::text::Span;

/// A tactic that a page states for a technique.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedTactic<'p> {
    pub tactic: &'p str,
    pub span: Span,
    pub technique: &'p str,
    pub technique_span: Span,
}

/// Relation of a tactic to a technique.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TacticStatus {
    /// It belongs to the technique in the pinned release.
    Now,
    /// It belonged to the technique in an earlier release.
    Before {
        /// The first release without it.
        until: ReleaseIx,
        /// Whether an official release states that.
        official: bool,
    },
    /// It never belonged to the technique.
    Never {
        /// Whether official releases state the technique's tactics.
        official: bool,
    },
}

/// The release that gave the tactics their present ids.
const RENUMBERED: &str = "2021.12";

/// An object named in part of a page, with its place.
type Named<'p> = (&'p str, Span);

/// Returns the tactics stated by case study steps and table rows, in page order. Steps and rows with several techniques are
/// skipped, because the tactics may belong to any of them.
#[must_use]
pub fn stated_tactics<'p>(page: &PageView<'p>) -> Vec<StatedTactic<'p>> {
    let facts = page.facts;
    let mut found = Vec::new();
    for step in facts.studies.iter().flat_map(|study| &study.steps) {
        if let (Some(technique), Some(tactic)) = (step.technique, step.tactic) {
            state(page, technique, tactic, &mut found);
        }
    }
    for table in &facts.blocks.tables {
        in_table(page, table, &mut found);
    }
    for &(technique, tactic) in &facts.stated_tactics {
        state(page, technique, tactic, &mut found);
    }
    found.sort_by_key(|stated| stated.span);
    found
}

/// Adds the tactics that the rows of a table state.
fn in_table<'p>(page: &PageView<'p>, table: &Table, found: &mut Vec<StatedTactic<'p>>) {
    let headers = table.header.iter().map(|cell| page.slice(*cell));
    if !headers.clone().any(may_be_over_tactics) {
        return;
    }
    let columns = headers.map(|it| (it.len() < MAX_HEADER_BYTES).then(|| column(it)));
    let columns: Vec<Option<Column>> = columns.collect();
    let of = |kind| {
        let is_of = move |column: &Option<Column>| matches!(column, Some(Column::Objects(of) | Column::Ids(Some(of))) if *of == kind);
        positions(&columns, is_of)
    };
    let Some(&tactic) = of(Kind::Tactic).first() else {
        return;
    };
    // "Technique" is a better header than "ID", which may be the row's own. The id may be in either.
    let mut techniques = of(Kind::Technique);
    techniques.extend(positions(&columns, |it| *it == Some(Column::Ids(None))));
    for row in &table.rows {
        let named = |column: &usize| {
            let cell = *row.get(*column)?;
            (!objects(page, cell, Kind::Technique).is_empty()).then_some(cell)
        };
        if let (Some(technique), Some(tactic)) =
            (techniques.iter().find_map(named), row.get(tactic))
        {
            state(page, technique, *tactic, found);
        }
    }
}

/// Returns the positions of the columns that `fits` accepts.
fn positions(columns: &[Option<Column>], fits: impl Fn(&Option<Column>) -> bool) -> Vec<usize> {
    let found = columns
        .iter()
        .enumerate()
        .filter(|(_, column)| fits(column));
    found.map(|(at, _)| at).collect()
}

/// A step of a case study that states a technique and no tactic, where ATLAS does not say which one it served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenTactic<'p> {
    pub technique: &'p str,
    pub span: Span,
}

/// Returns the steps whose tactic is open, in page order: the technique has several tactics, or none.
#[must_use]
pub fn open_tactics<'p>(page: &PageView<'p>) -> Vec<OpenTactic<'p>> {
    let facts = page.facts;
    let steps = facts.studies.iter().flat_map(|study| &study.steps);
    let open = steps.filter_map(|step| {
        let states_tactic = step
            .tactic
            .is_some_and(|tactic| !page.slice(tactic).trim().is_empty());
        let techniques = objects(page, step.technique?, Kind::Technique);
        let &(technique, span) = techniques.first()?;
        let is_sure = techniques.iter().all(|(other, _)| *other == technique)
            && page.view.lifetime(technique).is_some();
        let is_open = page.view.effective_tactics(technique).len() != 1;
        (is_sure && is_open && !states_tactic).then_some(OpenTactic { technique, span })
    });
    open.collect()
}

/// Adds the tactics in one part of a page for the technique in another.
fn state<'p>(
    page: &PageView<'p>,
    technique: Span,
    tactic: Span,
    found: &mut Vec<StatedTactic<'p>>,
) {
    let techniques = objects(page, technique, Kind::Technique);
    let Some(&(id, technique_span)) = techniques.first() else {
        return;
    };
    if techniques.iter().any(|(other, _)| *other != id) {
        return;
    }
    let tactics = objects(page, tactic, Kind::Tactic);
    let tactics = if tactics.is_empty() {
        named_tactics(page, tactic)
    } else {
        tactics
    };
    found.extend(tactics.into_iter().map(|(tactic, span)| StatedTactic {
        tactic,
        span,
        technique: id,
        technique_span,
    }));
}

/// Returns the objects of a kind in part of a page: by their ids, or else by the targets of links. Empty if it contains an id
/// of another kind.
fn objects<'p>(page: &PageView<'p>, span: Span, kind: Kind) -> Vec<Named<'p>> {
    let mut ids = ids_in(&page.facts.ids, span).peekable();
    if ids.peek().is_some() {
        return ids
            .filter(|token| token.malformed.is_none())
            .filter(|token| Kind::of_id(&token.id) == Some(kind))
            .map(|token| (token.id.as_ref(), token.span))
            .collect();
    }
    links_in(&page.facts.links, span)
        .filter_map(|link| {
            let id = page.vault.linked_page_id(page.file, link)?;
            let place = link.label.unwrap_or(link.target_span);
            (Kind::of_id(id) == Some(kind)).then_some((id, place))
        })
        .collect()
}

/// Returns the tactics whose names fill part of a page.
fn named_tactics<'p>(page: &PageView<'p>, span: Span) -> Vec<Named<'p>> {
    let (text, view) = (page.slice(span), page.view);
    if text.len() > MAX_TACTICS_BYTES {
        return Vec::new();
    }
    let mut start = span.start as usize;
    let parts = text.split_inclusive([',', ';', '/']).map(|part| {
        let around = |c: char| !c.is_alphanumeric();
        let name = part.trim_matches(around);
        let at = start + part.len() - part.trim_start_matches(around).len();
        start += part.len();
        let hits = view.by_name(name);
        let hit = hits
            .iter()
            .find(|hit| hit.object.kind == Kind::Tactic && hit.lives)?;
        let id: &'p str = &hit.object.id;
        Some((id, Span::new(at, at + name.len())))
    });
    parts.collect::<Option<Vec<_>>>().unwrap_or_default()
}

/// Returns the relation of `tactic` to `technique`; a sub-technique also has its parent's tactics. None if the catalog does not
/// know: one of them is not in the pinned release, or no release states the technique's tactics.
#[must_use]
pub fn tactic_status(view: View<'_>, technique: &str, tactic: &str) -> Option<TacticStatus> {
    let (Status::Current(lifetime), Status::Current(tactic_life)) =
        (view.status(technique), view.status(tactic))
    else {
        return None;
    };
    let ids = numbers(view, tactic, tactic_life);
    let has = |version: &Versioned<Vec<String>>| {
        version.value.iter().any(|id| ids.contains(&id.as_str()))
    };
    let parent = view
        .parent(technique)
        .and_then(|parent| view.lifetime(parent));
    let lifetimes: Vec<&Lifetime> = std::iter::once(lifetime).chain(parent).collect();
    let now: Vec<&Versioned<Vec<String>>> = lifetimes
        .iter()
        .filter_map(|lifetime| at(&lifetime.tactics, view.pinned))
        .collect();
    if now.is_empty() {
        return None;
    }
    if now.iter().any(|version| has(version)) {
        return Some(TacticStatus::Now);
    }
    let known = |lifetime: &&Lifetime| {
        lifetime
            .tactics
            .partition_point(|version| version.release <= view.pinned)
    };
    let end = lifetimes
        .iter()
        .flat_map(|lifetime| lifetime.tactics[..known(lifetime)].windows(2))
        .filter(|pair| has(&pair[0]))
        .map(|pair| (pair[1].release, pair[1].official))
        .max();
    Some(match end {
        Some((until, official)) => TacticStatus::Before { until, official },
        None => TacticStatus::Never {
            official: now.iter().all(|version| version.official)
                && tactic_life.is_official()
                && lifetime.is_official(),
        },
    })
}

/// Returns the ids of a tactic in the lists of techniques, which use the ids of 2021.12 from the start. Before that release it
/// is the successor's id, as the tactic's own id may be another tactic's there.
fn numbers<'c>(view: View<'c>, tactic: &'c str, lifetime: &'c Lifetime) -> Vec<&'c str> {
    let lifetimes = view
        .catalog
        .object(tactic)
        .map_or(&[][..], |object| &object.lifetimes);
    let is_reused = lifetimes.iter().any(|other| other.first > lifetime.first);
    let own = (!is_reused).then_some(tactic);
    let successors = lifetime
        .successors
        .iter()
        .map(|successor| successor.id.as_str());
    own.into_iter().chain(successors).collect()
}

/// Returns the help for a tactic that is not one of a technique's in the pinned release.
#[must_use]
pub fn tactic_help(view: View<'_>, technique: &str) -> String {
    let release = view.catalog.release_name(view.pinned);
    match tactics_of(view, technique).as_slice() {
        [] => format!("remove it: ATLAS {release} states no tactic for the technique"),
        [own] => format!("write {own}, its tactic in ATLAS {release}"),
        own => format!(
            "write one of its tactics in ATLAS {release}: {}",
            own.join(", ")
        ),
    }
}

/// Returns the names of the tactics of a technique in the pinned release, or else its parent's.
#[must_use]
pub fn tactics_of(view: View<'_>, technique: &str) -> Vec<String> {
    let ids = view.effective_tactics(technique);
    let numbered = view
        .catalog
        .release(RENUMBERED)
        .filter(|first| *first > view.pinned);
    ids.iter()
        .filter_map(|id| match numbered {
            // The lists use the ids of that release, which may mean another tactic in the pinned one.
            Some(first) => view
                .catalog
                .at(first)
                .name(id)
                .map(|name| format!("\"{name}\"")),
            None => view.name(id).map(|name| format!("`{id}` \"{name}\"")),
        })
        .collect()
}
