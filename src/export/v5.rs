//! Writes a case study as v5 has it: one object, its keys in the order of the official files.

use super::yaml::{Letters, Value, write as emit};
use super::{CaseStudy, Granularity, cite};

/// The YAML of a case study in v5.
#[must_use]
pub fn write(study: &CaseStudy) -> String {
    let mut entries: Vec<(String, Value)> = Vec::new();
    let mut put = |key: &str, value: Option<Value>| {
        entries.extend(value.map(|value| (key.to_owned(), value)));
    };
    let text = |text: &Option<String>| text.as_ref().map(Value::text);
    let prose = |text: &str| Value::text(cite::to_numbers(text, &study.references));
    put("id", text(&study.id));
    put("name", Some(Value::text(&study.name)));
    put("object-type", Some(Value::text("case-study")));
    put("summary", Some(prose(&study.summary)));
    if let Some(incident) = &study.date {
        put("incident-date", Some(Value::Raw(incident.date.clone())));
        let known = match incident.known {
            Granularity::Day => "DATE",
            Granularity::Month => "MONTH",
            Granularity::Year => "YEAR",
        };
        put("incident-date-granularity", Some(Value::text(known)));
    }
    let steps = study.steps.iter().map(|step| {
        Value::Map(vec![
            ("tactic".to_owned(), Value::text(&step.tactic)),
            ("technique".to_owned(), Value::text(&step.technique)),
            ("description".to_owned(), prose(&step.description)),
        ])
    });
    put("procedure", Some(Value::List(steps.collect())));
    put("reporter", text(&study.reporter));
    put("target", text(&study.target));
    put("actor", text(&study.actor));
    put("case-study-type", text(&study.kind));
    if !study.references.is_empty() {
        let references = study.references.iter().map(|reference| {
            let value = |text: &Option<String>| match text {
                Some(text) => Value::text(text),
                None => Value::Raw("null".to_owned()),
            };
            Value::Map(vec![
                ("title".to_owned(), value(&reference.title)),
                ("url".to_owned(), value(&reference.url)),
            ])
        });
        put("references", Some(Value::List(references.collect())));
    }
    let entries: Vec<(String, Value)> = entries
        .into_iter()
        .map(|(key, value)| (key, untemplated(value)))
        .collect();
    emit(&entries, Letters::Ascii)
}

/// What opens an expression, a statement and a comment in a template of Jinja, which fills in the source of v5. A page's own words must
/// not be run by it.
const OPENS: [&str; 3] = ["{{", "{%", "{#"];

/// Returns whether a case study has words that would be taken for a template, and are written with a space in them.
#[must_use]
pub fn looks_templated(study: &CaseStudy) -> bool {
    let references = study.references.iter();
    let mut texts = [&study.name, &study.summary]
        .into_iter()
        .chain(
            [&study.id, &study.reporter, &study.target, &study.actor]
                .into_iter()
                .flatten(),
        )
        .chain(&study.kind)
        .chain(
            study
                .steps
                .iter()
                .flat_map(|step| [&step.tactic, &step.technique, &step.description]),
        )
        .chain(references.flat_map(|one| one.title.iter().chain(&one.url)));
    texts.any(|text| OPENS.iter().any(|open| text.contains(open)))
}

/// A value in which no text is a template.
fn untemplated(value: Value) -> Value {
    match value {
        Value::Text(text) => {
            let mut plain = String::with_capacity(text.len());
            for c in text.chars() {
                if plain.ends_with('{') && matches!(c, '{' | '%' | '#') {
                    plain.push(' ');
                }
                plain.push(c);
            }
            Value::Text(plain)
        }
        Value::List(items) => Value::List(items.into_iter().map(untemplated).collect()),
        Value::Map(entries) => {
            let plain = |(key, value)| (key, untemplated(value));
            Value::Map(entries.into_iter().map(plain).collect())
        }
        Value::Raw(_) => value,
    }
}
