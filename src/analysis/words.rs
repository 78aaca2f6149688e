//! Words of running text, and the names that the catalogue knows among them.
//!
//! A name in prose has no marks around it: of the words that touch an id, the longest run that is a name counts. The window is
//! bounded, so that a page of any size is read in linear time.

use super::scan::{Step, Word, scan};
use crate::catalog::{NameHit, View};
use crate::facts::vocabulary::{LEADING_WORDS, MAX_NAME_BYTES, MAX_NAME_WORDS};
use crate::text::Span;

/// A run of words that a name may be found in.
#[derive(Debug, Default)]
pub(super) struct Words(Vec<Word>);

/// Returns whether a name of two words or more stands on the same line right before or behind the id at `span`, whatever parts them.
#[must_use]
pub fn has_name_beside(view: View<'_>, text: &str, span: Span) -> bool {
    let is_name = |found: Found<'_>| found.count > 1;
    let symbol = |c: char| !c.is_alphanumeric();
    let behind = text.get(span.end as usize..).unwrap_or_default();
    let mut to = behind.len().min(MAX_NAME_BYTES);
    while !behind.is_char_boundary(to) {
        to -= 1;
    }
    let behind = behind.get(..to).unwrap_or_default();
    let behind = behind.split('\n').next().unwrap_or_default();
    let behind = behind.trim_start_matches(symbol);
    let before = text.get(..span.start as usize).unwrap_or_default();
    let mut from = before.len().saturating_sub(MAX_NAME_BYTES);
    while !before.is_char_boundary(from) {
        from += 1;
    }
    let near = before.get(from..).unwrap_or_default();
    let line = near.rsplit('\n').next().unwrap_or_default();
    let line = line.trim_end_matches(symbol);
    Words::after(behind, 0)
        .first(view, &|_| false)
        .is_some_and(is_name)
        || Words::before(line, 0)
            .last(view, &|_| false)
            .is_some_and(is_name)
}

/// A run of words that is a name.
#[derive(Debug)]
pub(super) struct Found<'c> {
    /// Its bytes.
    pub span: Span,
    /// Its words, as names are compared.
    pub plain: String,
    /// The objects that bear or bore it; none for a name that only fits by its parent's words.
    pub hits: Vec<NameHit<'c>>,
    /// How many words it has.
    pub count: usize,
    /// Whether the word beyond it belongs to a longer name: "Valid Accounts" in "Cloud Valid Accounts".
    pub is_part: bool,
}

impl Words {
    /// The words at the end of `text`, which starts at `base`, back to what cannot stand in a name.
    pub(super) fn before(text: &str, base: usize) -> Self {
        let mut from = text.len().saturating_sub(MAX_NAME_BYTES);
        while !text.is_char_boundary(from) {
            from += 1;
        }
        // A word that the window cuts is none.
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

    /// The words at the start of `text`, which starts at `base`, up to what cannot stand in a name.
    pub(super) fn after(text: &str, base: usize) -> Self {
        let mut to = text.len().min(MAX_NAME_BYTES);
        while !text.is_char_boundary(to) {
            to -= 1;
        }
        let mut words = Vec::new();
        scan(text.get(..to).unwrap_or_default(), base, &mut |step| {
            match step {
                Step::Word(word) => words.push(word),
                Step::Barrier => return false,
            }
            words.len() <= MAX_NAME_WORDS + 1
        });
        Self(words)
    }

    /// The longest name that the run ends with. `fits` tells a name that is none by itself: "Direct Prompt Injection".
    pub(super) fn last<'c>(
        &self,
        view: View<'c>,
        fits: &dyn Fn(&str) -> bool,
    ) -> Option<Found<'c>> {
        let count = self.0.len();
        let first = count.saturating_sub(MAX_NAME_WORDS);
        (first..count).find_map(|from| self.found(view, from, count, fits))
    }

    /// The longest name that the run starts with.
    pub(super) fn first<'c>(
        &self,
        view: View<'c>,
        fits: &dyn Fn(&str) -> bool,
    ) -> Option<Found<'c>> {
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
    ) -> Option<Found<'c>> {
        let run = self.0.get(from..to)?;
        let (head, tail) = (run.first()?, run.last()?);
        // A name that emphasis ends within is not one run of text.
        if !head.capital || run.iter().skip(1).any(|word| word.marked) {
            return None;
        }
        let plain = run
            .iter()
            .map(|word| word.plain.as_str())
            .collect::<Vec<_>>()
            .join(" ");
        let hits = view.by_normalized_name(&plain);
        // Words of a parent may stand behind a name by chance: "Models, and".
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
            .is_some_and(|word| word.joined && word.capital);
        Some(Found {
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

    /// How many words there are.
    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// The words before `at`, without the word that joins two things there: "LLM Jailbreak" of "LLM Jailbreak or LLM Prompt Injection".
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
