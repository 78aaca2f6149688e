//! An id next to a link to a page that maps other ids.

mod crosswalk;
mod mismatch;

use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::context::PageContext;
use crate::diagnostic::Subject;
use crate::settings::Level;
use crate::text::shortened_list;

pub static RULE: Rule = Rule {
    name: "inconsistent-mapping",
    summary: "an id in a row or list entry next to a link to a page that maps other ids; mappings that do not agree",
    docs: include_str!("inconsistent-mapping.md"),
    theme: Theme::Facts,
    level: Level::Warning,
    fix: FixKind::None,
    since: "0.1.0",
    needs: Needs::Vault,
    handling: Handling::USUAL,
    check: Check::Page(check),
};

/// Number of mapped ids shown in the message.
const MOST: usize = 3;

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    if context.vault.rule_options.crosswalks {
        check_crosswalks(context, findings);
    }
    let vault = context.vault.vault;
    for mismatch in mismatch::mismatches(context) {
        let (id, path) = (mismatch.id, vault.path(mismatch.page));
        let ids = mismatch.mapped.iter().map(|(id, _)| format!("`{id}`"));
        let ids = shortened_list(ids, mismatch.mapped.len(), MOST);
        let found = findings.add(
            mismatch.span,
            "this id",
            format!("`{id}` is next to a link to {path}, whose front matter maps {ids}"),
        );
        found
            .help(format!(
                "write the id that the page maps, or add `{id}` to its front matter"
            ))
            .about(Subject::object_and_path(id, path));
        found.related(context.page.file, mismatch.link, "the link");
        if let Some((_, span)) = mismatch.mapped.first() {
            found.related(mismatch.page, *span, "the page maps this");
        }
    }
}

/// Reports the mappings to other frameworks that the page of the other object contradicts.
fn check_crosswalks(context: &PageContext<'_>, findings: &mut Findings) {
    for found in crosswalk::contradictions(context) {
        let (subject, id) = (&found.subject.id, &found.mapped.id);
        let path = context.vault.vault.path(found.page);
        let ids = found.back.iter().map(|back| format!("`{}`", back.id));
        let ids = shortened_list(ids, found.back.len(), MOST);
        let added = findings.add(
            found.mapped.span,
            "this mapping",
            format!("the page maps `{subject}` to `{id}`, but {path} maps `{id}` to {ids}"),
        );
        added
            .help(format!("remove `{id}` here, or add `{subject}` there"))
            .about(Subject::object_and_path(id, path));
        for back in found.back {
            added.related(found.page, back.span, "that page maps this");
        }
    }
}
