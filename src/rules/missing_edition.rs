//! A number of a list without its edition.

use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::context::PageContext;
use crate::diagnostic::{Applicability, Fix, Subject};
use crate::framework::{Issue, Problem, missing_editions};
use crate::settings::Level;
use crate::syntax::Page;

pub static RULE: Rule = Rule {
    name: "missing-edition",
    summary: "a number of a list that does not say which edition is meant",
    docs: include_str!("missing-edition.md"),
    theme: Theme::Ids,
    level: Level::Off,
    fix: FixKind::Unsafe,
    since: "0.1.0",
    needs: Needs::Vault,
    handling: Handling {
        on_data_files: true,
        ..Handling::USUAL
    },
    check: Check::Page(check),
};

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    let frameworks = context.vault.frameworks;
    let issues = |page: &Page<'_>| missing_editions(page, frameworks, &context.view);
    for issue in context.page.with_page(issues) {
        report(context, &issue, findings);
    }
}

fn report(context: &PageContext<'_>, issue: &Issue<'_>, findings: &mut Findings) {
    let Problem::MissingEdition { edition, writes } = &issue.problem else {
        return;
    };
    let (id, title) = (&issue.id, &issue.framework.title);
    let editions: Vec<&str> = issue.framework.released().map(|it| &*it.edition).collect();
    let message = format!(
        "`{id}` does not say which edition of the {title} is meant: {}",
        editions.join(", ")
    );
    let found = findings.add(issue.span, "which edition?", message);
    found.about(Subject::object(id.as_str()));
    let Some(edition) = edition else {
        found.help("write the edition behind the number, or set it in `frameworks:`");
        return;
    };
    let form = context.vault.year_form();
    let written = form.write(context.source.slice(issue.span), &edition.edition);
    found.help(format!(
        "write `{written}`, the only edition with this name"
    ));
    if *writes {
        found.fix(Fix::replace(Applicability::Unsafe, issue.span, written));
    }
}
