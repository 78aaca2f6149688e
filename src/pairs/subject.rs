//! An id of a page, and where it stands.

use std::borrow::Cow;

use super::beside::Name;
use crate::catalog::Kind;
use crate::facts::PlaceKind;
use crate::syntax::Link;
use crate::syntax::id::{IdToken, Malformed};
use crate::text::{Source, Span};

/// An id of a page.
#[derive(Clone, Debug)]
pub struct Subject<'p> {
    /// The bytes of the id.
    pub span: Span,
    /// The id, completed where it is written short.
    pub id: Cow<'p, str>,
    /// Set where it is not well-formed.
    pub malformed: Option<Malformed>,
    /// The name paired with it.
    pub name: Option<Name<'p>>,
    /// Where it stands.
    pub slot: Slot<'p>,
    /// The kind of object that has to stand here, and what asks for it: a field's name or a route.
    pub wanted: Option<(Kind, Cow<'p, str>)>,
    /// What tells which half is wrong, where the name stands in another cell or link than the id.
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
    /// The link that is the name, or stands beside it.
    pub link: Option<&'p Link>,
}

impl<'p> Subject<'p> {
    /// The subject of an id in the text of a page.
    pub(super) fn of(mention: &'p IdToken) -> Self {
        Self {
            span: mention.span,
            id: Cow::Borrowed(&mention.id),
            malformed: mention.malformed.clone(),
            name: None,
            slot: Slot::Prose,
            wanted: None,
            row: None,
            in_range: false,
            held: false,
        }
    }
}

impl Subject<'_> {
    /// The subject with the id that may be meant, where it is not well-formed. None if that cannot be told.
    pub(super) fn well_formed(&self) -> Option<Cow<'_, Self>> {
        let Some(malformed) = &self.malformed else {
            return Some(Cow::Borrowed(self));
        };
        Some(Cow::Owned(Self {
            id: Cow::Owned(malformed.meant.clone()?),
            ..self.clone()
        }))
    }

    /// An id as it should stand here: in lower case in a tag that is.
    #[must_use]
    pub fn spelled(&self, id: &str, source: &Source) -> String {
        let written = source.slice(self.span);
        let is_lower = matches!(self.slot, Slot::Tag) && !written.contains(char::is_uppercase);
        if is_lower {
            let dash = written.contains('-') && !written.contains('.');
            let id = id.to_ascii_lowercase();
            if dash { id.replace('.', "-") } else { id }
        } else {
            id.to_owned()
        }
    }
}

/// Where an id stands.
#[derive(Clone, Copy, Debug)]
pub enum Slot<'p> {
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
