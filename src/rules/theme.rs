//! The themes of rules, as `explain` and the documentation list them.

/// Theme of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    Ids,
    Facts,
    Links,
    Pages,
    Procedures,
    Text,
    Run,
}

impl Theme {
    /// All themes, in the order in which they are listed.
    pub const ALL: [Self; 7] = [
        Self::Ids,
        Self::Facts,
        Self::Links,
        Self::Pages,
        Self::Procedures,
        Self::Text,
        Self::Run,
    ];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ids => "Ids and names",
            Self::Facts => "Facts of ATLAS",
            Self::Links => "Links",
            Self::Pages => "Pages",
            Self::Procedures => "Procedures, dates and references",
            Self::Text => "Text and front matter",
            Self::Run => "Suppressions and the run",
        }
    }
}
