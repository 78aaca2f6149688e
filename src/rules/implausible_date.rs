//! A date that cannot be right.

use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, ReplacedBy, Rule};
use super::theme::Theme;
use crate::catalog::{Versioned, at};
use crate::context::AloneContext;
use crate::date::Date;
use crate::facts::StatedDates;
use crate::settings::Level;
use crate::text::{Source, Span};

pub static RULE: Rule = Rule {
    name: "implausible-date",
    summary: "an incident after today, a date before 1950, or a page modified before it was created",
    docs: include_str!("implausible-date.md"),
    theme: Theme::Procedures,
    level: Level::Warning,
    fix: FixKind::None,
    since: "0.1.0",
    needs: Needs::Page,
    handling: Handling {
        replaced_by: ReplacedBy::Rule(&super::OUTDATED_FACT),
        ..Handling::USUAL
    },
    check: Check::Alone(check),
};

/// The first year in which there was an AI system to attack.
const FIRST_YEAR: u16 = 1950;

/// A date and where it is written.
#[derive(Clone, Copy)]
struct StatedDate {
    date: Date,
    span: Span,
}

fn check(context: &AloneContext<'_>, findings: &mut Findings) {
    let read = |span: Option<Span>| stated(context.source, span?);
    let declared = context.facts.declaration.as_ref();
    let declared = declared.map(|declaration| &*declaration.id);
    for study in &context.facts.studies {
        if let Some(incident) = read(study.incident) {
            incident_date(context, incident, findings);
        }
        let written = StatedDates {
            created: study.created,
            modified: study.modified,
        };
        written_dates(context, written, declared, findings);
    }
    // The dates of a case study come from both sources; duplicate findings are removed later.
    let dates = &context.facts.dates;
    written_dates(context, dates.object, declared, findings);
    written_dates(context, dates.page, None, findings);
    for (object, &written) in context.facts.objects.iter().zip(&dates.objects) {
        let id = object.id().map(|(id, _)| id);
        written_dates(context, written, id, findings);
    }
}

/// Returns the date if the value holds nothing else. A comment after it is ignored.
fn stated(source: &Source, span: Span) -> Option<StatedDate> {
    let text = source.slice(span).split("<!--").next()?;
    let marks = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`');
    let start = text.len() - text.trim_start_matches(marks).len();
    let text = text.trim_matches(marks);
    let date = Date::parse(text)?;
    let span = Span::new(start, start + text.len()).shift(span.start as usize);
    Some(StatedDate { date, span })
}

fn incident_date(context: &AloneContext<'_>, incident: StatedDate, findings: &mut Findings) {
    let today = context.today;
    if incident.date.is_after(today) {
        findings
            .add(
                incident.span,
                "after today",
                format!(
                    "the incident is dated {}, which is after today, {today}",
                    incident.date
                ),
            )
            .help("write the date of the incident; a month or a year alone is enough")
            .about("incident");
    }
    too_early(incident, "incident", "the incident is dated", findings);
}

fn written_dates(
    context: &AloneContext<'_>,
    written: StatedDates,
    id: Option<&str>,
    findings: &mut Findings,
) {
    let created = written
        .created
        .and_then(|span| stated(context.source, span));
    let modified = written
        .modified
        .and_then(|span| stated(context.source, span));
    for (day, about, what) in [
        (created, "created", "the creation date is"),
        (modified, "modified", "the date of the last change is"),
    ] {
        if let Some(day) = day {
            too_early(day, about, what, findings);
        }
    }
    let (Some(created), Some(modified)) = (created, modified) else {
        return;
    };
    let copied = || id.is_some_and(|id| is_corrected(context, id, created.date));
    if created.date.is_after(modified.date) && !copied() {
        findings
            .add(
                modified.span,
                "earlier",
                format!(
                    "the last change, {}, comes before the creation, {}",
                    modified.date, created.date
                ),
            )
            .help("one of the two dates is wrong, or they are swapped")
            .about("modified")
            .related(context.file, created.span, "created here");
    }
}

fn too_early(day: StatedDate, about: &str, what: &str, findings: &mut Findings) {
    if day.date.year < FIRST_YEAR {
        findings
            .add(
                day.span,
                "too early",
                format!("{what} {}, before there was AI to attack", day.date),
            )
            .help(format!("write a date in {FIRST_YEAR} or later"))
            .about(about);
    }
}

/// Returns whether the page may be a faithful copy of an official file whose modification date precedes the creation date. Some
/// releases have two official files. The older file may hold such a date; the newer one replaced it with the creation date, and
/// only the newer date is in the catalog.
fn is_corrected(context: &AloneContext<'_>, id: &str, created: Date) -> bool {
    let view = context.view;
    let release = view.catalog.release_at(view.pinned);
    let is_created = |days: &[Versioned<String>]| {
        at(days, view.pinned).is_some_and(|version| version.value == created.to_string())
    };
    release.is_some_and(|release| release.legacy.is_some())
        && view
            .lifetime(id)
            .is_some_and(|lifetime| is_created(&lifetime.created) && is_created(&lifetime.modified))
}
