//! Two pages that declare the same id, or the same front-matter `id` in one folder.

use foldhash::HashMap;
use std::collections::BTreeMap;

use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::context::VaultContext;
use crate::diagnostic::Subject;
use crate::facts::Object;
use crate::settings::Level;
use crate::text::path::parent_of;
use crate::text::{FileId, Span};
use crate::vault::PageRef;

pub static RULE: Rule = Rule {
    name: "duplicate-id",
    summary: "two pages that declare the same ATLAS id, or the same front-matter id in one folder",
    docs: include_str!("duplicate-id.md"),
    theme: Theme::Pages,
    level: Level::Error,
    fix: FixKind::None,
    since: "0.1.0",
    needs: Needs::Vault,
    handling: Handling::USUAL,
    check: Check::Vault(check),
};

fn check(context: &VaultContext<'_>, findings: &mut Findings) {
    let vault = context.vault;
    for (id, files) in vault.declared_ids() {
        let mut files = files
            .iter()
            .filter(|&&file| vault.page(file).is_some_and(|page| page.facts.is_read));
        let Some(first) = files.next() else {
            continue;
        };
        for &file in files {
            let Some(page) = vault.page(file) else {
                continue;
            };
            let original = vault
                .page(*first)
                .map(|page| place(context, page))
                .unwrap_or_default();
            findings
                .add_in(
                    file,
                    place(context, page),
                    "declared again",
                    format!("`{id}` is already declared by {}", vault.path(*first)),
                )
                .help("one page holds one object: give this page its own id, or merge the two")
                .about(Subject::object(id))
                .related(*first, original, "declared first here");
        }
    }
    front_matter_ids(context, findings);
    objects(context, findings);
}

/// Reports objects of official YAML that repeat an id within one release file, or within one tree of source files.
fn objects(context: &VaultContext<'_>, findings: &mut Findings) {
    let vault = context.vault;
    let mut seen: HashMap<(usize, &str), (FileId, Span)> = HashMap::default();
    for page in vault.pages() {
        let hidden = vault.is_copy(page.file);
        let Some(tree) = vault
            .trees()
            .number(page.file)
            .filter(|_| !hidden && page.facts.is_read)
        else {
            continue;
        };
        for (id, span) in page.facts.objects.iter().filter_map(Object::id) {
            let Some(&(file, first)) = seen.get(&(tree, id)) else {
                seen.insert((tree, id), (page.file, span));
                continue;
            };
            let place = if file == page.file {
                "in this file".to_owned()
            } else {
                format!("by {}", vault.path(file))
            };
            let message = format!("`{id}` is already declared {place}");
            findings
                .add_in(page.file, span, "declared again", message)
                .help("give this object its own id, or merge the two")
                .about(Subject::object(id))
                .related(file, first, "declared first here");
        }
    }
}

/// Returns where a page declares its id: the heading, else the title, else the field.
fn place(context: &VaultContext<'_>, page: PageRef<'_>) -> Span {
    let declaration = context.vault.declaration(page.file);
    declaration
        .and_then(|declaration| declaration.place())
        .map(|place| place.id_span)
        .unwrap_or_default()
}

/// Reports pages of one folder that have the same front-matter `id`.
fn front_matter_ids(context: &VaultContext<'_>, findings: &mut Findings) {
    let vault = context.vault;
    let mut seen: BTreeMap<(&str, &str), (PageRef<'_>, Span)> = BTreeMap::new();
    for page in vault.pages() {
        // A hidden page is not published.
        if vault.is_copy(page.file) || !page.facts.is_read {
            continue;
        }
        let Some((id, span)) = &page.facts.front_id else {
            continue;
        };
        let key = (parent_of(vault.path(page.file)), &**id);
        let Some((first, original)) = seen.get(&key) else {
            seen.insert(key, (page, *span));
            continue;
        };
        let declared = |page: PageRef<'_>| {
            vault
                .declaration(page.file)
                .map(|declared| declared.id.clone())
        };
        if declared(*first).is_some() && declared(*first) == declared(page) {
            // A page that was copied whole is reported once, by its ATLAS id.
            continue;
        }
        findings
            .add_in(
                page.file,
                *span,
                "used again",
                format!(
                    "the id `{id}` is already used by {}",
                    vault.path(first.file)
                ),
            )
            .help("pages in one folder need different ids")
            .about(&**id)
            .related(first.file, *original, "used first here");
    }
}
