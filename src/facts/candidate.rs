//! An id in a page, with the name that the text alone pairs it with.

use serde::{Deserialize, Serialize};

use super::adjacent_name::NameText;
use super::code::Code;
use super::declaration::PlaceKind;
use crate::catalog::Kind;
use crate::syntax::id::{IdToken, Malformed};
use crate::syntax::tree::NodeId;
use crate::text::Span;

#[derive(Serialize, Deserialize, Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Candidate {
    pub span: Span,
    /// The id; a shortened one is completed.
    pub id: Box<str>,
    /// The intended form, if the id is malformed.
    pub malformed: Option<Box<Malformed>>,
    pub position: Position,
    /// Set if the id is a code span.
    pub code: Option<Code>,
    /// The name that the text alone pairs it with.
    pub name: Option<NameText>,
    /// Values of the same YAML mapping. A value that is exactly a name of the id has priority over `name`.
    pub values: Vec<NameText>,
    /// The release that is written behind it: `AML.T0019@5.0.1`.
    pub at_release: Option<Box<str>>,
    /// Set if a colon turned the intended text into a mapping.
    pub split_text: Option<Box<InSplitText>>,
    /// The kind of object that belongs in this place, and what says so.
    pub expected: Option<(Kind, ExpectedBy)>,
    /// Whether it starts or ends a range: `AML.T0058-T0065`. Then it has no name and no fix.
    pub in_range: bool,
    /// Whether no rule may rewrite it: it is in a range or declares the page's object.
    pub is_protected: bool,
    /// Whether the text says that there is no such id, or no longer.
    pub is_absent: bool,
    /// Whether it is the id of an object in a YAML page.
    pub is_object_id: bool,
}

impl Candidate {
    /// Returns the candidate of an id in the text of a page.
    pub(super) fn of(token: &IdToken) -> Self {
        Self {
            span: token.span,
            id: token.id.clone(),
            malformed: token.malformed.clone(),
            position: Position::default(),
            code: None,
            name: None,
            values: Vec::new(),
            at_release: None,
            split_text: None,
            expected: None,
            in_range: false,
            is_protected: false,
            is_absent: false,
            is_object_id: false,
        }
    }

    /// Removes the name.
    pub(super) fn unpair(&mut self) {
        self.name = None;
        self.values.clear();
    }
}

/// What says which kind of object belongs in a place.
#[derive(Serialize, Deserialize, Clone, Debug)]
pub enum ExpectedBy {
    /// The field of this name.
    Field(Box<str>),
    /// The YAML key of this name.
    Key(Box<str>),
    /// The folder of a route.
    Route,
}

/// The place of an id. An id in a label is also in the heading or text around the link.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, Default)]
pub struct Position {
    /// The link with the id in its label or text, as an index into the page's links.
    pub label: Option<u32>,
    /// The link with the id in its target, a route.
    pub route: Option<u32>,
    /// The declaring place that contains it.
    pub declares: Option<PlaceKind>,
    pub in_heading: bool,
    /// Whether it is in a front matter tag.
    pub in_tag: bool,
}

/// A list item in YAML that a colon turns into a mapping, although one text was meant: `- AML.T0051.000 - LLM Prompt Injection:
/// Direct`.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct SplitText {
    /// The list item.
    pub node: NodeId,
    /// The bytes of the intended text.
    pub span: Span,
    /// The text between the id and the colon.
    pub name: Box<str>,
    /// The same with the value after the colon.
    pub whole: Box<str>,
    /// Whether the form alone shows that one text was meant, regardless of the catalog.
    pub is_certain: bool,
}

/// An id in a [`SplitText`].
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct InSplitText {
    /// The index of the text among those of the page.
    pub at: usize,
    /// The name of the id in the intended text.
    pub name: Option<NameText>,
}
