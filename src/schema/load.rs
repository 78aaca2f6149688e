//! Loading of schema files.
//!
//! Nothing here accesses the file system; the caller passes a loader.

use std::error::Error;
use std::fmt;

use serde_json::Value;

use crate::syntax::tree::Tree;
use crate::syntax::yaml;
use crate::text::{Span, boundary_before};

/// Maximum size of a schema file, in bytes.
const MAX_BYTES: usize = 64 * 1024;

/// The reason why a schema cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaError {
    /// The file, relative to the vault.
    pub path: String,
    /// Its text; empty if it could not be read.
    pub text: String,
    pub span: Span,
    pub message: String,
    pub help: Option<String>,
}

/// Function that returns the text of a file of the vault, or an error. The path is relative to the vault and never leaves it.
pub type Loader<'l> = dyn Fn(&str) -> Result<String, LoadError> + 'l;

/// The reason why a loader returns no text.
#[derive(Debug)]
pub enum LoadError {
    /// A built-in schema refers to a file.
    BuiltIn,
    /// The file cannot be read.
    File(Box<dyn Error>),
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn => f.write_str("a built-in schema stands alone"),
            Self::File(error) => error.fmt(f),
        }
    }
}

impl Error for LoadError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::BuiltIn => None,
            Self::File(error) => error.source(),
        }
    }
}

/// A schema document and its source.
pub(super) struct Document {
    pub(super) path: String,
    text: String,
    pub(super) value: Value,
}

impl Document {
    /// Parses a schema file: JSON or YAML.
    pub(super) fn read(path: &str, text: String) -> Result<Self, SchemaError> {
        let end = path.rsplit_once('.').map_or("", |(_, end)| end);
        let end = end.to_ascii_lowercase();
        let is_schema = ["json", "yaml", "yml"].contains(&end.as_str());
        let fail = |span, message: String| SchemaError {
            path: path.to_owned(),
            // A file that is not a schema may be private, so messages do not quote it.
            text: if is_schema {
                text.clone()
            } else {
                String::new()
            },
            span,
            message,
            help: None,
        };
        if !is_schema {
            let message = "a schema's name ends in .json, .yaml or .yml".to_owned();
            return Err(fail(Span::empty(0), message));
        }
        if text.len() > MAX_BYTES {
            let message = format!(
                "the schema has {} bytes; at most {MAX_BYTES} are read",
                text.len()
            );
            return Err(fail(Span::empty(0), message));
        }
        let value = if end == "json" {
            serde_json::from_str(&text).map_err(|error| {
                fail(
                    place(&text, error.line(), error.column()),
                    format!("the schema is not JSON: {error}"),
                )
            })?
        } else {
            let (tree, errors) = yaml::parse(&text, 0);
            if let Some(error) = errors.first() {
                return Err(fail(error.span, "the schema is not YAML".to_owned()));
            }
            tree.root()
                .map_or(Value::Null, |root| tree.to_json(root, &|_| Vec::new()))
        };
        if !value.is_object() {
            return Err(fail(
                Span::empty(0),
                "the schema is not a mapping".to_owned(),
            ));
        }
        Ok(Self {
            path: path.to_owned(),
            text,
            value,
        })
    }

    /// Returns an error at a JSON pointer of this document.
    pub(super) fn error(&self, pointer: &str, message: String) -> SchemaError {
        let (tree, _) = yaml::parse(&self.text, 0);
        SchemaError {
            path: self.path.clone(),
            text: self.text.clone(),
            span: span_at(&tree, pointer),
            message,
            help: None,
        }
    }
}

/// Returns the bytes at a pointer, or at its longest prefix that exists.
fn span_at(tree: &Tree<'_>, pointer: &str) -> Span {
    let Some(mut node) = tree.root() else {
        return Span::empty(0);
    };
    for part in pointer.split('/').skip(1) {
        let key = super::pointer::unescape(part);
        let next = tree.get(node, &key).or_else(|| match tree.data(node) {
            crate::syntax::tree::Data::List(items) => {
                items.get(key.parse::<usize>().ok()?).copied()
            }
            _ => None,
        });
        match next {
            Some(next) => node = next,
            None => break,
        }
    }
    tree.node(node).span
}

/// Returns the character at a line and a column. Both count from 1 and columns are bytes, as in the JSON parser.
fn place(text: &str, line: usize, column: usize) -> Span {
    let lines = text.split_inclusive('\n').take(line.saturating_sub(1));
    let start: usize = lines.map(str::len).sum();
    let wanted = (start + column.saturating_sub(1)).min(text.len().saturating_sub(1));
    let at = boundary_before(text, wanted);
    let length = text[at..].chars().next().map_or(0, char::len_utf8);
    Span::new(at, at + length)
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn the_place_of_an_error_is_a_whole_character() {
        for text in ["", "{", "{\n é", "{ \u{fffd}", "é", "{\n"] {
            for line in 0..4 {
                for column in 0..6 {
                    let span = place(text, line, column);
                    assert!(text.get(span.range()).is_some(), "{text:?} {line}:{column}");
                }
            }
        }
    }
}
