//! The themes of rules, as `explain` and the documentation list them.

use super::{RULES, Rule};

/// What a rule is about.
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

    /// Returns the rules of the theme, sorted by name.
    pub fn rules(self) -> impl Iterator<Item = &'static Rule> {
        RULES.iter().copied().filter(move |rule| rule.theme == self)
    }
}

#[cfg(test)]
mod tests {
    use super::Theme;
    use crate::rules::RULES;

    #[test]
    fn the_themes_list_every_rule_once() {
        let mut listed: Vec<&str> = Theme::ALL
            .into_iter()
            .flat_map(Theme::rules)
            .map(|rule| rule.name)
            .collect();
        listed.sort_unstable();
        let rules: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
        assert_eq!(listed, rules);
    }
}
