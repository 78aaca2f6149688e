//! An id that an earlier release held and the pinned one does not.

use super::{Check, Findings, FixKind, Rule};
use crate::catalog::{Life, Status, View};
use crate::context::{LinkForm, PageContext};
use crate::diagnostic::{Edit, Fix, Safety, Severity};
use crate::model;
use crate::pairs::{self, Slot, Subject, Verdict};
use crate::settings::Level;
use crate::text::Span;
use crate::vault::Destination;

pub static RULE: Rule = Rule {
    name: "retired-id",
    summary: "an id that an earlier release held and the pinned one does not",
    docs: include_str!("retired-id.md"),
    level: Level::Error,
    fix: FixKind::Safe,
    since: "0.1.0",
    check: Check::Page(check),
};

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    let view = context.view;
    for (subject, verdict) in context.verdicts() {
        let Verdict::Retired { life, own_name } = verdict else {
            continue;
        };
        let id = &subject.id;
        if is_own(context, id) && model::says_retired(context.page, context.source, view, life) {
            continue;
        }
        let last = life
            .last
            .map_or("an earlier release", |last| view.catalog.release_name(last));
        let name = view.name(id).unwrap_or_default();
        let unverified = if life.end_official {
            ""
        } else {
            " (unverified)"
        };
        let message = format!(
            "`{id}` is retired{unverified}: ATLAS {last} was the last release to hold it, as \"{name}\""
        );
        let found = findings.add(subject.span, "retired", message);
        found.about(id.to_string());
        if !life.end_official {
            found.severity(Severity::Warning);
        }
        let Some((successor, now, certain)) = successor(view, life) else {
            found.help("no release names a successor");
            continue;
        };
        let likely = if certain { "is" } else { "is most likely" };
        let parent = view.parent(successor).and_then(|parent| view.name(parent));
        let full = parent.map_or(now.to_owned(), |parent| format!("{parent}: {now}"));
        let mut help = format!("its successor {likely} `{successor}` ({full})");
        // In prose a name is written in lower case; the catalogue's spelling may not suit there.
        let prose = subject
            .name
            .is_some_and(|name| !name.closed && name.text.starts_with(char::is_lowercase));
        let safety = if certain && *own_name && !prose && !is_explained(context, subject) {
            Safety::Safe
        } else {
            Safety::Unsafe
        };
        match fix(context, subject, successor, safety) {
            Some(fix) => {
                found.fix(fix);
            }
            None if matches!(subject.slot, Slot::Label(_)) => {
                help.push_str(", which no single page declares");
            }
            None => {}
        }
        found.help(help);
    }
}

/// Whether another text of the page that declares its id names the successor.
fn declares_too(context: &PageContext<'_>, successor: &str) -> bool {
    let declared = context.vault.vault.declaration(context.page.file);
    declared.is_some_and(|declared| declared.places.iter().any(|place| place.id == successor))
}

/// Whether an id is the one that the page declares.
fn is_own(context: &PageContext<'_>, id: &str) -> bool {
    let declared = context.vault.vault.declaration(context.page.file);
    declared.is_some_and(|declared| declared.id == id)
}

/// Whether an id in prose has words of its own beside it (`AML.T0045 - ...`, `... (AML.T0045)`), which may name another object.
fn is_explained(context: &PageContext<'_>, subject: &Subject<'_>) -> bool {
    if !matches!(subject.slot, Slot::Prose) || subject.name.is_some() {
        return false;
    }
    let text = context.source.text();
    let marks = |c: char| matches!(c, '*' | '_' | '`' | ' ');
    let before = text.get(..subject.span.start as usize).unwrap_or_default();
    let after = text.get(subject.span.end as usize..).unwrap_or_default();
    let starts = ['-', ':', '(', '|', '\u{2013}', '\u{2014}'];
    before.trim_end_matches(marks).ends_with('(')
        || after.trim_start_matches(marks).starts_with(starts)
}

/// The successor that the pinned release holds, its name, and whether an official release shows it.
fn successor<'c>(view: View<'c>, life: &'c Life) -> Option<(&'c str, &'c str, bool)> {
    life.successors.iter().find_map(|successor| {
        let current = matches!(view.status(&successor.id), Status::Current(_));
        let name = view.name(&successor.id).filter(|_| current)?;
        Some((successor.id.as_str(), name, successor.certain))
    })
}

/// Rewrites id, name and link together. A link to a page that declares the retired id needs the successor's page.
fn fix(
    context: &PageContext<'_>,
    subject: &Subject<'_>,
    successor: &str,
    safety: Safety,
) -> Option<Fix> {
    let id = subject.spelled(successor, context.source);
    let mut edits = vec![Edit::id(subject.span, id, successor)];
    if let Some(name) = subject.name {
        let now = pairs::spelled(context.view, successor, name.text);
        edits.push(Edit::words(name.span, now?));
    }
    if let Slot::Label(link) = subject.slot {
        let vault = context.vault.vault;
        let linked = vault.linked_page(context.page.file, link);
        let declares = linked
            .and_then(|page| vault.declaration(page))
            .map(|declared| declared.id);
        if let Destination::Route(route) = vault.destination(context.page.file, link)
            && route.id == subject.id
        {
            let written = context.source.slice(link.target_span);
            let start = link.target_span.start as usize + written.find(route.id)?;
            let span = Span::new(start, start + route.id.len());
            edits.push(Edit::id(span, successor, successor));
        } else if declares == Some(subject.id.as_ref()) {
            let [page] = vault.declaring(successor) else {
                return None;
            };
            let target = context
                .link_to(link, (*page).into(), LinkForm::Full, "")
                .ok()?;
            edits.push(target.edit(link.target_span));
        }
    }
    if matches!(subject.slot, Slot::Declares(_)) && !declares_too(context, successor) {
        // The page of a retired object is rewritten by people.
        return None;
    }
    edits.sort_by_key(|edit| edit.span);
    Some(Fix {
        message: format!("write `{successor}`"),
        safety,
        edits,
    })
}
