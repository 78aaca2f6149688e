//! A name that this id had in an earlier release.

use super::findings::Findings;
use super::rule::{ByRelease, Cause, Check, FixKind, Handling, Needs, ReplacedBy, Rule};
use super::theme::Theme;
use crate::analysis::IdProblem;
use crate::catalog::Kind;
use crate::context::{AloneContext, PageContext};
use crate::diagnostic::{Applicability, Fix, Severity, Subject};
use crate::facts::Declaration;
use crate::framework::{Numbering, PageTime, Problem};
use crate::settings::Level;
use crate::text::path::{is_of_its_day, is_of_the_past};

pub static RULE: Rule = Rule {
    name: "outdated-name",
    summary: "a name that the id had in an earlier release but no longer has",
    docs: include_str!("outdated-name.md"),
    theme: Theme::Ids,
    level: Level::Warning,
    fix: FixKind::Safe,
    since: "0.1.0",
    needs: Needs::Vault,
    handling: Handling {
        on_data_files: true,
        replaced_by: ReplacedBy::Rule(&super::INVISIBLE_CHARACTER),
        by_release: ByRelease::Yes,
        cause: Cause::by_message("outdated name"),
        ..Handling::USUAL
    },
    check: Check::Both(in_frameworks, check),
};

/// Reports earlier names beside ids of frameworks.
fn in_frameworks(context: &AloneContext<'_>, findings: &mut Findings) {
    if context.issues().is_empty() || is_of_the_past(context.source.path()) {
        return;
    }
    let time = PageTime::of(context.source, context.issues());
    for issue in context.issues() {
        let (
            Problem::OutdatedName {
                now,
                since,
                is_certain,
            },
            Some(name),
        ) = (&issue.problem, issue.name)
        else {
            continue;
        };
        // A page of a day or of a version says what was, when it was so.
        if !time.has_seen(issue.framework, since) {
            continue;
        }
        let (id, title) = (&issue.id, &issue.framework.title);
        let text = issue.name_in_words(context.source);
        let message = match issue.framework.numbering {
            Numbering::Stable => {
                format!("`{id}` has been \"{now}\" since {title} {since}, no longer \"{text}\"")
            }
            Numbering::PerEdition => format!(
                "`{id}` is \"{now}\" in the edition of the {title} that is set; it was \"{text}\" in {since}"
            ),
        };
        let file = findings.file;
        let (place, label) = if issue.is_reference {
            (issue.span, "renamed")
        } else {
            (name, "an earlier name")
        };
        let found = findings.add(place, label, message);
        found
            .about(Subject::object(id.as_str()))
            .help(format!("write \"{now}\""))
            .severity(severity(issue.is_pinned));
        for other in &issue.others {
            found.related(file, *other, "the same again");
        }
        let applicability = if *is_certain {
            Applicability::Safe
        } else {
            Applicability::Unsafe
        };
        if issue.others.is_empty() && !issue.is_reference {
            found.fix(Fix::replace(applicability, name, now.as_ref()));
        }
    }
}

/// Returns the level of what depends on the version of a framework: an error only where the version is set.
fn severity(is_pinned: bool) -> Severity {
    if is_pinned {
        Severity::Error
    } else {
        Severity::Warning
    }
}

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    let view = context.view;
    for (mention, problem) in context.problems() {
        let (
            IdProblem::OutdatedName {
                now: renamed,
                shared,
            },
            Some(name),
        ) = (problem, mention.name)
        else {
            continue;
        };
        // A list of changes, or a page of a day, says what was, when it was so.
        if is_of_its_day(context.source.path()) {
            return;
        }
        let (id, now) = (&mention.id, &renamed.now);
        let release = view.catalog.release_name(renamed.release);
        let unverified = Kind::of_id(id).map_or("", |kind| {
            view.catalog.mark(renamed.release, kind, renamed.official)
        });
        let found = findings.add(
            name.span,
            "an earlier name",
            format!(
                "`{id}` has been \"{now}\" since ATLAS {release}{unverified}, no longer \"{}\"",
                name.shown()
            ),
        );
        found
            .about(Subject::object(id.to_string()))
            .help(format!("write \"{now}\""));
        // In prose a name may be in lower case. The current spelling fits only where the old name is spelled as in the catalog.
        let as_it_was = name.closed || view.names(id).any(|old| old.value == name.shown());
        let shouted = !name.text.contains(char::is_lowercase);
        let backed = renamed.official || is_backed(context, id, now);
        let applicability = if *shared || !backed || !as_it_was || shouted {
            Applicability::Unsafe
        } else {
            Applicability::Safe
        };
        found.fix(Fix::replace(applicability, name.span, now.clone()));
    }
}

/// Returns whether the only page that declares an id already has the current name. Then the vault itself confirms a name that
/// comes from an unverified source.
fn is_backed(context: &PageContext<'_>, id: &str, now: &str) -> bool {
    let vault = context.vault.vault;
    let [page] = vault.declaring(id) else {
        return false;
    };
    let declaration = vault.declaration(*page);
    let place = declaration.as_ref().and_then(Declaration::place);
    place.is_some_and(|place| {
        let heading = vault.sources.get(*page).slice(place.span);
        *place.id == *id && heading.ends_with(&format!(": {now}"))
    })
}
