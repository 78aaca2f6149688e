//! Changes between two versions or editions, for `atlas-lint catalog diff`.

use super::definition::{Edition, Framework, Numbering, Object, Status};
use super::phrase::normalized;
use crate::text::{Row, RowStyle, Rows};

/// Lists what changed from one version or edition of a framework to another.
///
/// # Errors
/// A version or edition that the framework does not have.
pub fn diff(framework: &Framework, from: &str, to: &str) -> Result<Rows, String> {
    match framework.numbering {
        Numbering::Stable => {
            let version = |named: &str| {
                framework
                    .version_named(named)
                    .ok_or_else(|| format!("{} has no version {named}", framework.title))
            };
            Ok(versions(framework, version(from)?, version(to)?))
        }
        Numbering::PerEdition => {
            let edition = |named: &str| {
                framework
                    .edition_named(named)
                    .ok_or_else(|| format!("{} has no edition {named}", framework.title))
            };
            Ok(editions(framework, edition(from)?, edition(to)?))
        }
    }
}

fn versions(framework: &Framework, from: u16, to: u16) -> Rows {
    let mut rows = Rows::default();
    let (a, b) = (framework.version(from), framework.version(to));
    rows.title(&format!("{} {a} to {b}", framework.title));
    let before = rows.0.len();
    for object in &framework.objects {
        rows.0.extend(change(object, from, to));
    }
    if rows.0.len() == before {
        rows.line("No id, name or status differs.");
    }
    rows
}

/// Returns the change of an object from one version to another.
fn change(object: &Object, from: u16, to: u16) -> Option<Row> {
    let is_in =
        |version: u16| object.first() <= version && object.status_at(version) == Status::Living;
    let (was, now) = (object.name_at(from), object.name_at(to));
    match (is_in(from), is_in(to)) {
        (false, true) => Some(row(
            RowStyle::Added,
            "added",
            format!("{}: {now}", object.id),
        )),
        (true, false) if object.first() <= to => {
            let next: Vec<&str> = object.successors.iter().map(|id| &**id).collect();
            let next = if next.is_empty() {
                String::new()
            } else {
                format!(", now {}", next.join(", "))
            };
            let done = object.status_at(to).as_str();
            let text = format!("{}: {was}{next}", object.id);
            Some(row(RowStyle::Removed, done, text))
        }
        (true, false) => {
            let text = format!("{}: {was}", object.id);
            Some(row(RowStyle::Removed, "not yet", text))
        }
        (true, true) if was != now => {
            let text = format!("{}: {now}, before \"{was}\"", object.id);
            Some(row(RowStyle::Name, "renamed", text))
        }
        _ => None,
    }
}

fn editions(framework: &Framework, from: &Edition, to: &Edition) -> Rows {
    let mut rows = Rows::default();
    rows.title(&format!(
        "{} {} to {}",
        framework.title, from.edition, to.edition
    ));
    let number_in = |edition: &Edition, name: &str| {
        let plain = normalized(name);
        let item = edition.items.iter().find(|(_, it)| normalized(it) == plain);
        item.map(|(id, _)| id.to_string())
    };
    let before = rows.0.len();
    for (id, name) in &to.items {
        match number_in(from, name) {
            None => rows.add(row(RowStyle::Added, "added", format!("{id}: {name}"))),
            Some(was) if was != **id => {
                let text = format!("{id}: {name}, before {was}");
                rows.add(row(RowStyle::Name, "moved", text));
            }
            Some(_) => {}
        }
    }
    for (id, name) in &from.items {
        if number_in(to, name).is_none() {
            rows.add(row(RowStyle::Removed, "dropped", format!("{id}: {name}")));
        }
    }
    if rows.0.len() == before {
        rows.line("No number or name differs.");
    }
    rows
}

fn row(style: RowStyle, what: &str, value: String) -> Row {
    Row {
        style,
        indent: 2,
        label: what.to_owned(),
        column: 12,
        values: vec![value],
    }
}
