//! An id of a page and the name it is paired with.

use std::borrow::Cow;

use crate::catalog::Kind;
use crate::facts::{Candidate, Name, NameText, PlaceKind};
use crate::syntax::Link;
use crate::syntax::id::Malformed;
use crate::text::Span;

/// An id of a page.
#[derive(Clone, Debug)]
pub struct Mention<'p> {
    /// The bytes of the id.
    pub span: Span,
    /// The id, completed where it is written short.
    pub id: Cow<'p, str>,
    /// Set where it is not well-formed.
    pub malformed: Option<&'p Malformed>,
    /// The name paired with it.
    pub name: Option<Name<'p>>,
    /// Where it is.
    pub position: NamePosition<'p>,
    /// The kind of object that has to be here, and what asks for it: a field's name or a route.
    pub expected: Option<(Kind, &'p str)>,
    /// What tells whether the id or the name is wrong, where the name is in another cell or link than the id.
    pub row: Option<Row<'p>>,
    /// Whether it begins or ends a range: `AML.T0058-T0065`. Then it has no name and no fix.
    pub in_range: bool,
    /// Whether no rule may write another id here: it is in a range, or says which object the page is about.
    pub held: bool,
}

/// What a table row, or a link around the name, says beside a pair.
#[derive(Clone, Copy, Debug, Default)]
pub struct Row<'p> {
    /// The kind of object that the name's column holds.
    pub kind: Option<Kind>,
    /// The id of the tactic that another cell states.
    pub tactic: Option<&'p str>,
    /// The link that is the name, or is next to it.
    pub link: Option<&'p Link>,
}

/// Where an id is.
#[derive(Clone, Copy, Debug)]
pub enum NamePosition<'p> {
    /// In the label or text of a link.
    Label(&'p Link),
    /// In the target of a route.
    Route(&'p Link),
    /// In a place that declares the page's id.
    Declares(PlaceKind),
    /// In another heading.
    Heading,
    /// In a tag of the front matter.
    Tag,
    /// Anywhere else.
    Prose,
}

impl<'p> Mention<'p> {
    /// Returns the mention of a candidate, not paired yet, with no label around it.
    pub(super) fn of(candidate: &'p Candidate, links: &'p [Link]) -> Self {
        let position = &candidate.position;
        let route = position.route.and_then(|at| links.get(at));
        let position = match (route, position.declares) {
            (Some(link), _) => NamePosition::Route(link),
            _ if position.in_tag => NamePosition::Tag,
            (None, Some(kind)) => NamePosition::Declares(kind),
            (None, None) if position.in_heading => NamePosition::Heading,
            (None, None) => NamePosition::Prose,
        };
        Self {
            span: candidate.span,
            id: Cow::Borrowed(&candidate.id),
            malformed: candidate.malformed.as_ref(),
            name: candidate.name.as_ref().map(NameText::get),
            position,
            expected: candidate
                .expected
                .as_ref()
                .map(|(kind, what)| (*kind, what.as_ref())),
            row: None,
            in_range: candidate.in_range,
            held: candidate.held,
        }
    }

    /// Returns the link whose label holds the id.
    pub(super) fn link(&self) -> Option<&'p Link> {
        match self.position {
            NamePosition::Label(link) => Some(link),
            _ => None,
        }
    }

    /// Returns the mention with the id that may be meant, where it is not well-formed. None if that cannot be told.
    pub(super) fn well_formed(&self) -> Option<Cow<'_, Self>> {
        let Some(malformed) = self.malformed else {
            return Some(Cow::Borrowed(self));
        };
        Some(Cow::Owned(Self {
            id: Cow::Borrowed(malformed.meant.as_deref()?),
            ..self.clone()
        }))
    }

    /// Returns an id as it should be written instead of `written`, the text of this one: in lower case in a tag that is.
    #[must_use]
    pub fn spelled(&self, id: &str, written: &str) -> String {
        let is_lower =
            matches!(self.position, NamePosition::Tag) && !written.contains(char::is_uppercase);
        if is_lower {
            let dash = written.contains('-') && !written.contains('.');
            let id = id.to_ascii_lowercase();
            if dash { id.replace('.', "-") } else { id }
        } else {
            id.to_owned()
        }
    }
}
