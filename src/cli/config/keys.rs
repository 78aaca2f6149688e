//! The keys of a configuration with their lines.

use serde_json::Value;

use crate::syntax::tree::{Entry, NodeId, Tree};
use crate::syntax::yaml;
use crate::text::Source;

/// A configuration that has been read, so it is sound YAML.
pub(super) struct Keys<'s> {
    source: &'s Source,
    tree: Tree<'s>,
    /// The path of the file as it is shown.
    shown: String,
}

/// A value of the configuration.
pub(super) struct SetValue {
    pub(super) value: Value,
    /// `path:line` of the key.
    pub(super) from: String,
}

impl<'s> Keys<'s> {
    pub(super) fn of(source: &'s Source, shown: String) -> Self {
        let bom = source.bom_len();
        let text = source.text().get(bom..).unwrap_or_default();
        Self {
            source,
            tree: yaml::parse(text, bom).0,
            shown,
        }
    }

    /// Returns the value at a path of keys. `null` counts as absent.
    pub(super) fn get(&self, path: &[&str]) -> Option<SetValue> {
        let (last, above) = path.split_last()?;
        let mut node = self.tree.root()?;
        for key in above {
            node = self.tree.get(node, key)?;
        }
        let entry = self.tree.entry(node, last)?;
        let written = self.written(entry);
        (!written.value.is_null()).then_some(written)
    }

    /// Returns the entries of a mapping.
    pub(super) fn entries(&self, key: &str) -> Vec<(String, SetValue)> {
        let Some(node) = self.node(key) else {
            return Vec::new();
        };
        let entries = self.tree.entries(node).iter();
        entries
            .map(|entry| (entry.key.to_string(), self.written(entry)))
            .collect()
    }

    /// Returns the items of a list.
    pub(super) fn items(&self, key: &str) -> Vec<SetValue> {
        let Some(node) = self.node(key) else {
            return Vec::new();
        };
        let items = self.tree.items(node).iter();
        items
            .map(|&item| SetValue {
                value: self.json(item),
                from: self.at(self.tree.node(item).span.start),
            })
            .collect()
    }

    fn node(&self, key: &str) -> Option<NodeId> {
        self.tree.get(self.tree.root()?, key)
    }

    fn written(&self, entry: &Entry<'_>) -> SetValue {
        SetValue {
            value: self.json(entry.value),
            from: self.at(entry.key_span.start),
        }
    }

    fn json(&self, node: NodeId) -> Value {
        self.tree.to_json(node, &|_| Vec::new())
    }

    fn at(&self, offset: u32) -> String {
        let line = self.source.position(offset as usize).line;
        format!("{}:{line}", self.shown)
    }
}
