//! The ids of a YAML or JSON page, and of front matter, and the names that stand with them.

mod keys;
mod trap;
mod wanted;

pub(super) use keys::stated_in_mappings;
pub use trap::traps;

use std::collections::HashMap;

use super::beside::{Name, beside};
use super::ground::Ground;
use super::subject::Subject;
use crate::catalog::{View, normalize_name};
use crate::model;
use crate::syntax::tree::{NodeId, Tree};
use crate::text::{Source, Span};

/// The page itself, in front matter: what names it is not the name of an id there, unless the page declares that id.
#[derive(Clone, Copy)]
struct Own<'p> {
    view: View<'p>,
    root: Option<NodeId>,
    declared: Option<&'p str>,
}

/// Keys of front matter that name or describe the page.
const OWN_KEYS: [&str; 3] = ["title", "name", "description"];

impl Own<'_> {
    /// Returns whether a plain `name` in the mapping `node` may be that of `id`.
    fn frees(&self, node: NodeId, id: &str) -> bool {
        self.root != Some(node) || self.declared == Some(id)
    }
}

/// Pairs the ids of the front matter among `found` with the names beside them, as in a YAML page.
pub(super) fn pair_front<'p>(ground: &Ground<'p>, found: &mut [Subject<'p>]) {
    let (page, source) = (ground.page, ground.source);
    let Some(front) = page.front.as_ref().filter(|front| front.sound) else {
        return;
    };
    let within = |subject: &Subject<'p>| subject.span.start < front.body.end;
    let count = found.partition_point(within);
    let Some(found) = found.get_mut(..count).filter(|found| !found.is_empty()) else {
        return;
    };
    let declaration = ground.vault.declaration(page.file);
    let own = Own {
        view: ground.view,
        root: front.tree.root(),
        declared: declaration.map(|declared| declared.id),
    };
    let by_start = by_start(found);
    for node in front.tree.ids() {
        keys::pair(&front.tree, source, (node, own), false, &by_start, found);
    }
    in_strings(&front.tree, source, own, found);
}

/// Pairs the ids in mappings that were meant as one text with the name that the text holds: as they are judged once it is quoted.
pub(super) fn pair_traps<'p>(ground: &Ground<'p>, found: &mut [Subject<'p>]) {
    let page = ground.page;
    let tree = match (&page.front, &page.document) {
        (Some(front), _) if front.sound => &front.tree,
        (_, Some(document)) if document.sound => &page.outline,
        _ => return,
    };
    for (_, span) in traps(tree, ground.source, ground.view) {
        let first = found.partition_point(|subject| subject.span.start < span.start);
        let inside = found.get_mut(first..).unwrap_or_default();
        for subject in inside
            .iter_mut()
            .take_while(|subject| span.contains(subject.span))
        {
            subject.name = lenient(ground.source, span, subject.span);
        }
    }
    for subject in found {
        if is_cut_by_colon(ground, subject) {
            subject.name = None;
        }
    }
}

/// Whether the name beside an id in a key is only the first half of the id's own, which goes on in the value:
/// `AML.T0051.000 - LLM Prompt Injection: "Direct"`.
fn is_cut_by_colon(ground: &Ground<'_>, subject: &Subject<'_>) -> bool {
    let Some(name) = subject.name else {
        return false;
    };
    let after = ground.source.text().get(name.span.end as usize..);
    let parent = ground.view.parent(&subject.id);
    let parent = parent.and_then(|parent| ground.view.name(parent));
    after.is_some_and(|after| after.starts_with(':'))
        && parent.is_some_and(|parent| normalize_name(parent) == normalize_name(name.text))
}

/// The name beside an id in a string, where only what the catalog knows counts.
fn lenient(source: &Source, span: Span, id: Span) -> Option<Name<'_>> {
    let name = beside(source, span, id, false)?;
    Some(Name {
        closed: false,
        ..name
    })
}

/// The ids by the bytes that they start at.
fn by_start(found: &[Subject<'_>]) -> HashMap<u32, usize> {
    let starts = found.iter().enumerate();
    starts
        .map(|(at, subject)| (subject.span.start, at))
        .collect()
}

/// The ids of the page, in order, each with its name and the kind that has to stand there.
pub(super) fn subjects<'p>(ground: &Ground<'p>) -> Vec<Subject<'p>> {
    let Ground {
        page,
        source,
        vault,
        view,
    } = *ground;
    let own = Own {
        view,
        root: None,
        declared: None,
    };
    let tree = &page.outline;
    let mut found: Vec<Subject<'p>> = page.mentions.iter().map(Subject::of).collect();
    let by_start = by_start(&found);
    wanted::wanted(page, &by_start, &mut found);
    let official = page
        .document
        .as_ref()
        .is_some_and(|document| document.shape.is_some());
    for node in tree.ids() {
        keys::pair(tree, source, (node, own), official, &by_start, &mut found);
    }
    in_strings(tree, source, own, &mut found);
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
fn in_strings<'p>(tree: &Tree<'_>, source: &'p Source, own: Own<'_>, found: &mut [Subject<'p>]) {
    /// Longer texts are prose.
    const LONGEST: usize = 200;
    let names = own.root.map(|root| OWN_KEYS.map(|key| tree.get(root, key)));
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
        let names_page = names.is_some_and(|names| names.contains(&Some(node)));
        if names_page && own.declared != Some(subject.id.as_ref()) {
            continue;
        }
        if subject.name.is_none() && subject.span != span {
            subject.name = lenient(source, span, subject.span);
        }
    }
}
