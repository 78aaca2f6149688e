//! Writes a case study in the v6 form: the object under its id, and its steps among the relationships.

use super::citations;
use super::step_order::linear_edge;
use super::study::{CaseStudy, Edge, Granularity, Reference, Step};
use super::yaml::{Escaping, Mapping, Value, write as emit};

/// Returns the YAML of a case study in v6. Its id is the key of both parts; without an id the key is empty.
#[must_use]
pub fn write(study: &CaseStudy) -> String {
    let id = study.id.clone().unwrap_or_default();
    let named = citations::with_ids(&study.references);
    // Without ids of references, texts cite by number.
    let cites_numbers = study.references.iter().all(|r| r.id.is_none());
    let prose = |text: &str| {
        if cites_numbers {
            Value::text(citations::to_ids(text, &named))
        } else {
            Value::text(text)
        }
    };
    let object = object(study, &named, prose(&study.summary));
    let employs = employs(study, &id, &prose);
    let by_id = |value: Value| Value::Map(vec![(id.clone(), value)]);
    let employs = Value::Map(vec![("employs".to_owned(), Value::List(employs))]);
    let parts = [
        ("case-studies".to_owned(), by_id(object)),
        ("relationships".to_owned(), by_id(employs)),
    ];
    emit(&parts, Escaping::Ascii)
}

fn object(study: &CaseStudy, references: &[Reference], description: Value) -> Value {
    let references = references.iter().map(|reference| {
        let mut entry = Mapping::default();
        entry.put("id", Value::text_or_null(reference.id.as_deref()));
        entry.put("title", Value::text_or_null(reference.title.as_deref()));
        entry.put("url", Value::text_or_null(reference.url.as_deref()));
        Value::from(entry)
    });
    let kind = study.kind.as_ref().map(|kind| match kind.as_str() {
        "incident" => "Incident",
        "exercise" => "Exercise",
        other => other,
    });
    let mut object = Mapping::default();
    object.put_text("name", study.name.as_str());
    object.put("description", description);
    object.put("references", Value::List(references.collect()));
    object.put_text("created-date", study.created.as_deref());
    object.put_text("modified-date", study.modified.as_deref());
    object.put_text("type", kind);
    object.put_text("actor", study.actor.as_deref());
    object.put_text("target", study.target.as_deref());
    object.put_text("reporter", study.reporter.as_deref());
    if let Some(incident) = &study.date {
        let known = match incident.known {
            Granularity::Day => "Day",
            Granularity::Month => "Month",
            Granularity::Year => "Year",
        };
        object.put_text("date", incident.date.as_str());
        object.put_text("date-granularity", known);
    }
    object.put_text("id", study.id.as_deref());
    object.put_text("uuid", study.uuid.as_deref());
    object.put_text("object-type", "case-study");
    object.into()
}

/// Returns the steps as edges, sorted by technique and step as in the official files.
fn employs(study: &CaseStudy, source: &str, prose: &dyn Fn(&str) -> Value) -> Vec<Value> {
    let count = study.steps.len();
    let mut steps: Vec<(&Step, Edge)> = study
        .steps
        .iter()
        .enumerate()
        .map(|(at, step)| {
            (
                step,
                step.edge.clone().unwrap_or_else(|| linear_edge(at, count)),
            )
        })
        .collect();
    steps.sort_by(|(a, own), (b, other)| (&a.technique, &own.id).cmp(&(&b.technique, &other.id)));
    steps
        .into_iter()
        .map(|(step, edge)| {
            let next = edge.leads_to.into_iter().map(Value::Text).collect();
            let mut entry = Mapping::default();
            entry.put_text("source", source);
            entry.put_text("target", step.technique.as_str());
            entry.put_text("relationship-type", "employs");
            entry.put("description", prose(&step.description));
            entry.put_text("tactic", step.tactic.as_str());
            entry.put("step-id", Value::Text(edge.id));
            entry.put("leads-to", Value::List(next));
            Value::from(entry)
        })
        .collect()
}
