//! Checks the fixes of one page, one by one.

use super::literal;
use super::markup::changes_markup;
use super::rejection::Rejection;
use super::yaml_values::YamlValues;
use crate::diagnostic::{Edit, Fix, Promise};
use crate::syntax::{self, LinkKind, Page, id};
use crate::text::{Span, first_bytes, last_bytes};

/// Number of bytes before and after an id that are parsed with it.
const AROUND_ID: usize = 64;
/// Maximum length of a footnote label around an id, in bytes.
const LONGEST_LABEL: usize = 256;
/// Number of preceding links that may contain a text. Links nest at most as an image in a link does.
const AROUND_LINKS: usize = 4;

/// Checker of the fixes of one page.
pub struct FixChecker<'p> {
    page: &'p Page<'p>,
    yaml: YamlValues<'p>,
}

impl<'p> FixChecker<'p> {
    /// Returns a checker for fixes of `page`.
    #[must_use]
    pub fn new(page: &'p Page<'p>) -> Self {
        Self {
            page,
            yaml: YamlValues::new(page),
        }
    }

    /// Checks a fix, and quotes YAML values that need it.
    ///
    /// # Errors
    ///
    /// The fix must not be offered.
    pub fn check(&self, fix: &mut Fix) -> Result<(), Rejection> {
        let written = |edit: &Edit| self.page.source.text().get(edit.span.range());
        let is_change = |edit: &Edit| written(edit).is_some_and(|old| old != edit.replacement);
        if !fix.edits.iter().any(is_change) {
            return Err(Rejection::Nothing);
        }
        fix.edits.sort_by_key(|edit| edit.span);
        for edit in &mut fix.edits {
            let old = written(edit).ok_or(Rejection::Nothing)?;
            match &edit.promise {
                Promise::Words if changes_markup(&edit.replacement, old) => {
                    return Err(Rejection::Markup);
                }
                Promise::Words | Promise::Id(_) if self.is_referred_to(edit.span) => {
                    return Err(Rejection::Reference);
                }
                // A tag, or an id in a URL, is not read as an id.
                Promise::Id(_) if !mentions(self.page, edit.span) => edit.promise = Promise::Words,
                Promise::Id(id) if !self.reads_as_id(edit, id) => return Err(Rejection::Id),
                Promise::Scalar(value)
                    if syntax::scalar(&edit.replacement).as_ref() != Some(value) =>
                {
                    return Err(Rejection::Value);
                }
                _ => {}
            }
        }
        if literal::is_of(self.page) {
            return literal::check(self.page, fix);
        }
        self.yaml.check(fix)
    }

    /// Returns whether a text is the label of a shortcut reference, a footnote or a block, which other text of the page refers to.
    fn is_referred_to(&self, span: Span) -> bool {
        // No further back: a line may be as long as the page.
        let (text, start) = (self.page.source.text(), span.start as usize);
        let before = last_bytes(&text[..start], LONGEST_LABEL);
        let open = before.rfind("[^").map(|at| &before[at..]);
        let in_note = open.is_some_and(|open| !open.contains([']', '\n']));
        if before.ends_with('^') || in_note {
            return true;
        }
        let links = &self.page.links;
        let after = links.partition_point(|link| link.span.start <= span.start);
        let around = links[..after].iter().rev().take(AROUND_LINKS);
        let mut around = around.filter(|link| link.span.contains(span));
        around.any(|link| {
            let text = self.page.source.slice(link.span);
            let label = link.label.map(|label| self.page.source.slice(label));
            let is_short = label.is_some_and(|label| text.len() <= label.len() + "[][]".len());
            link.kind == LinkKind::Reference && is_short && !text.ends_with(')')
        })
    }

    /// Returns whether the new id of an edit parses as this id.
    fn reads_as_id(&self, edit: &Edit, id: &str) -> bool {
        let text = self.page.source.text();
        let (start, end) = (edit.span.start as usize, edit.span.end as usize);
        let before = last_bytes(&text[..start], AROUND_ID);
        let after = first_bytes(&text[end..], AROUND_ID);
        let window = format!("{before}{}{after}", edit.replacement);
        let mut found = Vec::new();
        let candidates = id::candidates(&window);
        let candidates = candidates.into_iter().map(|at| at as usize);
        id::tokens(&window, 0, candidates, &mut found);
        let place = Span::new(before.len(), before.len() + edit.replacement.len());
        found
            .iter()
            .any(|found| found.span == place && found.malformed.is_none() && *found.id == *id)
    }
}

/// Returns whether the page has an id at exactly these bytes.
fn mentions(page: &Page<'_>, span: Span) -> bool {
    page.ids_in(span).any(|token| token.span == span)
}

#[cfg(test)]
mod tests {
    use super::{Fix, FixChecker, Rejection};
    use crate::diagnostic::Applicability;
    use crate::syntax::{self, ReadOptions};
    use crate::text::{Source, Span};

    /// Returns the text after one edit of words, or the reason why it is rejected.
    fn fixed(text: &str, old: &str, new: &str) -> Result<String, Rejection> {
        let source = Source::new("a.md", text);
        let page = syntax::read(&source, &ReadOptions::default()).expect("a page");
        let at = text.find(old).expect("the text holds it");
        let mut fix = Fix::replace(Applicability::Safe, Span::new(at, at + old.len()), new);
        FixChecker::new(&page).check(&mut fix)?;
        let mut out = text.to_owned();
        for edit in fix.edits.iter().rev() {
            out.replace_range(edit.span.range(), &edit.replacement);
        }
        Ok(out)
    }

    #[test]
    fn a_value_of_yaml_is_quoted_where_it_has_to_be() {
        let page = |value: &str| format!("---\nid: x\nname: {value}\n---\n# P\n");
        for (before, after) in [
            ("Old", "'Own: A'"),
            ("'Old'", "'Own: A'"),
            ("\"Old\"", "\"Own: A\""),
            ("see Old here", "'see Own: A here'"),
            ("'it''s Old'", "'it''s Own: A'"),
        ] {
            assert_eq!(fixed(&page(before), "Old", "Own: A"), Ok(page(after)));
        }
        assert_eq!(
            fixed(&page("'Old'"), "Old", "The owner's"),
            Ok(page("'The owner''s'"))
        );
        assert_eq!(
            fixed(&page("Old"), "Old", "The owner's: x"),
            Ok(page("\"The owner's: x\""))
        );
        assert_eq!(fixed(&page("Old"), "Old", "1.0"), Ok(page("'1.0'")));
        assert_eq!(
            fixed(&page("|\n  Old"), "Old", "a: b"),
            Ok(page("|\n  a: b"))
        );
        assert_eq!(
            fixed(&page("[Old, b]"), "Old", "x, y"),
            Ok(page("['x, y', b]"))
        );
    }

    #[test]
    fn what_changes_nothing_is_not_a_fix() {
        assert_eq!(fixed("# P\n\nOld\n", "Old", "Old"), Err(Rejection::Nothing));
    }
}
