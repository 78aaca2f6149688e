//! The problems of a page's ids.

use std::mem::{Discriminant, discriminant};

use foldhash::{HashMap, HashMapExt};

use super::definition::Edition;
use super::editions::{Undated, follow, missing, mixed, undated};
use super::existence::{Shortened, existence, version};
use super::label::labels;
use super::link::mismatches;
use super::listed::dated;
use super::mention::{Mention, mentions};
use super::name_text::NameText;
use super::naming::naming;
use super::phrase::normalized;
use super::problem::{Issue, Naming, Problem};
use super::registry::{Frameworks, Pin};
use crate::lookup::Lookup;
use crate::syntax::Page;

/// Returns the problems of a page's ids, in text order.
#[must_use]
pub fn judge<'f>(
    page: &Page<'_>,
    frameworks: &'f Frameworks,
    beside: &dyn Lookup,
) -> Vec<Issue<'f>> {
    let mut found: Vec<Issue<'f>> = Vec::new();
    let mut pairs: Vec<Undated<'f>> = Vec::new();
    let mentions = mentions(page, frameworks);
    let shortened = Shortened::of(page);
    let mut cited: HashMap<&str, bool> = HashMap::new();
    for mention in &mentions {
        let (problem, name) = match problem(mention, page, beside) {
            Verdict::Problem(Problem::Unknown { .. }, _)
                if !*cited
                    .entry(mention.token.entry.key())
                    .or_insert_with(|| is_cited(&mentions, mention, page)) =>
            {
                continue;
            }
            Verdict::Problem(Problem::Unknown { .. } | Problem::Retired { .. }, _)
                if shortened.has(&mention.token.id) =>
            {
                continue;
            }
            Verdict::Problem(problem, name) => (problem, name),
            Verdict::Right(editions) => {
                pairs.extend(undated(mention, page, editions));
                continue;
            }
            Verdict::Fine => continue,
        };
        found.push(issue(mention, page, problem, name));
    }
    follow(&mut found, &pairs);
    for (span, problem, others) in mixed(&pairs) {
        let pair = pairs.iter().find(|pair| pair.span == span);
        let Some(pair) = pair else { continue };
        found.push(Issue {
            framework: pair.framework,
            problem,
            id: pair.number.clone(),
            span,
            name: None,
            target: None,
            others,
            is_pinned: false,
            is_reference: false,
            in_target: false,
        });
    }
    found.extend(labels(page, frameworks));
    found.extend(mismatches(page, frameworks).into_iter().map(|it| Issue {
        framework: it.framework,
        problem: it.problem,
        id: it.id,
        span: it.span,
        name: None,
        target: Some(it.target),
        others: Vec::new(),
        is_pinned: false,
        is_reference: false,
        in_target: false,
    }));
    found.sort_by_key(|issue| issue.span);
    merged(found, page)
}

/// Returns the numbers of lists on a page that do not say which edition is meant, in text order.
#[must_use]
pub fn missing_editions<'f>(
    page: &Page<'_>,
    frameworks: &'f Frameworks,
    beside: &dyn Lookup,
) -> Vec<Issue<'f>> {
    let mut found = Vec::new();
    for mention in &mentions(page, frameworks) {
        let problem = match problem(mention, page, beside) {
            Verdict::Right(editions) => missing(mention, page, &editions, mention.names.first()),
            Verdict::Fine => missing(mention, page, &[], None),
            Verdict::Problem(..) => None,
        };
        found.extend(problem.map(|problem| issue(mention, page, problem, None)));
    }
    merged(found, page)
}

/// Returns whether the page cites the framework of an id: it names it, or has another id of it. `T1000` may be anything.
fn is_cited(mentions: &[Mention<'_, '_>], mention: &Mention<'_, '_>, page: &Page<'_>) -> bool {
    let framework = mention.token.entry.framework();
    let is_known = |other: &Mention<'_, '_>| {
        other.token.entry.key() == mention.token.entry.key()
            && framework.object(&other.token.id).is_some()
    };
    page.source.text().contains(&*framework.title) || mentions.iter().any(is_known)
}

/// The id of a technique of PRE-ATT&CK until version 7, which now stands for any technique in samples.
const SAMPLE: &str = "T1234";

/// What is to be said of an id.
enum Verdict<'f> {
    Fine,
    /// Its name is right, in these editions.
    Right(Vec<&'f Edition>),
    Problem(Problem<'f>, Option<NameText>),
}

fn problem<'f>(mention: &Mention<'f, '_>, page: &Page<'_>, beside: &dyn Lookup) -> Verdict<'f> {
    let is_entry = mention.place.unit.start == mention.place.outer.start;
    if mention.place.is_code && !is_entry && mention.names.is_empty() {
        return Verdict::Fine;
    }
    if mention.token.is_malformed {
        return Verdict::Problem(Problem::Malformed, None);
    }
    if mention.token.id == SAMPLE && mention.names.is_empty() {
        return Verdict::Fine;
    }
    let is_title = !mention.token.entry.framework().check_names && is_title(mention, page);
    if let Some(problem) = existence(mention, page, is_title) {
        return Verdict::Problem(problem, None);
    }
    match naming(mention, page, beside) {
        Naming::None => Verdict::Fine,
        Naming::Right(editions) => Verdict::Right(editions),
        Naming::Problem(problem, name) => Verdict::Problem(problem, Some(name)),
    }
}

/// Returns whether the page is about the id.
fn is_title(mention: &Mention<'_, '_>, page: &Page<'_>) -> bool {
    let id = page.source.slice(mention.token.span);
    let title = page.title().map(|span| page.source.slice(span));
    let heading = page.main_heading().map(|heading| &*heading.text);
    let path = page.source.path();
    let file = path.rsplit('/').next().unwrap_or(path);
    [title, heading, Some(file)]
        .into_iter()
        .flatten()
        .any(|text| text.contains(id))
}

/// Returns the id with the edition that its year or its header names.
fn with_edition(mention: &Mention<'_, '_>, page: &Page<'_>) -> String {
    let id = &mention.token.id;
    let framework = mention.token.entry.framework();
    match (&mention.token.edition, dated(mention, page, framework)) {
        (Some((year, _)), _) => format!("{id}:{year}"),
        (None, Some(editions)) if !framework.editions.is_empty() => {
            let edition = editions.first().map_or("", |edition| &edition.edition);
            format!("{id}:{edition}")
        }
        _ => id.clone(),
    }
}

fn issue<'f>(
    mention: &Mention<'f, '_>,
    page: &Page<'_>,
    problem: Problem<'f>,
    name: Option<NameText>,
) -> Issue<'f> {
    let is_pinned = match mention.token.entry.pin {
        Some(Pin::Edition(_)) => true,
        _ => !mention.token.entry.framework().versions.is_empty() && version(mention).1,
    };
    Issue {
        framework: mention.token.entry.framework(),
        problem,
        id: with_edition(mention, page),
        span: mention.token.span,
        name: name.map(|name| name.span),
        target: None,
        others: Vec::new(),
        is_pinned,
        is_reference: mention.is_reference,
        in_target: false,
    }
}

/// Number of other places that a finding names.
const MAX_OTHERS: usize = 50;

/// Puts the places of one problem of an id together.
fn merged<'f>(found: Vec<Issue<'f>>, page: &Page<'_>) -> Vec<Issue<'f>> {
    let mut kept: Vec<Issue<'f>> = Vec::new();
    let mut first: HashMap<(String, Discriminant<Problem<'f>>, String), usize> = HashMap::new();
    for issue in found {
        let name = issue.name.map_or("", |name| page.source.slice(name));
        let key = (
            issue.id.clone(),
            discriminant(&issue.problem),
            normalized(name),
        );
        if let Some(at) = first.get(&key).filter(|_| issue.target.is_none()) {
            let others = &mut kept[*at].others;
            if others.len() < MAX_OTHERS {
                others.push(issue.span);
            }
        } else {
            first.insert(key, kept.len());
            kept.push(issue);
        }
    }
    kept
}
