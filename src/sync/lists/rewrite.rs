//! Lists that gain or lose entries.

use super::editor::{At, Lists};
use super::sections::remove;
use crate::sync::lines::line_end;
use crate::sync::report::ListReason;
use crate::sync::section::{Entries, Section};
use crate::text::{FileId, Span};

/// The lines of a list, without those that go and with those that come. What stays does so byte for byte.
pub(super) fn rewrite<'v>(
    lists: &mut Lists<'_, 'v>,
    at: &At<'v>,
    section: &Section<'v>,
    entries: &Entries,
    stays: &[bool],
    added: &[(String, Option<FileId>)],
) {
    let lines = &entries.all;
    let gap = |before: &Span, after: &Span| {
        at.source.slice(Span {
            start: before.end,
            end: after.start,
        })
    };
    let clear = lines.windows(2).all(|pair| match pair {
        [(_, before), (_, after)] => gap(before, after).trim().is_empty(),
        _ => true,
    });
    if !clear {
        return lists.note(at, ListReason::TextBetween);
    }
    let new = lists.rendered(at, added, Some(entries));
    let count = stays.iter().filter(|stays| **stays).count() + new.len();
    if count == 0 {
        return remove(lists, at, section, entries);
    }
    let sep = match lines.as_slice() {
        [(_, first), (_, second), ..] => gap(first, second).to_owned(),
        _ => line_end(at.source.text()).to_owned(),
    };
    let sorted = lines.windows(2).all(|pair| match pair {
        [(before, _), (after, _)] => before.key < after.key,
        _ => true,
    });
    let mut new = new.into_iter().peekable();
    let mut out: Vec<String> = Vec::new();
    for ((entry, span), stays) in lines.iter().zip(stays) {
        while let Some((_, line)) = new.next_if(|(key, _)| sorted && *key < entry.key) {
            out.push(line);
        }
        if *stays {
            out.push(at.source.slice(*span).to_owned());
        }
    }
    out.extend(new.map(|(_, line)| line));
    let (Some((_, first)), Some((_, last))) = (lines.first(), lines.last()) else {
        return;
    };
    let whole = Span {
        start: first.start,
        end: last.end,
    };
    let text = out.join(&sep);
    if text != at.source.slice(whole) {
        lists.push(at, whole, text, added);
        lists.count(section, count);
    }
}
