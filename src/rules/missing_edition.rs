//! A number of a list without its edition.

use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::context::AloneContext;
use crate::diagnostic::{Applicability, Fix, Subject};
use crate::framework::Problem;
use crate::settings::Level;

pub static RULE: Rule = Rule {
    name: "missing-edition",
    summary: "a number of a list that does not say which edition is meant",
    docs: include_str!("missing-edition.md"),
    theme: Theme::Ids,
    level: Level::Off,
    fix: FixKind::Unsafe,
    since: "0.1.0",
    needs: Needs::Page,
    handling: Handling {
        on_data_files: true,
        ..Handling::USUAL
    },
    check: Check::Alone(check),
};

fn check(context: &AloneContext<'_>, findings: &mut Findings) {
    for issue in context.issues() {
        let Problem::MissingEdition { edition, writes } = &issue.problem else {
            continue;
        };
        let (id, title) = (&issue.id, &issue.framework.title);
        let editions: Vec<&str> = issue.framework.released().map(|it| &*it.edition).collect();
        let message = format!(
            "`{id}` does not say which edition of the {title} is meant: {}",
            editions.join(", ")
        );
        let found = findings.add(issue.span, "which edition?", message);
        found.about(Subject::object(id.as_str()));
        match edition {
            Some(edition) => {
                let written = format!("{}:{}", context.source.slice(issue.span), edition.edition);
                found.help(format!(
                    "write `{written}`, the only edition with this name"
                ));
                if *writes {
                    found.fix(Fix::replace(Applicability::Unsafe, issue.span, written));
                }
            }
            None => {
                found.help("write the edition behind the number, or set it in `frameworks:`");
            }
        }
    }
}
