//! YAML and JSON files as pages: official ATLAS forms, and files that the configuration includes.
//!
//! The whole document is the outline, so schemas and JSON pointers see the document as written. Text values are read as
//! Markdown, as ATLAS does, but without wiki-links: official texts contain `[[arxiv]]` as plain words.

mod folded;
mod shape;
mod values;

use super::directive;
use super::page::{Page, SyntaxError};
use super::tree::{NodeId, Tree};
use super::yaml;
use std::sync::Arc;

use crate::text::{Condition, Source, Span};

pub use shape::{Looks, SECTIONS, Shape, looks_official};

/// The parts that only a YAML or JSON page has.
#[derive(Debug, Default)]
pub struct Document {
    /// The ATLAS form; None for a file that the configuration includes.
    pub shape: Option<Shape>,
    /// Whether it was parsed without an error.
    pub sound: bool,
    /// The anchors, in document order.
    pub anchors: Vec<Anchor>,
    /// The templates in texts, in document order.
    pub templates: Vec<Template>,
    /// The paths of `!include`s, in document order.
    pub includes: Vec<NodeId>,
}

/// An anchor: `- &name`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    pub name: String,
    /// The anchored node.
    pub node: NodeId,
}

/// A template: `{{name.id}}` or `{{ create_internal_link(name) }}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// The name of the anchor.
    pub name: String,
    /// The bytes of the name.
    pub span: Span,
    /// The field of the object: `id`, `name`, or None for a link.
    pub field: Option<String>,
}

/// Returns whether a path has the extension of a data file: YAML or JSON.
#[must_use]
pub fn is_data(path: &str) -> bool {
    extension(path).is_some_and(|extension| {
        ["yaml", "yml", "json"]
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    })
}

/// Returns whether a path has the extension of JSON. ATLAS writes YAML, so a JSON file is a page only if the configuration
/// includes it.
#[must_use]
pub fn is_json(path: &str) -> bool {
    extension(path).is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}

fn extension(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next()?;
    name.rsplit_once('.').map(|(_, extension)| extension)
}

/// Reads a YAML or JSON file. Returns None if it has no ATLAS form and is not included: then it is not a page.
#[must_use]
pub fn read(source: &Source, included: bool) -> Option<Page<'_>> {
    let text = source.text();
    let sound = source.condition() == &Condition::Sound;
    if !sound {
        // An unreadable file is here only because it is a page.
        let unread = matches!(source.condition(), Condition::Unreadable(_));
        let is_page = included || unread || looks_official(text);
        return is_page.then(|| page(source, Tree::default(), Document::default(), false));
    }
    let start = source.bom_len();
    let body = text.get(start..).unwrap_or_default();
    if !included && !looks_official(body) {
        return None;
    }
    let (tree, errors) = yaml::parse(body, start);
    let shape = Shape::of(&tree);
    // A file that cannot be parsed is judged by its words.
    if !included && shape.is_none() && errors.is_empty() {
        return None;
    }
    let mut document = Document {
        shape,
        sound: errors.is_empty(),
        ..Document::default()
    };
    // JSON has no comments.
    let directives = if is_json(source.path()) {
        Vec::new()
    } else {
        directive::in_yaml(source, Span::new(start, text.len()), &tree)
    };
    if !document.sound {
        let mut page = page(source, tree, document, true);
        page.directives = directives;
        page.errors = errors.into_iter().map(SyntaxError::Yaml).collect();
        return Some(page);
    }
    document.anchors = anchors(&tree, text);
    document.includes = tree
        .tags()
        .iter()
        .filter(|(_, tag)| tag == "include")
        .map(|(node, _)| *node)
        .collect();
    let values = values::read(&tree, source, shape);
    document.templates = values.templates;
    let mut page = page(source, tree, document, true);
    page.directives = directives;
    page.links = Arc::new(values.links);
    page.ids = Arc::new(values.ids);
    Some(page)
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
        let from = (before.len().saturating_sub(LONGEST_NAME)..before.len())
            .find(|&at| before.is_char_boundary(at))?;
        let near = before.get(from..)?;
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
