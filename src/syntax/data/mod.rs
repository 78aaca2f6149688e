//! YAML and JSON files as pages: official ATLAS forms, and files that the configuration includes.
//!
//! The whole document is the outline, so schemas and JSON pointers see the document as written. Text values are read as
//! Markdown, as ATLAS does, but without wiki-links: official texts contain `[[arxiv]]` as plain words.

mod comments;
mod folded;
mod notebook;
mod table;
mod text;
mod values;

use super::blocks::Blocks;
use super::directive;
use super::document::{Anchor, Document, Shape, looks_official, may_be_known};
use super::error::SyntaxError;
use super::markdown::ReadOptions;
use super::page::Page;
use super::tree::{NodeId, Tree};
use super::{json, toml, yaml};
use std::sync::Arc;

use crate::text::path::{name_of, parent_of};
use crate::text::{Condition, Source, Span, last_bytes};

pub use super::document::{Form, KnownFormat, SECTIONS, cluster_id};

/// Reads a data file. Returns None if it has no ATLAS form and is not included: then it is not a page.
#[must_use]
pub fn read<'s>(source: &'s Source, form: Form, options: &ReadOptions) -> Option<Page<'s>> {
    let included = source.is_included();
    let text = source.text();
    let sound = source.condition() == &Condition::Sound;
    if !sound {
        // An unreadable file is here only because it is a page.
        let unread = matches!(source.condition(), Condition::Unreadable(_));
        let is_page = included || unread || looks_official(text);
        let document = Document {
            form,
            ..Document::default()
        };
        return is_page.then(|| page(source, Tree::default(), document, false));
    }
    match form {
        Form::Yaml | Form::Json | Form::JsonLines | Form::Toml => of_values(source, form, included),
        _ if !included => None,
        Form::Notebook => Some(notebook::read(source, options)),
        Form::Table(separator) => Some(table::read(source, separator)),
        Form::Text => Some(text::read(source, false)),
    }
}

/// Returns whether a JSON file is one that may have comments: the configuration of a compiler or an editor.
fn has_comments(path: &str) -> bool {
    let name = name_of(path);
    let is_named = [
        "tsconfig",
        "jsconfig",
        "devcontainer",
        ".eslintrc",
        ".swcrc",
    ]
    .iter()
    .any(|start| name.starts_with(start));
    is_named || parent_of(path).split('/').any(|folder| folder == ".vscode")
}

/// Reads a file that is a tree of values.
fn of_values(source: &Source, form: Form, included: bool) -> Option<Page<'_>> {
    let text = source.text();
    let start = source.bom_len();
    let body = text.get(start..).unwrap_or_default();
    let official = form == Form::Yaml && looks_official(body);
    if !included && !official && !may_be_known(form, body.as_bytes()) {
        return None;
    }
    let (tree, errors) = match form {
        Form::Json if has_comments(source.path()) => json::parse_commented(body, start),
        Form::Json => json::parse(body, start),
        Form::JsonLines => json::parse_lines(body, start),
        Form::Toml => toml::parse(body, start),
        _ if included => yaml::parse_documents(body, start),
        _ => yaml::parse(body, start),
    };
    // ATLAS writes YAML. Data of others that was derived from it has some of its keys, and another schema.
    let is_atlas = |tree: &Tree<'_>| form == Form::Yaml || is_whole_release(tree);
    let shape = Shape::of(&tree).filter(|_| (included || official) && is_atlas(&tree));
    let known = KnownFormat::of(&tree).filter(|_| shape.is_none() && errors.is_empty());
    // A file that cannot be parsed is judged by its words.
    let is_page = shape.is_some() || known.is_some() || (official && !errors.is_empty());
    if !included && !is_page {
        return None;
    }
    if included && !errors.is_empty() && text::is_template(body) {
        return Some(text::read(source, true));
    }
    let document = Document {
        form,
        shape,
        known,
        sound: errors.is_empty(),
        ..Document::default()
    };
    // JSON has no comments.
    let directives = if matches!(form, Form::Json | Form::JsonLines) {
        Vec::new()
    } else {
        directive::in_yaml(source, Span::new(start, text.len()), &tree)
    };
    let mut page = if document.sound {
        sound_page(source, tree, document, included)
    } else {
        page(source, tree, document, true)
    };
    page.directives = Arc::new(directives);
    page.errors = errors.into_iter().map(SyntaxError::Yaml).collect();
    page.ids_only = shape.is_none() && (included || known.is_some());
    Some(page)
}

/// Reads the texts and ids of a tree without errors.
fn sound_page<'s>(
    source: &'s Source,
    tree: Tree<'s>,
    mut document: Document,
    included: bool,
) -> Page<'s> {
    let (text, form, shape) = (source.text(), document.form, document.shape);
    document.anchors = anchors(&tree, text);
    document.includes = tree
        .tags()
        .iter()
        .filter(|(_, tag)| tag == "include")
        .map(|(node, _)| *node)
        .collect();
    let mut values = values::read(&tree, source, shape);
    if let Some(known) = document.known {
        known.keep(&tree, &mut values.ids);
    }
    document.templates = values.templates;
    let has_comments = shape.is_none() && included && matches!(form, Form::Yaml | Form::Toml);
    let comments = has_comments.then(|| comments::read(source, &tree));
    let mut page = page(source, tree, document, true);
    if let Some((ids, texts)) = comments {
        values.ids.extend(ids);
        values.ids.sort_by_key(|id| id.span);
        page.blocks = Arc::new(Blocks {
            texts,
            ..Blocks::default()
        });
    }
    if matches!(form, Form::Json | Form::JsonLines) && text.contains('\\') {
        page.source = source.read_as(|| json::without_escapes(text, &page.outline));
        page.raw = Some(source);
    }
    page.links = Arc::new(values.links);
    page.ids = Arc::new(values.ids);
    page
}

fn is_whole_release(tree: &Tree<'_>) -> bool {
    let has = |key| {
        tree.root()
            .is_some_and(|root| tree.get(root, key).is_some())
    };
    has("matrices") || (has("collection") && has("format-version"))
}

fn page<'s>(source: &'s Source, outline: Tree<'s>, document: Document, read: bool) -> Page<'s> {
    Page {
        outline,
        read,
        document: Some(document),
        ..Page::empty(source)
    }
}

/// Maximum length of an anchor's name, in bytes.
const LONGEST_NAME: usize = 200;

/// Returns the anchors of a document. The parser numbers anchors; their names are read from the text before the node.
fn anchors(tree: &Tree<'_>, text: &str) -> Vec<Anchor> {
    let name = |node: NodeId| {
        let start = tree.node(node).span.start as usize;
        let before = text.get(..start)?.trim_end();
        let near = last_bytes(before, LONGEST_NAME);
        let name = near.get(near.rfind('&')? + 1..)?;
        let plain = !name.is_empty() && !name.contains(char::is_whitespace);
        plain.then(|| name.to_owned())
    };
    tree.anchored()
        .iter()
        .filter_map(|&node| {
            Some(Anchor {
                name: name(node)?,
                node,
            })
        })
        .collect()
}
