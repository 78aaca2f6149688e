//! Series of `ID (Name)`: where most of three or more brackets hold known names, the others are meant as names too.

use foldhash::HashMap;

use super::item::may_be_name;
use super::mention::{Mention, NamePosition};
use super::page_view::{PageView, Place};
use super::prose::bracketed;
use crate::facts::vocabulary::{MAX_LISTS_BEFORE, MIN_SERIES};
use crate::facts::{Name, named};
use crate::syntax::TextKind;

/// The brackets of one list, sentence or cell.
#[derive(Default)]
struct Series<'p> {
    known: usize,
    /// The other ids, as indexes, with the texts in their brackets.
    others: Vec<(usize, Name<'p>)>,
}

/// Pairs the ids of a series that have no name yet with the texts in their brackets.
pub(super) fn pair_series<'p>(page: &PageView<'p>, found: &mut [Mention<'p>]) {
    let in_text = |mention: &Mention<'p>| {
        let is_in_text = matches!(
            mention.position,
            NamePosition::Prose | NamePosition::Label(_)
        );
        is_in_text && !mention.in_range
    };
    // A series has an id without a name, and more with one.
    let count = |with_name: bool| {
        let all = found.iter().filter(|mention| in_text(mention));
        all.filter(|mention| mention.name.is_some() == with_name)
            .take(2)
            .count()
    };
    if count(false) == 0 || count(true) < 2 {
        return;
    }
    let mut all: HashMap<u32, Series<'p>> = HashMap::default();
    for at in 0..found.len() {
        let mention = &found[at];
        if !in_text(mention) {
            continue;
        }
        let Some(place) = page.place(found, at) else {
            continue;
        };
        let Some((text, start)) = bracketed(&place) else {
            continue;
        };
        let Some(name) = named(text, start, true) else {
            continue;
        };
        let series = all.entry(group(page, &place)).or_default();
        match mention.name {
            Some(known) if name.span.contains(known.span) => series.known += 1,
            None if name.text.starts_with(char::is_uppercase)
                && may_be_name(page.view, &mention.id, name.text) =>
            {
                series.others.push((at, name));
            }
            _ => {}
        }
    }
    for series in all.into_values() {
        let others = series.others.len();
        if series.known + others < MIN_SERIES || series.known <= others {
            continue;
        }
        for (at, name) in series.others {
            found[at].name = Some(name);
        }
    }
}

/// Returns the start of the list, or else of the block, that a text is in.
fn group(page: &PageView<'_>, place: &Place<'_>) -> u32 {
    let block = place.block;
    if block.kind != TextKind::Item {
        return block.span.start;
    }
    let lists = &page.facts.blocks.lists;
    let after = lists.partition_point(|list| list.span.start <= block.span.start);
    let mut around = lists[..after].iter().rev().take(MAX_LISTS_BEFORE);
    let list = around.find(|list| list.span.contains(block.span));
    list.map_or(block.span.start, |list| list.span.start)
}
