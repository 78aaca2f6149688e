//! Lists of objects: entries that are missing, entries that no longer belong, and the counts in their headings.

mod editor;
mod rewrite;
mod sections;

use std::collections::BTreeSet;

use super::atlas::Own;
use super::report::ListReason;
use super::section::{self, Content, Listed, Section};
use super::truth::Wanted;
use crate::catalog::Kind;
use crate::text::FileId;
use editor::At;
pub(super) use editor::Lists;
use rewrite::rewrite;
use sections::{add_section, fill};

/// Brings the lists of a page up to the pinned release.
pub(super) fn edit_lists<'v>(lists: &mut Lists<'_, 'v>, own: Own<'v>) {
    for &listed in Listed::of(own.kind) {
        let at = At {
            own,
            source: lists.atlas.source(own.page),
            listed,
        };
        let mut wanted = lists.truth.wanted(listed, own.kind, own.id);
        if (listed, own.kind) == (Listed::Techniques, Kind::Tactic) && !lists.customs.lists_subs {
            wanted.retain(|id, _| lists.atlas.view.parent(id).is_none());
        }
        match section::sections(lists.atlas, own, listed).as_slice() {
            [] => add_section(lists, &at, &wanted),
            [section] => edit_list(lists, &at, section, wanted),
            _ => lists.note(&at, ListReason::SeveralSections),
        }
    }
}

fn edit_list<'v>(lists: &mut Lists<'_, 'v>, at: &At<'v>, section: &Section<'v>, wanted: Wanted) {
    let entries = match &section.content {
        Content::Entries(entries) => entries,
        Content::Other => {
            if !wanted.is_empty() {
                lists.note(at, ListReason::NotPlain);
            }
            return;
        }
        Content::Nothing => return fill(lists, at, section, &wanted),
    };
    let (kind, id) = (at.own.kind, at.own.id);
    let mut stays = Vec::with_capacity(entries.all.len());
    for (entry, _) in &entries.all {
        let key = entry.key.as_str();
        let wanted_here = wanted.contains_key(key);
        let other = (key, entry.page);
        stays.push(wanted_here || lists.truth.may_stay(at.listed, kind, id, other));
    }
    let known: BTreeSet<&str> = entries
        .all
        .iter()
        .map(|(entry, _)| entry.key.as_str())
        .collect();
    let added: Vec<(String, Option<FileId>)> = wanted
        .into_iter()
        .filter(|(key, _)| !known.contains(key.as_str()))
        .collect();
    if stays.iter().all(|stays| *stays) && added.is_empty() {
        for (entry, _) in &entries.all {
            lists.edits.extend(entry.edits(lists.atlas, at.source));
        }
        lists.count(section, entries.all.len());
        return;
    }
    rewrite(lists, at, section, entries, &stays, &added);
}
