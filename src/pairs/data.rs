//! The ids of a YAML or JSON page, and the names that stand with them.

mod keys;
mod wanted;

pub(super) use keys::stated_in_mappings;

use std::collections::HashMap;

use super::beside::{Name, beside};
use super::subject::Subject;
use crate::model;
use crate::syntax::Page;
use crate::syntax::tree::{NodeId, Tree};
use crate::text::Source;
use crate::vault::Vault;

/// The ids of the page, in order, each with its name and the kind that has to stand there.
pub(super) fn subjects<'p>(
    page: &'p Page<'p>,
    source: &'p Source,
    vault: &Vault<'_>,
) -> Vec<Subject<'p>> {
    let tree = &page.outline;
    let mut found: Vec<Subject<'p>> = page.mentions.iter().map(Subject::of).collect();
    let by_start: HashMap<u32, usize> = found
        .iter()
        .enumerate()
        .map(|(at, subject)| (subject.span.start, at))
        .collect();
    wanted::wanted(page, &by_start, &mut found);
    let official = page
        .document
        .as_ref()
        .is_some_and(|document| document.shape.is_some());
    for node in tree.ids() {
        keys::pair(tree, source, node, official, &by_start, &mut found);
    }
    in_strings(tree, source, &mut found);
    // Under the key of another object, and where another object declares it, it is the id that is wrong.
    for object in model::objects(page) {
        if let Some((id, span)) = object.id
            && (object.key.is_some_and(|(key, _)| key != id)
                || vault.trees().repeats(page.file, id))
        {
            let first = found.partition_point(|subject| subject.span.start < span.start);
            if let Some(subject) = found.get_mut(first).filter(|one| span.contains(one.span)) {
                subject.name = None;
            }
        }
    }
    found
}

/// Whether a span is that of a value which is nothing but one id; the id.
fn whole_id(
    tree: &Tree<'_>,
    node: NodeId,
    by_start: &HashMap<u32, usize>,
    found: &[Subject<'_>],
) -> Option<usize> {
    tree.text(node)?;
    let span = tree.node(node).span;
    let at = |start: u32| by_start.get(&start).copied();
    let at = at(span.start).or_else(|| at(span.start + 1))?;
    let id = found.get(at)?.span;
    let rest = (span.end - span.start) - (id.end - id.start);
    (span.contains(id) && rest <= 2).then_some(at)
}

/// Strings that hold one id and its name: `AML.T0051 - LLM Prompt Injection`, `LLM Prompt Injection (AML.T0051)`.
fn in_strings<'p>(tree: &Tree<'_>, source: &'p Source, found: &mut [Subject<'p>]) {
    /// Longer texts are prose.
    const LONGEST: usize = 200;
    for node in tree.ids() {
        let Some(text) = tree.text(node) else {
            continue;
        };
        let whole = tree.node(node).span;
        if text.len() > LONGEST {
            continue;
        }
        let quoted = source.slice(whole).starts_with(['"', '\'']);
        let span = whole.narrowed(quoted);
        let first = found.partition_point(|subject| subject.span.start < span.start);
        let inside = found[first..]
            .iter()
            .take_while(|subject| span.contains(subject.span))
            .count();
        let [subject] = &mut found[first..first + inside] else {
            continue;
        };
        if subject.name.is_none() && subject.span != span {
            subject.name = beside(source, span, subject.span, false).map(|name| Name {
                closed: false,
                ..name
            });
        }
    }
}
