//! Fixes read back before they are offered: what a fix writes has to read as the fix says.
//!
//! Links are read back where they are written, in [`crate::vault::Written`]. Here are words, ids and the values of YAML, each in a
//! few hundred bytes around it. When a fix is made, [`crate::fix`] reads the whole page back.

mod made;
mod values;

use std::cell::OnceCell;
use std::fmt;

use crate::diagnostic::{Edit, Fix, Promise};
use crate::syntax::{self, Page, id};
use crate::text::{Source, Span, is_invisible};
pub use made::{Reading, Shape, reading};

/// How many bytes before and behind an id are read with it.
const AROUND_ID: usize = 64;

/// Why a fix is not offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It would change nothing.
    Nothing,
    /// Its words hold markup.
    Markup,
    /// The id would not be read as the id that it is.
    Id,
    /// The value of YAML would not be read as it should be.
    Value,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nothing => "there is nothing to change",
            Self::Markup => "the text holds markup",
            Self::Id => "the text around it would join the id",
            Self::Value => "the YAML value would not hold it",
        })
    }
}

/// Reads back the fixes of one page.
pub struct ReadBack<'p> {
    page: &'p Page<'p>,
    source: &'p Source,
    /// The scalars of its YAML, in the order of the text.
    scalars: OnceCell<Vec<Span>>,
}

impl<'p> ReadBack<'p> {
    /// Reads back fixes of `page`, whose text is `source`.
    #[must_use]
    pub fn new(page: &'p Page<'p>, source: &'p Source) -> Self {
        Self {
            page,
            source,
            scalars: OnceCell::new(),
        }
    }

    /// Checks a fix, and quotes the values of YAML that need it.
    ///
    /// # Errors
    ///
    /// Why the fix must not be offered.
    pub fn check(&self, fix: &mut Fix) -> Result<(), Refusal> {
        let written = |edit: &Edit| self.source.text().get(edit.span.range());
        let is_change = |edit: &Edit| written(edit).is_some_and(|old| old != edit.replacement);
        if !fix.edits.iter().any(is_change) {
            return Err(Refusal::Nothing);
        }
        for edit in &mut fix.edits {
            let old = written(edit).ok_or(Refusal::Nothing)?;
            match &edit.promise {
                Promise::Words if adds_markup(&edit.replacement, old) => {
                    return Err(Refusal::Markup);
                }
                // A tag, or an id in a URL, is not read as an id.
                Promise::Id(_) if !mentions(self.page, edit.span) => edit.promise = Promise::Words,
                Promise::Id(id) if !self.reads_as_id(edit, id) => return Err(Refusal::Id),
                Promise::Scalar(value)
                    if syntax::scalar(&edit.replacement).as_ref() != Some(value) =>
                {
                    return Err(Refusal::Value);
                }
                _ => {}
            }
        }
        self.values(fix)
    }

    /// Whether the id that an edit writes in place of another one is read as such.
    fn reads_as_id(&self, edit: &Edit, id: &str) -> bool {
        let text = self.source.text();
        let (start, end) = (edit.span.start as usize, edit.span.end as usize);
        let from = (start.saturating_sub(AROUND_ID)..start).find(|&at| text.is_char_boundary(at));
        let most = (end + AROUND_ID).min(text.len());
        let until = (end..=most).rev().find(|&at| text.is_char_boundary(at));
        let before = &text[from.unwrap_or(start)..start];
        let after = &text[end..until.unwrap_or(end)];
        let window = format!("{before}{}{after}", edit.replacement);
        let mut found = Vec::new();
        let candidates = id::candidates(&window);
        let candidates = candidates.into_iter().map(|at| at as usize);
        id::mentions(&window, 0, candidates, &mut found);
        let place = Span::new(before.len(), before.len() + edit.replacement.len());
        found
            .iter()
            .any(|found| found.span == place && found.malformed.is_none() && found.id == id)
    }
}

/// Whether the page has an id at exactly these bytes.
fn mentions(page: &Page<'_>, span: Span) -> bool {
    page.ids_in(span).any(|mention| mention.span == span)
}

/// Whether words hold markup that the text in their place does not.
fn adds_markup(words: &str, old: &str) -> bool {
    let count = |text: &str, mark: char| text.matches(mark).count();
    let marks = |c: char| "[]<>`*{}|\\#$~^".contains(c) || c.is_control() || is_invisible(c);
    let pairs = ["::", "%%", "://", "www.", "__"];
    let entity = words
        .match_indices('&')
        .any(|(at, _)| words[at + 1..].starts_with(|c: char| c == '#' || c.is_alphanumeric()));
    entity && !old.contains('&')
        || words
            .chars()
            .any(|c| marks(c) && count(words, c) > count(old, c))
        || pairs
            .iter()
            .any(|pair| words.contains(pair) && !old.contains(pair))
}

#[cfg(test)]
mod tests {
    use super::{Fix, ReadBack, Refusal, adds_markup};
    use crate::diagnostic::Safety;
    use crate::syntax::{self, ReadOptions};
    use crate::text::{FileId, Source, Span};

    /// The text after one edit of words, or why it is refused.
    fn fixed(text: &str, old: &str, new: &str) -> Result<String, Refusal> {
        let source = Source::new("a.md", text);
        let page = syntax::read(&source, FileId(0), ReadOptions::default()).expect("a page");
        let at = text.find(old).expect("the text holds it");
        let mut fix = Fix::replace(Safety::Safe, Span::new(at, at + old.len()), new);
        ReadBack::new(&page, &source).check(&mut fix)?;
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
            fixed(&page("Old"), "Old", "The owner's: \"x\""),
            Ok(page("\"The owner's: \\\"x\\\"\""))
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
    fn words_bring_no_markup() {
        for bad in [
            "a]]b",
            "<img onerror=x>",
            "<!-- x",
            "a\nb",
            "a`b",
            "x\u{1b}[0m",
            "a\u{202e}b",
            "%% x %%",
            "::error::x",
            "https://evil.example",
            "&#91;",
            "**a**",
            "a|b",
            "{x}",
            "__a__",
        ] {
            assert!(adds_markup(bad, "Old"), "{bad:?}");
        }
        for good in [
            "LLM Prompt Injection: Direct",
            "R & D (x), y's \"z\"",
            "a_b",
            "5-7/8 + 9",
        ] {
            assert!(!adds_markup(good, "Old"), "{good:?}");
        }
        assert!(!adds_markup("*New*", "*Old*"));
    }

    #[test]
    fn what_changes_nothing_is_not_a_fix() {
        assert_eq!(fixed("# P\n\nOld\n", "Old", "Old"), Err(Refusal::Nothing));
    }
}
