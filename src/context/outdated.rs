//! Dates and maturities on the page of an object that differ from the pinned release.

use super::PageContext;
use crate::catalog::{self, Lifetime, Versioned, View, at, held_until};
use crate::date::{Date, WrittenDate};
use crate::diagnostic::Applicability;
use crate::facts::{Fact, FactKind};
use crate::text::Span;

/// Compares a date or a maturity with the pinned release. `None` if they agree.
#[must_use]
pub fn difference<'v>(
    context: &PageContext<'v>,
    lifetime: &'v Lifetime,
    fact: &Fact,
) -> Option<Difference<'v>> {
    match fact.kind {
        FactKind::Created => date(context, fact, &lifetime.created),
        FactKind::Modified if is_corrected(context, lifetime, fact) => None,
        FactKind::Modified => date(context, fact, &lifetime.modified),
        FactKind::Maturity => maturity(context, lifetime, fact),
        FactKind::Parent | FactKind::Tactic | FactKind::Tactics => None,
    }
}

/// Strips quotes, emphasis and comments from a value. `None` if the value is empty or code.
#[must_use]
pub fn bare<'p>(context: &PageContext<'p>, span: Span) -> Option<(Span, &'p str)> {
    let text = context.facts.excerpts.slice(span);
    // The comment may be the suppression of this finding.
    let end = ["<!--", "%%", "{/*"]
        .iter()
        .filter_map(|open| text.find(open))
        .min();
    let text = text.get(..end.unwrap_or(text.len()))?;
    let around = |c: char| c.is_whitespace() || matches!(c, '*' | '_' | '"' | '\'');
    let inside = text.trim_matches(around);
    let start = span.start as usize + text.len() - text.trim_start_matches(around).len();
    let span = Span::new(start, start + inside.len());
    let is_code = context.page.facts.blocks.is_opaque(span.start);
    (!inside.is_empty() && !is_code).then_some((span, inside))
}

fn maturity<'v>(
    context: &PageContext<'v>,
    lifetime: &'v Lifetime,
    fact: &Fact,
) -> Option<Difference<'v>> {
    let view = context.view;
    let [value] = fact.values.as_slice() else {
        return None;
    };
    let (span, text) = bare(context, *value)?;
    let len = text
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(text.len());
    let (word, rest) = text.split_at(len);
    // A remark may follow: "realized (seen in the wild)". A sentence is not a value.
    let remark = rest.trim_start();
    let alone = remark.is_empty() || remark.starts_with(['(', ',', ';', '\u{2013}', '\u{2014}']);
    // Any other word is not an ATLAS maturity, for example the status of a draft.
    let written = catalog::maturity(word).filter(|_| alone)?;
    let is_it = |value: &str| value.eq_ignore_ascii_case(written);
    let since = at(&lifetime.maturity, view.pinned)?;
    if lifetime.maturities(view.pinned).any(is_it) {
        return None;
    }
    let current = if word.starts_with(char::is_lowercase) {
        since.value.to_lowercase()
    } else {
        since.value.clone()
    };
    let start = span.start as usize;
    Some(Difference {
        span: Span::new(start, start + len),
        current,
        since,
        history: History::of(view, &lifetime.maturity, |value| is_it(value)),
    })
}

/// The releases in which a value that is wrong now was or will be current.
#[derive(Debug)]
pub struct History<'c> {
    /// The last release that stated it.
    pub until: Option<&'c str>,
    /// The first release after the pinned one that states it.
    pub from: Option<&'c str>,
}

impl<'c> History<'c> {
    pub fn of<T>(view: View<'c>, values: &[Versioned<T>], is_it: impl Fn(&T) -> bool) -> Self {
        let until = held_until(values, view.pinned, &is_it);
        let mut later = values.iter().filter(|since| since.release > view.pinned);
        let from = later.find(|since| is_it(&since.value));
        Self {
            until: until.map(|until| view.catalog.release_name(until)),
            from: from.map(|from| view.catalog.release_name(from.release)),
        }
    }

    /// Returns the part of the help about the history of `written`.
    #[must_use]
    pub fn words(&self, written: &str) -> String {
        match (self.until, self.from) {
            (Some(until), _) => format!("; `{written}` was stated up to ATLAS {until}"),
            (None, Some(from)) => format!("; `{written}` is stated only from ATLAS {from} on"),
            (None, None) => String::new(),
        }
    }

    /// Returns whether a fix is safe. It is unsafe if the page may be ahead of the pinned release, or if the value is unverified.
    #[must_use]
    pub fn applicability(&self, official: bool) -> Applicability {
        if official && (self.until.is_some() || self.from.is_none()) {
            Applicability::Safe
        } else {
            Applicability::Unsafe
        }
    }
}

/// A value that differs from the pinned release.
#[derive(Debug)]
pub struct Difference<'c> {
    /// The span of the value.
    pub span: Span,
    /// The value in the pinned release, in the form of the page's.
    pub current: String,
    /// The value, and the release since which it is stated.
    pub since: &'c Versioned<String>,
    pub history: History<'c>,
}

/// Parses the only value of a fact as a date.
fn written(context: &PageContext<'_>, fact: &Fact) -> Option<(Span, WrittenDate)> {
    let [value] = fact.values.as_slice() else {
        return None;
    };
    let (span, text) = bare(context, *value)?;
    Some((span, WrittenDate::parse(text)?))
}

/// Returns whether the page may have its modification date from the older of two official files. In some releases the older file
/// has a modification date before the creation date. The newer one replaced it with the creation date, and only the newer date is
/// in the catalog.
fn is_corrected(context: &PageContext<'_>, lifetime: &Lifetime, fact: &Fact) -> bool {
    let view = context.view;
    let day = |values: &[Versioned<String>]| Date::parse(&at(values, view.pinned)?.value);
    let release = view.catalog.release_at(view.pinned);
    let days = day(&lifetime.created).zip(day(&lifetime.modified));
    release.is_some_and(|release| release.legacy.is_some())
        && days.is_some_and(|(created, modified)| {
            let is_before = |(_, written): (Span, WrittenDate)| created.is_after(written.date);
            created == modified && written(context, fact).is_some_and(is_before)
        })
}

/// Compares a date with the release, at the precision that the page uses.
fn date<'v>(
    context: &PageContext<'v>,
    fact: &Fact,
    values: &'v [Versioned<String>],
) -> Option<Difference<'v>> {
    let view = context.view;
    let (span, written) = written(context, fact)?;
    let since = at(values, view.pinned)?;
    let is_it = |day: &String| Date::parse(day).is_some_and(|day| day.fits(written.date));
    let current = Date::parse(&since.value).filter(|current| !current.fits(written.date))?;
    let start = span.start as usize;
    Some(Difference {
        span: Span::new(start, start + written.len),
        current: written.rewritten(current),
        since,
        history: History::of(view, values, is_it),
    })
}

#[cfg(test)]
mod tests {
    use super::History;
    use crate::diagnostic::Applicability;

    #[test]
    fn a_value_of_the_future_is_not_replaced_without_review() {
        let history = |until, from| History { until, from };
        let (was, will) = (Some("2024.01"), Some("2026.09"));
        for (history, official, is_safe, words) in [
            (
                history(was, None),
                true,
                true,
                "; `x` was stated up to ATLAS 2024.01",
            ),
            (history(None, None), true, true, ""),
            (
                history(None, will),
                true,
                false,
                "; `x` is stated only from ATLAS 2026.09 on",
            ),
            // What it was says more than what it will be again.
            (
                history(was, will),
                true,
                true,
                "; `x` was stated up to ATLAS 2024.01",
            ),
            (
                history(was, None),
                false,
                false,
                "; `x` was stated up to ATLAS 2024.01",
            ),
        ] {
            let applicability = history.applicability(official);
            assert_eq!(applicability == Applicability::Safe, is_safe, "{history:?}");
            assert_eq!(history.words("x"), words);
        }
    }
}
