//! Notes on lists that were left as they are.

use std::fmt;

/// A list that was left as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListNote {
    pub path: String,
    pub heading: String,
    pub reason: ListReason,
}

/// Reason why a list, or an entry of it, was left as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListReason {
    /// Several sections have its heading.
    SeveralSections,
    /// The section is not a plain list of objects.
    NotPlain,
    /// There is text between its entries.
    TextBetween,
    /// It has no entries left, but the section holds text.
    WouldBeEmpty,
    /// A link cannot hold the name or path of this object.
    Unlinkable(String),
}

impl fmt::Display for ListNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            path,
            heading,
            reason,
        } = self;
        write!(f, "{path}: `{heading}` is not changed: it {reason}")
    }
}

impl fmt::Display for ListReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SeveralSections => f.write_str("has several sections of this name"),
            Self::NotPlain => f.write_str("holds more than a plain list of objects"),
            Self::TextBetween => f.write_str("holds something between its entries"),
            Self::WouldBeEmpty => f.write_str("would be empty, and holds a text"),
            Self::Unlinkable(key) => {
                write!(f, "lacks {key}, whose name or path a link cannot hold")
            }
        }
    }
}
