//! Converts links between official texts, which use routes of the ATLAS site, and pages, which link to other pages.

use crate::text::path::stem_of;
use std::ops::Range;

use super::citations;
use super::context::Context;
use super::fragment::{self, Edits, apply, range};
use super::routes;
use super::study::Reference;
use crate::catalog::Kind;
use crate::catalog::{SITE, route};
use crate::syntax::{Link, LinkKind, Page, SyntaxError, links_in};
use crate::text::{Source, Span};
use crate::vault::{Destination, Resolution};

/// Converts an official text for a page. Routes become links to pages of the vault, else to the ATLAS site. Citations become
/// numbers. Other double brackets are escaped, as they are not links in official texts.
pub(super) fn to_page(text: &str, references: &[Reference], context: &Context<'_>) -> String {
    if !text.contains("](") && !text.contains("[[") {
        return text.to_owned();
    }
    let source = fragment::source(text);
    let Some(page) = fragment::parse(&source) else {
        return text.to_owned();
    };
    let by_id = citations::numbers_by_id(references);
    let mut edits = Edits::new();
    for link in page.links.iter() {
        match link.kind {
            LinkKind::Wiki | LinkKind::Embed => {
                let cited = by_id.get(link.target.as_ref());
                match cited {
                    Some(number) if link.kind == LinkKind::Wiki && link.label.is_none() => {
                        edits.push((range(link.span), format!("[{number}]")));
                    }
                    _ => edits.push(escape_brackets(text, range(link.span).start)),
                }
            }
            LinkKind::Markdown => {
                let route = route_to_link(link, &source, context);
                edits.extend(route.map(|(span, new)| (range(span), new)));
            }
            _ => {}
        }
    }
    for error in &page.errors {
        if let SyntaxError::WikiLink { span, .. } = error {
            edits.push(escape_brackets(text, range(*span).start));
        }
    }
    apply(text, edits)
}

/// Returns an edit that puts a backslash before the brackets at `at`, which may follow a `!`.
fn escape_brackets(text: &str, at: usize) -> (Range<usize>, String) {
    let rest = text.get(at..).unwrap_or_default();
    let at = at + usize::from(rest.starts_with('!'));
    (at..at, "\\".to_owned())
}

fn route_to_link(link: &Link, source: &Source, context: &Context<'_>) -> Option<(Span, String)> {
    let Destination::Route(target) = context.vault.destination(context.file, link) else {
        return None;
    };
    let label = source.slice(link.label?);
    let id = target.id;
    if Kind::of_id(id) != Some(target.kind) || *link.target != *route(id)? {
        return None;
    }
    let whole = format!("[{label}]({})", link.target);
    if source.slice(link.span) == whole
        && let Some(new) = context.link_to_page(id, label, link.in_table)
    {
        return Some((link.span, new));
    }
    Some((link.target_span, format!("{SITE}{}", link.target)))
}

/// Converts a part of a page to an official text. Links to pages that declare an ATLAS object become routes. Other links into
/// the vault become plain text, and their targets are added to `lost`.
pub(super) fn to_official(
    page: &Page<'_>,
    span: Span,
    context: &Context<'_>,
    lost: &mut Vec<String>,
) -> String {
    let text = page.source.slice(span);
    let mut edits = Edits::new();
    for link in links_in(&page.links, span).filter(|link| span.contains(link.span)) {
        if let Some((place, new)) = link_to_route(link, page.source, context, lost) {
            let start = (place.start - span.start) as usize;
            edits.push((start..start + page.source.slice(place).len(), new));
        }
    }
    without_directives(&apply(text, edits)).replace("\r\n", "\n")
}

fn link_to_route(
    link: &Link,
    source: &Source,
    context: &Context<'_>,
    lost: &mut Vec<String>,
) -> Option<(Span, String)> {
    if matches!(link.kind, LinkKind::Reference | LinkKind::Definition) {
        return None;
    }
    let label = link.label.map(|label| source.slice(label));
    match context.vault.destination(context.file, link) {
        Destination::External => None,
        Destination::Route(target) => {
            let relative = route(target.id).filter(|_| label.is_some())?;
            let absolute = format!("{SITE}{relative}");
            (*link.target == *absolute).then_some((link.target_span, relative))
        }
        Destination::File { found, path, .. } => {
            let id = match found {
                Resolution::One { target, .. } if !path.is_empty() => context
                    .vault
                    .paths()
                    .file(target)
                    .and_then(|file| context.declared_id(file)),
                _ => None,
            };
            let is_image = matches!(link.kind, LinkKind::Embed | LinkKind::Image);
            if let Some(id) = id.filter(|_| !is_image) {
                let label = label.unwrap_or_else(|| context.name(id));
                let name = label.strip_prefix(id).and_then(|l| l.strip_prefix(": "));
                return Some((link.span, routes::link(name.unwrap_or(label), id)));
            }
            let stem = stem_of(&path);
            lost.push(link.target.to_string());
            Some((link.span, label.unwrap_or(stem).to_owned()))
        }
    }
}

/// Removes the comments that are directives for atlas-lint.
fn without_directives(text: &str) -> String {
    let mut out = text.to_owned();
    for (open, close) in [
        ("<!-- atlas-lint:", "-->"),
        ("%% atlas-lint:", "%%"),
        ("{/* atlas-lint:", "*/}"),
    ] {
        let mut rest = out.as_str();
        let mut left = String::new();
        while let Some((before, after)) = rest.split_once(open) {
            let Some((_, after)) = after.split_once(close) else {
                break;
            };
            let alone = before.is_empty() || before.ends_with('\n');
            left.push_str(before);
            rest = if alone {
                after.strip_prefix('\n').unwrap_or(after)
            } else {
                after
            };
        }
        left.push_str(rest);
        out = left;
    }
    out
}
