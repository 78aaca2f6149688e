//! Labels that are the names of objects over links to their pages.

use super::definition::{Framework, Numbering, Object};
use super::existence::{says_gone, version_on};
use super::link::{of_url, without_scheme};
use super::name_text::name;
use super::names::{forms, forms_at, rank};
use super::naming::{outdated, related};
use super::phrase::{is_part, normalized, words};
use super::place::lines;
use super::problem::{Issue, Owner, Problem};
use super::registry::{Entry, Frameworks};
use crate::syntax::{Link, LinkKind, Page};
use crate::text::Span;

/// Words for what a link leads to that are, or were, names of techniques too: "Source" of `T1153`, "Tool" of `T1588.002`.
const BEHIND_LINKS: [&str; 14] = [
    "accounts",
    "audit",
    "credentials",
    "databases",
    "domains",
    "exploits",
    "firmware",
    "hardware",
    "malware",
    "server",
    "software",
    "source",
    "tool",
    "vulnerabilities",
];

/// Returns the problems of links of a page whose label is a name, and no id: `[Defense Evasion](https://attack.mitre.org/tactics/TA0005/)`.
pub(super) fn labels<'f>(page: &Page<'_>, frameworks: &'f Frameworks) -> Vec<Issue<'f>> {
    if page.is_release() {
        return Vec::new();
    }
    let links = page.links.iter();
    let links = links.filter(|link| link.kind == LinkKind::Markdown && link.label.is_some());
    links
        .filter_map(|link| of_link(page, frameworks, link))
        .collect()
}

fn of_link<'f>(page: &Page<'_>, frameworks: &'f Frameworks, link: &Link) -> Option<Issue<'f>> {
    let (host, url) = without_scheme(&link.target)?;
    let mut entries = frameworks.entries().iter();
    // A framework that no link is about need not be decoded.
    let entry = entries.find(|entry| entry.has_pages_on(host))?;
    let framework = entry.framework();
    if framework.numbering != Numbering::Stable || !framework.check_names {
        return None;
    }
    let object = framework.object(&of_url(entry, url)?)?;
    let label = link.label?;
    let around = page.source.slice(lines(page.source.text(), label));
    let (version, is_pinned) = version_on(entry, around);
    let (problem, name) = problem(page, (entry, object), version, label)?;
    if says_gone(&normalized(around)) {
        return None;
    }
    Some(Issue {
        framework,
        problem,
        id: object.id.to_string(),
        span: link.target_span,
        name: Some(name),
        target: None,
        others: Vec::new(),
        is_pinned,
        is_reference: false,
        in_target: true,
    })
}

fn problem<'f>(
    page: &Page<'_>,
    (entry, object): (&'f Entry, &'f Object),
    version: u16,
    label: Span,
) -> Option<(Problem<'f>, Span)> {
    let framework: &Framework = entry.framework();
    let text = page.source.slice(label);
    let found = name(text, label.start as usize, &words(text), true, true)?;
    let plain = &found.plain;
    if forms_at(framework, object, version).contains(plain) {
        return None;
    }
    if forms(framework, object).contains(plain) {
        let is_certain = !entry.named(plain).any(|other| other.id != object.id);
        let problem = outdated(framework, object, version, (&found, is_certain));
        return Some((problem, found.span));
    }
    if related(framework, object)
        .iter()
        .any(|own| is_part(plain, own))
    {
        return None;
    }
    let others = entry.named(plain).filter(|other| {
        other.kind == object.kind
            && other.shares_domain(object)
            && !other.successors.contains(&object.id)
            && !BEHIND_LINKS.contains(&plain.as_str())
    });
    let other = others.min_by_key(|other| rank(other, plain))?;
    let problem = Problem::WrongName {
        own: object.name_at(version),
        owners: vec![Owner::Object(other)],
    };
    Some((problem, found.span))
}
