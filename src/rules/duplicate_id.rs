//! Two pages that declare the same id, or the same front-matter `id` in one folder.

use foldhash::HashMap;
use std::collections::BTreeMap;

use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::context::VaultContext;
use crate::diagnostic::Subject;
use crate::facts::{Declaration, Object};
use crate::pages::Brief;
use crate::settings::Level;
use crate::text::path::parent_of;
use crate::text::{FileId, Span};

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
            .filter(|&&file| vault.brief(file).is_some_and(|page| page.is_read));
        let Some(first) = files.next() else {
            continue;
        };
        for &file in files {
            let original = place(context, *first);
            findings
                .add_in(
                    file,
                    place(context, file),
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
    for file in vault.page_files() {
        let Some(tree) = vault.trees().number(file) else {
            continue;
        };
        // Data stay in memory.
        let page = vault.page(file).filter(|page| page.facts.is_read);
        let Some(page) = page.filter(|_| !vault.is_copy(file)) else {
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
fn place(context: &VaultContext<'_>, file: FileId) -> Span {
    let declaration = context.vault.declaration(file);
    let place = declaration.as_ref().and_then(Declaration::place);
    place.map(|place| place.id_span).unwrap_or_default()
}

/// Reports pages of one folder that have the same front-matter `id`.
fn front_matter_ids(context: &VaultContext<'_>, findings: &mut Findings) {
    let vault = context.vault;
    let mut seen: BTreeMap<(&str, Box<str>), (FileId, Span)> = BTreeMap::new();
    for file in vault.page_files() {
        // A hidden page is not published.
        let is_seen = |page: &&Brief| page.has_front_id && page.is_read && !vault.is_copy(file);
        let Some(names) = vault
            .brief(file)
            .filter(is_seen)
            .and_then(|_| vault.lent_names(file))
        else {
            continue;
        };
        let Some((id, span)) = names.front_id() else {
            continue;
        };
        let key = (parent_of(vault.path(file)), id.clone());
        let Some((first, original)) = seen.get(&key) else {
            seen.insert(key, (file, *span));
            continue;
        };
        let declared = |file| vault.declared_id(file);
        if declared(*first).is_some() && declared(*first) == declared(file) {
            // A page that was copied whole is reported once, by its ATLAS id.
            continue;
        }
        findings
            .add_in(
                file,
                *span,
                "used again",
                format!("the id `{id}` is already used by {}", vault.path(*first)),
            )
            .help("pages in one folder need different ids")
            .about(&**id)
            .related(*first, *original, "used first here");
    }
}
