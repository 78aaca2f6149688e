//! Fixes read back before they are offered: what a fix writes has to read as the fix says.
//!
//! Links are read back where they are written, in [`crate::vault::Written`]. Here are words, ids and the values of YAML, each in a
//! few hundred bytes around it. When a fix is made, [`crate::fix`] reads the whole page back.

mod made;
mod values;

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashSet};
use std::fmt;

use crate::diagnostic::{Edit, Fix, Promise};
use crate::syntax::{self, LinkKind, Page, id};
use crate::text::{FileId, Span, is_invisible};
use crate::vault::{Vault, anchor};
pub use made::{Reading, Shape, reading};

/// How many bytes before and behind an id are read with it.
const AROUND_ID: usize = 64;
/// The longest label of a footnote, in bytes, that is looked for around an id.
const LONGEST_LABEL: usize = 256;
/// How many links before a text are looked at for one around it. Links nest at most as an image in a link does.
const AROUND_LINKS: usize = 4;

/// Why a fix is not offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It would change nothing.
    Nothing,
    /// It would add or remove markup.
    Markup,
    /// The text is a label by which other text of the page refers to something.
    Reference,
    /// The id would not be read as the id that it is.
    Id,
    /// The value of YAML would not be read as it should be.
    Value,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nothing => "there is nothing to change",
            Self::Markup => "the markup around it would change",
            Self::Reference => "the text is a label that the page refers to elsewhere",
            Self::Id => "the text around it would join the id",
            Self::Value => "the YAML value would not hold it",
        })
    }
}

/// Reads back the fixes of one page.
pub struct ReadBack<'p> {
    page: &'p Page<'p>,
    /// The scalars of its YAML, in the order of the text.
    scalars: OnceCell<Vec<Span>>,
    /// The headings that links name, in the forms that are compared.
    linked: OnceCell<HashSet<String>>,
}

impl<'p> ReadBack<'p> {
    /// Reads back fixes of `page`.
    #[must_use]
    pub fn new(page: &'p Page<'p>) -> Self {
        Self {
            page,
            scalars: OnceCell::new(),
            linked: OnceCell::new(),
        }
    }

    /// Checks a fix, and quotes the values of YAML that need it.
    ///
    /// # Errors
    ///
    /// Why the fix must not be offered.
    pub fn check(&self, fix: &mut Fix) -> Result<(), Refusal> {
        let written = |edit: &Edit| self.page.source.text().get(edit.span.range());
        let is_change = |edit: &Edit| written(edit).is_some_and(|old| old != edit.replacement);
        if !fix.edits.iter().any(is_change) {
            return Err(Refusal::Nothing);
        }
        for edit in &mut fix.edits {
            let old = written(edit).ok_or(Refusal::Nothing)?;
            match &edit.promise {
                Promise::Words if changes_markup(&edit.replacement, old) => {
                    return Err(Refusal::Markup);
                }
                Promise::Words | Promise::Id(_) if self.is_referred_to(edit.span) => {
                    return Err(Refusal::Reference);
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

    /// Whether a text is the label of a shortcut reference, a footnote or a block, by which another place of the page is found.
    fn is_referred_to(&self, span: Span) -> bool {
        // No further back: a line may be as long as the page.
        let (text, start) = (self.page.source.text(), span.start as usize);
        let from =
            (start.saturating_sub(LONGEST_LABEL)..start).find(|&at| text.is_char_boundary(at));
        let before = &text[from.unwrap_or(start)..start];
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

    /// Whether a fix of the page in `file` changes a heading that a link of the vault leads to: the link would lead to no heading then.
    #[must_use]
    pub fn breaks_anchor(&self, fix: &Fix, file: FileId, vault: &Vault<'_>) -> bool {
        let headings = &self.page.headings;
        fix.edits.iter().any(|edit| {
            let after = headings.partition_point(|heading| heading.span.start <= edit.span.start);
            let heading = after.checked_sub(1).map(|at| &headings[at]);
            heading.is_some_and(|heading| {
                let linked = self.linked.get_or_init(|| {
                    let subpaths = vault.subpaths_into(file).iter();
                    let parts = subpaths.flat_map(|subpath| subpath.split('#'));
                    parts
                        .flat_map(|part| [anchor::plain(part), part.to_lowercase()])
                        .collect()
                });
                heading.span.contains(edit.span)
                    && (linked.contains(&anchor::plain(heading.text))
                        || linked.contains(&anchor::slug(heading.text)))
            })
        })
    }

    /// Whether the id that an edit writes in place of another one is read as such.
    fn reads_as_id(&self, edit: &Edit, id: &str) -> bool {
        let text = self.page.source.text();
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
        id::tokens(&window, 0, candidates, &mut found);
        let place = Span::new(before.len(), before.len() + edit.replacement.len());
        found
            .iter()
            .any(|found| found.span == place && found.malformed.is_none() && *found.id == *id)
    }
}

/// Whether the page has an id at exactly these bytes.
fn mentions(page: &Page<'_>, span: Span) -> bool {
    page.ids_in(span).any(|mention| mention.span == span)
}

/// Whether words would add markup to the text in their place, or take some of it away: half of a pair of marks, for one.
#[must_use]
pub fn changes_markup(words: &str, old: &str) -> bool {
    // The marks of a quote that goes on over several lines are layout, as its line ends are.
    let old = old.split('\n');
    let old: Vec<&str> = old
        .map(|line| line.trim_start_matches([' ', '\t', '>']))
        .collect();
    let old = old.join(" ");
    let old = old.as_str();
    let control = words.contains(char::is_control);
    let pairs = ["::", "%%", "://", "www."];
    let adds_pair = |pair: &&str| words.contains(*pair) && !old.contains(*pair);
    control
        || marks(words) != marks(old)
        || edge_marks(words) != edge_marks(old)
        || entities(words) > entities(old)
        || pairs.iter().any(adds_pair)
}

/// How often each mark that is one anywhere is in a text.
fn marks(text: &str) -> BTreeMap<char, usize> {
    let mut marks = BTreeMap::new();
    let is_mark = |c: &char| "[]<>`*{}|\\#$~^\"=".contains(*c) || is_invisible(*c);
    for mark in text.chars().filter(is_mark) {
        *marks.entry(mark).or_default() += 1;
    }
    marks
}

/// How many underscores, and how many quotes, stand at the edge of a word, where they are marks.
fn edge_marks(text: &str) -> (usize, usize) {
    let chars: Vec<char> = text.chars().collect();
    let inside = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| chars.get(at));
        let beside = [before, chars.get(at + 1)];
        beside
            .iter()
            .all(|c| c.is_some_and(|c| c.is_alphanumeric()))
    };
    let count = |marks: &[char]| {
        let found = chars.iter().enumerate();
        found
            .filter(|(at, c)| marks.contains(c) && !inside(*at))
            .count()
    };
    (count(&['_']), count(&['\'']))
}

/// How many character references a text may hold.
fn entities(text: &str) -> usize {
    let starts = |c: char| c == '#' || c.is_alphanumeric();
    let found = text.match_indices('&');
    found
        .filter(|(at, _)| text[at + 1..].starts_with(starts))
        .count()
}

#[cfg(test)]
mod tests {
    use super::{Fix, ReadBack, Refusal, changes_markup};
    use crate::diagnostic::Applicability;
    use crate::syntax::{self, ReadOptions};
    use crate::text::{Source, Span};

    /// The text after one edit of words, or why it is refused.
    fn fixed(text: &str, old: &str, new: &str) -> Result<String, Refusal> {
        let source = Source::new("a.md", text);
        let page = syntax::read(&source, ReadOptions::default()).expect("a page");
        let at = text.find(old).expect("the text holds it");
        let mut fix = Fix::replace(Applicability::Safe, Span::new(at, at + old.len()), new);
        ReadBack::new(&page).check(&mut fix)?;
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
            assert!(changes_markup(bad, "Old"), "{bad:?}");
        }
        for good in [
            "LLM Prompt Injection: Direct",
            "R & D (x), y's z",
            "a_b",
            "5-7/8 + 9",
        ] {
            assert!(!changes_markup(good, "Old"), "{good:?}");
        }
        assert!(!changes_markup("*New*", "*Old*"));
        for half in [
            "ML** Artifact",
            "ML_ Artifact",
            "ML\" Artifact",
            "ML' Artifact",
            "ML *Artifact*",
        ] {
            assert!(changes_markup("AI Artifact", half), "{half:?}");
        }
    }

    #[test]
    fn what_changes_nothing_is_not_a_fix() {
        assert_eq!(fixed("# P\n\nOld\n", "Old", "Old"), Err(Refusal::Nothing));
    }
}
