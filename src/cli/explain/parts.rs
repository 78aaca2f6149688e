//! The parts of a rule's document: what it finds, why it matters, what to do.

use crate::example::Document;
use crate::rules::Rule;

/// The text of a rule's document before its examples.
pub(super) struct Parts<'d> {
    pub(super) finds: &'d str,
    pub(super) why: &'d str,
    pub(super) what_to_do: &'d str,
    /// Further paragraphs; "" if there are none.
    pub(super) details: &'d str,
}

impl<'d> Parts<'d> {
    /// Reads the parts that every document opens with, a paragraph each. A paragraph that ends in a colon includes the next one.
    pub(super) fn of(document: &'d Document) -> Self {
        let heading_end = document.lead.find('\n').unwrap_or_default();
        let mut rest = document.lead[heading_end..].trim();
        Self {
            finds: take_part(&mut rest),
            why: take_part(&mut rest),
            what_to_do: take_part(&mut rest),
            details: rest,
        }
    }
}

fn take_part<'d>(rest: &mut &'d str) -> &'d str {
    let ends = rest.match_indices("\n\n").map(|(at, _)| at);
    let mut ends = ends.chain([rest.len()]);
    let is_whole = |end: &usize| !rest[..*end].ends_with(':');
    let (part, after) = rest.split_at(ends.find(is_whole).unwrap_or(rest.len()));
    *rest = after.trim_start_matches('\n');
    part
}

pub(super) fn document(rule: &Rule) -> Document {
    Document::parse(rule.docs)
}

#[cfg(test)]
mod tests {
    use super::{Parts, document};
    use crate::rules::RULES;

    #[test]
    fn every_document_has_its_parts() {
        for rule in RULES {
            let document = document(rule);
            let parts = Parts::of(&document);
            let first = parts.finds.split(' ').next();
            assert!(matches!(first, Some("Finds" | "Reports")), "{}", rule.name);
            assert!(!parts.why.is_empty(), "{}", rule.name);
            assert!(!parts.what_to_do.is_empty(), "{}", rule.name);
            assert!(!parts.details.starts_with(' '), "{}", rule.name);
        }
    }
}
