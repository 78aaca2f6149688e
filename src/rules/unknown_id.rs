//! A well-formed id that no release up to the pinned one holds.

use std::collections::HashMap;

use super::findings::Findings;
use super::rule::{ByRelease, Cause, Check, FixKind, Handling, Needs, ReplacedBy, Rule};
use super::theme::Theme;
use crate::analysis::{IdProblem, Mention};
use crate::catalog::{Kind, Release, unverified};
use crate::context::{AloneContext, PageContext};
use crate::diagnostic::{Applicability, Edit, Fix, Severity, Subject};
use crate::framework::Problem;
use crate::settings::Level;

pub static RULE: Rule = Rule {
    name: "unknown-id",
    summary: "a well-formed id that no release up to the pinned one holds",
    docs: include_str!("unknown-id.md"),
    theme: Theme::Ids,
    level: Level::Error,
    fix: FixKind::Unsafe,
    since: "0.1.0",
    needs: Needs::Vault,
    handling: Handling {
        on_data_files: true,
        replaced_by: ReplacedBy::Rule(&super::INVISIBLE_CHARACTER),
        by_release: ByRelease::IfNewer,
        cause: Cause::by_message("unknown id"),
        ..Handling::USUAL
    },
    check: Check::Both(in_frameworks, check),
};

/// Reports ids that their frameworks do not have.
fn in_frameworks(context: &AloneContext<'_>, findings: &mut Findings) {
    for issue in context.issues() {
        let (id, title) = (&issue.id, &issue.framework.title);
        let absent = if issue.framework.versions.len() > 1 {
            format!("`{id}` is not in any version of {title}")
        } else {
            format!("`{id}` is not in {title}")
        };
        let (message, help) = match &issue.problem {
            Problem::Unknown {
                parent: Some(parent),
            } => {
                let name = parent.names.last().map_or("", |(_, name)| name);
                (
                    absent,
                    format!(
                        "write the id of a sub-technique, or `{}` ({name})",
                        parent.id
                    ),
                )
            }
            Problem::Unknown { parent: None } => (absent, "correct the id".to_owned()),
            Problem::NotYet { since, version } => (
                format!("`{id}` is not in {title} {version}: it came with {since}"),
                "correct the id, or the version that the line or the configuration names"
                    .to_owned(),
            ),
            _ => continue,
        };
        let file = findings.file;
        let found = findings.add(issue.span, "unknown", message);
        found.help(help).about(Subject::object(id.as_str()));
        if !issue.is_pinned {
            found.severity(Severity::Warning);
        }
        for other in &issue.others {
            found.related(file, *other, "the same again");
        }
    }
}

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    for unknown in by_id(context) {
        report(context, &unknown, findings);
    }
}

/// An unknown id at one place, and what the problem says of it.
struct Occurrence<'c, 'v> {
    mention: &'c Mention<'v>,
    newer: Option<&'v Release>,
    candidate: Option<(&'v str, &'v str)>,
}

/// An unknown id of the page, at all places where the same object is meant.
struct Unknown<'c, 'v> {
    places: Vec<Occurrence<'c, 'v>>,
    /// The object that is meant, and its name.
    candidate: Option<(&'v str, &'v str)>,
    /// Whether other places of the id mean another object, so that a place that does not say which one may mean either.
    is_divided: bool,
}

/// Returns the unknown ids of the page. However often the page repeats an id, it is one defect. Places that name no object go with
/// the first place of the id.
fn by_id<'c, 'v>(context: &'c PageContext<'v>) -> Vec<Unknown<'c, 'v>> {
    let mut all: Vec<Unknown<'_, '_>> = Vec::new();
    let mut known: HashMap<&str, Vec<usize>> = HashMap::new();
    for (mention, problem) in context.problems() {
        let IdProblem::Unknown { newer, candidate } = problem else {
            continue;
        };
        let place = Occurrence {
            mention,
            newer: *newer,
            candidate: *candidate,
        };
        let of_id = known.entry(mention.id.as_ref()).or_default();
        let fits = |at: &&usize| {
            let earlier = all[**at].candidate;
            candidate.is_none() || earlier.is_none() || earlier == *candidate
        };
        if let Some(&at) = of_id.iter().find(fits) {
            all[at].candidate = all[at].candidate.or(*candidate);
            all[at].places.push(place);
            continue;
        }
        for &at in of_id.iter() {
            all[at].is_divided = true;
        }
        all.push(Unknown {
            places: vec![place],
            candidate: *candidate,
            is_divided: !of_id.is_empty(),
        });
        of_id.push(all.len() - 1);
    }
    all
}

fn report(context: &PageContext<'_>, unknown: &Unknown<'_, '_>, findings: &mut Findings) {
    let Some((first, others)) = unknown.places.split_first() else {
        return;
    };
    let view = context.view;
    let pinned = view.catalog.release_name(view.pinned);
    let id = &first.mention.id;
    let (label, message) = match first.newer {
        Some(newer) => {
            let is_verified = Kind::of_id(id).is_some_and(|kind| newer.verifies(kind));
            let unverified = unverified(is_verified);
            let newer = &newer.name;
            let message =
                format!("`{id}` is not in ATLAS {pinned}; it first appears in {newer}{unverified}");
            ("newer than the pinned release", message)
        }
        None => (
            "no such id",
            format!("`{id}` is in no ATLAS release up to {pinned}"),
        ),
    };
    let found = findings.add(first.mention.span, label, message);
    found.about(Subject::object(id.to_string()));
    for other in others {
        found.related(context.page.file, other.mention.span, "here too");
    }
    if let Some(newer) = first.newer {
        found.help(format!("pin {} or a later release to use it", newer.name));
        return;
    }
    let is_own = !context.vault.vault.declaring(id).is_empty();
    let own = "if this vault gives out ids of its own, set `catalog.vault-ids: true`";
    let Some((candidate, name)) = unknown.candidate else {
        found.help(if is_own {
            own
        } else {
            "look the object up by its name: `atlas-lint catalog show NAME`"
        });
        return;
    };
    let own = if is_own {
        format!("\n{own}")
    } else {
        String::new()
    };
    found.help(format!("did you mean `{candidate}` ({name})?{own}"));
    // All places change, or none.
    let is_fixed = |place: &Occurrence<'_, '_>| {
        !place.mention.is_protected && (place.candidate.is_some() || !unknown.is_divided)
    };
    if unknown.places.iter().all(is_fixed) {
        let edit = |place: &Occurrence<'_, '_>| {
            let span = place.mention.span;
            let written = place.mention.spelled(candidate, context.source.slice(span));
            Edit::id(span, written, candidate)
        };
        let mut fix = Fix::edit(Applicability::Unsafe, edit(first));
        fix.edits.extend(others.iter().map(edit));
        found.fix(fix);
    }
}
