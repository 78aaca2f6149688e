//! Numbers of a list with the names of several editions on one page.

use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::context::AloneContext;
use crate::diagnostic::Subject;
use crate::framework::Problem;
use crate::settings::Level;

pub static RULE: Rule = Rule {
    name: "mixed-editions",
    summary: "numbers of one list with the names of several editions on a page",
    docs: include_str!("mixed-editions.md"),
    theme: Theme::Ids,
    level: Level::Warning,
    fix: FixKind::None,
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
        let Problem::MixedEditions {
            number,
            most,
            others,
        } = &issue.problem
        else {
            continue;
        };
        let title = &issue.framework.title;
        let most = &most.edition;
        let others: Vec<&str> = others.iter().map(|edition| &*edition.edition).collect();
        let (all, first) = (others.join(" and "), others.first().unwrap_or(&""));
        let message = format!(
            "the page mixes editions of the {title}: `{number}` has a name of {all}, others have names of {most}"
        );
        let file = findings.file;
        let found = findings.add(issue.span, format!("of {all}"), message);
        found
            .about(Subject::from(&*issue.framework.key))
            .help(format!(
                "write the edition behind each number, as in `{number}:{first}`, or use the names of one edition"
            ));
        for place in &issue.others {
            found.related(file, *place, "not of the same edition either");
        }
    }
}
