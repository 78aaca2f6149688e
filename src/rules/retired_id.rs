//! An id that an earlier release held and the pinned one does not.

use super::{Check, Findings, FixKind, Handling, Needs, Rule};
use crate::catalog::{Lifetime, Status, View};
use crate::context::{LinkForm, PageContext};
use crate::diagnostic::{Diagnostic, Edit, Fix, Safety, Severity};
use crate::model;
use crate::pairs::{self, Name, Slot, Subject, Verdict};
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
    needs: Needs::Vault,
    handling: Handling::USUAL,
    check: Check::Page(check),
};

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    let view = context.view;
    for (subject, verdict) in context.verdicts() {
        let Verdict::Retired {
            life,
            own_name,
            bearer,
        } = verdict
        else {
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
        advise(context, subject, life, (*own_name, *bearer), found);
    }
}

/// Says what to write instead. Beside a name of a living object that object is meant, whatever took the place of the retired one.
fn advise(
    context: &PageContext<'_>,
    subject: &Subject<'_>,
    life: &Lifetime,
    (own_name, bearer): (bool, Option<&str>),
    found: &mut Diagnostic,
) {
    let view = context.view;
    let (next, name) = (successor(view, life), subject.name);
    let mut help = instead(view, next, bearer, name);
    let certain = next.is_some_and(|(_, certain)| certain);
    // In prose a name is written in lower case; the catalogue's spelling may not suit there.
    let prose = name.is_some_and(|name| !name.closed && name.text.starts_with(char::is_lowercase));
    let safety = if certain && own_name && !prose && !is_explained(context, subject) {
        Safety::Safe
    } else {
        Safety::Unsafe
    };
    // The name goes with the id if it is the retired object's. One that is no object's may be right, and the id wrong.
    let renamed = name.filter(|name| {
        let plain = pairs::plain_name(name.text);
        pairs::is_name(view, &subject.id, &plain)
            || pairs::is_misspelt(view, &subject.id, name.text)
    });
    let follows = own_name || renamed.is_some();
    if let Some(name) = name.filter(|_| bearer.is_none() && !follows) {
        help = format!(
            "{help}; no object of this release has the name \"{}\"",
            name.shown()
        );
    }
    let next = next.map(|(successor, _)| successor);
    let target = bearer.or(next.filter(|_| follows));
    if let Some(target) = target.filter(|_| !subject.held) {
        let renamed = renamed.filter(|_| bearer.is_none());
        match fix(context, subject, (target, renamed), safety) {
            Some(fix) => {
                found.fix(fix);
            }
            None if matches!(subject.slot, Slot::Label(_)) => {
                help.push_str(", which no single page declares");
            }
            None => {}
        }
    }
    found.help(help);
}

/// What to write: the bearer of the name beside the id, else the successor.
fn instead(
    view: View<'_>,
    next: Option<(&str, bool)>,
    bearer: Option<&str>,
    name: Option<Name<'_>>,
) -> String {
    let help = match next {
        Some((successor, certain)) => {
            let likely = if certain { "is" } else { "is most likely" };
            let full = full_name(view, successor);
            format!("its successor {likely} `{successor}` ({full})")
        }
        None => "no release names a successor".to_owned(),
    };
    let (Some(bearer), Some(name)) = (bearer, name) else {
        return help;
    };
    let is_now = pairs::is_name_now(view, bearer, &pairs::plain_name(name.text));
    let is = if is_now { "is" } else { "was" };
    let other = next.is_none_or(|(successor, _)| successor != bearer);
    let but = if other {
        format!("; {help}")
    } else {
        String::new()
    };
    format!("write `{bearer}`: \"{}\" {is} its name{but}", name.shown())
}

/// The name of an object, with its parent's.
fn full_name(view: View<'_>, id: &str) -> String {
    let own = view.name(id).unwrap_or_default();
    let parent = view.parent(id).and_then(|parent| view.name(parent));
    parent.map_or(own.to_owned(), |parent| format!("{parent}: {own}"))
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

/// Whether an id in prose has words of its own beside it (`AML.T0045 - ...`, `... (AML.T0045)`), which may name another object, or
/// stands in front matter of a page that is named as its object was.
fn is_explained(context: &PageContext<'_>, subject: &Subject<'_>) -> bool {
    if !matches!(subject.slot, Slot::Prose) || subject.name.is_some() {
        return false;
    }
    let front = context.page.front.as_ref();
    if let Some(front) = front.filter(|front| front.body.contains(subject.span)) {
        let named = |(_, text): (_, &str)| {
            pairs::is_name(context.view, &subject.id, &pairs::plain_name(text))
        };
        if ["title", "name"]
            .into_iter()
            .any(|key| front.text(key).is_some_and(named))
        {
            return true;
        }
    }
    let text = context.source.text();
    let marks = |c: char| matches!(c, '*' | '_' | '`' | ' ');
    let before = text.get(..subject.span.start as usize).unwrap_or_default();
    let after = text.get(subject.span.end as usize..).unwrap_or_default();
    let starts = [
        '-', ':', '(', '[', '|', '=', '\u{2013}', '\u{2014}', '\u{2022}', '\u{2192}',
    ];
    before.trim_end_matches(marks).ends_with('(')
        || after.trim_start_matches(marks).starts_with(starts)
        || pairs::has_name_beside(context.view, text, subject.span)
}

/// The successor that the pinned release holds, and whether an official release shows it.
fn successor<'c>(view: View<'c>, life: &'c Lifetime) -> Option<(&'c str, bool)> {
    life.successors
        .iter()
        .find(|successor| matches!(view.status(&successor.id), Status::Current(_)))
        .map(|successor| (successor.id.as_str(), successor.certain))
}

/// Rewrites the id and its link, and the name if that goes too. A link to a page that declares the retired id needs the page of the
/// other one.
fn fix(
    context: &PageContext<'_>,
    subject: &Subject<'_>,
    (target, renamed): (&str, Option<Name<'_>>),
    safety: Safety,
) -> Option<Fix> {
    let id = subject.spelled(target, context.source);
    let mut edits = vec![Edit::id(subject.span, id, target)];
    if let Some(name) = renamed {
        let now = pairs::spelled(context.view, target, name.text);
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
            edits.push(Edit::id(span, target, target));
        } else if declares == Some(subject.id.as_ref()) {
            let [page] = vault.declaring(target) else {
                return None;
            };
            let written = context
                .link_to(link, (*page).into(), LinkForm::Full, "")
                .ok()?;
            edits.push(written.edit(link.target_span));
        }
    }
    if matches!(subject.slot, Slot::Declares(_)) && !declares_too(context, target) {
        // The page of a retired object is rewritten by people.
        return None;
    }
    edits.sort_by_key(|edit| edit.span);
    Some(Fix {
        message: format!("write `{target}`"),
        safety,
        edits,
    })
}
