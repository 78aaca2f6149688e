//! The doubtful ids of a page: what stays of its problems when its rules have run.

use crate::analysis::{IdProblem, Mention, NamePosition};
use crate::text::Span;

/// The ids of a page that have a problem.
#[derive(Debug, Default)]
pub struct Doubts(Box<[Doubt]>);

/// An id with a problem.
#[derive(Debug)]
struct Doubt {
    span: Span,
    /// Whether the intended object is open: the problem is another than an outdated or misspelled name.
    is_open: bool,
    /// Whether the id declares the page's object.
    declares: bool,
}

impl Doubts {
    /// Returns the doubts of problems, which are in text order.
    pub(super) fn of(problems: &[(Mention<'_>, IdProblem<'_>)]) -> Self {
        let doubt = |(mention, problem): &(Mention<'_>, IdProblem<'_>)| Doubt {
            span: mention.span,
            is_open: !problem.is_of_name(),
            declares: matches!(mention.position, NamePosition::Declares(_)),
        };
        Self(problems.iter().map(doubt).collect())
    }

    /// Returns whether an id in `span` has a problem.
    #[must_use]
    pub fn are_in(&self, span: Span) -> bool {
        self.inside(span).next().is_some()
    }

    /// Returns whether an id in `span` has a problem that leaves the intended object open.
    #[must_use]
    pub fn leave_open(&self, span: Span) -> bool {
        self.inside(span).any(|doubt| doubt.is_open)
    }

    /// Returns whether the object that the page declares is open.
    #[must_use]
    pub fn are_of_declaration(&self) -> bool {
        self.0.iter().any(|doubt| doubt.declares && doubt.is_open)
    }

    fn inside(&self, span: Span) -> impl Iterator<Item = &Doubt> {
        let from = self
            .0
            .partition_point(|doubt| doubt.span.start < span.start);
        self.0[from..]
            .iter()
            .take_while(move |doubt| span.contains(doubt.span))
    }
}
