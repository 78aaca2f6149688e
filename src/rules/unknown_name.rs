//! A name that no object ever had.

use super::findings::Findings;
use super::rule::{Cause, Check, FixKind, Handling, Needs, ReplacedBy, Rule};
use super::theme::Theme;
use crate::analysis::{self, IdProblem};
use crate::catalog::{Kind, unverified};
use crate::context::PageContext;
use crate::diagnostic::{Applicability, Fix, Subject};
use crate::lookup::Lookup;
use crate::settings::Level;

pub static RULE: Rule = Rule {
    name: "unknown-name",
    summary: "an id paired with a name that no object ever had",
    docs: include_str!("unknown-name.md"),
    theme: Theme::Ids,
    level: Level::Warning,
    fix: FixKind::Unsafe,
    since: "0.1.0",
    needs: Needs::Vault,
    handling: Handling {
        on_data_files: true,
        replaced_by: ReplacedBy::Rule(&super::INVISIBLE_CHARACTER),
        cause: Cause::by_message("unknown name"),
        ..Handling::USUAL
    },
    check: Check::Page(check),
};

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    let view = context.view;
    let pinned = view.catalog.release_name(view.pinned);
    for (mention, problem) in context.problems() {
        let (IdProblem::UnknownName { nearest, newer }, Some(name)) = (problem, mention.name)
        else {
            continue;
        };
        let id = &mention.id;
        let written = name.shown();
        let own = analysis::spelled(view, id, &written).unwrap_or_default();
        let mut message =
            format!("no ATLAS object up to {pinned} is called \"{written}\"; `{id}` is \"{own}\"");
        let mut help = format!("write \"{own}\"");
        if let Some((newer, release)) = newer {
            let is_verified = Kind::of_id(newer).is_some_and(|kind| release.verifies(kind));
            let unverified = unverified(is_verified);
            let who = if *newer == id.as_ref() {
                "it has that name".to_owned()
            } else {
                format!("`{newer}` has that name")
            };
            message = format!("{message}; {who} from {} on{unverified}", release.name);
            help = format!("{help}, or pin {} or a later release", release.name);
        } else if let Some((other, title)) =
            bearer(context, id, &written).filter(|_| nearest.is_none_or(|(near, _)| *near != **id))
        {
            message = format!(
                "no ATLAS object up to {pinned} is called \"{written}\", which is `{other}` in {title}; `{id}` is \"{own}\""
            );
            help = format!("{help}, or, if you mean the object of {title}, `{other}`");
        } else if let Some((near, near_name)) = nearest.filter(|(near, _)| *near != id.as_ref()) {
            help = format!("{help}, or, if you mean \"{near_name}\", `{near}`");
        }
        findings
            .add(name.span, "no such name", message)
            .help(help)
            .about(Subject::object(id.to_string()))
            .fix(Fix::replace(Applicability::Unsafe, name.span, own));
    }
}

/// Returns the object of another framework, of the kind of an ATLAS id, that has a name.
fn bearer(context: &PageContext<'_>, id: &str, name: &str) -> Option<(String, String)> {
    let kind = Kind::of_id(id)?.label();
    context.vault.frameworks.bearer(name, kind)
}
