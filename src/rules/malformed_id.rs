//! What is meant as an ATLAS id and is not one.

use super::{Check, Findings, FixKind, GivesWay, Handling, Needs, Rule};
use crate::context::PageContext;
use crate::diagnostic::{Edit, Fix, Safety};
use crate::pairs::{Evidence, Meant, Slot, Subject, Target, Verdict};
use crate::settings::Level;
use crate::syntax::LinkKind;
use crate::text::Span;
use crate::vault::Destination;

pub static RULE: Rule = Rule {
    name: "malformed-id",
    summary: "what is meant as an ATLAS id and is not one",
    docs: include_str!("malformed-id.md"),
    level: Level::Error,
    fix: FixKind::Safe,
    since: "0.1.0",
    needs: Needs::Vault,
    handling: Handling {
        gives_way: GivesWay::ToHidden,
        ..Handling::USUAL
    },
    check: Check::Page(check),
};

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    for (subject, verdict) in context.verdicts() {
        let Verdict::Malformed { meant } = verdict else {
            continue;
        };
        let id = &subject.id;
        let found = findings.add(
            subject.span,
            "not an id",
            format!("`{id}` is not a well-formed ATLAS id"),
        );
        found.about(id.to_string());
        match meant {
            Some(meant) => {
                let written = subject.spelled(&meant.id, context.source);
                found.help(help(context, meant, &written));
                if !subject.held {
                    found.fix(fix(context, subject, meant, &written));
                }
            }
            None => {
                found.help("ids look like `AML.T0051`, `AML.T0051.000`, `AML.TA0001`, `AML.M0001` and `AML.CS0007`");
            }
        }
    }
}

/// What to write, and what tells so.
fn help(context: &PageContext<'_>, meant: &Meant<'_>, written: &str) -> String {
    match &meant.why {
        Some(Evidence::Linked(Target::Page(page))) => {
            let page = context.vault.vault.path(*page);
            format!("write `{written}`, which the linked page {page} declares")
        }
        Some(Evidence::Linked(Target::Route(route))) => {
            format!("write `{written}`: the link leads to `{route}`")
        }
        Some(Evidence::StepTitle(title)) => {
            format!("write `{written}`, whose name the step has as its title, \"{title}\"")
        }
        Some(Evidence::RestOfPage) => {
            format!("write `{written}`, which the rest of the page declares")
        }
        Some(_) => format!("write `{written}`, whose name stands beside it"),
        None if meant.sure => format!("write `{written}`"),
        None => format!("write `{written}`, if that is the one that is meant"),
    }
}

/// Rewrites the id, and the same one in the route of its link.
fn fix(context: &PageContext<'_>, subject: &Subject<'_>, meant: &Meant<'_>, written: &str) -> Fix {
    let safety = if meant.sure {
        Safety::Safe
    } else {
        Safety::Unsafe
    };
    let mut fix = Fix::edit(safety, Edit::id(subject.span, written, &meant.id));
    if let Slot::Label(link) = subject.slot
        && link.kind != LinkKind::Reference
        && let Destination::Route(route) = context.vault.vault.destination(context.page.file, link)
        && route.id == subject.id
        && let Some(at) = context.source.slice(link.target_span).find(route.id)
    {
        let start = link.target_span.start as usize + at;
        let span = Span::new(start, start + route.id.len());
        fix.edits.push(Edit::id(span, &meant.id, &meant.id));
    }
    fix
}
