//! An id in a page, with the name that the text alone pairs it with.

use super::adjacent_name::NameText;
use super::declaration::PlaceKind;
use crate::catalog::Kind;
use crate::syntax::id::{IdToken, Malformed};
use crate::text::Span;

/// An id in a page.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The bytes of the id.
    pub span: Span,
    /// The id, completed where it is written short.
    pub id: Box<str>,
    /// Set where it is not well-formed.
    pub malformed: Option<Malformed>,
    /// Where it is.
    pub position: Position,
    /// Its name, where the text alone tells it.
    pub name: Option<NameText>,
    /// Values of its mapping in YAML. One that is exactly a name of the id counts before `name`.
    pub values: Vec<NameText>,
    /// Set where a colon makes a mapping of what was meant as one text.
    pub trap: Option<Trap>,
    /// The kind of object that has to be here, and what asks for it: a field's name or a route.
    pub expected: Option<(Kind, Box<str>)>,
    /// Whether it begins or ends a range: `AML.T0058-T0065`. Then it has no name and no fix.
    pub in_range: bool,
    /// Whether no rule may write another id here: it is in a range, or says which object the page is about.
    pub held: bool,
    /// Whether it is the id of an object of a YAML page.
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
            name: None,
            values: Vec::new(),
            trap: None,
            expected: None,
            in_range: false,
            held: false,
            is_object_id: false,
        }
    }

    /// Takes the name from the id.
    pub(super) fn unpair(&mut self) {
        self.name = None;
        self.values.clear();
    }
}

/// Where an id is. An id in a label is also in the heading or the text around the link.
#[derive(Clone, Copy, Debug, Default)]
pub struct Position {
    /// The link whose label or text holds it, by its place among the page's links.
    pub label: Option<usize>,
    /// The link whose target is a route that holds it.
    pub route: Option<usize>,
    /// The place that declares the page's id and holds it.
    pub declares: Option<PlaceKind>,
    /// Whether it is in a heading.
    pub in_heading: bool,
    /// Whether it is in a tag of the front matter.
    pub in_tag: bool,
}

/// An entry of a YAML list that a colon makes a mapping of, though one text was meant:
/// `- AML.T0051.000 - LLM Prompt Injection: Direct`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trap {
    /// What is between the id and the colon.
    pub name: Box<str>,
    /// The same with the value behind the colon.
    pub whole: Box<str>,
    /// Whether the form alone tells that one text was meant, whatever the catalogue knows.
    pub is_certain: bool,
    /// The name that the id has in the text that was meant.
    pub meant: Option<NameText>,
}
