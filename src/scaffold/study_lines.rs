//! The lines of front matter and metadata that the case studies of a vault have in common.

use std::collections::BTreeMap;

use super::study_example::{ExamplePage, Value};
use crate::conventions::consensus::{UsualOrder, most_frequent};
use crate::conventions::template::{MAX_FIELDS, ValueLine};
use crate::conventions::workspace::Workspace;
use crate::syntax::tree::{Entry, Tree};

/// Value of the front matter by which a page is a case study.
pub(super) const TYPE: &str = "case-study";

/// A line: a value and the text before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) key: String,
    pub(super) before: String,
    pub(super) quote: Option<char>,
    pub(super) value: Value,
}

/// Returns the lines of the front matter that most case studies share. A constant has to be the same on all of them, and a single page
/// does not show which of its constants belong to all, but for the type.
pub(super) fn front<'v>(workspace: &Workspace<'v>, studies: &[ExamplePage<'v>]) -> Vec<Line> {
    let of = |study: &ExamplePage<'v>| {
        let front = study.page.get().front.as_ref().filter(|front| front.sound);
        let lines = front.map(|front| {
            let root = front.tree.root();
            let entries = root.map_or(&[][..], |root| front.tree.entries(root));
            read_lines(workspace, study, &front.tree, entries, false)
        });
        lines.unwrap_or_default()
    };
    let is_usual = |value: &Value, times: usize| match value {
        Value::Constant(text) => times == studies.len() && (times > 1 || text == TYPE),
        _ => times * 2 > studies.len(),
    };
    usual_lines(studies.iter().map(of), &is_usual)
}

/// Returns the fields of the metadata that most case studies share.
pub(super) fn fields<'v>(workspace: &Workspace<'v>, studies: &[ExamplePage<'v>]) -> Vec<Line> {
    let of = |study: &ExamplePage<'v>| {
        let outline = &study.page.get().outline;
        let metadata = outline.section("Metadata");
        let entries = metadata.map_or(&[][..], |section| outline.fields_of(section.value));
        read_lines(workspace, study, outline, entries, true)
    };
    usual_lines(studies.iter().map(of), &|_, times| {
        times * 2 > studies.len()
    })
}

fn read_lines<'v>(
    workspace: &Workspace<'v>,
    study: &ExamplePage<'v>,
    tree: &Tree<'_>,
    entries: &[Entry<'_>],
    are_facts: bool,
) -> Vec<Line> {
    let line = |entry: &Entry<'_>| {
        let line = ValueLine::of(workspace, study.page, tree, entry)?;
        let text = workspace.source(study.page).slice(line.value);
        let value = if are_facts {
            Value::Fact
        } else {
            study.meaning(&entry.key, text)
        };
        Some(Line {
            key: entry.key.to_string(),
            before: line.before,
            quote: line.quote,
            value,
        })
    };
    entries.iter().take(MAX_FIELDS).filter_map(line).collect()
}

/// Returns the lines that are usual, by key, in their usual order.
fn usual_lines(
    pages: impl Iterator<Item = Vec<Line>>,
    is_usual: &dyn Fn(&Value, usize) -> bool,
) -> Vec<Line> {
    let mut order: UsualOrder<String> = UsualOrder::default();
    let mut by_key: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    for lines in pages {
        order.add(lines.iter().map(|line| line.key.clone()));
        for line in lines {
            by_key.entry(line.key.clone()).or_default().push(line);
        }
    }
    let mut usual = Vec::new();
    for key in order.sorted(1) {
        let lines = by_key.remove(&key).unwrap_or_default();
        let Some(value) = most_frequent(lines.iter().map(|line| line.value.clone())) else {
            continue;
        };
        let same = || lines.iter().filter(|line| line.value == value);
        if is_usual(&value, same().count()) {
            usual.extend(
                most_frequent(same().map(|line| line.before.clone())).map(|before| Line {
                    key,
                    before,
                    quote: most_frequent(same().map(|line| line.quote)).flatten(),
                    value: value.clone(),
                }),
            );
        }
    }
    usual
}
