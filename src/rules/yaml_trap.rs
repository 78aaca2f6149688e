//! Plain values that YAML parsers read differently.

use foldhash::HashMap;
use std::borrow::Cow;
use std::cell::OnceCell;

use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::analysis;
use crate::context::AloneContext;
use crate::diagnostic::{Applicability, Edit, Fix};
use crate::dialect::Reader;
use crate::schema::escaped_key;
use crate::settings::Level;
use crate::syntax::Quotes;
use crate::syntax::document::is_json;
use crate::syntax::tree::{Data, NodeId, Tree};
use crate::syntax::yaml::{disagreement, follows_block_indicator};
use crate::text::{Source, Span};

pub static RULE: Rule = Rule {
    name: "yaml-trap",
    summary: "a plain value that YAML readers type differently, or an unquoted wiki-link",
    docs: include_str!("yaml-trap.md"),
    theme: Theme::Text,
    level: Level::Warning,
    fix: FixKind::Safe,
    since: "0.1.0",
    needs: Needs::Page,
    handling: Handling {
        on_data_files: true,
        ..Handling::USUAL
    },
    check: Check::Alone(check),
};

fn check(context: &AloneContext<'_>, findings: &mut Findings) {
    // Properties of Logseq are lines, not YAML.
    let front = context
        .page
        .front
        .as_ref()
        .filter(|_| context.page.reader != Reader::Logseq);
    if let Some(front) = front.filter(|front| front.sound) {
        check_document(context, &front.tree, front.body, "/frontmatter", findings);
    }
    let whole = context.page.document.as_ref();
    // JSON is unambiguous.
    let is_yaml = !is_json(context.source.path());
    if whole.is_some_and(|whole| whole.sound && is_yaml) {
        let all = Span::new(0, context.source.text().len());
        check_document(context, &context.page.outline, all, "", findings);
    }
}

/// Reports the values of one document, which fills `body` and whose root is at the pointer `base`.
fn check_document(
    context: &AloneContext<'_>,
    tree: &Tree<'_>,
    body: Span,
    base: &str,
    findings: &mut Findings,
) {
    let source = context.source;
    let split_texts = context.facts.split_texts.iter();
    let split_texts: HashMap<NodeId, Span> = split_texts
        .filter(|text| analysis::is_split_text(context.view, text))
        .map(|text| (text.node, text.span))
        .collect();
    // The quote style depends on all values, so it is computed once, and only if needed.
    let kind = OnceCell::new();
    let quoted = |written: &str| {
        let kind = kind.get_or_init(|| Quotes::of(source.slice(body)));
        kind.around(written)
    };
    let values = values(tree, source);
    for (at, value) in values.iter().enumerate() {
        let span = tree.node(value.node).span;
        let written = source.slice(span);
        let around = values.get(value.parent).map(|parent| parent.node);
        if around.is_some_and(|around| split_texts.contains_key(&around)) {
            continue;
        }
        if let Some(&span) = split_texts.get(&value.node) {
            let written = source.slice(span);
            let message = format!("the entry `{written}` is a mapping to YAML, not text");
            let about = format!("{base}{}", pointer(&values, at));
            add(span, quoted(written), "a mapping", message, about, findings);
        } else if context.page.ids_only {
            // On a data file, only values that change an id or its name are reported.
        } else if let Some(link) = wiki_link(tree, value.node, written) {
            let message = format!("the value `{written}` is a list in a list to YAML, not a link");
            let about = format!("{base}{}", pointer(&values, at));
            add(
                span,
                quoted(&link),
                "a list in a list",
                message,
                about,
                findings,
            );
        } else if is_scalar(tree, value.node)
            && let Some(message) = disagreement(written)
            && is_plain(source, span)
        {
            let about = format!("{base}{}", pointer(&values, at));
            add(
                span,
                quoted(written),
                "not quoted",
                message,
                about,
                findings,
            );
        }
    }
}

/// A value and its path in the document.
struct Value<'t> {
    node: NodeId,
    /// The index of the enclosing value in the list of all values.
    parent: usize,
    step: Step<'t>,
}

enum Step<'t> {
    Root,
    Key(&'t str),
    Index(usize),
}

/// Returns all values of a document, without keys and without the inside of wiki-links. A value that aliases repeat is included
/// once, where it is written.
fn values<'t>(tree: &'t Tree<'_>, source: &Source) -> Vec<Value<'t>> {
    let mut values: Vec<Value<'t>> = Vec::new();
    values.extend(tree.root().map(|node| Value {
        node,
        parent: 0,
        step: Step::Root,
    }));
    let mut at = 0;
    while let Some(value) = values.get(at) {
        let node = tree.node(value.node);
        match &node.data {
            Data::List(_) if wiki_link(tree, value.node, source.slice(node.span)).is_some() => {}
            Data::List(items) => values.extend(items.iter().enumerate().map(|(index, &node)| {
                let step = Step::Index(index);
                Value {
                    node,
                    parent: at,
                    step,
                }
            })),
            Data::Map(entries) => values.extend(entries.iter().map(|entry| Value {
                node: entry.value,
                parent: at,
                step: Step::Key(&entry.key),
            })),
            _ => {}
        }
        at += 1;
    }
    values
}

/// Returns the JSON pointer of a value.
fn pointer(values: &[Value<'_>], at: usize) -> String {
    let mut parts = Vec::new();
    let mut next = values.get(at);
    while let Some(value) = next {
        match value.step {
            Step::Root => break,
            Step::Key(key) => parts.push(escaped_key(key)),
            Step::Index(index) => parts.push(index.to_string()),
        }
        next = values.get(value.parent);
    }
    parts.iter().rev().map(|part| format!("/{part}")).collect()
}

fn is_scalar(tree: &Tree<'_>, node: NodeId) -> bool {
    let data = &tree.node(node).data;
    matches!(data, Data::Bool(_) | Data::Number(_) | Data::Text(_))
}

/// Returns the wiki-link that a list of one list of one value was meant as: `[[Page]]`, `[[Page: part]]`, or `[['folder/page']]`
/// with the quotes inside. `[[a, b]]`, `[[1]]` and `[["a"]]` may be real lists.
fn wiki_link<'w>(tree: &Tree<'_>, node: NodeId, written: &'w str) -> Option<Cow<'w, str>> {
    let only = |node| match &tree.node(node).data {
        Data::List(items) => match items.as_slice() {
            [only] => Some(*only),
            _ => None,
        },
        _ => None,
    };
    let inside = written.strip_prefix("[[")?.strip_suffix("]]")?;
    if inside.contains('\n') {
        return None;
    }
    match &tree.node(only(node).and_then(only)?).data {
        Data::Text(text) if inside.trim_start().starts_with(['"', '\'']) => {
            is_path(text).then(|| format!("[[{text}]]").into())
        }
        Data::Text(_) | Data::Map(_) if !inside.trim_start().starts_with(['{', '*', '!']) => {
            Some(written.into())
        }
        _ => None,
    }
}

/// Returns whether a text has a part of a wiki-link's target: a folder, a heading or a label. URLs, globs and colors do not.
fn is_path(text: &str) -> bool {
    text.contains(['/', '#', '|'])
        && !text.starts_with(['/', '#'])
        && !text.contains(['*', '[', ']', '{', '\n'])
        && !text.contains("://")
}

/// Returns whether a scalar has no tag and no block indicator (`|`, `>`) before it, so that its text alone decides its type.
fn is_plain(source: &Source, span: Span) -> bool {
    let before = source.text().get(..span.start as usize);
    let before = before.unwrap_or_default();
    // Search backward and stop early, because a list of values may be one long line.
    let words = before.split_whitespace().rev();
    let mut properties = words
        .map(|word| word.trim_start_matches(['[', '{', ',']))
        .take_while(|word| word.starts_with(['!', '&']));
    if properties.any(|word| word.starts_with('!')) {
        return false;
    }
    !follows_block_indicator(before)
}

fn add(
    span: Span,
    quoted: String,
    label: &str,
    message: String,
    about: String,
    findings: &mut Findings,
) {
    findings
        .add(span, label, message)
        .help(format!("write `{quoted}`"))
        .about(about)
        .fix(Fix::edit(Applicability::Safe, Edit::markup(span, quoted)));
}
