//! Writes a case study in the v5 form: one object, with its keys in the order of the official files.

use super::citations;
use super::study::{CaseStudy, Granularity};
use super::yaml::{Escaping, Mapping, Value, write as emit};

/// Returns the YAML of a case study in v5.
#[must_use]
pub fn write(study: &CaseStudy) -> String {
    emit(&object(study), Escaping::Ascii)
}

/// Returns the keys of a case study, in the order of the official files.
pub(super) fn object(study: &CaseStudy) -> Vec<(String, Value)> {
    let prose = |text: &str| Value::text(citations::to_numbers(text, &study.references));
    let mut object = Mapping::default();
    object.put_text("id", study.id.as_deref());
    object.put_text("name", study.name.as_str());
    object.put_text("object-type", "case-study");
    object.put("summary", prose(&study.summary));
    if let Some(incident) = &study.date {
        object.put("incident-date", Value::Raw(incident.date.clone()));
        let known = match incident.known {
            Granularity::Day => "DATE",
            Granularity::Month => "MONTH",
            Granularity::Year => "YEAR",
        };
        object.put_text("incident-date-granularity", known);
    }
    let steps = study.steps.iter().map(|step| {
        let mut entry = Mapping::default();
        entry.put_text("tactic", step.tactic.as_str());
        entry.put_text("technique", step.technique.as_str());
        entry.put("description", prose(&step.description));
        Value::from(entry)
    });
    object.put("procedure", Value::List(steps.collect()));
    object.put_text("reporter", study.reporter.as_deref());
    object.put_text("target", study.target.as_deref());
    object.put_text("actor", study.actor.as_deref());
    object.put_text("case-study-type", study.kind.as_deref());
    if !study.references.is_empty() {
        let references = study.references.iter().map(|reference| {
            let mut entry = Mapping::default();
            entry.put("title", Value::text_or_null(reference.title.as_deref()));
            entry.put("url", Value::text_or_null(reference.url.as_deref()));
            Value::from(entry)
        });
        object.put("references", Value::List(references.collect()));
    }
    let plain = |(key, value)| (key, without_templates(value));
    object.0.into_iter().map(plain).collect()
}

/// The openers of an expression, a statement and a comment in Jinja. ATLAS renders the source of v5 with it, and must not run
/// text of a page.
const TEMPLATE_OPENERS: [&str; 3] = ["{{", "{%", "{#"];

/// Returns whether a case study holds template openers. [`write`] puts a space into each.
#[must_use]
pub fn has_template_syntax(study: &CaseStudy) -> bool {
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
    texts.any(|text| TEMPLATE_OPENERS.iter().any(|open| text.contains(open)))
}

/// Puts a space into each template opener of a value.
pub(super) fn without_templates(value: Value) -> Value {
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
        Value::List(items) => Value::List(items.into_iter().map(without_templates).collect()),
        Value::Map(entries) => {
            let plain = |(key, value)| (key, without_templates(value));
            Value::Map(entries.into_iter().map(plain).collect())
        }
        Value::Raw(_) => value,
    }
}
