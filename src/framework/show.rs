//! Objects and entries as rows, for `atlas-lint catalog show`.

use super::definition::{Edition, EditionStatus, Framework, Numbering, Object, Status};
use super::registry::{Entry, Frameworks};
use crate::text::Rows;

/// Describes the objects with an id, in each framework that has it. None if there is none.
#[must_use]
pub fn show(frameworks: &Frameworks, text: &str) -> Option<Rows> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '`' | '\''));
    let upper = text.to_ascii_uppercase();
    let found = frameworks.entries().iter().filter_map(|entry| {
        let id = entry.whole(&upper).or_else(|| entry.whole(text))?;
        describe(entry, id)
    });
    joined(found)
}

/// Describes the objects that have or had a name. None if there is none.
#[must_use]
pub fn show_named(frameworks: &Frameworks, name: &str) -> Option<Rows> {
    let plain = super::phrase::normalized(name);
    let found = frameworks.entries().iter().flat_map(|entry| {
        let framework = entry.framework();
        let objects: Vec<Rows> = match framework.numbering {
            Numbering::Stable => entry
                .named(&plain)
                .map(|it| object(framework, it))
                .collect(),
            Numbering::PerEdition => numbers_named(framework, &plain)
                .iter()
                .map(|number| editions(framework, number))
                .collect(),
        };
        objects
    });
    joined(found)
}

/// Returns answers with an empty line between them.
fn joined(found: impl Iterator<Item = Rows>) -> Option<Rows> {
    let mut rows: Option<Rows> = None;
    for more in found {
        match &mut rows {
            Some(rows) => {
                rows.line("");
                rows.append(more);
            }
            None => rows = Some(more),
        }
    }
    rows
}

fn numbers_named(framework: &Framework, plain: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let items = framework.editions.iter().flat_map(|edition| &edition.items);
    for (id, name) in items {
        let id = framework.canonical(id);
        if super::phrase::normalized(name) == plain && !found.contains(&id) {
            found.push(id);
        }
    }
    found
}

fn describe(entry: &Entry, id: &str) -> Option<Rows> {
    let framework = entry.framework();
    match framework.numbering {
        Numbering::Stable => framework.object(id).map(|it| object(framework, it)),
        Numbering::PerEdition => {
            let id = framework.canonical(id);
            let mut all = framework.editions.iter();
            let is_there = all.any(|edition| !edition.names(&id).is_empty());
            is_there.then(|| editions(framework, &id))
        }
    }
}

fn object(framework: &Framework, object: &Object) -> Rows {
    let mut rows = Rows::default();
    let name = object.names.last().map_or("", |(_, name)| name);
    rows.title(&format!("{}: {name}", object.id));
    let mut fact = |label: &str, values: Vec<String>| {
        if !values.is_empty() {
            rows.fact(label, values);
        }
    };
    fact("framework", vec![framework.title.to_string()]);
    fact("kind", vec![object.kind.to_string()]);
    let since = object.since.map_or("", |since| framework.version(since));
    let status = match object.status {
        Status::Living => format!("in {}", framework.version(framework.newest())),
        other => format!("{} in {since}", other.as_str()),
    };
    let status = status.trim_end_matches(" in ").to_owned();
    if status != "in" {
        fact("status", vec![status]);
    }
    let with_name = |id: &str| match framework.object(id) {
        Some(other) => format!("{id}: {}", other.names.last().map_or("", |(_, name)| name)),
        None => id.to_owned(),
    };
    fact(
        "successor",
        object.successors.iter().map(|id| with_name(id)).collect(),
    );
    fact(
        "parent",
        object.parent().map(with_name).into_iter().collect(),
    );
    fact("page", framework.url(object).into_iter().collect());
    let names = object.names.iter().rev();
    let names = names.map(|(since, name)| format!("{:10} {name}", framework.version(*since)));
    fact(
        "names",
        names.map(|name| name.trim_start().to_owned()).collect(),
    );
    if !object.domains.is_empty() {
        fact("domains", vec![object.domains.join(", ")]);
    }
    rows
}

/// Describes a number in all editions, side by side.
fn editions(framework: &Framework, number: &str) -> Rows {
    let mut rows = Rows::default();
    rows.title(&format!("{number} of the {}", framework.title));
    for edition in &framework.editions {
        let names = edition.names(number).into_iter().map(str::to_owned);
        let names: Vec<String> = names.collect();
        if !names.is_empty() {
            rows.fact(&label(framework, edition), names);
        }
    }
    rows
}

fn label(framework: &Framework, edition: &Edition) -> String {
    let is_draft = edition.status == EditionStatus::Draft && !framework.is_released(edition);
    if is_draft {
        format!("{} (draft)", edition.edition)
    } else {
        edition.edition.to_string()
    }
}
