//! An id of a page and the name it is paired with.

use std::borrow::Cow;

use crate::catalog::Kind;
use crate::facts::{Candidate, Code, ExpectedBy, Name, NameText, PlaceKind};
use crate::syntax::Link;
use crate::syntax::id::Malformed;
use crate::text::Span;

#[derive(Clone, Debug)]
pub struct Mention<'p> {
    pub span: Span,
    /// The id; a shortened one is completed.
    pub id: Cow<'p, str>,
    /// The intended form, if the id is malformed.
    pub malformed: Option<&'p Malformed>,
    pub name: Option<Name<'p>>,
    /// The release that is written behind the id.
    pub at_release: Option<&'p str>,
    pub position: NamePosition<'p>,
    /// Set if the id is a code span.
    pub code: Option<Code>,
    /// The kind of object that belongs in this place, and what says so.
    pub expected: Option<(Kind, &'p ExpectedBy)>,
    /// Evidence on whether the id or the name is wrong, if the name is in another cell or link.
    pub row: Option<Row<'p>>,
    /// Whether it starts or ends a range: `AML.T0058-T0065`. Then it has no name and no fix.
    pub in_range: bool,
    /// Whether the text says that there is no such id, or no longer.
    pub is_absent: bool,
    /// Whether no rule may rewrite it: it is in a range or declares the page's object.
    pub is_protected: bool,
}

/// Evidence about a pair from its table row, or from a link around the name.
#[derive(Clone, Copy, Debug, Default)]
pub struct Row<'p> {
    /// The kind of object in the name's column.
    pub kind: Option<Kind>,
    /// The id of the tactic in another cell.
    pub tactic: Option<&'p str>,
    /// The link that is the name or is next to it.
    pub link: Option<&'p Link>,
}

/// The place of an id.
#[derive(Clone, Copy, Debug)]
pub enum NamePosition<'p> {
    /// In the label or text of a link.
    Label(&'p Link),
    /// In the target of a route.
    Route(&'p Link),
    /// In a place that declares the page's id.
    Declares(PlaceKind),
    Heading,
    /// In a front matter tag.
    Tag,
    /// Anywhere else.
    Prose,
}

impl<'p> Mention<'p> {
    /// Returns the mention of a candidate. Its name and label are not set yet.
    pub(super) fn of(candidate: &'p Candidate, links: &'p [Link]) -> Self {
        let position = &candidate.position;
        let route = position.route.and_then(|at| links.get(at as usize));
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
            malformed: candidate.malformed.as_deref(),
            name: candidate.name.as_ref().map(NameText::get),
            at_release: candidate.at_release.as_deref(),
            position,
            code: candidate.code,
            expected: candidate.expected.as_ref().map(|(kind, by)| (*kind, by)),
            row: None,
            in_range: candidate.in_range,
            is_absent: candidate.is_absent,
            is_protected: candidate.is_protected,
        }
    }

    /// Returns the link whose label holds the id.
    pub(super) fn link(&self) -> Option<&'p Link> {
        match self.position {
            NamePosition::Label(link) => Some(link),
            _ => None,
        }
    }

    /// Returns the mention with the intended id if it is malformed. None if the intended id is unknown.
    pub(super) fn well_formed(&self) -> Option<Cow<'_, Self>> {
        let Some(malformed) = self.malformed else {
            return Some(Cow::Borrowed(self));
        };
        Some(Cow::Owned(Self {
            id: Cow::Borrowed(malformed.intended.as_deref()?),
            ..self.clone()
        }))
    }

    /// Returns `id` in the form of `written`, the present text: in lower case in a lower-case tag.
    #[must_use]
    pub fn spelled(&self, id: &str, written: &str) -> String {
        let is_lower =
            matches!(self.position, NamePosition::Tag) && !written.contains(char::is_uppercase);
        if is_lower {
            let id = id.to_ascii_lowercase();
            let dot = written.contains('.');
            let instead = ["-", "_"].into_iter().find(|sign| written.contains(sign));
            match instead.filter(|_| !dot) {
                Some(sign) => id.replace('.', sign),
                None => id,
            }
        } else {
            id.to_owned()
        }
    }
}
