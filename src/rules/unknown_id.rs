//! A well-formed id that no release up to the pinned one holds.

use super::{Check, Findings, FixKind, GivesWay, Handling, Needs, Rule};
use crate::analysis::IdProblem;
use crate::context::PageContext;
use crate::diagnostic::{Applicability, Edit, Fix};
use crate::settings::Level;

pub static RULE: Rule = Rule {
    name: "unknown-id",
    summary: "a well-formed id that no release up to the pinned one holds",
    docs: include_str!("unknown-id.md"),
    level: Level::Error,
    fix: FixKind::Unsafe,
    since: "0.1.0",
    needs: Needs::Vault,
    handling: Handling {
        gives_way: GivesWay::ToHidden,
        ..Handling::USUAL
    },
    check: Check::Page(check),
};

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    let view = context.view;
    let pinned = view.catalog.release_name(view.pinned);
    for (mention, problem) in context.problems() {
        let IdProblem::Unknown { newer, candidate } = problem else {
            continue;
        };
        let id = &mention.id;
        if let Some(newer) = newer {
            let unverified = if newer.official { "" } else { " (unverified)" };
            findings
                .add(
                    mention.span,
                    "newer than the pinned release",
                    format!(
                        "`{id}` is not in ATLAS {pinned}; it first appears in {}{unverified}",
                        newer.name
                    ),
                )
                .help(format!("pin {} or a later release to use it", newer.name))
                .about(id.to_string());
            continue;
        }
        let found = findings.add(
            mention.span,
            "no such id",
            format!("`{id}` is in no ATLAS release up to {pinned}"),
        );
        found.about(id.to_string());
        if let Some((candidate, name)) = candidate {
            let own = if context.vault.vault.declaring(id).is_empty() {
                ""
            } else {
                "\nif this vault gives out ids of its own, set `catalog.vault-ids: true`"
            };
            found.help(format!("did you mean `{candidate}` ({name})?{own}"));
            let written = mention.spelled(candidate, context.source.slice(mention.span));
            found.fix(Fix::edit(
                Applicability::Unsafe,
                Edit::id(mention.span, written, *candidate),
            ));
        } else if !context.vault.vault.declaring(id).is_empty() {
            found.help("if this vault gives out ids of its own, set `catalog.vault-ids: true`");
        } else {
            found.help("look the object up by its name: `atlas-lint catalog show NAME`");
        }
    }
}
