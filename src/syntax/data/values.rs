//! Ids, links and templates in the texts of a YAML page.

use foldhash::HashSet;

use super::folded::Folded;
use crate::syntax::document::{SECTIONS, Shape, Template};
use crate::syntax::id::{self, IdToken};
use crate::syntax::link::Link;
use crate::syntax::markdown;
use crate::syntax::tags;
use crate::syntax::tree::{Data, NodeId, Tree};
use crate::text::{Source, Span};

/// Ids, links and templates, in document order.
#[derive(Default)]
pub(super) struct Values {
    pub(super) links: Vec<Link>,
    pub(super) ids: Vec<IdToken>,
    pub(super) templates: Vec<Template>,
}

/// Reads all texts of a document.
pub(super) fn read(tree: &Tree<'_>, source: &Source, shape: Option<Shape>) -> Values {
    let candidates = id::candidates(source.text());
    let echoes = echoes(tree, shape);
    let tags: HashSet<NodeId> = tags::nodes(tree).into_iter().collect();
    let mut values = Values::default();
    for node in tree.ids() {
        let Data::Text(text) = &tree.node(node).data else {
            continue;
        };
        let span = tree.node(node).span;
        let raw = source.slice(span);
        let has_ids = id::within(&candidates, span).next().is_some();
        let has_links = text.contains("](") || text.contains(markdown::SITE);
        let has_templates = shape == Some(Shape::Source) && text.contains("{{");
        if !(has_ids || has_links || has_templates)
            || echoes.contains(&span.start)
            || tags.contains(&node)
        {
            continue;
        }
        let folded = Folded::new(text, raw, span.start as usize);
        if has_templates {
            templates(text, &folded, &mut values.templates);
        }
        if has_links || text.contains('`') {
            markdown_text(text, &folded, &mut values);
        } else {
            plain_text(text, &folded, &mut values);
        }
    }
    values.links.sort_by_key(|link| link.span);
    values.ids.sort_by_key(|token| token.span);
    values.templates.sort_by_key(|template| template.span);
    values
}

/// Returns the positions of ids that only repeat an `id` next to them, as in v6: the keys of objects and the `source` of an
/// edge. Repetitions that agree are skipped, so that one wrong id gives one finding.
fn echoes(tree: &Tree<'_>, shape: Option<Shape>) -> HashSet<u32> {
    let mut found = HashSet::default();
    let (Some(Shape::V6 { .. }), Some(root)) = (shape, tree.root()) else {
        return found;
    };
    let mut declared = HashSet::default();
    for key in SECTIONS {
        let Some(section) = tree.get(root, key) else {
            continue;
        };
        for entry in tree.entries(section) {
            let id = tree.get(entry.value, "id").and_then(|id| tree.text(id));
            if id == Some(&entry.key) {
                found.insert(entry.key_span.start);
                declared.insert(entry.key.as_ref());
            }
        }
    }
    let edges = tree.relationships();
    for entry in edges.map_or(&[][..], |edges| tree.entries(edges)) {
        if declared.contains(entry.key.as_ref()) {
            found.insert(entry.key_span.start);
        }
        for kind in tree.entries(entry.value) {
            for &edge in tree.items(kind.value) {
                let source = tree.get(edge, "source");
                if let Some(source) = source
                    && tree.text(source) == Some(&entry.key)
                {
                    found.insert(tree.node(source).span.start);
                }
            }
        }
    }
    found
}

fn plain_text(text: &str, folded: &Folded, values: &mut Values) {
    let starts = id::candidates(text);
    let mut tokens = Vec::new();
    let starts = starts.iter().map(|&at| at as usize);
    id::tokens(text, 0, starts, &mut tokens);
    let in_url = |token: &IdToken| crate::syntax::raw::in_url(text, token.span.start as usize);
    tokens.retain(|token| !in_url(token));
    values
        .ids
        .extend(tokens.into_iter().map(|token| placed(token, folded)));
}

fn markdown_text(text: &str, folded: &Folded, values: &mut Values) {
    let (links, tokens) = markdown::read_text(text);
    for token in tokens {
        values.ids.push(placed(token, folded));
    }
    for link in links {
        values.links.push(Link {
            kind: link.kind,
            span: folded.place(link.span),
            target_span: folded.place(link.target_span),
            target: link.target,
            label: link.label.map(|label| folded.place(label)),
            in_table: false,
        });
    }
}

fn placed(token: IdToken, folded: &Folded) -> IdToken {
    IdToken {
        span: folded.place(token.span),
        ..token
    }
}

/// Finds `{{name.field}}` and `{{ create_internal_link(name) }}`. White space and line breaks are allowed where Jinja allows
/// them.
fn templates(text: &str, folded: &Folded, found: &mut Vec<Template>) {
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find("{{")) {
        let start = at + open + 2;
        let Some(length) = text.get(start..).and_then(|rest| rest.find("}}")) else {
            return;
        };
        at = start + length + 2;
        let inside = text.get(start..start + length).unwrap_or_default();
        let call = inside.trim();
        let (name, field) = match call.strip_prefix("create_internal_link") {
            Some(rest) => {
                let name = rest
                    .trim()
                    .strip_prefix('(')
                    .and_then(|r| r.strip_suffix(')'));
                match name {
                    Some(name) => (name.trim(), None),
                    None => continue,
                }
            }
            None => match call.split_once('.') {
                Some((name, field)) => (name.trim_end(), Some(field.trim_start().to_owned())),
                None => continue,
            },
        };
        let is_name = !name.is_empty()
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
        if !is_name {
            continue;
        }
        // The last occurrence is the name: a call such as `create_internal_link(link)` contains it too.
        let from = start + inside.rfind('(').unwrap_or_default();
        let Some(offset) = text.get(from..).and_then(|rest| rest.find(name)) else {
            continue;
        };
        let span = Span::new(from + offset, from + offset + name.len());
        found.push(Template {
            name: name.to_owned(),
            span: folded.place(span),
            field,
        });
    }
}
