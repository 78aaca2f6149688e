//! Reasons why a fix is not offered.

use std::fmt;

/// Reason why a fix is not offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// The fix changes nothing.
    Nothing,
    /// The fix adds or removes markup.
    Markup,
    /// The text is a label that other text of the page refers to.
    Reference,
    /// The new id would not parse as an id.
    Id,
    /// The text may be in quotes or cells that cannot hold the new text.
    Literal,
    /// The YAML value would parse differently.
    Value,
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nothing => "there is nothing to change",
            Self::Markup => "the markup around it would change",
            Self::Reference => "the text is a label that the page refers to elsewhere",
            Self::Id => "the text around it would join the id",
            Self::Literal => "what is written there may not fit the quotes or cells around it",
            Self::Value => "the YAML value would not hold it",
        })
    }
}
