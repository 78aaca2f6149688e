//! Pairs of id and name in one mapping, under many common keys.

use crate::facts::vocabulary::{
    ID_KEYS, MAX_OTHER_FRAMEWORK_BYTES, MAX_VALUE_BYTES, NAME_KEYS, OWN_ID_KEYS, PAGE_KEYS,
    PLAIN_NAME_KEYS, TACTIC_KEYS, TECHNIQUE_KEYS,
};
use foldhash::{HashMap, HashMapExt};

use super::{PairedTree, whole_id};
use crate::facts::adjacent_name::{Name, NameText, named};
use crate::facts::candidate::{Candidate, ExpectedBy};
use crate::facts::other_frameworks::has_other_framework_id;
use crate::syntax::Page;
use crate::syntax::tree::{Data, Entry, NodeId, Tree};
use crate::text::{Source, Span};

/// An id that is the value of a key.
struct KeyedId<'p, 's> {
    entry: &'p Entry<'s>,
    /// The key in snake case.
    key: String,
    /// The index of the id.
    at: usize,
}

impl<'s> PairedTree<'_, 's> {
    /// Pairs the ids of one mapping: `id`/`name`, `technique_id`/`technique_name`, `technique_id`/`technique`, `atlas_id`/`title`,
    /// and an id as key with its name as value.
    pub(super) fn pair_mapping(&self, node: NodeId, found: &mut [Candidate]) {
        let Data::Map(entries) = &self.tree.node(node).data else {
            return;
        };
        let ids: Vec<KeyedId<'_, '_>> = entries
            .iter()
            .filter_map(|entry| {
                Some(KeyedId {
                    entry,
                    key: snake(&entry.key),
                    at: whole_id(self.tree, entry.value, &self.by_start, found)?,
                })
            })
            .collect();
        if !ids.is_empty() {
            self.pair_keys(node, &ids, found);
        }
        if let [only] = ids.as_slice()
            && !self.official
            && found[only.at].name.is_none()
        {
            found[only.at].values = self.other_values(node, only, &found[only.at].id);
        }
        if !self.official {
            for entry in entries {
                self.pair_key(entry, found);
            }
        }
    }

    /// Pairs the ids of one mapping with the names under its other keys.
    fn pair_keys(&self, node: NodeId, ids: &[KeyedId<'_, '_>], found: &mut [Candidate]) {
        let entries = self.tree.entries(node);
        let mut by_key: HashMap<String, &Entry<'_>> = HashMap::with_capacity(entries.len());
        for entry in entries {
            by_key.entry(snake(&entry.key)).or_insert(entry);
        }
        let own = ids.iter().any(|id| id.key == "id");
        // Next to an id of the file's own or of another framework, a `title` belongs to that id.
        let free = || {
            ids.len() == 1
                && !has_own_id(self.tree, entries)
                && !is_about_other_framework(self.tree, entries)
        };
        let free = own || self.official || free();
        for KeyedId { key, at, .. } in ids {
            let stem = key.strip_suffix("_id").unwrap_or(key);
            let object = ID_KEYS.iter().find(|(name, _)| *name == stem);
            let named_id = key == "id" || key != stem;
            let is_certain = key == "id" || object.is_some();
            let candidate = &mut found[*at];
            if let (Some((_, Some(kind))), false, None) =
                (object, self.official, &candidate.expected)
            {
                candidate.expected = Some((*kind, ExpectedBy::Key(key.as_str().into())));
            }
            let generic = free && (key == "id" || !own) && self.own.frees(node, &candidate.id);
            let name = name_keys(key, stem, generic)
                .into_iter()
                .find_map(|wanted| {
                    let entry = by_key.get(&wanted)?;
                    Some((value_name(self.tree, self.source, entry)?, wanted))
                });
            if let Some((name, wanted)) = name
                && candidate.name.is_none()
            {
                // Next to `technique: AML.T0051`, a plain `name` often belongs to the subject that uses the technique. There, and
                // under unspecific keys, only names in the catalog count.
                let plain = PLAIN_NAME_KEYS.contains(&wanted.as_str());
                candidate.name = Some(NameText {
                    closed: is_certain && (named_id || self.official || !plain),
                    ..name
                });
            }
        }
    }

    /// Returns the values of a mapping that may name its only id.
    fn other_values(&self, node: NodeId, only: &KeyedId<'_, '_>, id: &str) -> Vec<NameText> {
        let others = self.tree.entries(node).iter().filter(|other| {
            let names_page = PAGE_KEYS.contains(&other.key.as_ref());
            let is_free = !names_page || self.own.frees(node, id);
            is_free && other.value != only.entry.value
        });
        others.filter_map(|other| self.short_value(other)).collect()
    }

    /// Returns a value that is short enough to be just a name.
    fn short_value(&self, entry: &Entry<'s>) -> Option<NameText> {
        let text = self.tree.text(entry.value)?;
        if text.len() > MAX_VALUE_BYTES {
            return None;
        }
        self.open_value(entry)
    }

    /// Returns the text of a value as a name that may continue.
    fn open_value(&self, entry: &Entry<'s>) -> Option<NameText> {
        Some(NameText {
            closed: false,
            ..value_name(self.tree, self.source, entry)?
        })
    }

    /// Pairs an id that is a key with its name: `AML.T0051: {name: LLM Prompt Injection}`, or, if it is in the catalog,
    /// `AML.T0051: LLM Prompt Injection`.
    fn pair_key(&self, entry: &Entry<'s>, found: &mut [Candidate]) {
        let start = entry.key_span.start;
        let at = [start, start + 1]
            .iter()
            .find_map(|start| self.by_start.get(start));
        let Some(candidate) = at.and_then(|&at| found.get_mut(at)) else {
            return;
        };
        let fills = *candidate.id == *entry.key && entry.key_span.contains(candidate.span);
        if !fills || candidate.name.is_some() {
            return;
        }
        let inside = NAME_KEYS.iter().find_map(|key| {
            // An alias is not followed: its target has ids of its own.
            let Data::Map(entries) = &self.tree.node(entry.value).data else {
                return None;
            };
            let mut same = entries.iter().filter(|entry| snake(&entry.key) == *key);
            value_name(self.tree, self.source, same.next()?)
        });
        candidate.name = inside.or_else(|| self.open_value(entry));
    }
}

/// Returns whether a mapping has an id that is not an ATLAS id. Its `name` and `title` then belong to that id.
fn has_own_id(tree: &Tree<'_>, entries: &[Entry<'_>]) -> bool {
    entries.iter().any(|entry| {
        let key = snake(&entry.key);
        let is_id = key.ends_with("_id") || OWN_ID_KEYS.contains(&key.as_str());
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
        keys.extend(PLAIN_NAME_KEYS.map(str::to_owned));
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
            let technique = value(&TECHNIQUE_KEYS)?;
            Some((technique, value(&TACTIC_KEYS)?))
        })
        .collect()
}
