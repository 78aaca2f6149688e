//! Case studies in all forms: dates, steps, references.

mod yaml;

use serde::{Deserialize, Serialize};

use super::dates::Dates;
use super::declaration::{Declaration, Place};
use super::object::Object;
use super::procedure::step_heading;
use super::references::Reference;
use crate::catalog::Kind;
use crate::syntax::Page;
use crate::syntax::tree::{Entry, Tree};
use crate::text::{Source, Span};

/// A case study with the bytes of every part. Parts that are not stated are None or missing from their list.
#[derive(Serialize, Deserialize, Debug, Default)]
pub struct Study {
    pub id: Option<Span>,
    /// The day, month or year of the incident.
    pub incident: Option<Span>,
    /// The day of creation.
    pub created: Option<Span>,
    /// The day of the last change.
    pub modified: Option<Span>,
    /// The steps of its procedure, in text order.
    pub steps: Vec<Step>,
    /// Its references, in text order.
    pub references: Vec<Reference>,
}

/// A step of a procedure. For the ids in its technique and tactic, see [`Page::ids_in`].
#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// The span for findings about the whole step: its heading, or all of it.
    pub place: Span,
    /// Its number: the digits of `Step 3: ...`, or the `S03` of a `step-id`.
    pub number: Option<Span>,
    /// Its title, without `Step 3: `.
    pub title: Option<Span>,
    /// The value of its technique.
    pub technique: Option<Span>,
    /// The value of its tactic.
    pub tactic: Option<Span>,
    /// The ids of the next steps.
    pub leads_to: Vec<Span>,
}

/// Returns the steps that state a technique, in text order.
pub(super) fn technique_steps(studies: &[Study]) -> Vec<Step> {
    let steps = studies.iter().flat_map(|study| &study.steps);
    let with_technique = steps.filter(|step| step.technique.is_some());
    with_technique.cloned().collect()
}

/// Returns the case studies of a page: one in Markdown, any number in YAML.
pub(super) fn studies(
    page: &Page<'_>,
    (objects, dates): (&[Object], &Dates),
    declared: Option<&Declaration>,
    references: &[Vec<Reference>],
) -> Vec<Study> {
    if page.document.is_some() {
        return yaml::studies(page, objects);
    }
    markdown(page, dates, declared, references)
        .into_iter()
        .collect()
}

/// Returns the case study of a Markdown page, if it declares the id of one, calls itself one, or describes steps.
fn markdown(
    page: &Page<'_>,
    dates: &Dates,
    declared: Option<&Declaration>,
    references: &[Vec<Reference>],
) -> Option<Study> {
    let outline = &page.outline;
    outline.root()?;
    let steps = markdown_steps(page);
    if steps.is_empty() && !is_study(declared, calls_itself_study(page)) {
        return None;
    }
    let id = declared
        .and_then(|declared| {
            let own = |place: &&Place| place.id == declared.id;
            declared.places.iter().find(own)
        })
        .map(|place| place.id_span);
    // Metadata are about the object and front matter about the page, so one date of each would not form a pair.
    let written = if dates.object.is_stated() {
        dates.object
    } else {
        dates.page
    };
    Some(Study {
        id,
        incident: outline
            .metadata("Incident Date")
            .map(|field| outline.node(field.value).span),
        created: written.created,
        modified: written.modified,
        steps,
        references: references.concat(),
    })
}

/// Returns whether a page is a case study by its declaration and by its front matter.
pub(super) fn is_study(declared: Option<&Declaration>, calls_itself_study: bool) -> bool {
    let kind = declared.and_then(|declared| Kind::of_id(&declared.id));
    kind == Some(Kind::CaseStudy) || calls_itself_study
}

/// Returns whether the front matter says that the page is a case study.
pub(super) fn calls_itself_study(page: &Page<'_>) -> bool {
    let front = page.front.as_ref();
    let called = front.and_then(|front| front.text("type"));
    called.is_some_and(|(_, text)| text.eq_ignore_ascii_case("case-study"))
}

fn markdown_steps(page: &Page<'_>) -> Vec<Step> {
    let outline = &page.outline;
    let Some(procedure) = outline.procedure() else {
        return Vec::new();
    };
    outline
        .sections_of(procedure.value)
        .iter()
        .filter_map(|entry| markdown_step(outline, entry, page.source))
        .collect()
}

fn markdown_step(outline: &Tree<'_>, entry: &Entry<'_>, source: &Source) -> Option<Step> {
    let (number, title) = step_heading(source.slice(entry.key_span))?;
    let start = entry.key_span.start as usize;
    let field = |key| {
        let field = outline.field(entry.value, key)?;
        Some(outline.node(field.value).span)
    };
    Some(Step {
        place: entry.key_span,
        number: Some(number.shift(start)),
        title: (!title.is_empty()).then(|| title.shift(start)),
        technique: field("Technique"),
        tactic: field("Tactic"),
        leads_to: Vec::new(),
    })
}
