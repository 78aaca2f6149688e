//! Reads the steps of a page: the technique, tactic and description of each.

use super::error::{Error, StepError};
use super::lines::{line_end, line_start, trim};
use super::page::PageReader;
use super::study::Step;
use crate::catalog::Kind;
use crate::facts::{self, Study};
use crate::syntax::links_in;
use crate::syntax::tree::{Entry, Tree};
use crate::text::Span;

/// Reads the steps, and adds the errors of each to the reader's.
pub(super) fn read(reader: &mut PageReader<'_>, stated: &Study) -> Vec<Step> {
    if stated.steps.is_empty() && reader.context.strict {
        reader.errors.push(Error::NoSteps);
    }
    let page = reader.page;
    let mut sections = procedure(&page.outline).iter();
    let steps = stated.steps.iter().zip(1..);
    steps
        .map(|(step, number)| {
            // Sections and steps are both in the order of the page.
            let entry = sections.find(|entry| entry.key_span == step.place);
            let (technique, tactic) = technique_and_tactic(reader, step).unwrap_or_else(|error| {
                let title = step
                    .title
                    .map(|title| reader.source.slice(title).to_owned());
                reader.errors.push(Error::Step {
                    number,
                    title,
                    error,
                });
                Default::default()
            });
            let fields = entry.map(|entry| field_lines(reader, &page.outline, entry));
            Step {
                technique,
                tactic,
                description: description(reader, step, &fields.unwrap_or_default()),
                edge: None,
            }
        })
        .collect()
}

/// Returns the subsections of the procedure.
fn procedure<'t, 's>(outline: &'t Tree<'s>) -> &'t [Entry<'s>] {
    let procedure = outline.procedure();
    procedure.map_or(&[], |procedure| outline.sections_of(procedure.value))
}

/// Returns the lines of the fields `Technique` and `Tactic`, which are not part of the description. Text on the next line is.
fn field_lines(reader: &PageReader<'_>, outline: &Tree<'_>, entry: &Entry<'_>) -> Vec<Span> {
    let mut lines: Vec<Span> = ["Technique", "Tactic"]
        .iter()
        .filter_map(|key| outline.field(entry.value, key))
        .map(|field| {
            let value = outline.node(field.value).span;
            let first = first_line(reader, value);
            let start = line_start(reader.source, field.key_span.start as usize);
            Span::new(start, line_end(reader.source, first.end as usize))
        })
        .collect();
    lines.sort_unstable();
    lines
}

fn first_line(reader: &PageReader<'_>, span: Span) -> Span {
    let text = reader.source.slice(span);
    let line = text.split(['\n', '\r']).next().unwrap_or_default();
    Span::new(span.start as usize, span.start as usize + line.len())
}

/// Returns the body of the step without the lines of its fields.
fn description(reader: &mut PageReader<'_>, step: &facts::Step, fields: &[Span]) -> String {
    let headings = &reader.page.headings;
    let at = headings.partition_point(|heading| heading.span.start < step.place.start);
    let section = reader.section_body(at);
    let mut text = String::new();
    let mut done = section.start as usize;
    for field in fields {
        text += &reader.official_text(Span::new(done, field.start as usize));
        done = field.end as usize;
    }
    text += &reader.official_text(Span::new(done, section.end as usize));
    trim(&text).to_owned()
}

/// Returns the ids of one kind in a field: those written out, else those of the pages that it links to.
fn ids(reader: &PageReader<'_>, field: Span, kind: Kind) -> Vec<String> {
    let page = reader.page;
    let written = page
        .ids_in(field)
        .filter(|token| token.malformed.is_none())
        .map(|token| token.id.to_string());
    let mut found: Vec<String> = written.filter(|id| Kind::of_id(id) == Some(kind)).collect();
    if found.is_empty() {
        let context = reader.context;
        let linked = links_in(&page.links, field).filter_map(|link| {
            let id = context.vault.linked_id(context.file, link)?;
            Some(id.to_owned())
        });
        found = linked.filter(|id| Kind::of_id(id) == Some(kind)).collect();
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Returns the technique and the tactic of a step. The tactic is empty if it is missing and the page is only read back.
fn technique_and_tactic(
    reader: &PageReader<'_>,
    step: &facts::Step,
) -> Result<(String, String), StepError> {
    let technique = technique(reader, step)?;
    let tactic = tactic(reader, step, &technique)?;
    Ok((technique, tactic.unwrap_or_default()))
}

/// Returns the id of the technique that a step states.
fn technique(reader: &PageReader<'_>, step: &facts::Step) -> Result<String, StepError> {
    let field = step.technique.map(|field| first_line(reader, field));
    let field = field.filter(|field| !field.is_empty());
    let field = field.ok_or(StepError::NoTechnique)?;
    let mut found = ids(reader, field, Kind::Technique);
    match found.as_slice() {
        [only] if reader.context.strict && !reader.context.is_known(only) => {
            let view = reader.context.view;
            Err(StepError::UnknownTechnique {
                id: only.clone(),
                release: view.catalog.release_name(view.pinned).to_owned(),
            })
        }
        [_] => Ok(found.remove(0)),
        [] => {
            let malformed = reader.page.ids_in(field).find(|m| m.malformed.is_some());
            Err(match malformed {
                Some(token) => StepError::MalformedTechnique(token.id.to_string()),
                None => StepError::NoTechniqueId(reader.source.slice(field).to_owned()),
            })
        }
        _ => Err(StepError::SeveralTechniques(found)),
    }
}

/// Returns the tactic that a step states, else the only one of its technique.
fn tactic(
    reader: &PageReader<'_>,
    step: &facts::Step,
    technique: &str,
) -> Result<Option<String>, StepError> {
    let field = step.tactic.map(|field| first_line(reader, field));
    if let Some(field) = field.filter(|field| !field.is_empty()) {
        return stated_tactic(reader, field).map(Some);
    }
    match reader.context.view.effective_tactics(technique) {
        [only] => Ok(Some(only.clone())),
        _ if !reader.context.strict => Ok(None),
        [] => Err(StepError::NoTactic(technique.to_owned())),
        several => {
            let choices = several
                .iter()
                .map(|tactic| reader.context.view.id_and_name(tactic));
            Err(StepError::AmbiguousTactic {
                technique: technique.to_owned(),
                choices: choices.collect(),
            })
        }
    }
}

fn stated_tactic(reader: &PageReader<'_>, field: Span) -> Result<String, StepError> {
    let mut found = ids(reader, field, Kind::Tactic);
    let written = reader.source.slice(field);
    if found.is_empty() {
        let tactics = reader.context.view.named(Kind::Tactic, written);
        found = tactics.into_iter().map(str::to_owned).collect();
    }
    match found.as_slice() {
        [only] if !reader.context.strict || reader.context.is_known(only) => Ok(found.remove(0)),
        [_, _, ..] => Err(StepError::SeveralTactics(found)),
        _ => Err(StepError::UnknownTactic(written.to_owned())),
    }
}
