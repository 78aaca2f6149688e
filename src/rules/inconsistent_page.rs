//! Title, first heading and id field of one page that disagree.

use super::{Check, Findings, FixKind, PageContext, Rule};
use crate::diagnostic::{Fix, Safety};
use crate::model::PlaceKind;
use crate::pairs::{Half, Slot, Verdict};
use crate::settings::Level;

pub static RULE: Rule = Rule {
    name: "inconsistent-page",
    summary: "title, first heading and id field of one page that disagree on its id or name",
    docs: include_str!("inconsistent-page.md"),
    level: Level::Error,
    fix: FixKind::Unsafe,
    since: "0.1.0",
    check: Check::Page(check),
};

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    for (subject, verdict) in context.verdicts() {
        let Verdict::Inconsistent { half, rest, place } = verdict else {
            continue;
        };
        let Slot::Declares(kind) = subject.slot else {
            continue;
        };
        let (span, written) = match (half, subject.name) {
            (Half::Name, Some(name)) => (name.span, name.text),
            _ => (subject.span, subject.id.as_ref()),
        };
        let quoted = |text: &str| match half {
            Half::Id => format!("`{text}`"),
            Half::Name => format!("\"{text}\""),
        };
        let (written, said) = (quoted(written), quoted(rest));
        let (mine, theirs) = (kind.label(), place.kind.label());
        let other = if *half == Half::Id {
            place.id_span
        } else {
            place.span
        };
        let found = findings.add(
            span,
            format!("in the {mine}"),
            format!("the page's {mine} says {written}, but its {theirs} says {said}"),
        );
        found
            .help(format!("write {said} here, or change the rest of the page"))
            .about(format!("{mine} {}", subject.id))
            .related(context.page.file, other, format!("in the {theirs}"));
        // A title may need escapes that a plain replacement does not know.
        if kind != PlaceKind::Title || !rest.contains(['"', '\\', '\'']) {
            found.fix(Fix::replace(Safety::Unsafe, span, rest.clone()));
        }
    }
}
