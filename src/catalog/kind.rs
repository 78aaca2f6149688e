//! The kinds of ATLAS objects and their ids.

use serde::{Deserialize, Serialize};

/// Kind of an object. A sub-technique is a technique with a parent.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// `AML.TA0001`
    Tactic,
    /// `AML.T0001` or `AML.T0001.000`
    Technique,
    /// `AML.M0001`
    Mitigation,
    /// `AML.CS0001`
    CaseStudy,
}

impl Kind {
    /// All kinds, in the order in which lists show them.
    pub const ALL: [Kind; 4] = [
        Kind::Tactic,
        Kind::Technique,
        Kind::Mitigation,
        Kind::CaseStudy,
    ];

    /// Returns the kind of an ATLAS id, or `None` if the id is not well-formed.
    #[must_use]
    pub fn of_id(id: &str) -> Option<Kind> {
        let rest = id.strip_prefix("AML.")?;
        if let Some(digits) = rest.strip_prefix("TA") {
            return is_digits(digits, 4).then_some(Kind::Tactic);
        }
        if let Some(digits) = rest.strip_prefix("CS") {
            return is_digits(digits, 4).then_some(Kind::CaseStudy);
        }
        if let Some(digits) = rest.strip_prefix('M') {
            return is_digits(digits, 4).then_some(Kind::Mitigation);
        }
        let (number, sub) = match rest.strip_prefix('T')?.split_once('.') {
            Some((number, sub)) => (number, Some(sub)),
            None => (rest.strip_prefix('T')?, None),
        };
        let is_well_formed = is_digits(number, 4) && sub.is_none_or(|sub| is_digits(sub, 3));
        is_well_formed.then_some(Kind::Technique)
    }

    /// Returns the kind in words, such as "case study".
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Kind::Tactic => "tactic",
            Kind::Technique => "technique",
            Kind::Mitigation => "mitigation",
            Kind::CaseStudy => "case study",
        }
    }

    /// Returns the kind in words for several objects, such as "case studies".
    #[must_use]
    pub fn plural(self) -> &'static str {
        match self {
            Kind::Tactic => "tactics",
            Kind::Technique => "techniques",
            Kind::Mitigation => "mitigations",
            Kind::CaseStudy => "case studies",
        }
    }

    /// Returns the folder of such objects on the ATLAS site.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Kind::Tactic => "tactics",
            Kind::Technique => "techniques",
            Kind::Mitigation => "mitigations",
            Kind::CaseStudy => "studies",
        }
    }
}

fn is_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn only_well_formed_ids_have_a_kind() {
        assert_eq!(Kind::of_id("AML.TA0001"), Some(Kind::Tactic));
        assert_eq!(Kind::of_id("AML.T0001"), Some(Kind::Technique));
        assert_eq!(Kind::of_id("AML.T0001.002"), Some(Kind::Technique));
        assert_eq!(Kind::of_id("AML.M0001"), Some(Kind::Mitigation));
        assert_eq!(Kind::of_id("AML.CS0001"), Some(Kind::CaseStudy));
        for id in [
            "",
            "AML.",
            "AML.T051",
            "AML.T0051.1",
            "AML.T00511",
            "aml.t0051",
            "T0051",
            "AML.X0001",
            "AML.T0001.",
        ] {
            assert_eq!(Kind::of_id(id), None, "{id}");
        }
    }
}
