//! What is sent to ATLAS: one case study with `study` and `meta`, or a contribution that holds several.
//!
//! Both have a JSON Schema in `schemas/`. What is read is checked against it, and so is what is written, in a test.

use std::fmt;

use super::error::{Error, Fact};
use super::read_official::read_submitted;
use super::study::CaseStudy;
use super::unwritten::Unwritten;
use super::v5;
use super::yaml::{Escaping, Mapping, Value, write as emit};
use crate::schema::{Instance, PageSchema};
use crate::syntax::tree::NodeId;
use crate::syntax::{self, Page, ReadOptions, SyntaxError};
use crate::text::Source;

/// The version of the form that `meta` names.
const VERSION: &str = "1.1";

/// Returns a case study as the form on the ATLAS site saves it.
///
/// # Errors
/// Returns the facts that the form requires and the case study does not state, and all `unwritten` ones.
pub fn write(study: &CaseStudy, unwritten: &[Unwritten]) -> Result<String, Vec<SubmissionError>> {
    let missing = missing(study, unwritten, false);
    if !missing.is_empty() {
        return Err(missing);
    }
    Ok(emit(&entries(study), Escaping::Ascii))
}

/// Returns a case study as a contribution. Its contact is left open.
///
/// # Errors
/// Returns the facts that the form requires and the case study does not state, and all `unwritten` ones.
pub fn contribution(
    study: &CaseStudy,
    unwritten: &[Unwritten],
) -> Result<String, Vec<SubmissionError>> {
    let missing = missing(study, unwritten, true);
    if !missing.is_empty() {
        return Err(missing);
    }
    let mut contact = Mapping::default();
    contact.put("name", Value::text_or_null(None));
    contact.put("emails", Value::text_or_null(None));
    let mut root = Mapping::default();
    root.put("contact", contact.into());
    root.put("additional-info", Value::text(""));
    root.put("submissions", Value::List(vec![Value::Map(entries(study))]));
    Ok(emit(&root.0, Escaping::Ascii))
}

fn entries(study: &CaseStudy) -> Vec<(String, Value)> {
    let mut object = v5::object(study);
    for (key, value) in &mut object {
        // Dates are texts here, so they are quoted.
        if let Value::Raw(date) = value
            && key == "incident-date"
        {
            *value = Value::text(date.as_str());
        }
    }
    let mut meta = Mapping::default();
    meta.put_text("date-created", study.created.as_deref());
    meta.put_text("date-updated", study.modified.as_deref());
    meta.put_text("uuid", study.uuid.as_deref());
    meta.put_text("version", VERSION);
    vec![
        ("study".to_owned(), Value::Map(object)),
        ("meta".to_owned(), meta.into()),
    ]
}

/// Returns what a form requires and the case study lacks. A placeholder is reported even where a form requires nothing.
fn missing(
    study: &CaseStudy,
    unwritten: &[Unwritten],
    of_contribution: bool,
) -> Vec<SubmissionError> {
    let kinds = ["incident", "exercise"];
    let is_unwritten = |fact| unwritten.iter().any(|one| one.fact == fact);
    let kind = study.kind.as_deref().filter(|_| !is_unwritten(Fact::Type));
    let mut found: Vec<SubmissionError> = unwritten
        .iter()
        .cloned()
        .map(SubmissionError::Unwritten)
        .collect();
    let required = [
        ("name", study.name.is_empty()),
        ("summary", study.summary.is_empty()),
        (
            "incident date",
            study.date.is_none() && !is_unwritten(Fact::Date),
        ),
    ];
    let missing = required.into_iter().filter(|(_, missing)| *missing);
    found.extend(missing.map(|(fact, _)| SubmissionError::Missing(fact)));
    if study.steps.is_empty() {
        found.push(SubmissionError::Missing("step"));
    }
    if let Some(other) = kind.filter(|kind| !kinds.contains(kind)) {
        found.push(SubmissionError::Type(other.to_owned()));
    }
    if of_contribution && kind == Some("incident") && study.reporter.is_none() {
        found.push(SubmissionError::NoReporter);
    }
    found
}

/// The case studies of a submission or contribution.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Submitted {
    pub studies: Vec<CaseStudy>,
    /// Number of entries of a contribution that are not case studies.
    pub others: usize,
}

/// Reason why a submission cannot be read or written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SubmissionError {
    /// A required fact is missing.
    Missing(&'static str),
    /// A fact is still a placeholder.
    Unwritten(Unwritten),
    /// The type is neither of the two.
    Type(String),
    /// An incident has no reporter.
    NoReporter,
    /// The file is neither a submission nor a contribution.
    Neither,
    /// Something at a line and column, counted from 1.
    At {
        line: usize,
        column: usize,
        message: String,
    },
    /// A value of the case study is not valid.
    Study(Error),
}

impl fmt::Display for SubmissionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(fact) => write!(f, "the case study states no {fact}, which ATLAS requires"),
            Self::Unwritten(fact) => fact.fmt(f),
            Self::Type(other) => write!(
                f,
                "the type is `{other}`, and ATLAS accepts `incident` and `exercise`"
            ),
            Self::NoReporter => f.write_str(
                "an incident needs a reporter; add the field `Reporter` to the section `Metadata`",
            ),
            Self::Neither => f.write_str(
                "the file is neither a submission, with the key `study`, nor a contribution, with the key `submissions`",
            ),
            Self::At {
                line,
                column,
                message,
            } => write!(f, "{line}:{column}: {message}"),
            Self::Study(error) => error.fmt(f),
        }
    }
}

/// Reads the case studies of a submission or of a contribution, in YAML or JSON.
///
/// # Errors
/// Returns everything that the schema of the form does not allow.
pub fn read(source: &Source) -> Result<Submitted, Vec<SubmissionError>> {
    let at = |start: u32, message: String| {
        let place = source.position(start as usize);
        SubmissionError::At {
            line: place.line,
            column: place.column,
            message,
        }
    };
    let page = syntax::read(source, &ReadOptions::default());
    let Some(page) = page.filter(|page| page.document.is_some()) else {
        return Err(vec![SubmissionError::Neither]);
    };
    if page
        .document
        .as_ref()
        .is_some_and(|document| !document.sound)
    {
        let start = page.errors.first().map_or(0, SyntaxError::start);
        return Err(vec![at(start, "this cannot be read as YAML".to_owned())]);
    }
    let tree = &page.outline;
    let has = |key| {
        tree.root()
            .is_some_and(|root| tree.get(root, key).is_some())
    };
    let name = match (has("study"), has("submissions")) {
        (true, _) => "submission",
        (_, true) => "contribution",
        _ => return Err(vec![SubmissionError::Neither]),
    };
    let schema = PageSchema::built_in(name).ok_or_else(|| vec![SubmissionError::Neither])?;
    let mut violations = schema.get().violations(Instance::Page(&page));
    if name == "contribution" {
        // Entries for tactics, techniques and mitigations have forms of their own.
        let others: Vec<_> = submissions(&page)
            .into_iter()
            .filter(|node| tree.get(*node, "study").is_none())
            .map(|node| tree.node(node).span)
            .collect();
        violations.retain(|violation| !others.iter().any(|other| other.contains(violation.span)));
    }
    if !violations.is_empty() {
        let found = violations.into_iter();
        return Err(found.map(|one| at(one.span.start, one.message)).collect());
    }
    studies(&page)
}

/// Returns the entries of a contribution.
fn submissions(page: &Page<'_>) -> Vec<NodeId> {
    let tree = &page.outline;
    let all = tree.root().and_then(|root| tree.get(root, "submissions"));
    all.map_or_else(Vec::new, |all| tree.items(all).to_vec())
}

fn studies(page: &Page<'_>) -> Result<Submitted, Vec<SubmissionError>> {
    let tree = &page.outline;
    let Some(root) = tree.root() else {
        return Err(vec![SubmissionError::Neither]);
    };
    let mut submitted = Submitted::default();
    let entries = match tree.get(root, "study") {
        Some(_) => vec![root],
        None => submissions(page),
    };
    for entry in entries {
        let Some(node) = tree.get(entry, "study") else {
            submitted.others += 1;
            continue;
        };
        let read = read_submitted(page, node).map_err(|errors| {
            errors
                .into_iter()
                .map(SubmissionError::Study)
                .collect::<Vec<_>>()
        })?;
        let mut study = read.study;
        // The key before version 1.1.
        study.reporter = study.reporter.or_else(|| text(page, node, "reported-by"));
        if let Some(meta) = tree.get(entry, "meta") {
            study.created = text(page, meta, "date-created");
            study.modified = text(page, meta, "date-updated");
            study.uuid = text(page, meta, "uuid");
        }
        submitted.studies.push(study);
    }
    Ok(submitted)
}

fn text(page: &Page<'_>, node: NodeId, key: &str) -> Option<String> {
    let tree = &page.outline;
    tree.text(tree.get(node, key)?).map(str::to_owned)
}
