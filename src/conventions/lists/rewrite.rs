//! Adds entries to a list and removes others.

use super::editor::{ListEditor, PageList};
use super::note::ListReason;
use super::whole_sections::remove;
use crate::conventions::lines::line_ending;
use crate::conventions::list_section::{EntryList, Section};
use crate::text::{FileId, Span};

/// Rewrites a list. The entries that stay are copied byte for byte.
pub(super) fn rewrite<'v>(
    editor: &mut ListEditor<'_, 'v>,
    list: &PageList<'v>,
    section: &Section<'v>,
    entries: &EntryList,
    kept: &[bool],
    added: &[(String, Option<FileId>)],
) {
    let lines = &entries.all;
    let gap = |before: &Span, after: &Span| {
        list.source.slice(Span {
            start: before.end,
            end: after.start,
        })
    };
    let clear = lines.windows(2).all(|pair| match pair {
        [(_, before), (_, after)] => gap(before, after).trim().is_empty(),
        _ => true,
    });
    if !clear {
        return editor.note(list, ListReason::TextBetween);
    }
    let new = editor.render_entries(list, added, Some(entries));
    let count = kept.iter().filter(|kept| **kept).count() + new.len();
    if count == 0 {
        return remove(editor, list, section, entries);
    }
    let sep = match lines.as_slice() {
        [(_, first), (_, second), ..] => gap(first, second).to_owned(),
        _ => line_ending(list.source.text()).to_owned(),
    };
    let sorted = lines.windows(2).all(|pair| match pair {
        [(before, _), (after, _)] => before.key < after.key,
        _ => true,
    });
    let mut new = new.into_iter().peekable();
    let mut out: Vec<String> = Vec::new();
    for ((entry, span), kept) in lines.iter().zip(kept) {
        while let Some((_, line)) = new.next_if(|(key, _)| sorted && *key < entry.key) {
            out.push(line);
        }
        if *kept {
            out.push(list.source.slice(*span).to_owned());
        }
    }
    out.extend(new.map(|(_, line)| line));
    let (Some((_, top)), Some((_, bottom))) = (lines.first(), lines.last()) else {
        return;
    };
    let whole = Span {
        start: top.start,
        end: bottom.end,
    };
    let text = out.join(&sep);
    if text != list.source.slice(whole) {
        editor.push(list, whole, text, added);
        editor.update_count(section, count);
    }
}
