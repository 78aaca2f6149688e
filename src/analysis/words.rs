//! Words of running text, and catalog names among them.
//!
//! In prose, a name has no marks around it, so the longest run of words next to an id that is a name counts. The window is
//! bounded, so that any page is read in linear time.

use super::own_name::{OwnName, own_name};
use super::scan::{Step, Word, scan};
use crate::catalog::{NameHit, View};
use crate::facts::vocabulary::{FRAMEWORK_WORDS, LEADING_WORDS, MAX_NAME_BYTES, MAX_NAME_WORDS};
use crate::text::{Span, first_bytes, last_bytes};

/// Consecutive words that may contain a name.
#[derive(Debug, Default)]
pub(super) struct Words(Vec<Word>);

/// Returns whether a name of two words or more is on the same line directly before or after the id at `span`, with any
/// separator.
#[must_use]
pub fn has_adjacent_name(view: View<'_>, text: &str, span: Span) -> bool {
    let is_name = |found: FoundName<'_>| found.count > 1;
    let (line, behind) = around(text, span);
    Words::after(behind, 0)
        .first(view, &|_| false)
        .is_some_and(is_name)
        || Words::before(line, 0)
            .last(view, &|_| false)
            .is_some_and(is_name)
}

/// Returns whether a name of `id` is on the same line directly before or after the id at `span`.
#[must_use]
pub fn has_adjacent_own_name(view: View<'_>, text: &str, span: Span, id: &str) -> bool {
    let fits = |plain: &str| own_name(view, id, plain) != OwnName::No;
    let is_own = |found: &FoundName<'_>| fits(&found.plain);
    let (before, behind) = around(text, span);
    let after = Words::after(behind, 0);
    let before = Words::before(before, 0);
    after.first(view, &fits).as_ref().is_some_and(is_own)
        || before.last(view, &fits).as_ref().is_some_and(is_own)
}

/// Returns the one living object whose name, now or formerly, follows the id at `span` after a blank, a dash, a colon or in brackets, and has no
/// id of its own.
#[must_use]
pub fn owner_of_next_name<'c>(view: View<'c>, text: &str, span: Span) -> Option<&'c str> {
    let behind = text.get(span.end as usize..)?;
    let behind = first_bytes(behind, MAX_NAME_BYTES).split('\n').next()?;
    let opening = |c: char| matches!(c, ' ' | '(' | ':' | '-' | '\u{2013}' | '\u{2014}' | '"');
    let behind = behind.trim_start_matches(opening);
    let name = Words::after(behind, 0).first(view, &|_| false)?;
    let rest = behind.get(name.span.end as usize..)?;
    let has_id = rest
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .starts_with("AML.");
    let mut living = name.hits.iter().filter(|hit| hit.lives);
    let only = living.next().filter(|_| living.next().is_none())?;
    (name.span.start == 0 && name.count > 1 && !name.is_part && !has_id).then_some(&only.object.id)
}

/// Returns the words before and after a span, on its line and without what separates them from it.
fn around(text: &str, span: Span) -> (&str, &str) {
    let symbol = |c: char| !c.is_alphanumeric();
    let behind = text.get(span.end as usize..).unwrap_or_default();
    let behind = first_bytes(behind, MAX_NAME_BYTES);
    let behind = behind.split('\n').next().unwrap_or_default();
    let before = text.get(..span.start as usize).unwrap_or_default();
    let near = last_bytes(before, MAX_NAME_BYTES);
    let line = near.rsplit('\n').next().unwrap_or_default();
    (
        line.trim_end_matches(symbol),
        behind.trim_start_matches(symbol),
    )
}

/// Returns whether a word is of the framework's name, which may follow that of an object: "LLM Jailbreak MITRE ATLAS".
fn is_framework(plain: &str) -> bool {
    FRAMEWORK_WORDS
        .iter()
        .any(|word| word.eq_ignore_ascii_case(plain))
}

/// A run of words that is a name.
#[derive(Debug)]
pub(super) struct FoundName<'c> {
    pub span: Span,
    /// The normalized name.
    pub plain: String,
    /// The objects that have or had the name; empty for a name that fits only with its parent's words.
    pub hits: Vec<NameHit<'c>>,
    /// Number of words.
    pub count: usize,
    /// Whether it is part of a longer name: "Valid Accounts" in "Cloud Valid Accounts".
    pub is_part: bool,
}

impl Words {
    /// Returns the words at the end of `text`, which starts at `base`, back to the first thing that cannot be part of a name.
    pub(super) fn before(text: &str, base: usize) -> Self {
        let mut from = text.len() - last_bytes(text, MAX_NAME_BYTES).len();
        // A word that the window cuts does not count.
        if from > 0 {
            let rest = text.get(from..).unwrap_or_default();
            from += rest.find(char::is_whitespace).unwrap_or(rest.len());
        }
        let mut words = Vec::new();
        scan(
            text.get(from..).unwrap_or_default(),
            base + from,
            &mut |step| {
                match step {
                    Step::Word(word) => words.push(word),
                    Step::Barrier => words.clear(),
                }
                true
            },
        );
        Self(words)
    }

    /// Returns the words at the start of `text`, which starts at `base`, up to the first thing that cannot be part of a name.
    pub(super) fn after(text: &str, base: usize) -> Self {
        let mut words = Vec::new();
        scan(first_bytes(text, MAX_NAME_BYTES), base, &mut |step| {
            match step {
                Step::Word(word) => words.push(word),
                Step::Barrier => return false,
            }
            words.len() <= MAX_NAME_WORDS + 1
        });
        Self(words)
    }

    /// Returns the longest name at the end of the run. `fits` accepts names that are not in the catalog: "Direct Prompt
    /// Injection".
    pub(super) fn last<'c>(
        &self,
        view: View<'c>,
        fits: &dyn Fn(&str) -> bool,
    ) -> Option<FoundName<'c>> {
        let count = self.0.len();
        let first = count.saturating_sub(MAX_NAME_WORDS);
        (first..count).find_map(|from| self.found(view, from, count, fits))
    }

    /// Returns the longest name at the start of the run.
    pub(super) fn first<'c>(
        &self,
        view: View<'c>,
        fits: &dyn Fn(&str) -> bool,
    ) -> Option<FoundName<'c>> {
        let most = self.0.len().min(MAX_NAME_WORDS);
        (1..=most)
            .rev()
            .find_map(|to| self.found(view, 0, to, fits))
    }

    fn found<'c>(
        &self,
        view: View<'c>,
        from: usize,
        to: usize,
        fits: &dyn Fn(&str) -> bool,
    ) -> Option<FoundName<'c>> {
        let run = self.0.get(from..to)?;
        let (head, tail) = (run.first()?, run.last()?);
        // A name does not extend across the start or end of emphasis.
        if !head.capital || run.iter().skip(1).any(|word| word.marked) {
            return None;
        }
        let plain = run
            .iter()
            .map(|word| word.plain.as_str())
            .collect::<Vec<_>>()
            .join(" ");
        let hits = view.by_normalized_name(&plain);
        // Words of a parent may follow a name by chance: "Models, and".
        let joined = || view.by_joined_name(&plain).next().is_some();
        let fits = || run.len() > 1 && run.len() <= 8 && tail.capital && fits(&plain);
        if hits.is_empty() && !joined() && !fits() {
            return None;
        }
        let before = from
            .checked_sub(1)
            .and_then(|at| self.0.get(at))
            .is_some_and(|word| {
                head.joined && word.capital && !LEADING_WORDS.contains(&word.plain.as_str())
            });
        let after = self
            .0
            .get(to)
            .is_some_and(|word| word.joined && word.capital && !is_framework(&word.plain));
        Some(FoundName {
            span: Span {
                start: head.span.start,
                end: tail.span.end,
            },
            plain,
            hits,
            count: run.len(),
            is_part: before || after,
        })
    }

    /// Returns the number of words.
    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// Returns the words before `at` without the conjunction there: "LLM Jailbreak" of "LLM Jailbreak or LLM Prompt Injection".
    pub(super) fn joined_before(&self, at: u32) -> Option<Self> {
        let count = self.0.partition_point(|word| word.span.end <= at);
        let left = self.0.get(..count)?;
        let next = self.0.get(count)?;
        let conjunction = left
            .last()
            .is_some_and(|word| matches!(word.plain.as_str(), "and" | "or"));
        let left = if conjunction {
            left.split_last()?.1
        } else if next.joined {
            return None;
        } else {
            left
        };
        Some(Self(left.to_vec()))
    }
}
