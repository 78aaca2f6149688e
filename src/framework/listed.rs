//! Whether the name beside a number of a list is one of its own, in the editions that count.

use super::definition::{Edition, Framework};
use super::existence::says_gone;
use super::items::Item;
use super::mention::Mention;
use super::name_text::NameText;
use super::phrase::{has_phrase, is_part};
use super::problem::{Naming, Owner, Problem};
use super::registry::{Entry, Pin};
use crate::lookup::Lookup;
use crate::syntax::Page;

/// Returns what the texts beside a number say.
pub(super) fn listed<'f>(
    mention: &Mention<'f, '_>,
    page: &Page<'_>,
    framework: &'f Framework,
    beside: &dyn Lookup,
) -> Naming<'f> {
    let number = &mention.token.id;
    let dated = dated(mention, page, framework);
    let is_dated = dated.is_some();
    let pinned = match &mention.token.entry.pin {
        Some(Pin::Edition(named)) => framework.edition_named(named),
        _ => None,
    };
    let judged: Vec<&Edition> = match (dated, pinned) {
        (Some(editions), _) => editions,
        (None, Some(edition)) => vec![edition],
        (None, None) => framework.released().collect(),
    };
    if judged.is_empty() {
        return Naming::None;
    }
    let entry = mention.token.entry;
    let own: Vec<&Item> = entry
        .items()
        .iter()
        .filter(|item| Edition::is_number(&item.number, number))
        .collect();
    let is_in = |item: &Item, editions: &[&Edition]| {
        let edition = item.edition(framework);
        editions.iter().any(|it| it.edition == edition.edition)
    };
    let right = |name: &NameText, editions: &[&Edition]| -> Vec<&'f Edition> {
        let fits = own
            .iter()
            .filter(|item| is_in(item, editions) && item.fits(name));
        let mut found: Vec<&Edition> = fits.map(|item| item.edition(framework)).collect();
        // An entry may have two names.
        found.dedup_by_key(|edition| &edition.edition);
        found
    };
    for name in &mention.names {
        let editions = right(name, &judged);
        if !editions.is_empty() {
            return Naming::Right(editions);
        }
    }
    let drafts: Vec<&Edition> = framework.drafts().collect();
    let is_draft = |name: &NameText| !right(name, &drafts).is_empty();
    // "LLM05 Supply Chain via plugins": its own name in short, in a sentence.
    let shortens = |name: &NameText| {
        let mut own = own.iter().filter(|item| is_in(item, &judged));
        name.has_words() && own.any(|item| is_part(&name.plain, &item.plain))
    };
    let is_silent = |name: &NameText| is_draft(name) || shortens(name);
    if mention.names.iter().any(is_silent) || mention.names.iter().all(|name| !name.counts()) {
        return Naming::None;
    }
    let mut named = own.iter().filter(|item| is_in(item, &judged));
    if named.any(|item| has_phrase(mention.plain_line(), &item.plain)) {
        return Naming::None;
    }
    if mention.names.iter().any(|name| name.is_apart) {
        return Naming::None;
    }
    let released: Vec<&Edition> = framework.released().collect();
    for name in mention.names.iter().filter(|name| name.counts()) {
        let own_elsewhere = right(name, &released);
        if !is_dated && !own_elsewhere.is_empty() {
            // Only a pin brings this about.
            if names_edition(mention, page, &own_elsewhere) || says_gone(mention.plain_line()) {
                return Naming::None;
            }
            return Naming::Problem(outdated(&judged, &own_elsewhere, number), name.clone());
        }
        let mut owners = owners(entry, name, number);
        if is_dated {
            let elsewhere = own_elsewhere.iter();
            owners.extend(elsewhere.map(|edition| Owner::Entry(edition, number.clone())));
        }
        sort(framework, &mut owners);
        let is_near = |owner: &Owner<'_>| {
            let Owner::Entry(_, other) = owner else {
                return false;
            };
            let line = mention.line();
            other != number && line.contains(other.as_str())
        };
        if owners.is_empty() {
            continue;
        }
        // In a row with an id of ATLAS, the name may be that one's.
        let bearer = || beside.bearer(page.source.slice(name.span), "technique");
        if owners.iter().any(is_near)
            || bearer().is_some_and(|(id, _)| mention.line().contains(&id))
        {
            return Naming::None;
        }
        let own = judged
            .iter()
            .rev()
            .find_map(|edition| edition.names(number).first().copied());
        return Naming::Problem(
            Problem::WrongName {
                own: own.unwrap_or_default(),
                owners,
            },
            name.clone(),
        );
    }
    Naming::None
}

/// Sorts entries by edition and number, without repeats.
fn sort(framework: &Framework, owners: &mut Vec<Owner<'_>>) {
    let key = |owner: &Owner<'_>| match owner {
        Owner::Entry(edition, number) => {
            let mut editions = framework.editions.iter();
            let at = editions.position(|it| it.edition == edition.edition);
            (at, number.clone())
        }
        Owner::Object(object) => (None, object.id.to_string()),
        Owner::Beside(id) => (None, id.clone()),
    };
    owners.sort_by_key(key);
    owners.dedup_by_key(|owner| key(owner));
}

fn outdated<'f>(judged: &[&'f Edition], had: &[&'f Edition], number: &str) -> Problem<'f> {
    let now = judged
        .iter()
        .find_map(|edition| edition.names(number).first().copied());
    Problem::OutdatedName {
        now: now.unwrap_or_default().into(),
        since: had.last().map_or("", |edition| &edition.edition),
        is_certain: false,
    }
}

/// Returns the entries of released editions, other than one number, that a text names. An abbreviation names none if it fits
/// several numbers.
fn owners<'f>(entry: &'f Entry, name: &NameText, number: &str) -> Vec<Owner<'f>> {
    let framework = entry.framework();
    let mut exact = Vec::new();
    let mut short = Vec::new();
    for item in entry.items() {
        let edition = item.edition(framework);
        if Edition::is_number(&item.number, number) || !framework.is_released(edition) {
            continue;
        }
        if item.is_called(name) {
            exact.push(Owner::Entry(edition, item.number.clone()));
        } else if item.fits(name) {
            short.push(Owner::Entry(edition, item.number.clone()));
        }
    }
    if !exact.is_empty() {
        return exact;
    }
    let mut numbers: Vec<&String> = short
        .iter()
        .filter_map(|owner| match owner {
            Owner::Entry(_, id) => Some(id),
            _ => None,
        })
        .collect();
    numbers.dedup();
    if numbers.len() == 1 {
        short
    } else {
        Vec::new()
    }
}

/// Returns the editions that the id's own year or the header over it names. None if neither does.
pub(super) fn dated<'f>(
    mention: &Mention<'f, '_>,
    page: &Page<'_>,
    framework: &'f Framework,
) -> Option<Vec<&'f Edition>> {
    if let Some((year, _)) = &mention.token.edition {
        let named = framework.editions_named(year);
        let named = named.into_iter();
        return Some(
            named
                .filter(|edition| framework.is_released(edition))
                .collect(),
        );
    }
    let header = page.source.slice(mention.header?);
    let named: Vec<&Edition> = named_in(framework, header);
    (named.len() == 1).then_some(named)
}

/// Returns the released editions that a text names.
pub(super) fn named_in<'f>(framework: &'f Framework, text: &str) -> Vec<&'f Edition> {
    let words: Vec<&str> = text
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '-'))
        .map(|word| word.trim_start_matches(['v', 'V']).trim_matches(['.', '-']))
        .collect();
    let is_named = |edition: &&Edition| {
        let names = edition.aliases.iter().chain([&edition.edition]);
        let mut names = names.filter(|name| name.len() > 2);
        names.any(|name| words.contains(&&**name))
    };
    framework.released().filter(is_named).collect()
}

/// Returns whether the line or heading of an id names one of some editions.
fn names_edition(mention: &Mention<'_, '_>, page: &Page<'_>, editions: &[&Edition]) -> bool {
    let framework = mention.token.entry.framework();
    let near = [Some(mention.place.line), mention.heading, mention.header];
    near.into_iter().flatten().any(|span| {
        let named = named_in(framework, page.source.slice(span));
        named
            .iter()
            .any(|it| editions.iter().any(|edition| edition.edition == it.edition))
    })
}
