//! An id beside a URL of the same framework that names another id: in a table row, a list entry or a mapping of YAML. Only where
//! one id and one URL are there.

use foldhash::HashSet;

use crate::analysis::is_name;
use crate::catalog::normalize_name;
use crate::context::PageContext;
use crate::diagnostic::Severity;
use crate::facts::url;
use crate::rules::findings::Findings;
use crate::syntax::attack;
use crate::syntax::id;
use crate::syntax::tree::{Data, NodeId, Tree};
use crate::syntax::{LinkKind, TextKind, links_in};
use crate::text::Span;

/// Upper bound on the values of a mapping that is read as one object.
const MAX_VALUES: usize = 64;

/// An id as written, or as a URL names it.
#[derive(Clone)]
struct NamedId {
    id: String,
    span: Span,
}

/// Ids and URLs of one framework in one part of a page.
#[derive(Default)]
struct Part {
    ids: Vec<NamedId>,
    urls: Vec<NamedId>,
}

impl Part {
    /// Returns the id and the URL if there is one of each, of two objects of a kind that are not kin.
    fn contradiction(&self) -> Option<(&NamedId, &NamedId)> {
        let (id, url) = (only(&self.ids)?, only(&self.urls)?);
        let kin = |a: &str, b: &str| a.starts_with(b) || b.starts_with(a);
        let kind = |id: &str| {
            let id = id.strip_prefix("AML.").unwrap_or(id);
            id.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.')
                .to_owned()
        };
        (!kin(&id.id, &url.id) && kind(&id.id) == kind(&url.id)).then_some((id, url))
    }
}

/// Returns the first of several that state the same id.
fn only(stated: &[NamedId]) -> Option<&NamedId> {
    let first = stated.first()?;
    stated
        .iter()
        .all(|other| other.id == first.id)
        .then_some(first)
}

/// Reports the contradictions of a page. `reported` are the ids that another part of the rule reports.
pub(super) fn check(context: &PageContext<'_>, reported: &HashSet<Span>, findings: &mut Findings) {
    if let Some((page, document)) = context.page.data() {
        // In official forms, the references of an object are checked as such.
        if document.shape.is_some() {
            return;
        }
        let tree = &page.outline;
        for node in tree.ids() {
            let parts = in_mapping(context, tree, node);
            report(parts, reported, findings);
        }
        return;
    }
    let rows = context
        .facts
        .blocks
        .tables
        .iter()
        .flat_map(|table| &table.rows);
    let rows = rows.filter_map(|row| {
        Some(Span {
            start: row.first()?.start,
            end: row.last()?.end,
        })
    });
    let entries = context.facts.blocks.texts.iter();
    let entries = entries.filter(|block| block.kind == TextKind::Item);
    for span in rows.chain(entries.map(|block| block.span)) {
        // Most rows and entries have no link.
        if links_in(&context.facts.links, span).next().is_some() {
            let parts = in_text(context, span);
            report(parts, reported, findings);
        }
    }
}

/// Returns what a row or entry states, of ATLAS and of ATT&CK.
fn in_text(context: &PageContext<'_>, span: Span) -> [Part; 2] {
    let (mut atlas, mut attack) = (Part::default(), Part::default());
    let page = context.page;
    for link in links_in(&context.facts.links, span) {
        let label = link.label.unwrap_or_default();
        let text = || context.source.slice(label);
        let place = |id: &str| {
            let written = context.source.slice(link.target_span);
            let at = written
                .find(id)
                .filter(|_| link.kind != LinkKind::Reference);
            at.map_or(link.target_span, |at| {
                let start = link.target_span.start as usize + at;
                Span::new(start, start + id.len())
            })
        };
        if let Some(route) = url::route(&link.target) {
            // A link that names its own object points there on purpose.
            let plain = normalize_name(text());
            if is_name(context.view, route.id, &plain) || page.ids_in(label).next().is_some() {
                return [Part::default(), Part::default()];
            }
            atlas.urls.push(NamedId {
                id: route.id.to_owned(),
                span: place(route.id),
            });
        }
        if let Some(url) = attack::of_url(&link.target) {
            if !attack::ids(text()).is_empty() {
                return [Part::default(), Part::default()];
            }
            attack.urls.push(NamedId {
                span: link.target_span,
                id: url.id,
            });
        }
    }
    // Most rows and entries link to neither site.
    if !atlas.urls.is_empty() {
        let ids = page.ids_in(span).filter(|token| token.malformed.is_none());
        atlas.ids.extend(ids.map(|token| NamedId {
            id: token.id.to_string(),
            span: token.span,
        }));
    }
    if !attack.urls.is_empty() {
        let ids = super::within(context, span, attack::ids).into_iter();
        attack.ids.extend(ids.map(|id| NamedId {
            id: id.id,
            span: id.span,
        }));
    }
    [atlas, attack]
}

/// Returns what the values of a mapping state.
fn in_mapping(context: &PageContext<'_>, tree: &Tree<'_>, node: NodeId) -> [Part; 2] {
    let (mut atlas, mut attack) = (Part::default(), Part::default());
    let Data::Map(entries) = &tree.node(node).data else {
        return [atlas, attack];
    };
    let values = entries.iter().take(MAX_VALUES).map(|entry| entry.value);
    let values = values.flat_map(|value| match &tree.node(value).data {
        Data::List(items) => items.iter().take(MAX_VALUES).copied().collect(),
        _ => vec![value],
    });
    for value in values {
        let node = tree.node(value);
        let Data::Text(text) = &node.data else {
            continue;
        };
        let text = text.trim();
        if text.contains(char::is_whitespace) {
            continue;
        }
        let stated = |id: &str| {
            let written = context.source.slice(node.span);
            let span = written.find(id).map_or(node.span, |at| {
                let start = node.span.start as usize + at;
                Span::new(start, start + id.len())
            });
            NamedId {
                id: id.to_owned(),
                span,
            }
        };
        if let Some(route) = url::route(text).filter(|_| url::is_web(text)) {
            atlas.urls.push(stated(route.id));
        } else if let Some(url) = attack::of_url(text) {
            attack.urls.push(NamedId {
                id: url.id,
                span: node.span,
            });
        } else if id::is_id(text) {
            atlas.ids.push(stated(text));
        } else if let [id] = attack::ids(text).as_slice()
            && id.span.range().len() == text.len()
        {
            attack.ids.push(stated(&text[id.span.range()]));
        }
    }
    [atlas, attack]
}

fn report(parts: [Part; 2], reported: &HashSet<Span>, findings: &mut Findings) {
    let [atlas, attack] = parts;
    for (part, framework, severity) in [
        (atlas, "ATLAS", Severity::Warning),
        (attack, "ATT&CK", Severity::Error),
    ] {
        let Some((id, url)) = part.contradiction() else {
            continue;
        };
        if reported.contains(&id.span) {
            continue;
        }
        let file = findings.file;
        let found = findings.add(
            id.span,
            "this id",
            format!(
                "the {framework} id `{}` is beside the URL of `{}`, another object",
                id.id, url.id
            ),
        );
        found
            .severity(severity)
            .help(format!("write `{}`, or the URL of `{}`", url.id, id.id))
            .about(id.id.clone());
        found.related(file, url.span, "the URL leads here");
    }
}
