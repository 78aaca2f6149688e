//! Reasons why a fix is not offered.

use std::fmt;

/// Why a fix is not offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// It would change nothing.
    Nothing,
    /// It would add or remove markup.
    Markup,
    /// The text is a label by which other text of the page refers to something.
    Reference,
    /// The id would not be read as the id that it is.
    Id,
    /// The text may stand in quotes or cells that would not hold it.
    Literal,
    /// The value of YAML would not be read as it should be.
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
