//! Objects and entries by part of a name or id, for `atlas-lint catalog search`.

use super::definition::{Framework, Numbering, Object, Status};
use super::phrase::normalized;
use super::registry::Frameworks;
use crate::text::{Row, RowStyle, Rows};

/// Lists the objects and entries with all words in one of their names, or with the word in their id. Empty if there is none.
#[must_use]
pub fn search(frameworks: &Frameworks, words: &str) -> Rows {
    let plain = normalized(words);
    let wanted: Vec<&str> = plain.split(' ').filter(|word| !word.is_empty()).collect();
    let code = words.trim().to_ascii_uppercase();
    let mut rows = Rows::default();
    if wanted.is_empty() {
        return rows;
    }
    for entry in frameworks.entries() {
        let framework = entry.framework();
        match framework.numbering {
            Numbering::Stable => {
                let objects = framework.objects.iter();
                for object in objects.filter(|object| fits(object, &wanted, &code)) {
                    rows.add(of_object(framework, object));
                }
            }
            Numbering::PerEdition => in_editions(framework, &wanted, &code, &mut rows),
        }
    }
    rows
}

fn has_words(name: &str, wanted: &[&str]) -> bool {
    let name = normalized(name);
    wanted.iter().all(|word| name.contains(word))
}

fn fits(object: &Object, wanted: &[&str], code: &str) -> bool {
    let is_code = code.len() > 1 && !code.contains(' ') && object.id.contains(code);
    is_code || object.names.iter().any(|(_, name)| has_words(name, wanted))
}

fn of_object(framework: &Framework, object: &Object) -> Row {
    let name = object.names.last().map_or("", |(_, name)| name);
    let state = match object.status {
        Status::Living => String::new(),
        status => format!(" ({})", status.as_str()),
    };
    row(&object.id, format!("{name}{state}, in {}", framework.title))
}

fn in_editions(framework: &Framework, wanted: &[&str], code: &str, rows: &mut Rows) {
    for edition in &framework.editions {
        for (id, name) in &edition.items {
            let is_code = code.len() > 2 && framework.canonical(id).contains(code);
            if is_code || has_words(name, wanted) {
                let id = format!("{id}:{}", edition.edition);
                rows.add(row(&id, format!("{name}, in the {}", framework.title)));
            }
        }
    }
}

fn row(id: &str, value: String) -> Row {
    Row {
        style: RowStyle::Name,
        indent: 0,
        label: id.to_owned(),
        column: 15,
        values: vec![value],
    }
}
