//! Schemas as one self-contained document: what `$ref` names is taken in, and what could hang is refused.
//!
//! Nothing here reads a file: the caller hands in a loader that knows the vault.

use std::collections::HashMap;

use serde_json::Value;

use super::weigh::{MAX_EXPANDED, MAX_REFS, Weigher};
use crate::syntax::tree::Tree;
use crate::syntax::yaml;
use crate::text::Span;

/// The largest schema file, in bytes.
const MAX_BYTES: usize = 64 * 1024;

/// Why a schema cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaError {
    /// The file at fault, relative to the vault.
    pub path: String,
    /// Its text; empty if it could not be read.
    pub text: String,
    /// Where in it.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

/// Gives the text of a file of the vault, or says why not. The path is relative to the vault and never leaves it.
pub type Loader<'l> = dyn Fn(&str) -> Result<String, String> + 'l;

/// A schema document and where it came from.
pub(super) struct Document {
    pub(super) path: String,
    text: String,
    pub(super) value: Value,
}

impl Document {
    /// Reads a schema file: JSON, or the same in YAML.
    pub(super) fn read(path: &str, text: String) -> Result<Self, SchemaError> {
        let fail = |span, message: String| SchemaError {
            path: path.to_owned(),
            text: text.clone(),
            span,
            message,
            help: None,
        };
        if text.len() > MAX_BYTES {
            let message = format!(
                "the schema has {} bytes; at most {MAX_BYTES} are read",
                text.len()
            );
            return Err(fail(Span::empty(0), message));
        }
        let value = if path.to_ascii_lowercase().ends_with(".json") {
            serde_json::from_str(&text).map_err(|error| {
                let at = offset(&text, error.line(), error.column());
                fail(
                    Span::new(at, at + 1),
                    format!("the schema is not JSON: {error}"),
                )
            })?
        } else {
            let (tree, errors) = yaml::parse(&text, 0);
            if let Some(error) = errors.first() {
                return Err(fail(error.span, "the schema is not YAML".to_owned()));
            }
            tree.root()
                .map_or(Value::Null, |root| tree.to_json(root, &|_, _| None))
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

    /// An error at a JSON pointer of this document.
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

/// The bytes of the value at a pointer, as far as it leads.
fn span_at(tree: &Tree<'_>, pointer: &str) -> Span {
    let Some(mut node) = tree.root() else {
        return Span::empty(0);
    };
    for part in pointer.split('/').skip(1) {
        let key = unescape(part);
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

fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    (start + column.saturating_sub(1)).min(text.len().saturating_sub(1))
}

/// A pointer's part as the key it stands for. <https://www.rfc-editor.org/rfc/rfc6901#section-4>
pub(super) fn unescape(part: &str) -> String {
    part.replace("~1", "/").replace("~0", "~")
}

fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// Takes every file that `$ref` names into one document, below `$defs`, and makes all references local.
pub(super) fn bundle(root: Document, load: &Loader<'_>) -> Result<Document, SchemaError> {
    let mut files: Vec<Document> = vec![root];
    let mut index: HashMap<String, usize> = HashMap::new();
    index.insert(files[0].path.clone(), 0);
    let mut refs = 0;
    let mut at = 0;
    while at < files.len() {
        let mut value = std::mem::take(&mut files[at].value);
        let mut found = Vec::new();
        references(&mut value, "", &mut found);
        refs += found.len();
        files[at].value = value;
        if refs > MAX_REFS {
            let message = format!("the schema has more than {MAX_REFS} `$ref`s");
            return Err(files[at].error("", message));
        }
        for (pointer, target) in found {
            let local = localise(&mut files, &mut index, at, &pointer, &target, load)?;
            if let Some(slot) = files[at].value.pointer_mut(&pointer) {
                *slot = Value::String(local);
            }
        }
        at += 1;
    }
    let mut files = files.into_iter();
    let Some(mut root) = files.next() else {
        unreachable!("the root was pushed first")
    };
    for (at, file) in files.enumerate() {
        let key = defs_key(at + 1);
        if let Some(map) = root.value.as_object_mut() {
            let defs = map
                .entry("$defs")
                .or_insert_with(|| Value::Object(serde_json::Map::new()));
            if let Some(defs) = defs.as_object_mut() {
                defs.insert(key, file.value);
            }
        }
    }
    let mut weigher = Weigher::new(&root.value);
    let expanded = weigher.weigh_all();
    if expanded > MAX_EXPANDED {
        let message = format!(
            "the schema expands to more than {MAX_EXPANDED} nodes when its `$ref`s are followed"
        );
        return Err(root.error("", message));
    }
    if weigher.branches_without_end() {
        let message = "the schema refers back to itself from several branches, which doubles the work with every level of a page";
        return Err(root.error("", message.to_owned()));
    }
    Ok(root)
}

fn defs_key(at: usize) -> String {
    format!("file-{at}")
}

/// Collects the `$ref`s with their pointers, and takes `$id` out: it would move every reference elsewhere.
fn references(value: &mut Value, pointer: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(map) => {
            if map.get("$id").is_some_and(Value::is_string) {
                map.remove("$id");
            }
            for dynamic in ["$dynamicRef", "$recursiveRef"] {
                // What these lead to is only known while a page is checked: an invalid pointer makes them an error.
                if map.get(dynamic).is_some_and(Value::is_string) {
                    found.push((format!("{pointer}/{dynamic}"), format!("#{dynamic}")));
                }
            }
            for (key, value) in map.iter_mut() {
                let here = format!("{pointer}/{}", escape(key));
                match value {
                    Value::String(target) if key == "$ref" => {
                        found.push((here, target.clone()));
                    }
                    value => references(value, &here, found),
                }
            }
        }
        Value::Array(items) => {
            for (at, value) in items.iter_mut().enumerate() {
                references(value, &format!("{pointer}/{at}"), found);
            }
        }
        _ => {}
    }
}

/// The reference as a pointer into the bundle. A file that is new is read.
fn localise(
    files: &mut Vec<Document>,
    index: &mut HashMap<String, usize>,
    at: usize,
    pointer: &str,
    target: &str,
    load: &Loader<'_>,
) -> Result<String, SchemaError> {
    let (path, fragment) = target.split_once('#').unwrap_or((target, ""));
    // Only plain pointers are counted before the schema is compiled.
    if target.contains('%') || !(fragment.is_empty() || fragment.starts_with('/')) {
        let message = format!(
            "`$ref` leads to `{target}`: write a plain JSON pointer, such as `#/$defs/name`"
        );
        return Err(files[at].error(pointer, message));
    }
    let file = if path.is_empty() {
        at
    } else {
        let here = &files[at];
        if path.contains(':') || path.starts_with('/') || path.contains('\\') {
            let message = format!(
                "`$ref` leads to `{path}`: only files of the vault, by relative path, are read"
            );
            return Err(here.error(pointer, message));
        }
        let folder = here.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let Some(path) = join(folder, path) else {
            let message = format!("`$ref` leads to `{path}`, out of the vault");
            return Err(here.error(pointer, message));
        };
        if let Some(&known) = index.get(&path) {
            known
        } else {
            let text = load(&path).map_err(|why| {
                here.error(
                    pointer,
                    format!("`$ref` leads to `{path}`, which cannot be read: {why}"),
                )
            })?;
            files.push(Document::read(&path, text)?);
            index.insert(path, files.len() - 1);
            files.len() - 1
        }
    };
    Ok(match file {
        0 => format!("#{fragment}"),
        file => format!("#/$defs/{}{fragment}", defs_key(file)),
    })
}

fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
