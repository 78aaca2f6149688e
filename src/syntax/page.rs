//! Pages: the parsed content of one file, with the bytes of every part.

use std::ops::Range;
use std::sync::Arc;

use super::blocks::Blocks;
use super::conflict::Conflict;
use super::data::{Document, Shape};
use super::directive::Directive;
use super::id::{IdToken, ids_in};
use super::markdown::heading_attributes;
use super::tree::{NodeId, Tree};
use super::yaml::YamlError;
use crate::text::{Source, Span};

/// A parsed page.
#[derive(Debug)]
pub struct Page<'s> {
    pub source: &'s Source,
    pub front: Option<Front<'s>>,
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

impl<'s> Page<'s> {
    /// Returns a page without content.
    pub(super) fn empty(source: &'s Source) -> Self {
        Self {
            source,
            front: None,
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

    /// Returns the heading that names the page: the first of level 1, or else the first one.
    #[must_use]
    pub fn main_heading(&self) -> Option<&Heading> {
        let top = self.headings.iter().find(|heading| heading.level == 1);
        top.or(self.headings.first())
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

#[derive(Clone, Debug)]
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

/// What links into a page can lead to, beside its headings.
#[derive(Clone, Debug, Default)]
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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// `[[target]]`
    Wiki,
    /// `![[target]]`
    Embed,
    /// `[text](dest)`, `<https://...>`, or a bare URL on atlas.mitre.org.
    Markdown,
    /// `![text](dest)`
    Image,
    /// `[text][ref]`: the text of a link. Its target is checked at the definition.
    Reference,
    /// `[ref]: dest`
    Definition,
}

impl LinkKind {
    /// Returns whether the link has double brackets.
    #[must_use]
    pub fn is_wiki(self) -> bool {
        matches!(self, Self::Wiki | Self::Embed)
    }
}

#[derive(Clone, Debug)]
pub struct Link {
    pub kind: LinkKind,
    /// The whole link, brackets included.
    pub span: Span,
    /// The target as written with its subpath, without brackets and surrounding white space.
    pub target_span: Span,
    /// The target: as written in a wiki-link; in a Markdown link unescaped, but still percent-encoded.
    pub target: Box<str>,
    /// The label or text, if there is one.
    pub label: Option<Span>,
    /// Whether the link is in a table cell, where `|` is written `\|`.
    pub in_table: bool,
}

/// Returns those of `links`, which are in order, that start in `span`.
pub fn links_in(links: &[Link], span: Span) -> impl Iterator<Item = &Link> {
    let first = links.partition_point(|link| link.span.start < span.start);
    links[first..]
        .iter()
        .take_while(move |link| link.span.start < span.end)
}

impl Link {
    /// Returns the bytes of the target after its path: the subpath with its `#` and the white space before it. Empty without a
    /// subpath.
    #[must_use]
    pub fn subpath_span(&self, source: &Source) -> Span {
        Span {
            start: self.path_span(source).end,
            ..self.target_span
        }
    }

    /// Returns the bytes of the target without its subpath.
    #[must_use]
    pub fn path_span(&self, source: &Source) -> Span {
        let written = source.slice(self.target_span);
        let path = written.split('#').next().unwrap_or(written).trim_end();
        let start = self.target_span.start as usize;
        Span::new(start, start + path.len())
    }
}

/// Errors that keep a page, or part of it, from being read.
#[derive(Debug, PartialEq, Eq)]
pub enum SyntaxError {
    UnclosedFrontMatter {
        /// The opening `---`.
        fence: Span,
    },
    FrontMatterNotMapping {
        /// The YAML.
        span: Span,
        /// A noun phrase for the actual value.
        found: &'static str,
    },
    /// `key: value: more` without quotes.
    ColonInValue {
        /// The second colon.
        span: Span,
        /// The value that needs quotes.
        value: Span,
    },
    /// Invalid YAML in the front matter.
    Yaml(YamlError),
    /// Double brackets that do not form a link.
    WikiLink {
        /// The opening brackets, or all of it.
        span: Span,
        kind: WikiLinkError,
    },
}

impl SyntaxError {
    /// Returns the start of the error.
    #[must_use]
    pub fn start(&self) -> u32 {
        match self {
            Self::UnclosedFrontMatter { fence: span }
            | Self::FrontMatterNotMapping { span, .. }
            | Self::ColonInValue { span, .. }
            | Self::Yaml(YamlError { span, .. })
            | Self::WikiLink { span, .. } => span.start,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WikiLinkError {
    /// `[[` without `]]`.
    Unclosed {
        /// The probable target and label: the bytes up to where the link should end.
        meant: Range<u32>,
    },
    /// `[[]]`, `[[|x]]`.
    EmptyTarget,
    /// The `]]` is on a later line.
    LineBreak,
    /// An unescaped `|` in a table cell.
    BareSeparator { at: u32 },
}
