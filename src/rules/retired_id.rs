//! An id that an earlier release held and the pinned one does not.

mod in_frameworks;

use super::findings::Findings;
use super::rule::{ByRelease, Cause, Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::analysis::{self, IdProblem, Mention, NamePosition};
use crate::catalog::normalize_name;
use crate::catalog::{Kind, Lifetime, ReleaseIx, View, unverified};
use crate::context::{LinkForm, PageContext};
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix, Severity, Subject};
use crate::facts::Name;
use crate::settings::Level;
use crate::text::path::is_of_its_day;

pub static RULE: Rule = Rule {
    name: "retired-id",
    summary: "an id that an earlier release held and the pinned one does not",
    docs: include_str!("retired-id.md"),
    theme: Theme::Ids,
    level: Level::Error,
    fix: FixKind::Safe,
    since: "0.1.0",
    needs: Needs::Vault,
    handling: Handling {
        on_data_files: true,
        by_release: ByRelease::Yes,
        cause: Cause::by_message("retired id"),
        ..Handling::USUAL
    },
    check: Check::Both(in_frameworks::in_frameworks, check),
};

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    let view = context.view;
    for (mention, problem) in context.problems() {
        let IdProblem::Retired {
            lifetime,
            own_name,
            named_object,
        } = problem
        else {
            continue;
        };
        // A list of changes, or a page of a day, says what was, when it was so.
        if is_of_its_day(context.source.path()) {
            return;
        }
        let id = &mention.id;
        let stated = context.facts.retirement.as_ref();
        if is_own(context, id) && stated.is_some_and(|stated| stated.is_right(view, lifetime)) {
            continue;
        }
        let last = lifetime
            .last
            .map_or("an earlier release", |last| view.catalog.release_name(last));
        let name = view.name(id).unwrap_or_default();
        let unverified = unverified(lifetime.end_official);
        // The releases after the last one may be known less well than the pinned one.
        let gone = lifetime
            .last
            .map(|last| ReleaseIx(last.0.saturating_add(1)));
        let undated = match (gone, Kind::of_id(id)) {
            (Some(gone), Some(kind)) if lifetime.end_official => {
                view.catalog.mark(gone, kind, true)
            }
            _ => "",
        };
        let message = format!(
            "`{id}` is retired{unverified}: ATLAS {last}{undated} was the last release to hold it, as \"{name}\""
        );
        let found = findings.add(mention.span, "retired", message);
        found.about(Subject::object(id.to_string()));
        if !lifetime.end_official {
            found.severity(Severity::Warning);
        }
        advise(
            context,
            mention,
            lifetime,
            (*own_name, *named_object),
            found,
        );
    }
}

/// Adds help and fix to a finding. If the adjacent name is that of a current object, that object is meant, whatever the successor
/// of the retired one is.
fn advise(
    context: &PageContext<'_>,
    mention: &Mention<'_>,
    lifetime: &Lifetime,
    (own_name, named_object): (bool, Option<&str>),
    found: &mut Diagnostic,
) {
    let view = context.view;
    let (next, name) = (successor(view, lifetime), mention.name);
    let mut help = instead(view, next, named_object, name);
    let certain = next.is_some_and(|(_, certain)| certain);
    // In prose a name may be in lower case, where the catalog's spelling may not fit.
    let prose = name.is_some_and(|name| !name.closed && name.text.starts_with(char::is_lowercase));
    let applicability = if certain && own_name && !prose && !is_explained(context, mention) {
        Applicability::Safe
    } else {
        Applicability::Unsafe
    };
    // The name is replaced too if it is the retired object's. If no object has that name, the name may be right and the id wrong.
    let renamed = name.filter(|name| {
        let plain = normalize_name(name.text);
        analysis::is_name(view, &mention.id, &plain)
            || analysis::is_misspelled(view, &mention.id, name.text)
    });
    let follows = own_name || renamed.is_some();
    if let Some(name) = name.filter(|_| named_object.is_none() && !follows) {
        help = format!(
            "{help}; no object of this release has the name \"{}\"",
            name.shown()
        );
    }
    let next = next.map(|(successor, _)| successor);
    let target = named_object.or(next.filter(|_| follows));
    if let Some(target) = target.filter(|_| !mention.is_protected) {
        let renamed = renamed.filter(|_| named_object.is_none());
        match fix(context, mention, (target, renamed), applicability) {
            Some(fix) => {
                found.fix(fix);
            }
            None if matches!(mention.position, NamePosition::Label(_)) => {
                help.push_str(", which no single page declares");
            }
            None => {}
        }
    }
    found.help(help);
}

/// Returns the first part of the help: the object with the adjacent name, else the successor.
fn instead(
    view: View<'_>,
    next: Option<(&str, bool)>,
    named_object: Option<&str>,
    name: Option<Name<'_>>,
) -> String {
    let (alone, beside) = match next {
        Some((successor, certain)) => {
            let likely = if certain { "" } else { "most likely " };
            let full = view.full_name(successor).unwrap_or_default();
            (
                format!("write `{successor}` ({full}), {likely}its successor"),
                format!("its successor is {likely}`{successor}` ({full})"),
            )
        }
        None => (
            "remove it, or write the id of another object: no release names a successor".to_owned(),
            "no release names a successor".to_owned(),
        ),
    };
    let (Some(named_object), Some(name)) = (named_object, name) else {
        return alone;
    };
    let is_now = analysis::is_name_now(view, named_object, &normalize_name(name.text));
    let is = if is_now { "is" } else { "was" };
    let other = next.is_none_or(|(successor, _)| successor != named_object);
    let but = if other {
        format!("; {beside}")
    } else {
        String::new()
    };
    format!(
        "write `{named_object}`: \"{}\" {is} its name{but}",
        name.shown()
    )
}

/// Returns whether the page declares the successor too, for example in its title.
fn declares_too(context: &PageContext<'_>, successor: &str) -> bool {
    let declared = context.facts.declaration.as_ref();
    declared.is_some_and(|declared| declared.places.iter().any(|place| *place.id == *successor))
}

/// Returns whether the page declares `id`.
fn is_own(context: &PageContext<'_>, id: &str) -> bool {
    context.vault.vault.declared_id(context.page.file) == Some(id)
}

/// Returns whether replacing the id alone may contradict other text: an id in prose has an explanation next to it
/// (`AML.T0045 - ...`, `... (AML.T0045)`), or an id in front matter has a title with the retired object's name.
fn is_explained(context: &PageContext<'_>, mention: &Mention<'_>) -> bool {
    if !matches!(mention.position, NamePosition::Prose) || mention.name.is_some() {
        return false;
    }
    let front = context.page.get().front.as_ref();
    if let Some(front) = front.filter(|front| front.body.contains(mention.span)) {
        let named = |(_, text): (_, &str)| {
            analysis::is_name(context.view, &mention.id, &normalize_name(text))
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
    let before = text.get(..mention.span.start as usize).unwrap_or_default();
    let after = text.get(mention.span.end as usize..).unwrap_or_default();
    let starts = [
        '-', ':', '(', '[', '|', '=', '\u{2013}', '\u{2014}', '\u{2022}', '\u{2192}',
    ];
    before.trim_end_matches(marks).ends_with('(')
        || after.trim_start_matches(marks).starts_with(starts)
        || analysis::has_adjacent_name(context.view, text, mention.span)
}

/// Returns the first successor that is in the pinned release, and whether it is certain.
fn successor<'c>(view: View<'c>, lifetime: &'c Lifetime) -> Option<(&'c str, bool)> {
    lifetime
        .successors
        .iter()
        .find(|successor| view.is_current(&successor.id))
        .map(|successor| (successor.id.as_str(), successor.certain))
}

/// Builds the fix, which rewrites the id, its link, and the name if `renamed` is given. `None` if the link leads to the retired
/// object's page and no single page declares the other object.
fn fix(
    context: &PageContext<'_>,
    mention: &Mention<'_>,
    (target, renamed): (&str, Option<Name<'_>>),
    applicability: Applicability,
) -> Option<Fix> {
    let id = mention.spelled(target, context.source.slice(mention.span));
    let mut edits = vec![Edit::id(mention.span, id, target)];
    if let Some(name) = renamed {
        let now = analysis::spelled(context.view, target, name.text);
        edits.push(Edit::words(name.span, now?));
    }
    if let NamePosition::Label(link) = mention.position {
        let vault = context.vault.vault;
        let declares = vault.linked_page_id(context.page.file, link);
        if let Some(span) = context.route_id(link, &mention.id) {
            edits.push(Edit::id(span, target, target));
        } else if declares == Some(mention.id.as_ref()) {
            let [page] = vault.declaring(target) else {
                return None;
            };
            let written = context
                .link_to(link, (*page).into(), LinkForm::Full, "")
                .ok()?;
            edits.push(written.edit(link.target_span));
        }
    }
    if matches!(mention.position, NamePosition::Declares(_)) && !declares_too(context, target) {
        // The page of a retired object needs rewriting by hand.
        return None;
    }
    edits.sort_by_key(|edit| edit.span);
    Some(Fix {
        message: format!("write `{target}`"),
        applicability,
        edits,
    })
}
