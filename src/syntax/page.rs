//! Pages: the parsed content of one file, with the bytes of every part.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::attributes::heading_attributes;
use super::blocks::Blocks;
use super::conflict::Conflict;
use super::directive::Directive;
use super::document::{Document, Shape};
use super::error::SyntaxError;
use super::id::{IdToken, ids_in};
use super::link::Link;
use super::tree::{NodeId, Tree};
use crate::dialect::{Dialect, Reader};
use crate::text::{Source, Span};

/// A parsed page.
#[derive(Debug)]
pub struct Page<'s> {
    pub source: &'s Source,
    pub front: Option<Front<'s>>,
    pub dialect: Dialect,
    pub reader: Reader,
    /// The body as data.
    pub outline: Tree<'s>,
    /// Lists, tables and text runs, in text order.
    pub blocks: Arc<Blocks>,
    /// All headings, in text order.
    pub headings: Arc<Vec<Heading>>,
    /// All links; those of the front matter come first.
    pub links: Arc<Vec<Link>>,
    /// What links can lead to, beside headings.
    pub anchors: Arc<Anchors>,
    /// The ids, in text order.
    pub ids: Arc<Vec<IdToken>>,
    pub errors: Vec<SyntaxError>,
    /// The parts that only YAML and JSON pages have; None in Markdown. The outline of such a page is its whole document.
    pub document: Option<Document>,
    /// Whether the page could be read as a whole. If not, nothing on it counts as missing.
    pub read: bool,
    /// Unresolved merge conflicts. A page with conflicts does not count as read.
    pub conflicts: Vec<Conflict>,
    /// Whether only ids and names are checked: it is a data file without an ATLAS form.
    pub ids_only: bool,
    /// The file, if `source` is another text with the same positions.
    pub raw: Option<&'s Source>,
    /// The suppression comments, in text order.
    pub directives: Arc<Vec<Directive>>,
}

/// Returns the heading that names the page: the first of level 1, or else the first one.
#[must_use]
pub fn main_heading(headings: &[Heading]) -> Option<&Heading> {
    let top = headings.iter().find(|heading| heading.level == 1);
    top.or(headings.first())
}

impl<'s> Page<'s> {
    /// Returns a page without content.
    pub fn empty(source: &'s Source) -> Self {
        Self {
            source,
            front: None,
            dialect: Dialect::default(),
            reader: Reader::default(),
            outline: Tree::default(),
            blocks: Arc::default(),
            headings: Arc::default(),
            links: Arc::default(),
            anchors: Arc::default(),
            ids: Arc::default(),
            errors: Vec::new(),
            document: None,
            read: true,
            conflicts: Vec::new(),
            ids_only: false,
            raw: None,
            directives: Arc::default(),
        }
    }

    /// Returns whether the front matter is not closed, so that its end is a guess.
    #[must_use]
    pub fn has_unclosed_front(&self) -> bool {
        let is_unclosed =
            |error: &SyntaxError| matches!(error, SyntaxError::UnclosedFrontMatter { .. });
        self.errors.iter().any(is_unclosed)
    }

    /// Returns the heading that names the page: the first of level 1, or else the first one.
    #[must_use]
    pub fn main_heading(&self) -> Option<&Heading> {
        main_heading(&self.headings)
    }

    /// Returns whether the page is a whole ATLAS release.
    #[must_use]
    pub fn is_release(&self) -> bool {
        let shape = self.document.as_ref().and_then(|document| document.shape);
        shape.is_some_and(Shape::is_release)
    }

    /// Returns whether the page is Markdown and not data.
    #[must_use]
    pub fn is_markdown(&self) -> bool {
        self.document.is_none()
    }

    /// Returns the text of the front matter's `title`, without quotes.
    #[must_use]
    pub fn title(&self) -> Option<Span> {
        let front = self.front.as_ref().filter(|front| front.sound)?;
        let (node, _) = front.text("title")?;
        let span = front.tree.node(node).span;
        let quoted = self.source.slice(span).starts_with(['"', '\'']);
        Some(span.narrowed(quoted))
    }

    /// Returns the ids inside `span`, in text order.
    pub fn ids_in(&self, span: Span) -> impl Iterator<Item = &IdToken> {
        ids_in(&self.ids, span)
    }
}

#[derive(Debug)]
pub struct Front<'s> {
    pub fence: Span,
    /// The YAML between the two fences.
    pub body: Span,
    /// The YAML as data.
    pub tree: Tree<'s>,
    /// Whether the YAML was parsed without an error.
    pub sound: bool,
}

impl Front<'_> {
    /// Returns the node and the text of `key`, if its value is text.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<(NodeId, &str)> {
        let node = self.tree.get(self.tree.root()?, key)?;
        Some((node, self.tree.text(node)?))
    }
}

#[derive(Serialize, Deserialize, Clone, Debug)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    pub span: Span,
    pub text: Box<str>,
    /// The text as it is rendered, if it differs.
    rendered: Option<Box<str>>,
}

impl Heading {
    #[must_use]
    pub(super) fn new(level: u8, span: Span, text: &str, rendered: &str) -> Self {
        Self {
            level,
            span,
            text: text.into(),
            rendered: (rendered != text).then(|| rendered.into()),
        }
    }

    /// Returns the text as it is rendered, without markup, tags and attributes.
    #[must_use]
    pub fn rendered(&self) -> &str {
        self.rendered.as_ref().unwrap_or(&self.text)
    }

    /// Returns the id that an attribute list at its end sets.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        heading_attributes(&self.text)?.1
    }
}

/// Targets for links into a page, apart from its headings.
#[derive(Serialize, Deserialize, Clone, Debug, Default)]
pub struct Anchors {
    /// The block ids (`^id`), without the caret.
    pub block_ids: Vec<Box<str>>,
    /// The footnote labels.
    pub footnotes: Vec<Box<str>>,
    /// The ids of HTML elements and attribute lists.
    pub element_ids: Vec<Box<str>>,
    /// Whether parts of the page come from elsewhere, such as imported components, so that its headings are not all known.
    pub has_components: bool,
}
