//! Sections that come or go as a whole.

use super::editor::{At, Lists};
use crate::facts::{self, FactKind};
use crate::sync::edit::Edit;
use crate::sync::lines::{line_end, line_of};
use crate::sync::report::ListReason;
use crate::sync::section::{Entries, Listed, Section};
use crate::sync::truth::Wanted;
use crate::text::{FileId, Span};

/// A heading under which nothing stands yet.
pub(super) fn fill<'v>(
    lists: &mut Lists<'_, 'v>,
    at: &At<'v>,
    section: &Section<'v>,
    wanted: &Wanted,
) {
    let added: Vec<(String, Option<FileId>)> = wanted.clone().into_iter().collect();
    let lines = lists.rendered(at, &added, None);
    if lines.is_empty() {
        return;
    }
    let end = line_end(at.source.text());
    let count = lines.len();
    let list: Vec<String> = lines.into_iter().map(|(_, line)| line).collect();
    let place = line_of(at.source, section.heading.span.start).end as usize;
    let text = format!("{end}{end}{}", list.join(end));
    lists.push(at, Span::empty(place), text, &added);
    lists.count(section, count);
}

/// Takes a section away whose list is empty now, if nothing of it is anybody's own.
pub(super) fn remove<'v>(
    lists: &mut Lists<'_, 'v>,
    at: &At<'v>,
    section: &Section<'v>,
    entries: &Entries,
) {
    let custom = lists.customs.list(at.own.kind, at.listed);
    let intro = custom.and_then(|custom| custom.intro.as_deref());
    if !entries.alone || (section.intro.is_some() && section.intro != intro) {
        return lists.note(at, ListReason::WouldBeEmpty);
    }
    let text = at.source.text();
    let mut span = section.whole;
    let mut left = "";
    if span.end as usize == text.len() {
        // At the end of the page the blank lines before it go, and the page ends as it did.
        let before = text.get(..span.start as usize).unwrap_or_default();
        span.start = Span::empty(before.trim_end().len()).start;
        left = if text.ends_with('\n') {
            line_end(text)
        } else {
            ""
        };
    }
    lists.edits.push(Edit::new(span, left));
}

/// A section that the vault's other pages of the kind have where they have something to list.
pub(super) fn add_section<'v>(lists: &mut Lists<'_, 'v>, at: &At<'v>, wanted: &Wanted) {
    let has_field = at.listed == Listed::Tactics && {
        let facts = facts::object_facts(at.own.page.get()).into_iter();
        let is_tactic = |kind| matches!(kind, FactKind::Tactic | FactKind::Tactics);
        facts.map(|fact| fact.kind).any(is_tactic)
    };
    if has_field {
        return;
    }
    let Some(custom) = lists
        .customs
        .list(at.own.kind, at.listed)
        .filter(|custom| custom.common && !wanted.is_empty())
    else {
        return;
    };
    let added: Vec<(String, Option<FileId>)> = wanted.clone().into_iter().collect();
    let lines = lists.rendered(at, &added, None);
    if lines.is_empty() {
        return;
    }
    let text = at.source.text();
    let end = line_end(text);
    let mut blocks = vec![custom.heading(lines.len())];
    blocks.extend(custom.intro.clone());
    let list: Vec<String> = lines.into_iter().map(|(_, line)| line).collect();
    blocks.push(list.join(end));
    let place = lists.customs.place(lists.atlas, at.own, at.listed);
    let before = text.get(..place).unwrap_or_default();
    let gap = if before.trim_end().is_empty() {
        ""
    } else {
        end
    };
    let text = format!("{gap}{gap}{}", blocks.join(&format!("{end}{end}")));
    lists.push(at, Span::empty(place), text, &added);
}
