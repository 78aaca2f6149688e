//! An id next to a link to a page that maps other ids.

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
    summary: "an id in a row or list entry next to a link to a page that maps other ids",
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
