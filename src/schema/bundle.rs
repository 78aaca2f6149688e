//! Bundling of a schema with the files that it refers to.

use foldhash::HashMap;

use serde_json::Value;

use super::complexity::{MAX_EXPANDED, MAX_REFS, Weigher};
use super::load::{Document, Loader, SchemaError};
use super::pointer::escape;
use crate::text::path::parent_of;
use crate::text::{Span, join_path};

/// A schema with local references only, and the files it comes from.
pub(super) struct Bundle {
    pub(super) value: Value,
    /// The files without their values, the root first.
    files: Vec<Document>,
}

impl Bundle {
    /// Returns an error at a pointer into the bundle, in its original file.
    pub(super) fn error(&self, pointer: &str, message: String) -> SchemaError {
        let taken_in = pointer.strip_prefix("/$defs/file-").and_then(|rest| {
            let (number, inside) = rest.split_once('/').unwrap_or((rest, ""));
            let file = self.files.get(number.parse::<usize>().ok()?)?;
            Some((file, format!("/{inside}")))
        });
        match (taken_in, self.files.first()) {
            (Some((file, inside)), _) => file.error(&inside, message),
            (None, Some(root)) => root.error(pointer, message),
            (None, None) => SchemaError {
                path: String::new(),
                text: String::new(),
                span: Span::empty(0),
                message,
                help: None,
            },
        }
    }
}

/// Puts every file that a `$ref` names under `$defs` of one document, and makes all references local.
pub(super) fn bundle(root: Document, load: &Loader<'_>) -> Result<Bundle, SchemaError> {
    let mut files: Vec<Document> = vec![root];
    let mut index: HashMap<String, usize> = HashMap::default();
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
    let mut values = files.iter_mut().map(|file| std::mem::take(&mut file.value));
    let mut value = values.next().unwrap_or_default();
    for (at, taken_in) in values.enumerate() {
        if let Some(map) = value.as_object_mut() {
            let defs = map
                .entry("$defs")
                .or_insert_with(|| Value::Object(serde_json::Map::new()));
            if let Some(defs) = defs.as_object_mut() {
                defs.insert(defs_key(at + 1), taken_in);
            }
        }
    }
    let bundle = Bundle { value, files };
    check_growth(&bundle)?;
    Ok(bundle)
}

/// Rejects schemas that could take the compiler or the validator unbounded time.
fn check_growth(bundle: &Bundle) -> Result<(), SchemaError> {
    let mut weigher = Weigher::new(&bundle.value);
    let expanded = weigher.total_complexity();
    if expanded > MAX_EXPANDED {
        let message = format!(
            "the schema expands to more than {MAX_EXPANDED} nodes when its `$ref`s are followed"
        );
        return Err(bundle.error("", message));
    }
    if weigher.branches_without_end() {
        let message = "the schema refers back to itself from several branches, which doubles the work with every level of a page";
        return Err(bundle.error("", message.to_owned()));
    }
    Ok(())
}

fn defs_key(at: usize) -> String {
    format!("file-{at}")
}

/// Collects the `$ref`s with their pointers. Removes `$id`, which would change the base of every reference.
fn references(value: &mut Value, pointer: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(map) => {
            if map.get("$id").is_some_and(Value::is_string) {
                map.remove("$id");
            }
            for dynamic in ["$dynamicRef", "$recursiveRef"] {
                // The target of a dynamic reference depends on the page, so the reference is replaced by an invalid pointer and
                // becomes an error.
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

/// Returns the reference as a pointer into the bundle. Reads its file if it is new.
fn localise(
    files: &mut Vec<Document>,
    index: &mut HashMap<String, usize>,
    at: usize,
    pointer: &str,
    target: &str,
    load: &Loader<'_>,
) -> Result<String, SchemaError> {
    let (path, fragment) = target.split_once('#').unwrap_or((target, ""));
    // Only plain pointers can be counted before the schema is compiled.
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
        let Some(path) = join_path(parent_of(&here.path), path) else {
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

#[cfg(test)]
mod tests {
    use super::{Bundle, bundle};
    use crate::schema::LoadError;
    use crate::schema::load::{Document, SchemaError};

    const MAIN: &str =
        r##"{"$ref": "parts/a.json#/$defs/x", "$defs": {"y": {"$ref": "#/$defs/z"}, "z": {}}}"##;
    const A: &str = r##"{"$id": "https://example.org/a", "$defs": {"x": {"$ref": "#/$defs/w"}, "w": {"$ref": "../main.json#/$defs/y"}}}"##;

    fn bundled(main: &str, a: &str) -> Result<Bundle, SchemaError> {
        let root = Document::read("main.json", main.to_owned())?;
        bundle(root, &|path| match path {
            "parts/a.json" => Ok(a.to_owned()),
            other => Err(LoadError::File(format!("{other} was asked for").into())),
        })
    }

    #[test]
    fn references_lead_into_one_document_from_each_file() {
        let value = bundled(MAIN, A).expect("a bundle").value;
        let at = |pointer: &str| value.pointer(pointer).and_then(|value| value.as_str());
        assert_eq!(at("/$ref"), Some("#/$defs/file-1/$defs/x"));
        assert_eq!(at("/$defs/y/$ref"), Some("#/$defs/z"));
        assert_eq!(
            at("/$defs/file-1/$defs/x/$ref"),
            Some("#/$defs/file-1/$defs/w")
        );
        assert_eq!(at("/$defs/file-1/$defs/w/$ref"), Some("#/$defs/y"));
        // It would change what the references below it lead to.
        assert_eq!(at("/$defs/file-1/$id"), None);
    }

    #[test]
    fn an_error_is_shown_in_the_file_that_it_comes_from() {
        let bundle = bundled(MAIN, A).expect("a bundle");
        let error = bundle.error("/$defs/file-1/$defs/w", String::new());
        assert_eq!(error.path, "parts/a.json");
        assert!(error.text[error.span.range()].contains("main.json"));
        let error = bundle.error("/$defs/z", String::new());
        assert_eq!(
            (error.path.as_str(), error.text.as_str()),
            ("main.json", MAIN)
        );
    }

    #[test]
    fn a_reference_leads_to_files_of_the_vault_by_plain_pointers() {
        for (target, why) in [
            ("../a.json", "out of the vault"),
            ("/a.json", "by relative path"),
            ("https://example.org/a.json", "by relative path"),
            ("parts\\\\a.json", "by relative path"),
            ("#name", "a plain JSON pointer"),
            ("#/a%20b", "a plain JSON pointer"),
            ("parts/b.json", "parts/b.json was asked for"),
        ] {
            let error = bundled(&format!(r#"{{"$ref": "{target}"}}"#), A).err();
            let message = error.expect(target).message;
            assert!(message.contains(why), "{target}: {message}");
        }
    }
}
