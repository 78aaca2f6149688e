//! Reads the facts of a new case study from the command line and from a file.

use std::path::Path;

use crate::catalog::View;
use crate::cli::args::{NewStudyArgs, StudyType};
use crate::cli::error::Error;
use crate::disk;
use crate::export::{self, CaseStudy, Incident};
use crate::text::{Condition, Source};

/// Returns the case study, and notes on what of the file is not used.
pub(super) fn study(
    args: &NewStudyArgs,
    view: View<'_>,
) -> Result<(CaseStudy, Vec<String>), Error> {
    let (mut study, notes) = match &args.from {
        Some(path) => of_file(path, args.name.as_deref(), view)?,
        None => (CaseStudy::default(), Vec::new()),
    };
    if let Some(name) = &args.name {
        study.name.clone_from(name);
    }
    if let Some(date) = &args.date {
        let parsed = Incident::parse(date, None);
        study.date = Some(parsed.ok_or_else(|| {
            Error::Message(format!(
                "--date {date} is not a date; write `2019-08-22`, `2019-08` or `2019`"
            ))
        })?);
    }
    match args.kind {
        Some(StudyType::Incident) => study.kind = Some("incident".to_owned()),
        Some(StudyType::Exercise) => study.kind = Some("exercise".to_owned()),
        None => {}
    }
    if let Some(reporter) = &args.reporter {
        study.reporter = Some(reporter.clone());
    }
    Ok((study, notes))
}

/// Reads a submission or contribution. Of several case studies, the one of this name.
fn of_file(
    path: &Path,
    name: Option<&str>,
    view: View<'_>,
) -> Result<(CaseStudy, Vec<String>), Error> {
    let bytes = disk::read_file(path).map_err(Error::at(path))?;
    let source = Source::from_bytes(named(path), bytes).include(true);
    if *source.condition() != Condition::Sound {
        return Err(Error::at(path)("the file is not UTF-8 text"));
    }
    let read = export::read_submissions(&source).map_err(Error::problems(path))?;
    let mut notes = Vec::new();
    if read.others > 0 {
        let count = read.others;
        notes.push(format!(
            "{count} submissions are not case studies and are skipped"
        ));
    }
    let names: Vec<String> = read
        .studies
        .iter()
        .map(|study| study.name.clone())
        .collect();
    let mut studies = read.studies;
    if studies.len() > 1
        && let Some(name) = name
    {
        studies.retain(|study| study.name == name);
    }
    if studies.len() != 1 {
        return Err(Error::at(path)(format!(
            "it holds {} case studies; give the name of one: {}",
            names.len(),
            names.join("; ")
        )));
    }
    let mut study = studies.remove(0);
    if let Some(id) = study.id.take() {
        notes.push(format!(
            "the file's id `{id}` is not used; `--id {id}` keeps it"
        ));
    }
    let unknown = study
        .steps
        .iter()
        .filter(|step| view.name(&step.technique).is_none());
    for step in unknown {
        notes.push(format!("ATLAS has no technique `{}`", step.technique));
    }
    Ok((study, notes))
}

/// Returns a path that is read as YAML or JSON, whatever the name of the file.
fn named(path: &Path) -> String {
    let name = path.to_string_lossy();
    if name.to_ascii_lowercase().ends_with(".json") {
        "submission.json".to_owned()
    } else {
        "submission.yaml".to_owned()
    }
}
