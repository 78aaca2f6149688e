//! The plan for a new vault: a configuration, an index, and a page of each kind that shows `sync` how the others are written.

use std::collections::BTreeMap;

use super::back_links;
use super::error::Error;
use super::object_page::page_text;
use super::plan::Plan;
use super::verify::verify;
use crate::catalog::{Kind, View};
use crate::check::{Settings, with_vault};
use crate::config::FILE_NAME;
use crate::conventions::expected::Expected;
use crate::conventions::layout::Layout;
use crate::conventions::list_style::Conventions;
use crate::conventions::template::PageTemplates;
use crate::conventions::workspace::Workspace;
use crate::dialect::Dialect;
use crate::text::Sources;
use crate::text::path::stem_of;

/// Plans the files of a new vault in a dialect.
///
/// # Errors
/// Returns why nothing can be written.
pub fn plan(view: View<'_>, settings: &Settings<'_>, dialect: Dialect) -> Result<Plan, Error> {
    let empty = Sources::default();
    let objects = examples(view);
    let release = view.catalog.release_name(view.pinned);
    let mut texts = BTreeMap::from([(
        FILE_NAME.to_owned(),
        format!(
            "dialect: {}\ncatalog:\n  release: \"{release}\"\n",
            dialect.name()
        ),
    )]);
    let mut index = "# MITRE ATLAS\n\nCase studies, and the tactics, techniques and mitigations that they refer to.\n".to_owned();
    for (kind, heading, sections) in [
        (Kind::Tactic, "Tactics", &["Techniques"][..]),
        (Kind::Technique, "Techniques", &["Tactics", "Mitigations"]),
        (Kind::Mitigation, "Mitigations", &["Techniques"]),
    ] {
        let Some(id) = objects.iter().find(|id| Kind::of_id(id) == Some(kind)) else {
            continue;
        };
        let now = empty.with_texts(&texts);
        let (path, text) = page(&now, view, settings, (kind, id))?;
        let sections: String = sections
            .iter()
            .map(|name| format!("\n## {name}\n"))
            .collect();
        let name = view.name(id).unwrap_or(id);
        let target = path.strip_suffix(".md").unwrap_or(stem_of(&path));
        let link = match dialect {
            Dialect::Obsidian => format!("[[{target}|{id}: {name}]]"),
            _ => format!("[{id}: {name}]({path})"),
        };
        index += &format!("\n## {heading}\n\n- {link}\n");
        texts.insert(path, format!("{text}{sections}"));
    }
    // In Hugo, `index.md` would make all other files its attachments.
    let index_name = match dialect {
        Dialect::Hugo => "_index.md",
        _ => "index.md",
    };
    texts.insert(index_name.to_owned(), index);
    let pages: Vec<String> = texts
        .keys()
        .filter(|path| path.contains('/'))
        .cloned()
        .collect();
    for path in &pages {
        let now = empty.with_texts(&texts);
        let mut found = with_vault(&now, view, settings, |context, _| {
            let workspace = Workspace::new(context);
            let conventions = Conventions::of(&workspace, &mut Expected::of(&workspace));
            back_links::of(&workspace, &conventions, path)
        });
        texts.append(&mut found.texts);
    }
    let mut plan = Plan::of(&empty, FILE_NAME, texts);
    verify(&empty, view, settings, &mut plan)?;
    Ok(plan)
}

/// Returns a mitigation, a technique that it mitigates, and a tactic of the technique.
fn examples(view: View<'_>) -> Vec<String> {
    let current = view
        .catalog
        .objects()
        .iter()
        .filter(|object| view.is_current(&object.id));
    for object in current.filter(|object| object.kind == Kind::Technique) {
        let id = object.id.as_str();
        let mitigation = view.mitigated_by(id).next();
        if let (Some(mitigation), Some(tactic), None) =
            (mitigation, view.tactics(id).first(), view.parent(id))
        {
            return vec![mitigation.to_owned(), id.to_owned(), tactic.clone()];
        }
    }
    Vec::new()
}

/// Returns the path and the text of the first page of a kind.
fn page(
    sources: &Sources,
    view: View<'_>,
    settings: &Settings<'_>,
    (kind, id): (Kind, &str),
) -> Result<(String, String), Error> {
    let (path, templates) = with_vault(sources, view, settings, |context, _| {
        let workspace = Workspace::new(context);
        let path = Layout::of(&workspace).path_for(kind, id);
        (path, PageTemplates::of(&workspace))
    });
    let text = page_text(sources, view, settings, (&templates, kind, id, &path))?;
    Ok((path, text))
}
