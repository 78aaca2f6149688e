//! Facts of a case study that are still placeholders, such as `[To be documented]`.

use std::fmt;

use super::error::Fact;
use super::study::CaseStudy;
use crate::text::Position;
use crate::text::placeholder::has_paragraph;

/// A fact that is still a placeholder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unwritten {
    pub fact: Fact,
    /// The place on the page, unless the case study is from an official file.
    pub place: Option<Position>,
}

impl fmt::Display for Unwritten {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = self.place {
            write!(f, "{}:{}: ", place.line, place.column)?;
        }
        match self.fact {
            Fact::Step(number) => write!(f, "the text of step {number}")?,
            Fact::Date => f.write_str("the incident date")?,
            fact => fact.fmt(f)?,
        }
        f.write_str(" is still a placeholder")
    }
}

/// Returns the texts of a case study that are, or have a paragraph that is, a placeholder.
pub fn unwritten(study: &CaseStudy) -> Vec<Fact> {
    let mut found = Vec::new();
    let mut note = |fact: Fact, text: Option<&str>| {
        if text.is_some_and(has_paragraph) {
            found.push(fact);
        }
    };
    note(Fact::Name, Some(&study.name));
    note(Fact::Summary, Some(&study.summary));
    note(Fact::Type, study.kind.as_deref());
    note(Fact::Target, study.target.as_deref());
    note(Fact::Actor, study.actor.as_deref());
    note(Fact::Reporter, study.reporter.as_deref());
    for (step, number) in study.steps.iter().zip(1..) {
        note(Fact::Step(number), Some(&step.description));
    }
    for (reference, number) in study.references.iter().zip(1..) {
        note(Fact::Reference(number), reference.title.as_deref());
    }
    found
}
