//! The rules by theme, as `explain` and the documentation list them.

/// Rules about one thing.
#[derive(Debug)]
pub struct Theme {
    pub name: &'static str,
    /// The rules of the theme, the most important first.
    pub rules: &'static [&'static str],
}

/// All themes. Each rule is in one of them.
pub static THEMES: [Theme; 7] = [
    Theme {
        name: "Ids and names",
        rules: &[
            "malformed-id",
            "unprefixed-id",
            "unknown-id",
            "retired-id",
            "wrong-object-type",
            "wrong-name",
            "unknown-name",
            "outdated-name",
        ],
    },
    Theme {
        name: "Facts of ATLAS",
        rules: &[
            "technique-outside-tactic",
            "outdated-tactic",
            "ambiguous-tactic",
            "outdated-fact",
            "inconsistent-reference",
            "inconsistent-mapping",
        ],
    },
    Theme {
        name: "Links",
        rules: &[
            "unresolved-link",
            "unresolved-anchor",
            "wrong-link-target",
            "ambiguous-link",
            "case-mismatch",
            "malformed-wiki-link",
            "malformed-url",
            "missing-backlink",
            "orphan-page",
        ],
    },
    Theme {
        name: "Pages",
        rules: &[
            "schema-violation",
            "unmatched-page",
            "duplicate-id",
            "inconsistent-page",
            "misnamed-page",
            "duplicate-heading",
            "miscounted-heading",
            "placeholder-text",
        ],
    },
    Theme {
        name: "Procedures, dates and references",
        rules: &[
            "misnumbered-step",
            "wrong-step-title",
            "cyclic-procedure",
            "implausible-date",
            "misnumbered-reference",
            "duplicate-reference",
        ],
    },
    Theme {
        name: "Text and front matter",
        rules: &[
            "invalid-encoding",
            "unreadable-file",
            "invalid-frontmatter",
            "yaml-trap",
            "merge-conflict",
            "invisible-character",
        ],
    },
    Theme {
        name: "Suppressions and the run",
        rules: &[
            "unknown-suppression",
            "unused-suppression",
            "internal-error",
        ],
    },
];

/// Returns the theme of a rule.
#[must_use]
pub fn theme_of(rule: &str) -> Option<&'static Theme> {
    THEMES.iter().find(|theme| theme.rules.contains(&rule))
}

#[cfg(test)]
mod tests {
    use super::THEMES;
    use crate::rules::RULES;

    #[test]
    fn each_rule_has_one_theme() {
        let mut listed: Vec<&str> = THEMES
            .iter()
            .flat_map(|theme| theme.rules)
            .copied()
            .collect();
        listed.sort_unstable();
        let rules: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
        assert_eq!(listed, rules);
    }
}
