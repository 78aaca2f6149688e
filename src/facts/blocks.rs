//! The blocks of a page that other pages or the catalog matter for. The rules of one page read the others while its tree is there.

use super::candidate::Candidate;
use crate::syntax::blocks::{Blocks, List, TextBlock};
use crate::syntax::id::IdToken;
use crate::syntax::{Link, Page};

/// Returns the tables and lists of a page, and the runs of text in or behind which there is an id or a link. The items of its lists are
/// left out unless it `declares` an object, whose lists name others.
pub(super) fn blocks(
    page: &Page<'_>,
    ids: &[IdToken],
    candidates: &[Candidate],
    declares: bool,
) -> Blocks {
    let ids = ids.iter().map(|id| id.span.start);
    let candidates = candidates.iter().map(|candidate| candidate.span.start);
    let links = page.links.iter().map(|link: &Link| link.span.start);
    let mut subjects: Vec<u32> = ids.chain(candidates).chain(links).collect();
    subjects.sort_unstable();
    let all = &page.blocks;
    let list = |list: &List| List {
        items: if declares {
            list.items.clone()
        } else {
            Vec::new()
        },
        ..*list
    };
    Blocks {
        texts: texts_with(&all.texts, &subjects),
        lists: all.lists.iter().map(list).collect(),
        tables: all.tables.clone(),
        html_tables: all.html_tables.clone(),
        opaque: all.opaque.clone(),
    }
}

/// Returns the texts that are the last ones to start before or at one of the places, which are sorted.
fn texts_with(texts: &[TextBlock], places: &[u32]) -> Vec<TextBlock> {
    let mut found = Vec::new();
    let mut places = places.iter().peekable();
    for (at, text) in texts.iter().enumerate() {
        while places.next_if(|place| **place < text.span.start).is_some() {}
        let end = texts.get(at + 1).map_or(u32::MAX, |next| next.span.start);
        if places.peek().is_some_and(|place| **place < end) {
            found.push(*text);
        }
    }
    found.shrink_to_fit();
    found
}
