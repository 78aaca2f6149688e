//! A label that names one object over a link to the page of another.

use super::{Check, Findings, FixKind, PageContext, Rule};
use crate::diagnostic::{Fix, Safety};
use crate::pairs::{Slot, Verdict};
use crate::settings::Level;

pub static RULE: Rule = Rule {
    name: "wrong-link-target",
    summary: "a label that names one object over a link to the page of another",
    docs: include_str!("wrong-link-target.md"),
    level: Level::Error,
    fix: FixKind::Safe,
    since: "0.1.0",
    check: Check::Page(check),
};

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    let vault = context.vault.vault;
    for (subject, verdict) in context.verdicts() {
        let (Verdict::WrongTarget { page, declared }, Slot::Label(link)) = (verdict, subject.slot)
        else {
            continue;
        };
        let id = &subject.id;
        let target = vault.path(*page);
        let message = format!(
            "the label says `{id}`, but the link leads to {target}, which declares `{declared}`"
        );
        let found = findings.add(subject.span, "this id", message);
        found.about(id.to_string());
        if let Some(declaration) = vault.declaration(*page)
            && let Some(place) = declaration
                .places
                .iter()
                .find(|place| place.id == *declared)
        {
            found.related(*page, place.id_span, "the linked page declares this");
        }
        match vault.declaring(id) {
            [] => {
                found.help(format!(
                    "no page declares `{id}`; correct the label or add that page"
                ));
            }
            [right] => {
                let path = vault.path(*right);
                let path = path.strip_suffix(".md").unwrap_or(path);
                found.help(format!("link to `{path}`, which declares `{id}`"));
                if link.kind.is_wiki() {
                    found.fix(Fix::replace(Safety::Safe, link.target_span, path));
                }
            }
            several => {
                let paths: Vec<&str> = several
                    .iter()
                    .take(5)
                    .map(|&file| vault.path(file))
                    .collect();
                found.help(format!("`{id}` is declared by {}", paths.join(", ")));
            }
        }
    }
}
