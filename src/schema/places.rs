//! Maps JSON pointers back to bytes.

use foldhash::{HashMap, HashMapExt};
use std::cell::RefCell;

use super::instance::{Instance, Rename};
use super::pointer::unescape;
use crate::syntax::Page;
use crate::syntax::tree::{Data, MERGE, NodeId, Tree};
use crate::text::Span;

/// The bytes at a JSON pointer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Located {
    /// The value; empty if it is not written.
    pub value: Span,
    /// The key, if it is written.
    pub key: Span,
    /// The number of the key among equal keys of its mapping, from 1; 0 for what has no key.
    pub nth: u32,
    /// Where a missing part belongs: the nearest written key, heading or fence around it.
    pub anchor: Span,
}

/// Lookup of the places in one instance.
pub(super) struct Places<'r, 't, 's> {
    pub(super) instance: Instance<'t, 's>,
    rename: &'r Rename<'r>,
    /// Keys of visited mappings, canonical names included, with their index among the entries. The flag marks front matter,
    /// which is a tree of its own.
    keys: RefCell<HashMap<(bool, NodeId), HashMap<String, usize>>>,
}

impl<'r, 't, 's> Places<'r, 't, 's> {
    pub(super) fn new(instance: Instance<'t, 's>, rename: &'r Rename<'r>) -> Self {
        Self {
            instance,
            rename,
            keys: RefCell::default(),
        }
    }

    /// Returns the bytes at a pointer.
    pub(super) fn locate(&self, pointer: &str) -> Located {
        let mut parts = pointer.split('/').skip(1).map(unescape).peekable();
        match self.instance {
            Instance::Document(tree) => {
                let top = tree.root().map(|root| tree.node(root).span);
                let top = Span::empty(top.unwrap_or_default().start as usize);
                self.walk(tree, false, parts, top)
            }
            Instance::Page(page) => {
                let is_front = parts.peek().is_some_and(|part| part == "frontmatter");
                if is_front && page.document.is_none() {
                    parts.next();
                    return match &page.front {
                        Some(front) => self.walk(&front.tree, true, parts, front.fence),
                        None => Located::default(),
                    };
                }
                self.walk(&page.outline, false, parts, top_of(page))
            }
        }
    }

    fn walk(
        &self,
        tree: &Tree<'_>,
        front: bool,
        parts: impl Iterator<Item = String>,
        anchor: Span,
    ) -> Located {
        let mut located = Located {
            value: Span::default(),
            key: Span::default(),
            nth: 0,
            anchor,
        };
        let Some(mut node) = tree.root() else {
            return located;
        };
        for part in parts {
            let Some((key, nth, next)) = self.step(tree, (front, node), &part) else {
                return located;
            };
            let is_item = matches!(tree.data(node), Data::List(_));
            node = next;
            let span = tree.node(node).span;
            located.value = span;
            located.key = key;
            located.nth = nth;
            if !key.is_empty() {
                located.anchor = key;
            } else if let Some(first) = tree.entries(next).first().filter(|_| is_item) {
                // A list item has no key, so its own first key is used.
                located.anchor = first.key_span;
            }
        }
        located
    }

    /// Returns the bytes of the key, its number among equal keys, and the node for one part of a pointer.
    fn step(&self, tree: &Tree<'_>, at: (bool, NodeId), part: &str) -> Option<(Span, u32, NodeId)> {
        let (_, node) = at;
        if let Data::List(items) = tree.data(node) {
            let item = *items.get(part.parse::<usize>().ok()?)?;
            return Some((Span::default(), 0, item));
        }
        let entries = tree.entries(node);
        let mut known = self.keys.borrow_mut();
        let keys = known.entry(at).or_insert_with(|| {
            let mut keys = HashMap::with_capacity(entries.len());
            for (at, entry) in entries.iter().enumerate() {
                keys.entry(entry.shown().into_owned()).or_insert(at);
            }
            for (at, name) in (self.rename)(entries).into_iter().enumerate() {
                if let Some(name) = name {
                    keys.entry(name).or_insert(at);
                }
            }
            keys
        });
        let entry = match keys.get(part) {
            Some(&at) => &entries[at],
            None if keys.contains_key(MERGE) => tree.entry(node, part)?,
            None => return None,
        };
        Some((entry.key_span, entry.nth, entry.value))
    }
}

/// Returns where a missing part of a page is reported: its first heading, else its title, else its start; in YAML its first
/// value.
fn top_of(page: &Page<'_>) -> Span {
    if page.document.is_some() {
        let root = page.outline.root().map(|root| page.outline.node(root).span);
        return Span::empty(root.unwrap_or_default().start as usize);
    }
    page.main_heading()
        .map(|heading| heading.span)
        .or_else(|| page.title())
        .unwrap_or(Span::empty(page.source.bom_len()))
}

#[cfg(test)]
mod tests {
    use super::{Instance, Places};
    use crate::syntax::tree::Entry;
    use crate::syntax::{self, ReadOptions, yaml};
    use crate::text::{Source, Span};

    const YAML: &str = "steps:\n  - name: one\n    by: two\n  - three\nlast: {}\n";

    fn none(_: &[Entry<'_>]) -> Vec<Option<String>> {
        Vec::new()
    }

    fn slice(span: Span) -> &'static str {
        &YAML[span.range()]
    }

    #[test]
    fn a_missing_part_belongs_to_the_nearest_key_around_it() {
        let (tree, _) = yaml::parse(YAML, 0);
        let places = Places::new(Instance::Document(&tree), &none);
        let anchor = |pointer| slice(places.locate(pointer).anchor);
        assert_eq!(anchor("/last/more"), "last");
        assert_eq!(anchor("/last/more/still"), "last");
        assert_eq!(anchor("/steps/0/at"), "name", "an item has no key");
        assert_eq!(anchor("/steps/1/at"), "steps", "a text has none either");
        assert_eq!(anchor("/steps/7"), "steps");
        assert_eq!(places.locate("/gone").anchor, Span::empty(0));
        assert!(places.locate("/gone").value.is_empty());
    }

    #[test]
    fn a_written_part_has_its_value_and_its_key() {
        let (tree, _) = yaml::parse(YAML, 0);
        let places = Places::new(Instance::Document(&tree), &none);
        let by = places.locate("/steps/0/by");
        assert_eq!((slice(by.key), slice(by.value)), ("by", "two"));
        let item = places.locate("/steps/1");
        assert_eq!((slice(item.key), slice(item.value)), ("", "three"));
    }

    #[test]
    fn a_key_is_found_by_its_canonical_name_unless_that_is_written_too() {
        let rename = |entries: &[Entry<'_>]| {
            let name = |entry: &Entry<'_>| (entry.key == "by").then(|| "name".to_owned());
            entries.iter().map(name).collect()
        };
        let key = |text: &str| {
            let (tree, _) = yaml::parse(text, 0);
            let places = Places::new(Instance::Document(&tree), &rename);
            text[places.locate("/name").key.range()].to_owned()
        };
        assert_eq!(key("a: 1\nby: 2\n"), "by");
        assert_eq!(key("by: 1\nname: 2\n"), "name");
    }

    #[test]
    fn a_page_reports_missing_front_matter_and_body_each_in_its_place() {
        let text = "---\nid: a\n---\nText.\n\n# The page\n";
        let source = Source::new("a.md", text);
        let page = syntax::read(&source, &ReadOptions::default()).expect("a page");
        let places = Places::new(Instance::Page(&page), &none);
        let anchor = |pointer| &text[places.locate(pointer).anchor.range()];
        assert!(anchor("/frontmatter/title").starts_with("---"));
        assert_eq!(anchor("/frontmatter/id"), "id");
        assert!(anchor("/sections").contains("The page"));
    }
}
