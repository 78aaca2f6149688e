//! Reads a case study from a Markdown page.

use std::fmt;

use super::citations;
use super::context::Context;
use super::error::{Error, Fact};
use super::lines::trim;
use super::page::PageReader;
use super::references;
use super::sidecar::Sidecar;
use super::steps;
use super::study::{CaseStudy, Incident, Step, kind};
use super::unwritten::{Unwritten, unwritten};
use crate::catalog::Kind;
use crate::date::Date;
use crate::facts::{self, Facts};
use crate::syntax::PROCEDURES;
use crate::syntax::{Page, id};
use crate::text::Span;
use crate::text::placeholder;

/// A case study that was read from a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageStudy {
    pub study: CaseStudy,
    /// The id of the vault's own, which is not one of ATLAS and not in `study`.
    pub own_id: Option<String>,
    /// Parts of the page that a case study has no field for.
    pub notes: Vec<Note>,
    /// Facts that are still placeholders, with their places.
    pub unwritten: Vec<Unwritten>,
}

/// A part of a page that a case study has no field for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The name of a section.
    Section(String),
    /// The target of a link that does not lead to an ATLAS object.
    Link(String),
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Section(name) => write!(
                f,
                "the section \"{name}\" has no place in a case study of ATLAS"
            ),
            Self::Link(target) => write!(
                f,
                "the link to `{target}` became plain text: it leads to no ATLAS object"
            ),
        }
    }
}

/// Reads the case study of a page.
///
/// # Errors
/// Returns every reason why the page is not a complete case study.
pub fn read(
    page: &Page<'_>,
    facts: &Facts,
    context: &Context<'_>,
) -> Result<PageStudy, Vec<Error>> {
    let declared = facts.declaration.as_ref();
    let declared = declared.map(|declared| declared.id.clone());
    let id = declared
        .clone()
        .filter(|id| Kind::of_id(id) == Some(Kind::CaseStudy));
    let Some(stated) = facts.studies.first().filter(|_| facts.is_study()) else {
        return Err(vec![Error::NotCaseStudy(declared.map(String::from))]);
    };
    let mut errors = Vec::new();
    if page.front.as_ref().is_some_and(|front| !front.sound) {
        errors.push(Error::FrontMatter);
    }
    let sidecar = Sidecar::read(page, &mut errors);
    let mut reader = PageReader {
        page,
        source: page.source,
        context,
        sidecar,
        errors,
        lost_links: Vec::new(),
        date_unwritten: false,
    };
    let mut study = reader.study(stated, id.as_deref());
    study.steps = reader.steps(stated);
    // If references have ids, texts cite by id.
    let mut references = study.references.iter();
    if references.any(|reference| reference.id.is_some()) {
        study.references = citations::with_ids(&study.references);
    }
    reader.restore_texts(&mut study);
    if !reader.errors.is_empty() {
        return Err(reader.errors);
    }
    let notes = reader.notes();
    let mut facts = unwritten(&study);
    if reader.date_unwritten {
        facts.push(Fact::Date);
    }
    let at = |fact| Unwritten {
        fact,
        place: reader.place(fact, stated),
    };
    let mut unwritten: Vec<Unwritten> = facts.into_iter().map(at).collect();
    unwritten.sort_by_key(|one| one.place.map(|place| place.offset));
    Ok(PageStudy {
        study,
        own_id: reader.own_id(),
        notes,
        unwritten,
    })
}

impl PageReader<'_> {
    /// Reads all but the steps. Texts are as the page shows them.
    fn study(&mut self, stated: &facts::Study, id: Option<&str>) -> CaseStudy {
        let front_day = |span: Option<Span>| {
            let text = self.source.slice(span?).trim_matches(['"', '\'']);
            is_day(text).then(|| text.to_owned())
        };
        let created = self
            .sidecar
            .created
            .clone()
            .or_else(|| front_day(stated.created));
        let modified = self
            .sidecar
            .modified
            .clone()
            .or_else(|| front_day(stated.modified));
        let name = self.sidecar.text("name", self.name());
        let summary = self.summary();
        let kind = self.field("Type").map(kind);
        let target = self.field("Target");
        let actor = self.field("Actor");
        let reporter = self
            .sidecar
            .reporter
            .clone()
            .or_else(|| self.field("Reporter"));
        CaseStudy {
            id: id.map(str::to_owned),
            name,
            summary,
            date: self.date(),
            kind: self.sidecar.optional("type", kind),
            target: self.sidecar.optional("target", target),
            actor: self.sidecar.optional("actor", actor),
            reporter,
            steps: Vec::new(),
            references: references::read(self.page, &self.sidecar),
            created,
            modified,
            uuid: self.sidecar.uuid.clone(),
        }
    }

    /// Replaces citations by ids and texts by their exact form.
    fn restore_texts(&self, study: &mut CaseStudy) {
        let exact = |place: &str, text: &str| {
            self.sidecar
                .text(place, citations::to_ids(text, &study.references))
        };
        let summary = exact("summary", &study.summary);
        let steps: Vec<String> = study
            .steps
            .iter()
            .zip(1..)
            .map(|(step, number)| exact(&format!("step-{number}"), &step.description))
            .collect();
        study.summary = summary;
        for (step, text) in study.steps.iter_mut().zip(steps) {
            step.description = text;
        }
    }

    /// Returns the heading, else the title.
    fn heading(&self) -> &str {
        let heading = self.page.headings.iter().find(|heading| heading.level == 1);
        let heading = heading.map(|heading| &*heading.text);
        let title = self
            .page
            .front
            .as_ref()
            .and_then(|front| front.text("title"));
        heading.or(title.map(|(_, text)| text)).unwrap_or_default()
    }

    /// Returns the id in the heading, else that of the section `Metadata`, if it is not one of ATLAS.
    fn own_id(&mut self) -> Option<String> {
        let id = |text: &str| {
            let (prefix, _, length) = facts::leading_study_id(text)?;
            (prefix != "AML.").then(|| text[..length].to_owned())
        };
        id(self.heading()).or_else(|| id(&self.field("ID")?))
    }

    /// Returns the name in the heading, without the id.
    fn name(&self) -> String {
        let text = self.heading();
        let own = || facts::leading_study_id(text).and_then(|(_, _, length)| text.get(length..));
        let rest = id::leading(text).map(|(_, rest)| rest);
        let Some(rest) = rest.or_else(own) else {
            return text.to_owned();
        };
        let rest = rest.trim_start_matches(' ');
        let name = rest
            .strip_prefix([':', '-', '\u{2013}', '\u{2014}'])
            .unwrap_or(rest);
        name.trim().to_owned()
    }

    /// Returns the text below the heading and that of the section `Summary`.
    fn summary(&mut self) -> String {
        let parts: Vec<String> = self
            .summary_spans()
            .into_iter()
            .map(|span| trim(&self.official_text(span)).to_owned())
            .filter(|text| !text.is_empty())
            .collect();
        parts.join("\n\n")
    }

    fn date(&mut self) -> Option<Incident> {
        let written = self.field("Incident Date")?;
        if placeholder::is_value(&written) {
            self.date_unwritten = true;
            return None;
        }
        let Some(shown) = Incident::parse(&written, None) else {
            self.errors.push(Error::PageDate(written));
            return None;
        };
        let exact = self.sidecar.date.as_ref();
        let exact = exact.filter(|date| is_day(date) && date.starts_with(&written));
        Some(Incident {
            date: exact.cloned().unwrap_or(shown.date),
            known: shown.known,
        })
    }

    fn steps(&mut self, stated: &facts::Study) -> Vec<Step> {
        let mut steps = steps::read(self, stated);
        let edges = &self.sidecar.steps;
        if !edges.is_empty() && edges.len() == steps.len() {
            for (step, edge) in steps.iter_mut().zip(edges) {
                step.edge = Some(edge.clone());
            }
        } else if !edges.is_empty() {
            self.errors.push(Error::SidecarSteps {
                listed: edges.len(),
                on_page: steps.len(),
            });
        }
        steps
    }

    fn notes(&self) -> Vec<Note> {
        const OTHERS: [&str; 3] = ["Summary", "Metadata", "References"];
        let is_known = |name: &str| PROCEDURES.contains(&name) || OTHERS.contains(&name);
        let mut notes: Vec<Note> = self
            .page
            .outline
            .sections()
            .iter()
            .filter(|entry| entry.nth > 1 || !is_known(&entry.key))
            .map(|entry| Note::Section(entry.shown().into_owned()))
            .collect();
        notes.extend(self.lost_links.iter().cloned().map(Note::Link));
        notes
    }
}

/// Returns whether a text is a complete date.
fn is_day(text: &str) -> bool {
    Date::parse(text).is_some_and(|date| date.day.is_some())
}
