//! YAML and JSON files as pages: ATLAS's own forms, and files that the configuration includes.
//!
//! The whole document is the outline, so that a schema and a JSON pointer see what is written. Text values are read as Markdown,
//! as ATLAS has it, without wiki-links: official texts hold `[[arxiv]]` as plain words.

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

/// What a YAML page has that a Markdown page has not.
#[derive(Debug, Default)]
pub struct Document {
    /// Which of ATLAS's forms it is; None for a file that the configuration includes.
    pub shape: Option<Shape>,
    /// Whether it was read without an error.
    pub sound: bool,
    /// Its anchors, in order.
    pub anchors: Vec<Anchor>,
    /// The templates in its texts, in order.
    pub templates: Vec<Template>,
    /// The paths of its `!include`s, in order.
    pub includes: Vec<NodeId>,
}

/// An anchor, as in `- &name`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// Its name.
    pub name: String,
    /// What it names.
    pub node: NodeId,
}

/// A template, as in `{{name.id}}` and `{{ create_internal_link(name) }}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// The name of the anchor.
    pub name: String,
    /// The bytes of the name.
    pub span: Span,
    /// What of the object it stands for: `id`, `name`, or None for a link.
    pub field: Option<String>,
}

/// Whether a path is that of a file that may be data: YAML or JSON.
#[must_use]
pub fn is_data(path: &str) -> bool {
    extension(path).is_some_and(|extension| {
        ["yaml", "yml", "json"]
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    })
}

/// Whether a path is that of a JSON file. ATLAS writes its own files in YAML, so none is a page unless it is included.
#[must_use]
pub fn is_json(path: &str) -> bool {
    extension(path).is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}

fn extension(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next()?;
    name.rsplit_once('.').map(|(_, extension)| extension)
}

/// Reads a YAML or JSON file. None if it is none of ATLAS's forms and not included either: then it is no page.
#[must_use]
pub fn read(source: &Source, included: bool) -> Option<Page<'_>> {
    let text = source.text();
    let sound = source.condition() == &Condition::Sound;
    if !sound {
        // Of what could not be had it is known that it is one: else it would not be here.
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
    // What cannot be parsed is judged by its looks.
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
    page.ids = values.ids;
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

/// The longest name of an anchor, in bytes.
const LONGEST_NAME: usize = 200;

/// The anchors of a document. The parser numbers them; their names stand before what they name.
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
