//! TOML as one spanned tree.

use std::borrow::Cow;
use std::ops::Range;

use ::toml::de::{DeTable, DeValue};
use serde_json::Number;

use super::tree::{Data, Entry, NodeId, Tree};
use super::yaml::{YamlError, YamlErrorKind};
use crate::text::Span;

/// Parses a document. `base` is the start of `text` in its file. The library refuses nesting beyond a limit of its own.
#[must_use]
pub fn parse(text: &str, base: usize) -> (Tree<'_>, Vec<YamlError>) {
    let mut tree = Tree::default();
    let table = match DeTable::parse(text) {
        Ok(table) => table.into_inner(),
        Err(error) => {
            let range = error.span().unwrap_or_default();
            return (tree, vec![refused(text, base, range, error.message())]);
        }
    };
    let mut builder = Builder {
        base,
        tree: &mut tree,
    };
    let root = builder.table(0..text.len(), table);
    tree.set_root(root);
    (tree, Vec::new())
}

fn refused(text: &str, base: usize, range: Range<usize>, why: &str) -> YamlError {
    let line = text.get(range.clone()).and_then(|part| part.lines().next());
    let span = Span::new(range.start, range.start + line.map_or(0, str::len));
    YamlError {
        span: span.shift(base),
        kind: YamlErrorKind::Other {
            format: "TOML",
            why: why.lines().next().unwrap_or_default().to_owned().into(),
            help: None,
        },
    }
}

struct Builder<'t, 's> {
    base: usize,
    tree: &'t mut Tree<'s>,
}

impl<'s> Builder<'_, 's> {
    fn table(&mut self, range: Range<usize>, table: DeTable<'s>) -> NodeId {
        let id = self.add(range, Data::Null);
        let mut entries = Vec::with_capacity(table.len());
        for (key, value) in table {
            let (key_range, value_range) = (key.span(), value.span());
            let key = key.into_inner();
            self.add(key_range.clone(), Data::Text(key.clone()));
            let value = self.value(value_range, value.into_inner());
            entries.push(Entry {
                key,
                nth: 1,
                key_span: self.span(key_range),
                value,
            });
        }
        entries.sort_by_key(|entry| entry.key_span);
        let span = self.tree.node(id).span;
        self.tree.set(id, span, Data::Map(entries));
        id
    }

    fn value(&mut self, range: Range<usize>, value: DeValue<'s>) -> NodeId {
        let data = match value {
            DeValue::String(text) => Data::Text(text),
            DeValue::Boolean(value) => Data::Bool(value),
            DeValue::Integer(number) => {
                let number = i64::from_str_radix(number.as_str(), number.radix()).ok();
                number.map_or(Data::Null, |number| Data::Number(number.into()))
            }
            DeValue::Float(number) => {
                let number = number.as_str().parse().ok().and_then(Number::from_f64);
                number.map_or(Data::Null, Data::Number)
            }
            DeValue::Datetime(date) => Data::Text(Cow::Owned(date.to_string())),
            DeValue::Array(items) => {
                let id = self.add(range, Data::Null);
                let items = items
                    .into_iter()
                    .map(|item| self.value(item.span(), item.into_inner()));
                let items = items.collect();
                let span = self.tree.node(id).span;
                self.tree.set(id, span, Data::List(items));
                return id;
            }
            DeValue::Table(table) => return self.table(range, table),
        };
        self.add(range, data)
    }

    fn add(&mut self, range: Range<usize>, data: Data<'s>) -> NodeId {
        let span = self.span(range);
        self.tree.add(span, data)
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(range.start, range.end).shift(self.base)
    }
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::syntax::tree::Data;

    #[test]
    fn strings_have_their_bytes() {
        let text = "# c\n[[a.b]]\nid = \"AML.T0051\"\nname = 'x'\nd = \"\"\"\nfoo\n\"\"\"\nn = 1\nf = 1.5\nz = 1979-05-27\n";
        let (tree, errors) = parse(text, 0);
        assert!(errors.is_empty(), "{errors:?}");
        let texts = tree
            .nodes()
            .filter(|node| matches!(node.data, Data::Text(_)));
        let mut written: Vec<&str> = texts.map(|node| &text[node.span.range()]).collect();
        written.sort_unstable();
        assert_eq!(
            written,
            [
                "\"\"\"\nfoo\n\"\"\"",
                "\"AML.T0051\"",
                "'x'",
                "1979-05-27",
                "a",
                "b",
                "d",
                "f",
                "id",
                "n",
                "name",
                "z"
            ]
        );
    }

    #[test]
    fn errors_have_a_place() {
        for text in ["a = 1\na = 2\n", "a = \"x", "a = [1,", "= 1"] {
            assert_eq!(parse(text, 0).1.len(), 1, "{text:?}");
        }
        let deep = format!("a = {}", "[".repeat(100_000));
        assert_eq!(parse(&deep, 0).1.len(), 1);
    }
}
