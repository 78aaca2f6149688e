//! Editions of a list that the names on a page belong to.

use foldhash::HashMap;

use super::definition::{Edition, Framework};
use super::listed::{dated, named_in};
use super::mention::Mention;
use super::name_text::NameText;
use super::place::{PlaceKind, near};
use super::problem::{Issue, Owner, Problem};
use crate::syntax::Page;
use crate::text::Span;

/// An undated id with a name that some editions give it.
pub(super) struct Undated<'f> {
    pub(super) framework: &'f Framework,
    pub(super) span: Span,
    pub(super) number: String,
    pub(super) editions: Vec<&'f Edition>,
}

impl Undated<'_> {
    fn is_in(&self, edition: &Edition) -> bool {
        self.editions
            .iter()
            .any(|own| own.edition == edition.edition)
    }
}

/// Returns the id, if nothing near it names an edition.
pub(super) fn undated<'f>(
    mention: &Mention<'f, '_>,
    page: &Page<'_>,
    editions: Vec<&'f Edition>,
) -> Option<Undated<'f>> {
    let framework = mention.token.entry.framework();
    if mention.token.entry.pin.is_some()
        || mention.token.edition.is_some()
        || dated(mention, page, framework).is_some()
    {
        return None;
    }
    let start = mention.token.span.start;
    let text = page.source.text();
    let from = near(text, start as usize, true);
    let from = Span::new(from, from).start;
    let before = Span {
        start: mention.place.unit.start.clamp(from, start),
        end: start,
    };
    let near = [
        Some(before),
        matches!(mention.place.kind, PlaceKind::Cell(_)).then_some(mention.place.unit),
        mention.header,
        mention.heading,
    ];
    let mut near = near.into_iter().flatten();
    if near.any(|span| !named_in(framework, page.source.slice(span)).is_empty()) {
        return None;
    }
    Some(Undated {
        framework,
        span: mention.token.span,
        number: mention.token.id.clone(),
        editions,
    })
}

/// Returns the ids of a list on a page that no single released edition holds: the place, the problem and the other places.
pub(super) fn mixed<'f>(found: &[Undated<'f>]) -> Vec<(Span, Problem<'f>, Vec<Span>)> {
    let mut issues = Vec::new();
    let mut done: Vec<&str> = Vec::new();
    for first in found {
        let framework = first.framework;
        if done.contains(&&*framework.key) {
            continue;
        }
        done.push(&framework.key);
        let of: Vec<&Undated<'f>> = found
            .iter()
            .filter(|it| it.framework.key == framework.key)
            .collect();
        issues.extend(mixed_in(framework, &of));
    }
    issues
}

/// Returns the edition that holds the most of the names beside undated ids of a list: of those that hold as many, the newest.
fn followed<'f>(framework: &'f Framework, found: &[&Undated<'f>]) -> Option<&'f Edition> {
    let count = |edition: &Edition| found.iter().filter(|it| it.is_in(edition)).count();
    framework.released().max_by_key(|edition| count(edition))
}

/// Names the objects that ids with the name of another one have in the edition that the other names on the page belong to.
pub(super) fn follow<'f>(issues: &mut [Issue<'f>], pairs: &[Undated<'f>]) {
    // A page may have thousands of both, of a few lists.
    let mut known: HashMap<&str, Option<&'f Edition>> = HashMap::default();
    for issue in issues {
        let Problem::WrongName { own, owners } = &mut issue.problem else {
            continue;
        };
        let is_undated = matches!(owners.first(), Some(Owner::Entry(..)))
            && !issue.id.contains(':')
            && !issue.is_pinned;
        if !is_undated {
            continue;
        }
        let framework = issue.framework;
        let edition = known.entry(&*framework.key).or_insert_with(|| {
            let of = pairs.iter().filter(|it| it.framework.key == framework.key);
            let of: Vec<&Undated<'f>> = of.collect();
            (!of.is_empty()).then(|| followed(framework, &of)).flatten()
        });
        let names = edition.map(|edition| edition.names(&issue.id));
        if let Some(name) = names.unwrap_or_default().first() {
            *own = name;
        }
    }
}

fn mixed_in<'f>(
    framework: &'f Framework,
    found: &[&Undated<'f>],
) -> Option<(Span, Problem<'f>, Vec<Span>)> {
    let most = followed(framework, found)?;
    let rest: Vec<&&Undated<'f>> = found.iter().filter(|it| !it.is_in(most)).collect();
    let first = rest.first()?;
    let problem = Problem::MixedEditions {
        number: first.number.clone(),
        most,
        others: first.editions.clone(),
    };
    Some((
        first.span,
        problem,
        rest.iter().skip(1).map(|it| it.span).collect(),
    ))
}

/// Returns the problem of an undated id: which edition is meant.
pub(super) fn missing<'f>(
    mention: &Mention<'f, '_>,
    page: &Page<'_>,
    right: &[&'f Edition],
    name: Option<&NameText>,
) -> Option<Problem<'f>> {
    let framework = mention.token.entry.framework();
    let is_one = framework.released().count() < 2;
    if is_one
        || mention.token.entry.pin.is_some()
        || mention.token.edition.is_some()
        || dated(mention, page, framework).is_some()
    {
        return None;
    }
    let writes = !matches!(mention.place.kind, PlaceKind::Heading | PlaceKind::Label)
        && mention.place.link.is_none();
    let edition = match right {
        [edition] if name.is_some() => Some(*edition),
        _ => None,
    };
    Some(Problem::MissingEdition {
        edition,
        writes: writes && edition.is_some(),
    })
}
