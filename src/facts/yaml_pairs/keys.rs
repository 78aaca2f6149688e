//! Pairs of id and name in one mapping, under many common keys.

use crate::facts::vocabulary::{ID_KEYS, MAX_OTHER_FRAMEWORK_BYTES, MAX_VALUE_BYTES, PAGE_KEYS};
use foldhash::{HashMap, HashMapExt};

use super::{Own, whole_id};
use crate::facts::adjacent_name::{Name, NameText, named};
use crate::facts::candidate::Candidate;
use crate::facts::other_frameworks::has_other_framework_id;
use crate::syntax::Page;
use crate::syntax::tree::{Data, Entry, NodeId, Tree};
use crate::text::{Source, Span};

/// Pairs the ids of one mapping: `id`/`name`, `technique_id`/`technique_name`, `technique_id`/`technique`, `atlas_id`/`title`,
/// and an id as key with its name as value.
pub(super) fn pair(
    tree: &Tree<'_>,
    source: &Source,
    (node, page): (NodeId, Own<'_>),
    official: bool,
    by_start: &HashMap<u32, usize>,
    found: &mut [Candidate],
) {
    let Data::Map(entries) = &tree.node(node).data else {
        return;
    };
    let ids: Vec<(&Entry<'_>, String, usize)> = entries
        .iter()
        .filter_map(|entry| {
            let at = whole_id(tree, entry.value, by_start, found)?;
            Some((entry, snake(&entry.key), at))
        })
        .collect();
    if !ids.is_empty() {
        name(tree, source, (node, page), official, &ids, found);
    }
    for entry in entries.iter().filter(|_| !official) {
        as_key(tree, source, entry, by_start, found);
    }
}

/// Pairs the ids of one mapping with the names under its other keys. `ids` has their keys and their indexes in `found`.
fn name(
    tree: &Tree<'_>,
    source: &Source,
    (node, page): (NodeId, Own<'_>),
    official: bool,
    ids: &[(&Entry<'_>, String, usize)],
    found: &mut [Candidate],
) {
    let entries = tree.entries(node);
    let mut by_key: HashMap<String, &Entry<'_>> = HashMap::with_capacity(entries.len());
    for entry in entries {
        by_key.entry(snake(&entry.key)).or_insert(entry);
    }
    let own = ids.iter().any(|(_, key, _)| key == "id");
    // Next to an id of the file's own or of another framework, a `title` belongs to that id.
    let free =
        || ids.len() == 1 && !has_own_id(tree, entries) && !is_about_other_framework(tree, entries);
    let free = own || official || free();
    for (_, key, at) in ids {
        let stem = key.strip_suffix("_id").unwrap_or(key);
        let object = ID_KEYS.iter().find(|(name, _)| *name == stem);
        let named_id = key == "id" || key != stem;
        let is_certain = key == "id" || object.is_some();
        if let (Some((_, Some(kind))), false, None) = (object, official, &found[*at].expected) {
            found[*at].expected = Some((*kind, format!("the key `{key}`").into()));
        }
        let generic = free && (key == "id" || !own) && page.frees(node, &found[*at].id);
        let name = name_keys(key, stem, generic)
            .into_iter()
            .find_map(|wanted| {
                let entry = by_key.get(&wanted)?;
                Some((value_name(tree, source, entry)?, wanted))
            });
        if let Some((name, wanted)) = name
            && found[*at].name.is_none()
        {
            // Next to `technique: AML.T0051`, a plain `name` often belongs to the subject that uses the technique. There, and
            // under unspecific keys, only names in the catalog count.
            let plain = matches!(wanted.as_str(), "name" | "title" | "label" | "value");
            found[*at].name = Some(NameText {
                closed: is_certain && (named_id || official || !plain),
                ..name
            });
        }
    }
    if let [(entry, _, at)] = ids
        && !official
        && found[*at].name.is_none()
    {
        let others = entries.iter().filter(|other| {
            let names_page = PAGE_KEYS.contains(&other.key.as_ref());
            let is_free = !names_page || page.frees(node, &found[*at].id);
            is_free && other.value != entry.value
        });
        found[*at].values = others
            .filter_map(|other| short_value(tree, source, other))
            .collect();
    }
}

/// Returns a value that is short enough to be just a name.
fn short_value(tree: &Tree<'_>, source: &Source, entry: &Entry<'_>) -> Option<NameText> {
    tree.text(entry.value)
        .filter(|text| text.len() <= MAX_VALUE_BYTES)?;
    Some(NameText {
        closed: false,
        ..value_name(tree, source, entry)?
    })
}

/// Keys for the name of an object, in the mapping of the object.
const NAMES: [&str; 6] = [
    "name",
    "title",
    "label",
    "technique_name",
    "tactic_name",
    "mitigation_name",
];

/// Pairs an id that is a key with its name: `AML.T0051: {name: LLM Prompt Injection}`, or, if it is in the catalog, `AML.T0051:
/// LLM Prompt Injection`.
fn as_key(
    tree: &Tree<'_>,
    source: &Source,
    entry: &Entry<'_>,
    by_start: &HashMap<u32, usize>,
    found: &mut [Candidate],
) {
    let start = entry.key_span.start;
    let at = by_start.get(&start).or_else(|| by_start.get(&(start + 1)));
    let Some(&at) = at else { return };
    let fills = *found[at].id == *entry.key && entry.key_span.contains(found[at].span);
    if !fills || found[at].name.is_some() {
        return;
    }
    let mut keys = NAMES.iter();
    let inside = keys.find_map(|key| {
        // An alias is not followed: its target has ids of its own.
        let Data::Map(entries) = &tree.node(entry.value).data else {
            return None;
        };
        let mut same = entries.iter().filter(|entry| snake(&entry.key) == *key);
        value_name(tree, source, same.next()?)
    });
    let whole = || {
        Some(NameText {
            closed: false,
            ..value_name(tree, source, entry)?
        })
    };
    if let Some(name) = inside.or_else(whole) {
        found[at].name = Some(name);
    }
}

/// Returns whether a mapping has an id that is not an ATLAS id. Its `name` and `title` then belong to that id.
fn has_own_id(tree: &Tree<'_>, entries: &[Entry<'_>]) -> bool {
    entries.iter().any(|entry| {
        let key = snake(&entry.key);
        let is_id = key.ends_with("_id")
            || matches!(key.as_str(), "id" | "uid" | "uuid" | "key" | "code" | "ref");
        let atlas = tree
            .text(entry.value)
            .is_some_and(|text| text.starts_with("AML."));
        is_id && !atlas && matches!(tree.data(entry.value), Data::Text(_) | Data::Number(_))
    })
}

/// Returns whether a mapping contains an id of another framework.
fn is_about_other_framework(tree: &Tree<'_>, entries: &[Entry<'_>]) -> bool {
    entries.iter().any(|entry| {
        let text = tree.text(entry.value).unwrap_or_default();
        text.len() <= MAX_OTHER_FRAMEWORK_BYTES && has_other_framework_id(text)
    })
}

/// Returns the keys that may hold the name of the id under `key`. `generic`: a plain `name` or `title` belongs to the id.
fn name_keys(key: &str, stem: &str, generic: bool) -> Vec<String> {
    let mut keys = Vec::new();
    if key != "id" {
        keys.push(format!("{stem}_name"));
        keys.push(format!("{stem}_title"));
        if key != stem {
            keys.push(stem.to_owned());
        }
    }
    if generic {
        keys.extend(["name", "title", "label", "value"].map(str::to_owned));
    }
    keys
}

/// Converts `techniqueId` and `technique-id` to `technique_id`.
fn snake(key: &str) -> String {
    let mut out = String::with_capacity(key.len() + 4);
    let mut before_lower = false;
    for c in key.chars().take(64) {
        if c.is_ascii_uppercase() && before_lower {
            out.push('_');
        }
        before_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
        out.push(if matches!(c, '-' | ' ') {
            '_'
        } else {
            c.to_ascii_lowercase()
        });
    }
    out
}

/// Returns the text of a value as a name.
pub(in crate::facts) fn value_name(
    tree: &Tree<'_>,
    source: &Source,
    entry: &Entry<'_>,
) -> Option<NameText> {
    let text = tree.text(entry.value)?;
    // Templates and ids are not names.
    if text.contains("{{") || text.starts_with("AML.") {
        return None;
    }
    let span = tree.node(entry.value).span;
    let raw = source.slice(span);
    let span = span.narrowed(raw.starts_with(['"', '\'']));
    let written = named(source.slice(span), span.start as usize, true)?;
    let after = source.text().get(written.span.end as usize..);
    // A name written with escapes is taken from the decoded value.
    let whole = written.span == span && text.trim() == text;
    let name = if whole {
        Name { text, ..written }
    } else {
        written
    };
    Some(NameText {
        before_colon: after.is_some_and(|after| after.starts_with(':')),
        ..name.into()
    })
}

/// Returns the values of a technique and its tactic in one mapping, for files that do not have an official form.
pub(in crate::facts) fn stated_tactics(page: &Page<'_>) -> Vec<(Span, Span)> {
    let own = page
        .document
        .as_ref()
        .is_some_and(|document| document.shape.is_none());
    if !own {
        return Vec::new();
    }
    let tree = &page.outline;
    tree.ids()
        .filter_map(|node| {
            let value = |keys: &[&str]| {
                let node = keys.iter().find_map(|key| tree.get(node, key))?;
                tree.text(node).map(|_| tree.node(node).span)
            };
            let technique = value(&["technique_id", "techniqueId", "technique-id", "technique"])?;
            Some((
                technique,
                value(&["tactic_id", "tacticId", "tactic-id", "tactic"])?,
            ))
        })
        .collect()
}
