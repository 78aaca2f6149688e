//! Properties that a page states of its own object in fields, sections and front matter.
//!
//! Only the lead of a page and its top-level sections count: deeper sections describe parts. A field `Created` may be the date
//! of the note, so dates count only in the metadata or next to the object's id.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::vocabulary::{ID_FIELDS, MAX_KEY_BYTES};
use crate::catalog::normalizes_to;
use crate::syntax::Page;
use crate::syntax::tree::{Data, NodeId, Tree};
use crate::text::Span;

/// A property as stated on a page.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub kind: FactKind,
    /// Its name as written.
    pub name: Box<str>,
    /// The bytes of the name: a key or a section heading.
    pub place: Span,
    /// Whether it is a section, with one value per list item.
    pub is_section: bool,
    pub values: Vec<Span>,
}

#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactKind {
    Created,
    /// The day of the last modification.
    Modified,
    Maturity,
    /// The technique that the object is a sub-technique of.
    Parent,
    Tactic,
    Tactics,
}

/// Names of fields, normalized.
const FIELDS: [(&str, FactKind); 16] = [
    ("created", FactKind::Created),
    ("created date", FactKind::Created),
    ("date created", FactKind::Created),
    ("creation date", FactKind::Created),
    ("last modified", FactKind::Modified),
    ("modified", FactKind::Modified),
    ("modified date", FactKind::Modified),
    ("date modified", FactKind::Modified),
    ("last modified date", FactKind::Modified),
    ("maturity", FactKind::Maturity),
    ("parent", FactKind::Parent),
    ("parent technique", FactKind::Parent),
    ("subtechnique of", FactKind::Parent),
    ("sub technique of", FactKind::Parent),
    ("tactic", FactKind::Tactic),
    ("tactics", FactKind::Tactics),
];

/// Returns whether these are the first and the last letter of one of these names, or of those of [`KEYS`].
fn may_be_named(first: u8, last: u8) -> bool {
    matches!(
        (first, last),
        (b'c' | b'd' | b'l' | b'm', b'd')
            | (b'c' | b'l' | b'm' | b'p', b'e')
            | (b'm', b'y')
            | (b'p', b't')
            | (b's', b'f')
            | (b't', b'c' | b's')
    )
}

/// Front matter keys, normalized. There, `created`, `modified` and `parent` describe the note, not the object.
const KEYS: [(&str, FactKind); 8] = [
    ("created date", FactKind::Created),
    ("modified date", FactKind::Modified),
    ("maturity", FactKind::Maturity),
    ("parent technique", FactKind::Parent),
    ("subtechnique of", FactKind::Parent),
    ("sub technique of", FactKind::Parent),
    ("tactic", FactKind::Tactic),
    ("tactics", FactKind::Tactics),
];

/// Names of fields and keys with an object's ATT&CK reference, normalized.
const REFERENCES: [&str; 8] = [
    "att and ck reference",
    "att and ck id",
    "mitre att and ck reference",
    "mitre att and ck id",
    "attack reference",
    "attack id",
    "mitre attack reference",
    "mitre attack id",
];

/// Returns the properties stated on a page, first those of the front matter.
#[must_use]
pub(super) fn object_facts(page: &Page<'_>) -> Vec<Fact> {
    let mut found = front_facts(page);
    let outline = &page.outline;
    for section in own_sections(page) {
        let entries = outline.fields_of(section.node);
        // Most fields are none of these properties, so it is asked late.
        let is_metadata = || {
            let mut keys = entries.iter().map(|entry| &entry.key);
            let is_called = |(key, _): (&str, Span)| normalizes_to(key, "metadata");
            section.key.is_some_and(is_called)
                || keys.any(|key| ID_FIELDS.iter().any(|(known, _)| known == key))
        };
        for entry in entries {
            let first = (entry.nth == 1).then_some(&entry.key);
            let Some(kind) = first.and_then(|key| named(&FIELDS, key)) else {
                continue;
            };
            let is_date = matches!(kind, FactKind::Created | FactKind::Modified);
            let is_own = || section.key.is_none() || section.kind().is_some();
            if is_metadata() || (!is_date && is_own()) {
                found.push(Fact {
                    kind,
                    name: entry.key.as_ref().into(),
                    place: entry.key_span,
                    is_section: false,
                    values: vec![outline.node(entry.value).span],
                });
            }
        }
        let (Some((key, place)), Some(kind)) = (section.key, section.kind()) else {
            continue;
        };
        // If a section has fields, the fields count instead.
        if entries.is_empty() {
            found.push(Fact {
                kind,
                name: key.into(),
                place,
                is_section: true,
                values: entries_of(outline, section.node),
            });
        }
    }
    found.retain(|fact| !fact.values.is_empty());
    found
}

/// Returns the values of fields and keys with the ATT&CK reference of the page's object.
pub(super) fn reference_fields(page: &Page<'_>) -> Vec<Span> {
    let is_reference = |key: &str| {
        // All of these names are short, and normalizing a long key is expensive.
        if key.len() >= MAX_KEY_BYTES || !may_be_reference(key) {
            return false;
        }
        let key = if key.contains('&') {
            Cow::Owned(key.replace("&amp;", "&"))
        } else {
            Cow::Borrowed(key)
        };
        REFERENCES.iter().any(|name| normalizes_to(&key, name))
    };
    let mut found = Vec::new();
    if let Some(front) = page.front.as_ref().filter(|front| front.sound) {
        let root = front.tree.root();
        let entries = root.map_or(&[][..], |root| front.tree.entries(root));
        let values = entries
            .iter()
            .filter(|entry| entry.nth == 1 && is_reference(&entry.key));
        found.extend(values.map(|entry| front.tree.node(entry.value).span));
    }
    let outline = &page.outline;
    for section in own_sections(page) {
        let entries = outline.fields_of(section.node);
        let values = entries
            .iter()
            .filter(|entry| entry.nth == 1 && is_reference(&entry.key));
        found.extend(values.map(|entry| outline.node(entry.value).span));
    }
    found
}

/// Returns whether a key may be one of [`REFERENCES`], judging by its first letters: `att` or `mitre`.
fn may_be_reference(key: &str) -> bool {
    let mut letters = key.bytes().skip_while(|byte| !byte.is_ascii_alphanumeric());
    let first = [letters.next(), letters.next()];
    let first = first.map(|byte| byte.unwrap_or_default().to_ascii_lowercase());
    let rest: &[u8] = match &first {
        b"at" => b"t",
        b"mi" => b"tre",
        _ => return !key.is_ascii(),
    };
    // A mitigation is none.
    let mut letters = letters.filter(u8::is_ascii_alphanumeric);
    let mut goes_on = |byte: &u8| {
        letters
            .next()
            .is_some_and(|it| it.eq_ignore_ascii_case(byte))
    };
    rest.iter().all(&mut goes_on) || !key.is_ascii()
}

/// The lead of a page or a top-level section.
struct Section<'p> {
    node: NodeId,
    /// Its heading with the bytes; None for the lead.
    key: Option<(&'p str, Span)>,
}

impl Section<'_> {
    /// Returns the property that the section itself states, by its heading.
    fn kind(&self) -> Option<FactKind> {
        let kind = named(&FIELDS, self.key?.0)?;
        matches!(
            kind,
            FactKind::Maturity | FactKind::Parent | FactKind::Tactic | FactKind::Tactics
        )
        .then_some(kind)
    }
}

fn own_sections<'p>(page: &'p Page<'_>) -> impl Iterator<Item = Section<'p>> {
    let lead = page.outline.root().map(|node| Section { node, key: None });
    let sections = page.outline.sections().iter().map(|entry| Section {
        node: entry.value,
        key: Some((&entry.key, entry.key_span)),
    });
    lead.into_iter().chain(sections)
}

/// Returns the values in a section: its list items, or else its text.
fn entries_of(outline: &Tree<'_>, section: NodeId) -> Vec<Span> {
    let span = |node: &NodeId| outline.node(*node).span;
    if let Some(items) = outline.get(section, "items")
        && let Data::List(items) = outline.data(items)
    {
        return items.iter().map(span).collect();
    }
    outline.get(section, "text").iter().map(span).collect()
}

fn front_facts(page: &Page<'_>) -> Vec<Fact> {
    let Some(front) = page.front.as_ref().filter(|front| front.sound) else {
        return Vec::new();
    };
    let tree = &front.tree;
    let entries = tree.root().map_or(&[][..], |root| tree.entries(root));
    let values = |node: NodeId| -> Vec<Span> {
        match tree.data(node) {
            Data::List(items) => items.iter().map(|item| tree.node(*item).span).collect(),
            Data::Text(_) | Data::Number(_) => vec![tree.node(node).span],
            _ => Vec::new(),
        }
    };
    entries
        .iter()
        .filter_map(|entry| {
            Some(Fact {
                kind: named(&KEYS, &entry.key)?,
                name: entry.key.as_ref().into(),
                place: entry.key_span,
                is_section: false,
                values: values(entry.value),
            })
        })
        .collect()
}

fn named(names: &[(&str, FactKind)], key: &str) -> Option<FactKind> {
    // All of these names are short, and comparing with each is expensive.
    if key.len() >= MAX_KEY_BYTES {
        return None;
    }
    let mut letters = key.bytes().filter(u8::is_ascii_alphanumeric);
    let first = letters.next().unwrap_or_default().to_ascii_lowercase();
    let last = letters.next_back().unwrap_or_default().to_ascii_lowercase();
    let is_ascii = key.is_ascii();
    if is_ascii && !may_be_named(first, last) {
        return None;
    }
    let may_be = |known: &str| {
        let known = known.as_bytes();
        !is_ascii || (known.first() == Some(&first) && known.last() == Some(&last))
    };
    let found = names
        .iter()
        .find(|(known, _)| may_be(known) && normalizes_to(key, known));
    found.map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::{FIELDS, KEYS, named};

    #[test]
    fn each_name_is_found_however_it_is_written() {
        for names in [&FIELDS[..], &KEYS] {
            for (name, kind) in names {
                for written in [name.to_uppercase(), format!("**{name}:** ")] {
                    assert_eq!(named(names, &written), Some(*kind), "{written}");
                }
            }
        }
        for other in ["", "t", "tacticsx", "created by", "&", "creation"] {
            assert_eq!(named(&FIELDS, other), None, "{other}");
        }
    }
}
