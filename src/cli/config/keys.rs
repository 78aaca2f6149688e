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

#[cfg(test)]
mod tests {
    use super::Keys;
    use crate::text::Source;

    #[test]
    fn a_value_comes_from_the_line_of_its_key() {
        let text = "\u{feff}# ours\ncatalog:\n  release:\n    \"2026.05\"\nvault:\nbaseline: null\nrules: {a: off, b: {level: error}}\nexclude:\n- x\n-  y\n";
        let source = Source::new("atlas-lint.yaml", text);
        let keys = Keys::of(&source, "kb/atlas-lint.yaml".to_owned());
        let release = keys.get(&["catalog", "release"]).expect("a release");
        assert_eq!(release.value, "2026.05");
        assert_eq!(release.from, "kb/atlas-lint.yaml:3");
        for absent in [&["vault"][..], &["baseline"], &["catalog", "file"], &[]] {
            assert!(keys.get(absent).is_none(), "{absent:?}");
        }
        let rules = keys.entries("rules");
        let rules: Vec<&str> = rules.iter().map(|(rule, _)| rule.as_str()).collect();
        assert_eq!(rules, ["a", "b"]);
        let items = keys.items("exclude").into_iter();
        let lines: Vec<String> = items.map(|item| item.from).collect();
        assert_eq!(lines, ["kb/atlas-lint.yaml:9", "kb/atlas-lint.yaml:10"]);
    }
}
