//! Labels with the id of one object over links to another.

use super::definition::Framework;
use super::problem::Problem;
use super::registry::{Entry, Frameworks};
use super::token::tokens;
use crate::syntax::id::{IdToken, ids_in};
use crate::syntax::{LinkKind, Page, attack};
use crate::text::Span;

/// Site of ATLAS.
const ATLAS: &str = "atlas.mitre.org/";

/// A label over a link to another object.
pub(super) struct Mismatch<'f> {
    pub(super) span: Span,
    pub(super) framework: &'f Framework,
    pub(super) id: String,
    pub(super) target: Span,
    pub(super) problem: Problem<'f>,
}

/// Returns the links of a page whose label has the id of one object and whose target is another.
pub(super) fn mismatches<'f>(page: &Page<'_>, frameworks: &'f Frameworks) -> Vec<Mismatch<'f>> {
    let mut found = Vec::new();
    for link in page.links.iter() {
        let is_link = matches!(link.kind, LinkKind::Markdown);
        let Some(label) = link.label.filter(|_| is_link) else {
            continue;
        };
        let Some((host, url)) = without_scheme(&link.target) else {
            continue;
        };
        let is_known = |entry: &Entry| entry.has_pages_on(host);
        if host != "atlas.mitre.org" && !frameworks.entries().iter().any(is_known) {
            continue;
        }
        let text = page.source.slice(label);
        let ids = tokens(frameworks, text);
        let [only] = ids.as_slice() else {
            if ids.is_empty() {
                found.extend(atlas_label(
                    page,
                    frameworks,
                    label,
                    link.target_span,
                    (host, url),
                ));
            }
            continue;
        };
        let framework = only.entry.framework();
        if only.entry.needs_context(&only.id) {
            continue;
        }
        let span = only.span.shift(label.start as usize);
        if page.blocks.is_opaque(span.start) && !text.starts_with('`') {
            continue;
        }
        let mismatch = |problem| Mismatch {
            span,
            framework,
            id: only.id.clone(),
            target: link.target_span,
            problem,
        };
        // An ATT&CK id may be the reference that ATLAS gives an object, but has no page there.
        let has_atlas_id = ids_in(&page.ids, label).next().is_some();
        if host == "atlas.mitre.org" && framework.urls.iter().any(|url| url.contains("mitre.org/"))
        {
            if !has_atlas_id && url.len() > ATLAS.len() {
                found.push(mismatch(Problem::OtherSite {
                    site: "ATLAS".to_owned(),
                }));
            }
            continue;
        }
        // `inconsistent-reference` compares those of ATT&CK.
        if attack::of_url(&link.target).is_some() || has_atlas_id {
            continue;
        }
        let own = only.entry;
        if own.has_pages_on(host)
            && let Some(target) = of_url(own, url)
            && !is_same(framework, &only.id, &target)
        {
            found.push(mismatch(Problem::WrongTarget { target }));
        }
    }
    found
}

/// Returns whether two ids are one: `A1` and `A01`.
fn is_same(framework: &Framework, a: &str, b: &str) -> bool {
    let number = |id: &str| -> String {
        let letters = id.trim_end_matches(|c: char| c.is_ascii_digit());
        format!("{letters}{}", id[letters.len()..].trim_start_matches('0'))
    };
    a == b || (!framework.editions.is_empty() && number(a) == number(b))
}

/// Returns the problem of an ATLAS id over a link to a page of another framework.
fn atlas_label<'f>(
    page: &Page<'_>,
    frameworks: &'f Frameworks,
    label: Span,
    target_span: Span,
    (host, url): (&str, &str),
) -> Option<Mismatch<'f>> {
    let ids: Vec<&IdToken> = ids_in(&page.ids, label).collect();
    let [id] = ids.as_slice() else { return None };
    if id.malformed.is_some() || page.blocks.is_opaque(id.span.start) {
        return None;
    }
    let of = |entry: &'f Entry| Some((entry, of_url(entry, url)?));
    let mut entries = frameworks.entries().iter();
    let (entry, target) = entries
        .find(|entry| entry.has_pages_on(host))
        .and_then(of)?;
    Some(Mismatch {
        span: id.span,
        framework: entry.framework(),
        id: id.id.to_string(),
        target: target_span,
        problem: Problem::WrongTarget { target },
    })
}

/// Returns the host of a URL, and the URL without scheme and `www.`.
pub(super) fn without_scheme(url: &str) -> Option<(&str, &str)> {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))?;
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let host = rest.split(['/', '?', '#']).next()?;
    Some((host, rest))
}

/// Returns the id that a URL of a framework leads to.
pub(super) fn of_url(entry: &Entry, url: &str) -> Option<String> {
    let framework = entry.framework();
    for pattern in &framework.urls {
        if let Some((start, _)) = pattern.split_once("{id}")
            && let Some(rest) = url.strip_prefix(start)
        {
            return id_at(entry, rest);
        }
        if let Some((start, _)) = pattern.split_once("{number}")
            && let Some(rest) = url.strip_prefix(start)
        {
            let end = rest.find(|c: char| !c.is_ascii_digit());
            let number = &rest[..end.unwrap_or(rest.len())];
            let prefix = entry.prefixes().first()?;
            return (!number.is_empty()).then(|| format!("{prefix}{number}"));
        }
    }
    None
}

/// Returns the id at the start of a path, in any case: `llm01-prompt-injection`, `T1059/001`.
fn id_at(entry: &Entry, path: &str) -> Option<String> {
    let framework = entry.framework();
    let part = path.split(['/', '?', '#', '&']).next()?;
    let sub = path.get(part.len() + 1..).and_then(|rest| rest.get(..3));
    let sub = sub.filter(|sub| sub.bytes().all(|b| b.is_ascii_digit()));
    let upper = part.to_ascii_uppercase();
    let id = entry.at_start(&upper)?;
    let id = framework.canonical(id);
    match sub {
        Some(sub) if framework.object(&format!("{id}.{sub}")).is_some() => {
            Some(format!("{id}.{sub}"))
        }
        _ => Some(id),
    }
}
