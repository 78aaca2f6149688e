//! A page: what one file holds, with the bytes of everything.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::blocks::Blocks;
use super::conflict::Conflict;
use super::data::{Document, Shape};
use super::directive::Directive;
use super::id::{IdToken, ids_in};
use super::tree::{NodeId, Tree};
use super::yaml::YamlError;
use crate::text::{Source, Span};

/// A page as it was read.
#[derive(Debug)]
pub struct Page<'s> {
    /// Its text.
    pub source: &'s Source,
    /// Its front matter, if it has any.
    pub front: Option<Front<'s>>,
    /// Its body as data.
    pub outline: Tree<'s>,
    /// Its lists, tables and runs of text, in the order of the text.
    pub blocks: Arc<Blocks>,
    /// All headings, in order.
    pub headings: Vec<Heading<'s>>,
    /// All links, in order; those of the front matter first.
    pub links: Arc<Vec<Link>>,
    /// The block ids (`^id`) of the page, without the caret.
    pub block_ids: Vec<&'s str>,
    /// The labels of its footnotes.
    pub footnotes: Vec<Cow<'s, str>>,
    /// The ids that stand in it, in order.
    pub ids: Vec<IdToken>,
    /// What could not be read.
    pub errors: Vec<SyntaxError>,
    /// What only YAML and JSON pages have; None in Markdown. Their whole document is the outline.
    pub document: Option<Document>,
    /// Whether its text was read, and is one text. Of a page that was not, nothing is known, so nothing is missing in it either.
    pub read: bool,
    /// The merge conflicts that are left in it: what it says is not settled, and so it does not count as read.
    pub conflicts: Vec<Conflict>,
    /// The comments in it that allow findings, in order.
    pub directives: Vec<Directive<'s>>,
}

impl<'s> Page<'s> {
    /// A page of which nothing is known yet.
    pub(super) fn empty(source: &'s Source) -> Self {
        Self {
            source,
            front: None,
            outline: Tree::default(),
            blocks: Arc::default(),
            headings: Vec::new(),
            links: Arc::default(),
            block_ids: Vec::new(),
            footnotes: Vec::new(),
            ids: Vec::new(),
            errors: Vec::new(),
            document: None,
            read: true,
            conflicts: Vec::new(),
            directives: Vec::new(),
        }
    }

    /// The heading that names the page: the first of level 1, else the first.
    #[must_use]
    pub fn main_heading(&self) -> Option<&Heading<'s>> {
        let top = self.headings.iter().find(|heading| heading.level == 1);
        top.or(self.headings.first())
    }

    /// Whether the page is a whole ATLAS release.
    #[must_use]
    pub fn is_release(&self) -> bool {
        let shape = self.document.as_ref().and_then(|document| document.shape);
        shape.is_some_and(Shape::is_release)
    }

    /// Returns the text of the front matter's `title`, without quotes around it.
    #[must_use]
    pub fn title(&self) -> Option<Span> {
        let front = self.front.as_ref().filter(|front| front.sound)?;
        let (node, _) = front.text("title")?;
        let span = front.tree.node(node).span;
        let quoted = self.source.slice(span).starts_with(['"', '\'']);
        Some(span.narrowed(quoted))
    }

    /// The ids that stand in a part of the page, in order.
    pub fn ids_in(&self, span: Span) -> impl Iterator<Item = &IdToken> {
        ids_in(&self.ids, span)
    }
}

/// The front matter of a page.
#[derive(Debug)]
pub struct Front<'s> {
    /// The opening `---`.
    pub fence: Span,
    /// The YAML between the two fences.
    pub body: Span,
    /// The YAML as data.
    pub tree: Tree<'s>,
    /// Whether it was read without an error.
    pub sound: bool,
}

impl Front<'_> {
    /// The value of a key, if it is text, and its node.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<(NodeId, &str)> {
        let node = self.tree.get(self.tree.root()?, key)?;
        Some((node, self.tree.text(node)?))
    }
}

/// A heading.
#[derive(Debug)]
pub struct Heading<'s> {
    /// 1 to 6.
    pub level: u8,
    /// The bytes of its text.
    pub span: Span,
    /// Its text as written.
    pub text: &'s str,
}

/// What kind of link it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// `[[target]]`
    Wiki,
    /// `![[target]]`
    Embed,
    /// `[text](dest)`, `<https://...>` and a bare URL on atlas.mitre.org.
    Markdown,
    /// `![text](dest)`
    Image,
    /// `[text][ref]`: the text of a link whose target stands elsewhere, where it is checked.
    Reference,
    /// `[ref]: dest`
    Definition,
}

impl LinkKind {
    /// Whether it is written with double brackets.
    #[must_use]
    pub fn is_wiki(self) -> bool {
        matches!(self, Self::Wiki | Self::Embed)
    }
}

/// A link.
#[derive(Clone, Debug)]
pub struct Link {
    /// What it is.
    pub kind: LinkKind,
    /// All of its bytes, brackets included.
    pub span: Span,
    /// The bytes of the target as written, subpath included, without brackets and white space around it.
    pub target_span: Span,
    /// The target: as written in a wiki-link, unescaped in a Markdown link, still percent-encoded.
    pub target: Box<str>,
    /// The bytes of the label or text, if there is one.
    pub label: Option<Span>,
    /// Whether it stands in a table cell, where `|` is written `\|`.
    pub in_table: bool,
}

impl Link {
    /// The bytes of the target behind its path: the subpath with its `#` and the white space before it; empty if there is none.
    #[must_use]
    pub fn subpath_span(&self, source: &Source) -> Span {
        Span {
            start: self.path_span(source).end,
            ..self.target_span
        }
    }

    /// The bytes of the target without its subpath.
    #[must_use]
    pub fn path_span(&self, source: &Source) -> Span {
        let written = source.slice(self.target_span);
        let path = written.split('#').next().unwrap_or(written).trim_end();
        let start = self.target_span.start as usize;
        Span::new(start, start + path.len())
    }
}

/// What keeps a page, or a part of it, from being read.
#[derive(Debug, PartialEq, Eq)]
pub enum SyntaxError {
    /// Front matter without an end.
    UnclosedFrontMatter {
        /// The opening `---`.
        fence: Span,
    },
    /// Front matter that is a list or a plain value.
    FrontMatterNotMapping {
        /// The YAML.
        span: Span,
        /// What it is, in words.
        found: &'static str,
    },
    /// `key: value: more` without quotes: the bytes of the value.
    ColonInValue {
        /// The second colon.
        span: Span,
        /// The value that needs quotes.
        value: Span,
    },
    /// Front matter that is not YAML.
    Yaml(YamlError),
    /// Double brackets that make no link.
    WikiLink {
        /// The opening brackets, or the whole of it.
        span: Span,
        /// What is wrong.
        kind: WikiLinkError,
    },
}

impl SyntaxError {
    /// Where it stands.
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

/// What is wrong with double brackets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WikiLinkError {
    /// `[[` without `]]`. `meant` is what stands there up to where the link should end.
    Unclosed {
        /// The bytes that were meant as target and label.
        meant: Range<u32>,
    },
    /// `[[]]`, `[[|x]]`.
    EmptyTarget,
    /// `]]` comes, but on a later line.
    LineBreak,
    /// An unescaped `|` in a table cell, at this byte.
    BareSeparator {
        /// The byte of the `|`.
        at: u32,
    },
}
