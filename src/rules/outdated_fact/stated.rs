//! Reads the objects that a value names.

use std::borrow::Cow;

use crate::catalog::Kind;
use crate::context::PageContext;
use crate::context::outdated::bare;
use crate::syntax::{Link, links_in};
use crate::text::Span;

/// The objects that a value names.
#[derive(Debug, Default)]
pub(super) struct NamedObjects<'p> {
    /// The objects, in page order.
    pub(super) objects: Vec<NamedObject<'p>>,
    /// Whether the list is complete: every link, id and name in the value was understood, and no other rule reports one of them.
    pub(super) is_certain: bool,
}

/// An object that a value names.
#[derive(Debug)]
pub(super) struct NamedObject<'p> {
    pub(super) id: Cow<'p, str>,
    pub(super) span: Span,
    /// Whether the value consists only of ids.
    pub(super) plain: bool,
}

/// Returns the objects of kind `wanted` that the value at `span` names: by id, by a link to the page, or else by name.
pub(super) fn stated<'p>(context: &PageContext<'p>, span: Span, wanted: Kind) -> NamedObjects<'p> {
    let mut stated = NamedObjects {
        objects: Vec::new(),
        is_certain: true,
    };
    ids(context, span, wanted, &mut stated);
    let mut has_links = false;
    for link in links_in(&context.facts.links, span) {
        has_links = true;
        if context.page.ids_in(link.span).next().is_some() {
            continue;
        }
        match linked(context, link, wanted) {
            Some(named) => stated.objects.push(named),
            None => stated.is_certain = false,
        }
    }
    if stated.is_certain && !has_links && stated.objects.is_empty() {
        names(context, span, wanted, &mut stated);
    }
    stated.objects.sort_by_key(|named| named.span);
    stated
}

/// Adds the ids in the value. An id that another rule reports is skipped.
fn ids<'p>(context: &PageContext<'p>, span: Span, wanted: Kind, stated: &mut NamedObjects<'p>) {
    let mut done = span.start;
    let mut plain = true;
    let is_between = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '/' | '"' | '\'');
    let mut pass = |from, to| {
        let gap = Span {
            start: from,
            end: to,
        };
        plain &= context.source.slice(gap).chars().all(is_between);
    };
    for token in context.page.ids_in(span) {
        pass(done, token.span.start);
        done = token.span.end;
        let is_known = token.malformed.is_none() && !context.has_uncertain_id(token.span);
        if is_known && Kind::of_id(&token.id) == Some(wanted) {
            stated.objects.push(NamedObject {
                id: Cow::Borrowed(&token.id),
                span: token.span,
                plain: false,
            });
        } else {
            stated.is_certain = false;
        }
    }
    pass(done, span.end);
    for named in &mut stated.objects {
        named.plain = plain;
    }
}

/// Returns the object whose page or route a link without an id leads to, else the object that its text names.
fn linked<'p>(context: &PageContext<'p>, link: &'p Link, wanted: Kind) -> Option<NamedObject<'p>> {
    let vault = context.vault.vault;
    let span = link.label.unwrap_or(link.target_span);
    let id = vault.linked_id(context.page.file, link);
    let id = id.or_else(|| id_by_name(context, context.source.slice(span), wanted))?;
    (Kind::of_id(id) == Some(wanted)).then_some(NamedObject {
        id: Cow::Borrowed(id),
        span,
        plain: false,
    })
}

/// Adds the names in a value without ids and links: one, or several separated by commas.
fn names<'p>(context: &PageContext<'p>, span: Span, wanted: Kind, stated: &mut NamedObjects<'p>) {
    let Some((span, text)) = bare(context, span) else {
        stated.is_certain = false;
        return;
    };
    let parts = match id_by_name(context, text, wanted) {
        Some(_) => vec![text],
        None => text.split([',', ';', '\n']).collect(),
    };
    let mut start = span.start as usize;
    for part in parts {
        let name = part.trim();
        let at = start + part.len() - part.trim_start().len();
        start += part.len() + 1;
        match id_by_name(context, name, wanted) {
            Some(id) => stated.objects.push(NamedObject {
                id: Cow::Borrowed(id),
                span: Span::new(at, at + name.len()),
                plain: false,
            }),
            None => stated.is_certain = false,
        }
    }
}

/// Returns the id of the only object of a kind that currently has a name.
fn id_by_name<'p>(context: &PageContext<'p>, name: &str, wanted: Kind) -> Option<&'p str> {
    // A longer text is prose, not a name.
    if name.len() > 200 {
        return None;
    }
    match context.view.named(wanted, name)[..] {
        [only] => Some(only),
        _ => None,
    }
}
