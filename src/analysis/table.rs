//! Table rows with an id in one cell and its name in another.
//!
//! If the headers show that both are about one object, any text in the name's cell counts. Otherwise a cell next to the id's
//! counts only if it is exactly a catalog name of the id's kind. A row with an id of another framework, or with the author's
//! own label, is about that subject too, so it is not paired.

use crate::facts::vocabulary::MAX_COLUMNS;
use std::ops::Range;

use super::header::{Column, column, names_atlas};
use super::item::{may_be_name, opening_bracket};
use super::mention::Mention;
use super::name_column::find_names;
use super::names::{Start, known_start};
use super::own_name::{OwnName, is_known_name, own_name};
use super::page_view::{PageView, Place};
use super::prose::ProseId;
use super::row::TableRow;
use crate::catalog::{Kind, normalize_name};
use crate::facts::other_frameworks::has_attack_id;
use crate::facts::separator;
use crate::facts::{Name, named};
use crate::syntax::{TextBlock, TextKind};

/// Pairs the ids that fill a cell with the names in their rows.
pub(super) fn pair_rows<'p>(page: &PageView<'p>, found: &mut [Mention<'p>]) {
    let blocks = &page.facts.blocks;
    for (table, is_html) in (blocks.tables.iter().map(|table| (table, false)))
        .chain(blocks.html_tables.iter().map(|table| (table, true)))
    {
        let within = |mention: &Mention<'p>| mention.span.start < table.span.start;
        let first = found.partition_point(within);
        // Most tables contain no id.
        let has_id = found
            .get(first)
            .is_some_and(|mention| table.span.contains(mention.span));
        if !has_id || table.header.len() > MAX_COLUMNS {
            continue;
        }
        let mut columns: Vec<Column> = table
            .header
            .iter()
            .map(|&cell| column(page.slice(cell)))
            .collect();
        find_names(page, &table.rows, &mut columns, found);
        let has_subs = table.header.iter().any(|&cell| {
            normalize_name(page.slice(cell))
                .split(' ')
                .any(|word| word.starts_with("sub"))
        });
        let of_atlas: Vec<bool> = table
            .header
            .iter()
            .map(|&cell| names_atlas(page.slice(cell)))
            .collect();
        for cells in &table.rows {
            pair_row(
                &TableRow {
                    page,
                    columns: &columns,
                    of_atlas: &of_atlas,
                    has_subs,
                    is_html,
                    cells,
                },
                found,
            );
        }
    }
}

/// Restricts the texts of routes to names of the catalog in rows that are also about something else: in an author's own taxonomy, other
/// texts are the author's names. `routes` is in text order.
pub(super) fn restrict_route_names<'p>(page: &PageView<'p>, routes: &mut [Mention<'p>]) {
    for table in &page.facts.blocks.tables {
        for cells in &table.rows {
            let (Some(start), Some(end)) = (cells.first(), cells.last()) else {
                continue;
            };
            let first = routes.partition_point(|route| route.span.start < start.start);
            let inside = routes[first..].partition_point(|route| route.span.end <= end.end);
            let row = TableRow {
                page,
                columns: &[],
                of_atlas: &[],
                has_subs: false,
                is_html: false,
                cells,
            };
            if inside == 0 || cells.len() > MAX_COLUMNS || !row.is_about_other_framework() {
                continue;
            }
            let names = routes[first..first + inside].iter_mut();
            for name in names.filter_map(|route| route.name.as_mut()) {
                name.closed = false;
            }
        }
    }
}

fn pair_row<'p>(row: &TableRow<'_, 'p>, found: &mut [Mention<'p>]) {
    // The ids in each cell.
    let ids: Vec<Range<usize>> = row
        .cells
        .iter()
        .map(|cell| {
            let first = found.partition_point(|mention| mention.span.start < cell.start);
            let count = found[first..]
                .iter()
                .take_while(|mention| cell.contains(mention.span))
                .count();
            first..first + count
        })
        .collect();
    if ids.iter().all(Range::is_empty) || row.cells.len() > MAX_COLUMNS {
        return;
    }
    let is_about_other_framework = row.is_about_other_framework();
    for (at, range) in ids.iter().enumerate() {
        if range.len() != 1 {
            continue;
        }
        let Some(mention) = found.get(range.start) else {
            continue;
        };
        let alone = row
            .page
            .outer(mention)
            .is_some_and(|outer| row.page.is_alone(outer, row.cells[at]));
        if mention.name.is_some() || !alone {
            continue;
        }
        let is_id_column = !matches!(row.column(at), Column::Free | Column::Others);
        if let Some(code) = &mut found[range.start].code {
            code.counts |= is_id_column;
        }
        let mention = &found[range.start];
        // Evidence next to a malformed id shows which one is meant.
        let Some(id) = mention.well_formed().map(|mention| mention.id.clone()) else {
            continue;
        };
        let written = std::mem::replace(&mut found[range.start].id, id);
        let name = if is_about_other_framework && !row.has_named_pair(at) {
            row.exact(at, &ids, found)
        } else {
            row.name(at, &ids, found)
        };
        found[range.start].id = written;
        if let Some((cell, name)) = name {
            let facts = row.facts(at, cell, &ids, found);
            let mention = &mut found[range.start];
            mention.name = Some(name);
            mention.row = Some(facts);
        }
    }
}

impl<'p> TableRow<'_, 'p> {
    /// Returns the name of the id in the cell `at`, and the cell with the name.
    fn name(
        &self,
        at: usize,
        ids: &[Range<usize>],
        found: &[Mention<'p>],
    ) -> Option<(usize, Name<'p>)> {
        let mention = found.get(ids[at].start)?;
        let kind = Kind::of_id(&mention.id)?;
        let (is_id, is_mapped) = self.role(at, kind);
        // The author's own number of the row: the name may be that of the author's own technique, which is mapped to the id.
        let has_own = (0..self.cells.len()).any(|cell| {
            cell != at
                && ids[cell].is_empty()
                && matches!(self.column(cell), Column::Ids(_))
                && !self.text(cell).is_empty()
        });
        let nearest = self.name_cell(at, ids, mention, is_id);
        if (is_id || is_mapped)
            && let Some(cell) = nearest
        {
            let stated = self.stated(cell, at, mention, is_mapped || has_own)?;
            return Some((cell, stated));
        }
        if self.column(at) == Column::Others {
            return None;
        }
        self.adjacent_name(at, kind, ids, found)
    }

    /// Returns the name in a row that is also about an object of another framework, or of the author's own: it must be exactly
    /// a name in the catalog.
    fn exact(
        &self,
        at: usize,
        ids: &[Range<usize>],
        found: &[Mention<'p>],
    ) -> Option<(usize, Name<'p>)> {
        let mention = found.get(ids[at].start)?;
        let view = self.page.view;
        let (is_id, is_mapped) = self.role(at, Kind::of_id(&mention.id)?);
        let cell = self
            .name_cell(at, ids, mention, is_id || is_mapped)
            .or_else(|| self.mapped_cell(at, ids))
            .or_else(|| self.cell_behind(at, ids).filter(|_| is_id))?;
        let (text, start) = self.plain(cell).filter(|_| is_id || is_mapped)?;
        let whole = named(text, start, true)?;
        let is_own = |name: &Name<'_>| {
            own_name(view, &mention.id, &normalize_name(name.text)) != OwnName::No
        };
        let name = match known_start(view, &mention.id, whole) {
            Start::Known(own) if is_own(&own) => own,
            _ => whole,
        };
        let plain = normalize_name(name.text);
        let own = own_name(view, &mention.id, &plain) != OwnName::No;
        if !own && (!is_known_name(view, &plain) || self.is_kin(&name, &mention.id)) {
            return None;
        }
        // ATLAS and ATT&CK share many names, so a name as near to an id of ATT&CK may be that object's.
        let is_nearer = |other: usize| {
            let text = self.text(other);
            other != cell && other.abs_diff(cell) <= at.abs_diff(cell) && has_attack_id(text)
        };
        let hits = view.by_normalized_name(&plain);
        // The name of an object of another kind is a risk of the row's own: "LLM Data Leakage" beside a tactic's id.
        let kind = Kind::of_id(&mention.id);
        let is_of_kind = hits.iter().any(|hit| Some(hit.object.kind) == kind);
        if !own && !hits.is_empty() && !is_of_kind {
            return None;
        }
        let is_shared = hits.iter().any(|hit| {
            let reference = hit.lifetime.attack_reference.last();
            reference.is_some_and(|reference| reference.value.is_some())
        });
        let doubtful = is_shared && (0..self.cells.len()).any(is_nearer);
        (!doubtful).then_some((cell, name))
    }

    /// Returns whether the column `at` holds ids of the row's object, and whether it holds ids that the row is mapped to.
    fn role(&self, at: usize, kind: Kind) -> (bool, bool) {
        match self.column(at) {
            Column::Ids(wanted) => (wanted.is_none_or(|wanted| wanted == kind), false),
            Column::Objects(wanted) => (wanted == kind, false),
            Column::Subs => (true, false),
            Column::Mappings => (false, true),
            _ => (false, false),
        }
    }

    /// Returns the cell whose header asks for the name of the id in the cell `at`.
    fn name_cell(
        &self,
        at: usize,
        ids: &[Range<usize>],
        mention: &Mention<'p>,
        is_id: bool,
    ) -> Option<usize> {
        let kind = Kind::of_id(&mention.id)?;
        let is_empty = |cell: usize| ids.get(cell).is_none_or(Range::is_empty);
        // A name in a row is that of the row's object; a tactic next to it only says where the object belongs.
        let is_beside = matches!(self.column(at), Column::Objects(_))
            && (0..self.cells.len())
                .any(|cell| matches!(self.column(cell), Column::Ids(_)) && !is_empty(cell));
        let fits = |cell: &usize| {
            *cell != at
                && is_empty(*cell)
                && match self.column(*cell) {
                    Column::Objects(wanted) => wanted == kind,
                    Column::Subs => self.page.view.parent(&mention.id).is_some(),
                    Column::Names => is_id && !is_beside,
                    _ => false,
                }
        };
        // Take the nearest, or on a tie the one after the id.
        (0..self.cells.len())
            .filter(fits)
            .min_by_key(|cell| (cell.abs_diff(at), *cell < at))
    }

    /// Returns the cell after an id of ATLAS whose header names ATLAS too.
    fn mapped_cell(&self, at: usize, ids: &[Range<usize>]) -> Option<usize> {
        let next = at + 1;
        let is_mapped = |cell| self.column(cell) == Column::Mappings;
        let is_free = ids.get(next).is_some_and(Range::is_empty);
        (is_free && is_mapped(at) && is_mapped(next)).then_some(next)
    }

    /// Returns the cell after an id that leads its row, so that the row is about the id's object whatever it is mapped to.
    fn cell_behind(&self, at: usize, ids: &[Range<usize>]) -> Option<usize> {
        let is_free = ids.get(1).is_some_and(Range::is_empty);
        let is_name = self.text(1).contains(char::is_whitespace);
        (at == 0 && is_free && is_name && self.column(1) == Column::Free).then_some(1)
    }

    /// Returns the name in a cell next to the id whose header does not ask for names.
    fn adjacent_name(
        &self,
        at: usize,
        kind: Kind,
        ids: &[Range<usize>],
        found: &[Mention<'p>],
    ) -> Option<(usize, Name<'p>)> {
        let mention = found.get(ids[at].start)?;
        // Two ids of one kind in a row are a mapping from one to the other.
        let same = ids
            .iter()
            .flat_map(|range| &found[range.clone()])
            .filter(|other| Kind::of_id(&other.id) == Some(kind))
            .count();
        if same > 1 {
            return None;
        }
        let is_empty = |cell: usize| ids.get(cell).is_none_or(Range::is_empty);
        let known = |cell: usize| {
            let free = is_empty(cell) && self.column(cell) != Column::Others;
            let name = self.known(cell, mention).filter(|_| free)?;
            Some((cell, name))
        };
        let left = at.checked_sub(1).and_then(known);
        let right = known(at + 1);
        if left.is_some() && right.is_some() {
            None
        } else {
            left.or(right)
        }
    }

    /// Returns the name in a cell whose header asks for names. In a row that is `mapped` to the id, the author's own names do
    /// not count.
    fn stated(
        &self,
        cell: usize,
        at: usize,
        mention: &Mention<'p>,
        mapped: bool,
    ) -> Option<Name<'p>> {
        let (text, start) = self.plain(cell)?;
        let view = self.page.view;
        let id: &str = &mention.id;
        let name = match known_start(view, id, named(text, start, true)?) {
            Start::Known(name) => return (!self.is_coarse(&name, id)).then_some(name),
            Start::Parents => return None,
            Start::No => named(without_remark(text), start, true)?,
        };
        // No other cell between the two may be the name's subject.
        let is_candidate = cell.abs_diff(at) == 1
            && !separator::is_sentence(text)
            && may_be_name(view, id, name.text);
        let nearly = |near: Option<(&str, &str)>| near.is_some_and(|(near, _)| near != id);
        (is_candidate && (!mapped || nearly(view.nearest_name(name.text, Kind::of_id(id)))))
            .then_some(name)
    }

    /// Returns whether the name is that of the id's parent or sub-technique, in a table with a column for each.
    fn is_coarse(&self, name: &Name<'_>, id: &str) -> bool {
        self.has_subs && self.is_kin(name, id)
    }

    /// Returns whether the name is that of the id's parent or sub-technique.
    fn is_kin(&self, name: &Name<'_>, id: &str) -> bool {
        let view = self.page.view;
        view.by_name(name.text).iter().any(|hit| {
            let other = hit.object.id.as_str();
            view.parent(id) == Some(other) || view.parent(other) == Some(id)
        })
    }

    /// Returns the name in a cell whose header does not ask for names.
    fn known(&self, cell: usize, mention: &Mention<'p>) -> Option<Name<'p>> {
        let (text, start) = self.plain(cell)?;
        let span = *self.cells.get(cell)?;
        let prose_id = ProseId {
            page: *self.page,
            id: &mention.id,
            place: Place {
                block: TextBlock {
                    kind: TextKind::Cell,
                    span,
                },
                outer: mention.span,
                before: "",
                after: "",
                id_follows: false,
            },
            labelled: false,
        };
        let name = prose_id.whole(without_remark(text), start)?;
        // A single word may just as well be a heading of the row, but for the name of a tactic.
        let is_whole = name.text.contains(char::is_whitespace)
            || (Kind::of_id(&mention.id) == Some(Kind::Tactic) && self.names_tactic(name.text));
        is_whole.then_some(name)
    }

    /// Returns whether a text is the name of a tactic, now or formerly.
    fn names_tactic(&self, text: &str) -> bool {
        let hits = self.page.view.by_normalized_name(&normalize_name(text));
        hits.iter().any(|hit| hit.object.kind == Kind::Tactic)
    }
}

/// Removes a remark: "LLM Jailbreak (direct)", "LLM Jailbreak - by role play".
fn without_remark(text: &str) -> &str {
    let dashes = [" \u{2013} ", "\u{2014}", " - ", " -- "];
    let cut = dashes
        .iter()
        .filter_map(|dash| text.find(dash))
        .chain(opening_bracket(text))
        .min();
    cut.and_then(|at| text.get(..at)).unwrap_or(text)
}
