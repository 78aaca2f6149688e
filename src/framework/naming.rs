//! Whether the name beside an id is one of its own.

use super::adjacent::NameText;
use super::definition::{Edition, Framework, Numbering, Object};
use super::existence::{says_gone, version};
use super::judge::{Owner, Problem};
use super::mention::Mention;
use super::names::{forms, rank};
use super::phrase::{has_phrase, is_part, normalized, without_brackets};
use super::registry::Pin;
use crate::catalog::{Kind, View, normalize_name};
use crate::syntax::Page;

/// What the texts beside an id say.
pub(super) enum Naming<'f> {
    /// Nothing that is a name.
    None,
    /// A name of the id, in these editions of a list.
    Right(Vec<&'f Edition>),
    /// Another name.
    Problem(Problem<'f>, NameText),
}

/// Returns what the texts beside an id say.
pub(super) fn naming<'f>(
    mention: &Mention<'f, '_>,
    page: &Page<'_>,
    atlas: View<'_>,
) -> Naming<'f> {
    let framework = mention.token.entry.framework();
    if !framework.check_names || mention.names.is_empty() {
        return Naming::None;
    }
    match framework.numbering {
        Numbering::Stable => stable(mention, page, atlas),
        Numbering::PerEdition => listed(mention, page, framework),
    }
}

fn stable<'f>(mention: &Mention<'f, '_>, page: &Page<'_>, atlas: View<'_>) -> Naming<'f> {
    let entry = mention.token.entry;
    let framework = entry.framework();
    let Some(object) = framework.object(&mention.token.id) else {
        return Naming::None;
    };
    let (version, _) = version(mention, page);
    let current = current_forms(framework, object, version);
    let own = forms(framework, object);
    let mut names = mention.names.iter();
    if names.any(|name| current.contains(&name.plain)) {
        return Naming::Right(Vec::new());
    }
    let mut counted = mention.names.iter().filter(|name| name.counts());
    if let Some(name) = counted.find(|name| own.contains(&name.plain)) {
        if says_gone(&mention.line) || current.iter().any(|now| has_phrase(&mention.line, now)) {
            return Naming::None;
        }
        let since = since(framework, object, version);
        let borne = entry.named(&name.plain).any(|other| other.id != object.id);
        return Naming::Problem(
            Problem::OutdatedName {
                now: object.name_at(version),
                since: framework.version(since),
                is_certain: !borne && name.fills,
            },
            name.clone(),
        );
    }
    if own.iter().any(|name| has_phrase(&mention.line, name)) {
        return Naming::None;
    }
    let related = related(framework, object);
    let line = page.source.slice(mention.place.line);
    for name in mention.names.iter().filter(|name| name.counts()) {
        if related.iter().any(|own| is_part(&name.plain, own)) {
            return Naming::None;
        }
        let mut others: Vec<&Object> = entry
            .named(&name.plain)
            .filter(|other| other.kind == object.kind && other.shares_domain(object))
            .collect();
        others.sort_by_key(|other| (rank(other, &name.plain), !is_near_number(other, object)));
        let is_near =
            |other: &&Object| line.contains(&*other.id) || other.successors.contains(&object.id);
        if others.iter().any(is_near) {
            return Naming::None;
        }
        let unprefixed = unprefixed(atlas, object, page.source.slice(name.span));
        let owner = match others.first() {
            _ if let Some(id) = unprefixed => Owner::Atlas(id),
            Some(other) => Owner::Object(other),
            None => match in_atlas(atlas, &object.kind, page.source.slice(name.span)) {
                Some(id) if !line.contains(&id) => Owner::Atlas(id),
                _ => continue,
            },
        };
        return Naming::Problem(
            Problem::WrongName {
                own: object.name_at(version),
                owners: vec![owner],
            },
            name.clone(),
        );
    }
    Naming::None
}

/// Returns the names of an object in a version, with and without its parent's.
fn current_forms(framework: &Framework, object: &Object, version: u16) -> Vec<String> {
    let mut found = Vec::new();
    let name = object.name_at(version);
    let parent = object.parent().and_then(|id| framework.object(id));
    for form in [Some(name), without_brackets(name)].into_iter().flatten() {
        let form = normalized(form);
        for (_, parent) in parent.iter().flat_map(|parent| &parent.names) {
            found.push(format!("{} {form}", normalized(parent)));
        }
        found.push(form);
    }
    found
}

/// Returns the version since which an object has its name.
fn since(framework: &Framework, object: &Object, version: u16) -> u16 {
    let name = object.name_at(version);
    let last = object.names.iter().rfind(|(_, it)| **it == *name);
    last.map_or(framework.newest(), |(since, _)| *since)
}

/// Returns the names of an object, its parent and its sub-techniques.
fn related(framework: &Framework, object: &Object) -> Vec<String> {
    let mut found = forms(framework, object);
    if let Some(parent) = object.parent().and_then(|id| framework.object(id)) {
        found.extend(forms(framework, parent));
    }
    let start = format!("{}.", object.id);
    let first = framework.objects.partition_point(|it| *it.id < *start);
    let children = framework.objects[first..]
        .iter()
        .take_while(|it| it.id.starts_with(&start));
    found.extend(children.flat_map(|child| forms(framework, child)));
    found
}

/// Returns whether the numbers of two objects begin alike. The domains of ATT&CK count from other thousands.
fn is_near_number(a: &Object, b: &Object) -> bool {
    let digit = |object: &Object| object.id.chars().find(char::is_ascii_digit);
    digit(a) == digit(b)
}

/// Returns the ATLAS object whose id lacks its prefix, if the text is its name.
fn unprefixed(atlas: View<'_>, object: &Object, name: &str) -> Option<String> {
    let id = format!("AML.{}", object.id);
    let plain = normalize_name(name);
    let mut names = atlas.names(&id);
    let is_it = names.any(|own| normalize_name(&own.value) == plain);
    is_it.then_some(id)
}

/// Returns the ATLAS object of a kind that has a name.
fn in_atlas(atlas: View<'_>, kind: &str, name: &str) -> Option<String> {
    let kind = match kind {
        "technique" => Kind::Technique,
        "tactic" => Kind::Tactic,
        "mitigation" => Kind::Mitigation,
        _ => return None,
    };
    let hits = atlas.by_normalized_name(&normalize_name(name));
    let mut hits = hits
        .iter()
        .filter(|hit| hit.object.kind == kind && hit.lives);
    hits.next().map(|hit| hit.object.id.clone())
}

fn listed<'f>(mention: &Mention<'f, '_>, page: &Page<'_>, framework: &'f Framework) -> Naming<'f> {
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
    let right = |name: &NameText, editions: &[&'f Edition]| -> Vec<&'f Edition> {
        let fits = |edition: &&&Edition| edition.names(number).iter().any(|own| fits(name, own));
        editions.iter().filter(fits).copied().collect()
    };
    for name in &mention.names {
        let editions = right(name, &judged);
        if !editions.is_empty() {
            return Naming::Right(editions);
        }
    }
    let drafts: Vec<&Edition> = framework.drafts().collect();
    let is_draft = |name: &NameText| !right(name, &drafts).is_empty();
    let has_own = judged.iter().any(|edition| {
        let mut names = edition.names(number).into_iter();
        names.any(|own| has_phrase(&mention.line, &normalized(own)))
    });
    if has_own || mention.names.iter().any(is_draft) {
        return Naming::None;
    }
    let released: Vec<&Edition> = framework.released().collect();
    for name in mention.names.iter().filter(|name| name.counts()) {
        let own_elsewhere = right(name, &released);
        if !is_dated && !own_elsewhere.is_empty() {
            // Only a pin brings this about.
            if names_edition(mention, page, &own_elsewhere) || says_gone(&mention.line) {
                return Naming::None;
            }
            return Naming::Problem(outdated(&judged, &own_elsewhere, number), name.clone());
        }
        let mut owners = owners(framework, name, number);
        if is_dated {
            let elsewhere = own_elsewhere.iter();
            owners.extend(elsewhere.map(|edition| Owner::Entry(edition, number.clone())));
        }
        sort(framework, &mut owners);
        let is_near = |owner: &Owner<'_>| {
            let Owner::Entry(_, other) = owner else {
                return false;
            };
            let line = page.source.slice(mention.place.line);
            other != number && line.contains(other.as_str())
        };
        if owners.is_empty() {
            continue;
        }
        if owners.iter().any(is_near)
            || (!is_dated && names_edition(mention, page, &released_with(&owners)))
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
        Owner::Atlas(id) => (None, id.clone()),
    };
    owners.sort_by_key(key);
    owners.dedup_by_key(|owner| key(owner));
}

fn outdated<'f>(judged: &[&'f Edition], had: &[&'f Edition], number: &str) -> Problem<'f> {
    let now = judged
        .iter()
        .find_map(|edition| edition.names(number).first().copied());
    Problem::OutdatedName {
        now: now.unwrap_or_default(),
        since: had.last().map_or("", |edition| &edition.edition),
        is_certain: false,
    }
}

/// Returns the editions in which a text names some number.
fn released_with<'f>(owners: &[Owner<'f>]) -> Vec<&'f Edition> {
    let edition = |owner: &Owner<'f>| match owner {
        Owner::Entry(edition, _) => Some(*edition),
        _ => None,
    };
    owners.iter().filter_map(edition).collect()
}

/// Returns whether a text is a name, or its words in their order.
fn fits(name: &NameText, own: &str) -> bool {
    let plain = normalized(own);
    plain == name.plain
        || without_brackets(own).is_some_and(|own| normalized(own) == name.plain)
        || (name.may_abbreviate() && is_part(&name.plain, &plain))
}

/// Returns the entries of released editions, other than one number, that a text names. An abbreviation names none if it fits
/// several numbers.
fn owners<'f>(framework: &'f Framework, name: &NameText, number: &str) -> Vec<Owner<'f>> {
    let mut exact = Vec::new();
    let mut short = Vec::new();
    for edition in framework.released() {
        for (id, own) in &edition.items {
            let id = framework.canonical(id);
            if id == number {
                continue;
            }
            let plain = normalized(own);
            let bare = without_brackets(own).map(normalized);
            if plain == name.plain || bare.as_deref() == Some(&name.plain) {
                exact.push(Owner::Entry(edition, id));
            } else if fits(name, own) {
                short.push(Owner::Entry(edition, id));
            }
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
