//! Ids in YAML and JSON pages and in front matter, and the names next to them.

mod expected_kind;
mod keys;
mod split_text;

use crate::facts::vocabulary::{MAX_VALUE_BYTES, PAGE_KEYS, TITLE_KEYS};
use foldhash::{HashMap, HashSet};

use super::adjacent_name::{Name, NameText, adjacent_name, looks_like_name};
use super::candidate::Candidate;
use super::declaration::Declaration;
use super::object::Object;
use super::other_frameworks::has_other_framework_id;
use super::separator;
use crate::syntax::Page;
use crate::syntax::id::IdToken;
use crate::syntax::tree::{Data, NodeId, Tree};
use crate::syntax::{TextBlock, TextKind};
use crate::text::{Source, Span};

pub(super) use keys::{stated_tactics, value_name};
pub(super) use split_text::split_texts;

/// The page's own id in front matter. The page's `name` there does not belong to another id.
#[derive(Clone, Copy)]
struct Own<'p> {
    root: Option<NodeId>,
    declared: Option<&'p str>,
}

impl Own<'_> {
    /// Returns whether a plain `name` in the mapping `node` may belong to `id`.
    fn frees(&self, node: NodeId, id: &str) -> bool {
        self.root != Some(node) || self.declared == Some(id)
    }
}

/// Pairs the ids in front matter with the names next to them, as in a YAML page.
pub(super) fn pair_front_matter(
    page: &Page<'_>,
    declaration: Option<&Declaration>,
    found: &mut [Candidate],
) {
    let Some(front) = page.front.as_ref().filter(|front| front.sound) else {
        return;
    };
    let count = found.partition_point(|candidate| candidate.span.start < front.body.end);
    let Some(found) = found.get_mut(..count).filter(|found| !found.is_empty()) else {
        return;
    };
    let own = Own {
        root: front.tree.root(),
        declared: declaration.map(|declared| declared.id.as_ref()),
    };
    let tree = PairedTree::of(&front.tree, page.source, own, false, found);
    tree.pair(found);
}

/// Returns the ids of the page in text order, each with its name and expected kind.
pub(super) fn candidates(page: &Page<'_>, ids: &[IdToken], objects: &[Object]) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = ids.iter().map(Candidate::of).collect();
    let shape = page.document.as_ref().and_then(|document| document.shape);
    let own = Own {
        root: None,
        declared: None,
    };
    let tree = PairedTree::of(&page.outline, page.source, own, shape.is_some(), &found);
    expected_kind::note(page, objects, &tree.by_start, &mut found);
    tree.pair(&mut found);
    for object in objects {
        let Some((id, span)) = object.id() else {
            continue;
        };
        let first = found.partition_point(|candidate| candidate.span.start < span.start);
        if let Some(candidate) = found.get_mut(first).filter(|one| span.contains(one.span)) {
            candidate.is_object_id = true;
            // Under the key of another object, the id is wrong, not the name.
            if object.key().is_some_and(|(key, _)| key != id) {
                candidate.unpair();
            }
        }
    }
    found
}

/// A tree of YAML whose ids are paired with names.
struct PairedTree<'p, 's> {
    tree: &'p Tree<'s>,
    source: &'p Source,
    own: Own<'p>,
    /// Whether it has an official form, where each key has one meaning.
    official: bool,
    /// The indexes of the ids by start byte.
    by_start: HashMap<u32, usize>,
}

impl<'p, 's> PairedTree<'p, 's> {
    fn of(
        tree: &'p Tree<'s>,
        source: &'p Source,
        own: Own<'p>,
        official: bool,
        found: &[Candidate],
    ) -> Self {
        let starts = found.iter().enumerate();
        Self {
            tree,
            source,
            own,
            official,
            by_start: starts
                .map(|(at, candidate)| (candidate.span.start, at))
                .collect(),
        }
    }

    /// Pairs ids with names in the mappings and strings.
    fn pair(&self, found: &mut [Candidate]) {
        for node in self.tree.ids() {
            self.pair_mapping(node, found);
        }
        in_strings(self.tree, self.source, self.own, found);
        if !self.official {
            // The name in `AML.T0051: {tactic: AML.TA0005, name: LLM Prompt Injection}` is that of the key.
            let mut named: HashSet<Span> = HashSet::default();
            for candidate in found {
                candidate.name.take_if(|name| !named.insert(name.span));
            }
        }
    }
}

/// Returns the index of the id that a value consists of. `by_start` are the indexes of the ids by start byte.
pub(super) fn whole_id(
    tree: &Tree<'_>,
    node: NodeId,
    by_start: &HashMap<u32, usize>,
    found: &[Candidate],
) -> Option<usize> {
    tree.text(node)?;
    let span = tree.node(node).span;
    let at = |start: u32| by_start.get(&start).copied();
    let at = at(span.start).or_else(|| at(span.start + 1))?;
    let id = found.get(at)?.span;
    let rest = (span.end - span.start) - (id.end - id.start);
    (span.contains(id) && rest <= 2).then_some(at)
}

/// Returns the name next to an id in a string that may hold more. What is not in the catalog counts only if it follows a colon
/// or dash and has the form of a name.
fn open_name(source: &Source, span: Span, id: Span) -> Option<NameText> {
    let name = adjacent_name(source, span, id, false)?;
    let before_colon = source
        .text()
        .get(name.span.end as usize..)
        .is_some_and(|after| after.starts_with(':'));
    let brackets = source.text().get(id.end as usize..);
    let brackets = brackets.is_some_and(|after| after.trim_start().starts_with(['(', '\u{ff08}']));
    let end = separator::name_ends(name.text).first().copied();
    let first = name.text.get(..end.unwrap_or(name.text.len()));
    Some(NameText {
        before_colon,
        ..Name {
            closed: name.closed && !brackets && first.is_some_and(may_be_name),
            ..name
        }
        .into()
    })
}

/// Returns whether a text has the form of an object's name and is not about another framework.
fn may_be_name(text: &str) -> bool {
    looks_like_name(text) && !has_other_framework_id(text)
}

/// Returns the strings of a YAML page or of front matter that hold an id and more, in text order. They are read like prose.
pub(super) fn texts(page: &Page<'_>, ids: &[Candidate]) -> Vec<TextBlock> {
    let tree = match (&page.front, &page.document) {
        (Some(front), _) if front.sound => &front.tree,
        (_, Some(document)) if document.sound => &page.outline,
        _ => return Vec::new(),
    };
    let root = tree.root().filter(|_| page.front.is_some());
    let names = root.map(|root| TITLE_KEYS.map(|key| tree.get(root, key)));
    let mut found: Vec<Span> = tree
        .ids()
        .filter(|node| matches!(tree.node(*node).data, Data::Text(_)))
        .filter(|node| names.is_none_or(|names| !names.contains(&Some(*node))))
        .map(|node| tree.node(node).span)
        .filter(|span| {
            let first = ids.partition_point(|id| id.span.start < span.start);
            let inside = ids.get(first).filter(|id| span.contains(id.span));
            inside.is_some_and(|id| id.span.range().len() + 2 < span.range().len())
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    let text = |span: Span| TextBlock {
        kind: TextKind::Paragraph,
        span: span
            .narrowed(page.source.slice(span).starts_with(['"', '\'']) && span.range().len() > 1),
    };
    found.into_iter().map(text).collect()
}

/// Pairs the ids in strings with one id and its name: `AML.T0051 - LLM Prompt Injection`, `LLM Prompt Injection (AML.T0051)`.
fn in_strings(tree: &Tree<'_>, source: &Source, own: Own<'_>, found: &mut [Candidate]) {
    let names = own
        .root
        .map(|root| PAGE_KEYS.map(|key| tree.get(root, key)));
    for node in tree.ids() {
        let Some(text) = tree.text(node) else {
            continue;
        };
        let whole = tree.node(node).span;
        if text.len() > MAX_VALUE_BYTES {
            continue;
        }
        let quoted = source.slice(whole).starts_with(['"', '\'']);
        let span = whole.narrowed(quoted);
        let first = found.partition_point(|candidate| candidate.span.start < span.start);
        let inside = found[first..]
            .iter()
            .take_while(|candidate| span.contains(candidate.span))
            .count();
        let [candidate] = &mut found[first..first + inside] else {
            continue;
        };
        let names_page = names.is_some_and(|names| names.contains(&Some(node)));
        if names_page && own.declared != Some(candidate.id.as_ref()) {
            continue;
        }
        if candidate.name.is_none() && candidate.span != span {
            candidate.name = open_name(source, span, candidate.span);
        }
    }
}
