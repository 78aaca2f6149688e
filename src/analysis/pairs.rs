//! Pairs the ids of a page with names.
//!
//! If a whole text is the name (a link's label or text, the text of a route, a heading or title, a cell of a table row, a list
//! item or field that starts with the id), the pair is among the facts of the page. In prose, only names in the catalog count.

use foldhash::HashSet;

use super::item::listed;
use super::mention::{Mention, NamePosition, Row};
use super::own_name::{is_known_name, is_name};
use super::page_view::PageView;
use super::prose::name_in_prose;
use super::series::pair_series;
use super::table::{pair_rows, restrict_route_names};
use crate::catalog::{View, normalize_name};
use crate::facts::{Candidate, Name, NameText, SplitText};
use crate::syntax::LinkKind;
use crate::text::Span;
use crate::vault::LinkedTo;

/// Returns the ids of a page in text order, with the names that they are paired with.
pub(super) fn mentions<'p>(page: &PageView<'p>) -> Vec<Mention<'p>> {
    let facts = page.facts;
    let of = |candidate: &'p Candidate| Mention::of(candidate, &facts.links);
    let mut found: Vec<Mention<'p>> = facts
        .candidates
        .iter()
        .map(|candidate| Mention {
            name: stated_name(page, candidate),
            ..of(candidate)
        })
        .collect();
    let mut separate: Vec<Mention<'p>> = facts.separate_candidates.iter().map(of).collect();
    separate.sort_by_key(|mention| mention.span);
    restrict_route_names(page, &mut separate);
    find_labels(page, &mut found);
    pair_rows(page, &mut found);
    pair_texts(page, &mut found);
    pair_series(page, &mut found);
    for mention in found.iter_mut().filter(|mention| mention.in_range) {
        mention.name = None;
        mention.row = None;
    }
    found.retain(|mention| is_more_than_code(page, mention));
    unpair_routes(&found, &mut separate);
    found.append(&mut separate);
    found.sort_by_key(|mention| mention.span);
    // A malformed id does not declare anything. The intended id is a guess, unless all digits are there or another place states
    // the id.
    for mention in &mut found {
        let is_declared = facts.declaration.is_some();
        let is_part = mention
            .malformed
            .is_some_and(|malformed| !malformed.complete);
        let is_guess = matches!(mention.position, NamePosition::Declares(_)) && is_part;
        mention.is_protected |= is_guess && !is_declared;
    }
    found
}

/// Returns whether an id is not just code: it is in an id column, starts a list entry or has a name. That of a route is checked
/// there.
fn is_more_than_code<'p>(page: &PageView<'p>, mention: &Mention<'p>) -> bool {
    let Some(code) = mention.code else {
        return true;
    };
    let linked = mention.link().and_then(|link| page.leads_to(link));
    let in_route = matches!(linked, Some((LinkedTo::Route(_), id)) if id == mention.id);
    mention.name.is_some() || (code.counts && !in_route)
}

/// Returns the name that the text around an id states, unless it is in another cell or link.
fn stated_name<'p>(page: &PageView<'p>, candidate: &'p Candidate) -> Option<Name<'p>> {
    let view = page.view;
    let id: &str = &candidate.id;
    let repeated = candidate.is_object_id && page.vault.trees().repeats(page.file, id);
    let is_own = |value: &&NameText| is_name(view, id, &normalize_name(&value.text));
    let value = candidate.values.iter().find(is_own);
    // If several objects declare the id, the id is wrong, not the name.
    let mut name = value.or(candidate.name.as_ref()).filter(|_| !repeated);
    if let Some(inside) = &candidate.split_text
        && page
            .facts
            .split_texts
            .get(inside.at)
            .is_some_and(|text| is_split_text(view, text))
    {
        name = inside.name.as_ref();
    }
    name.filter(|name| !is_cut_by_colon(page, id, name))
        .map(NameText::get)
}

/// Returns whether a mapping with one entry was meant as a text: an id and a name that contains a colon.
#[must_use]
pub fn is_split_text(view: View<'_>, split_text: &SplitText) -> bool {
    let is_known = |name: &str| is_known_name(view, &normalize_name(name));
    split_text.is_certain || is_known(&split_text.name) || is_known(&split_text.whole)
}

/// Returns whether the name next to an id in a key is the first half of the id's own name, which continues in the value:
/// `AML.T0051.000 - LLM Prompt Injection: "Direct"`.
fn is_cut_by_colon(page: &PageView<'_>, id: &str, name: &NameText) -> bool {
    let parent = page.view.parent(id);
    let parent = parent.and_then(|parent| page.view.name(parent));
    name.before_colon
        && parent.is_some_and(|parent| normalize_name(parent) == normalize_name(&name.text))
}

/// Finds the links whose labels contain the ids. Of several ids in one label, the one that the linked page declares belongs to
/// the link, or else the first.
fn find_labels<'p>(page: &PageView<'p>, found: &mut [Mention<'p>]) {
    let mut labels: Vec<Option<usize>> = vec![None; found.len()];
    for (at, link) in page.facts.links.iter().enumerate() {
        let Some(label) = link.label.filter(|_| link.kind != LinkKind::Image) else {
            continue;
        };
        let first = found.partition_point(|mention| mention.span.start < label.start);
        let inside = found[first..]
            .iter()
            .take_while(|mention| label.contains(mention.span));
        let inside = first..first + inside.count();
        labels[inside.clone()].fill(Some(at));
        if inside.len() > 1 {
            let declared = page.leads_to(link).map(|(_, id)| id);
            let is_own = |mention: &Mention<'_>| declared == Some(mention.id.as_ref());
            let own = found[inside.clone()].iter().position(is_own);
            let own = first + own.unwrap_or_default();
            for other in inside.filter(|other| *other != own) {
                labels[other] = None;
            }
        }
    }
    for (mention, label) in found.iter_mut().zip(labels) {
        if let Some(at) = label {
            mention.position = NamePosition::Label(&page.facts.links[at]);
        }
    }
}

/// Pairs the remaining ids with names in the text around them.
fn pair_texts<'p>(page: &PageView<'p>, found: &mut [Mention<'p>]) {
    for at in 0..found.len() {
        let mention = &found[at];
        if mention.name.is_some() {
            continue;
        }
        let name = page.place(found, at).and_then(|place| {
            let mention = mention.well_formed()?;
            listed(page, &mention, &place).or_else(|| name_in_prose(page, &mention, &place))
        });
        // The link with the name as its text shows whether the id or the name is wrong.
        let own = found[at].link().map(|link| link.span);
        let link = name
            .and_then(|name| page.link_around(name.span))
            .filter(|link| own != Some(link.span));
        let mention = &mut found[at];
        mention.name = name;
        mention.row = link.map(|link| Row {
            link: Some(link),
            ..Row::default()
        });
    }
}

/// Removes the names of ids in routes if the text next to the link has the same id: the pair there is checked instead.
fn unpair_routes(found: &[Mention<'_>], separate: &mut [Mention<'_>]) {
    // Most pages have none.
    if separate.is_empty() {
        return;
    }
    let named: HashSet<(Span, &str)> = found
        .iter()
        .filter_map(|mention| Some((mention.name?.span, mention.id.as_ref())))
        .collect();
    for route in separate {
        let paired = route
            .name
            .is_some_and(|name| named.contains(&(name.span, route.id.as_ref())));
        if paired {
            route.name = None;
        }
    }
}
