//! A page that nothing links to.

use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::context::VaultContext;
use crate::diagnostic::Subject;
use crate::settings::Level;
use crate::text::FileId;
use crate::text::path::stem_of;
use crate::vault::path::{fold_case, is_index};
use crate::vault::{Destination, Resolution, Target};

pub static RULE: Rule = Rule {
    name: "orphan-page",
    summary: "a page that nothing links to",
    docs: include_str!("orphan-page.md"),
    theme: Theme::Links,
    level: Level::Off,
    fix: FixKind::None,
    since: "0.1.0",
    needs: Needs::Vault,
    handling: Handling::USUAL,
    check: Check::Vault(check),
};

/// Pages that readers and hosting sites find by name.
const FOUND_BY_NAME: [&str; 6] = [
    "changelog",
    "code_of_conduct",
    "contributing",
    "license",
    "security",
    "support",
];

fn check(context: &VaultContext<'_>, findings: &mut Findings) {
    let vault = context.vault;
    let linked = linked(context);
    for file in vault.page_files() {
        let path = vault.path(file);
        let is_linked = linked.get(file.index()).copied().unwrap_or_default();
        if is_linked || vault.is_copy(file) || !is_expected(path) {
            continue;
        }
        let facts = vault.lent_facts(file);
        let heading = facts.and_then(|facts| Some(facts.main_heading()?.span));
        findings
            .add_in(
                file,
                heading.unwrap_or_default(),
                "no link leads here",
                "no other page links to this page",
            )
            .help("link to it from a page that readers visit, or remove it")
            .about(Subject::path(path));
    }
}

/// Returns whether readers find the page only by a link. Only Markdown counts, because data files are not read by following
/// links.
fn is_expected(path: &str) -> bool {
    let folded = fold_case(path);
    let is_markdown = folded.ends_with(".md") || folded.ends_with(".markdown");
    is_markdown && !is_index(path) && !FOUND_BY_NAME.contains(&stem_of(&folded))
}

/// Returns, for each file, whether a link of another page leads to it. An ambiguous link leads to all files that match it.
fn linked(context: &VaultContext<'_>) -> Vec<bool> {
    let vault = context.vault;
    let mut linked = vec![false; vault.sources.files().len()];
    let mut mark = |from: FileId, target: Target| {
        let file = vault.paths().file(target).filter(|&file| file != from);
        if let Some(slot) = file.and_then(|file| linked.get_mut(file.index())) {
            *slot = true;
        }
    };
    for (from, links) in vault.all_links() {
        for (_, destination) in vault.destinations(from, &links) {
            let Destination::File { found, .. } = destination else {
                continue;
            };
            match found {
                Resolution::None(_) => {}
                Resolution::One { target, .. } => mark(from, target),
                Resolution::Many { all, .. } => {
                    all.iter().for_each(|&target| mark(from, target));
                }
            }
        }
    }
    linked
}
