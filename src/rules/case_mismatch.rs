//! A link that resolves only because case is ignored.

use super::{Check, Findings, FixKind, Rule};
use crate::context::PageContext;
use crate::diagnostic::{Fix, Safety};
use crate::settings::Level;
use crate::text::Span;
use crate::vault::path::{end_like, fold};
use crate::vault::{Destination, Resolution};

pub static RULE: Rule = Rule {
    name: "case-mismatch",
    summary: "a link that resolves only because case is ignored",
    docs: include_str!("case-mismatch.md"),
    level: Level::Warning,
    fix: FixKind::Safe,
    since: "0.1.0",
    check: Check::Page(check),
};

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    let vault = context.vault.vault;
    for (link, destination) in context.links() {
        let Destination::File {
            found: Resolution::One { target, case: true },
            path,
            ..
        } = destination
        else {
            continue;
        };
        let file = vault.paths().path(*target);
        let span = link.path_span(context.source);
        let written = context.source.slice(span);
        let found = findings.add(
            span,
            "differs in case",
            format!("`{path}` differs in case from the file {file}"),
        );
        found.about(fold(path).into_owned());
        match right_case(file, written) {
            Some((start, right)) => {
                found.help(format!("write `{}{right}`: a case-sensitive file system or site does not find it otherwise", &written[..start]));
                let edit = Span::new(span.start as usize + start, span.end as usize);
                found.fix(Fix::replace(Safety::Safe, edit, right));
            }
            None => {
                found.help("write it as the file is named: a case-sensitive file system or site does not find it otherwise");
            }
        }
    }
}

/// The written path in the case of the file, as much of it as was written, and where in `written` that starts. None where an
/// encoding is in the way.
fn right_case(file: &str, written: &str) -> Option<(usize, String)> {
    // `../` and a leading slash have no case.
    let rest = written.trim_start_matches(['.', '/']);
    let start = written.len() - rest.len();
    let plain = rest.replace("%20", " ");
    let end = end_like(file, &plain);
    let right = if plain == rest {
        end.to_owned()
    } else {
        end.replace(' ', "%20")
    };
    (fold(end) == fold(&plain)).then_some((start, right))
}
