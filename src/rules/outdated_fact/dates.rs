//! The dates on which an object was created and last modified.

use super::{Difference, History, bare};
use crate::catalog::{Lifetime, Versioned, at};
use crate::context::PageContext;
use crate::date::{Date, WrittenDate};
use crate::facts::Fact;
use crate::text::Span;

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
pub(super) fn is_corrected(context: &PageContext<'_>, life: &Lifetime, fact: &Fact) -> bool {
    let view = context.view;
    let day = |values: &[Versioned<String>]| Date::parse(&at(values, view.pinned)?.value);
    let release = view.catalog.release_at(view.pinned);
    let days = day(&life.created).zip(day(&life.modified));
    release.is_some_and(|release| release.legacy.is_some())
        && days.is_some_and(|(created, modified)| {
            let is_before = |(_, written): (Span, WrittenDate)| created.is_after(written.date);
            created == modified && written(context, fact).is_some_and(is_before)
        })
}

/// Compares a date with the release, at the precision that the page uses.
pub(super) fn date<'v>(
    context: &PageContext<'v>,
    fact: &Fact,
    values: &'v [Versioned<String>],
) -> Option<Difference<'v, String>> {
    let view = context.view;
    let (span, written) = written(context, fact)?;
    let since = at(values, view.pinned)?;
    let is_it = |day: &String| Date::parse(day).is_some_and(|day| day.fits(written.date));
    let right = Date::parse(&since.value).filter(|right| !right.fits(written.date))?;
    let start = span.start as usize;
    Some(Difference {
        span: Span::new(start, start + written.len),
        right: written.rewritten(right),
        since,
        history: History::of(view, values, is_it),
    })
}
