//! The plan for the page of a tactic, technique or mitigation, as `sync` would write it.

use super::error::Error;
use super::fill_in::{self, Values, fill_in};
use super::objects::named;
use super::plan::Plan;
use super::verify::finished;
use crate::catalog::{Kind, View};
use crate::check::{Settings, with_vault};
use crate::conventions::expected::Expected;
use crate::conventions::layout::Layout;
use crate::conventions::list_style::Conventions;
use crate::conventions::template::PageTemplates;
use crate::conventions::workspace::{ObjectPage, Workspace};
use crate::text::Sources;

/// Plans the page of the object that `text` names by id or name.
///
/// # Errors
/// Returns why nothing can be written.
pub fn plan(
    sources: &Sources,
    view: View<'_>,
    settings: &Settings<'_>,
    (kind, text): (Kind, &str),
) -> Result<Plan, Error> {
    let id = named(view, kind, text)?;
    let (path, templates, conventions) = with_vault(sources, view, settings, |context, _| {
        let workspace = Workspace::new(context);
        if let Some(file) = workspace.vault.declaring(&id).first() {
            return Err(Error::IdInUse {
                id: id.clone(),
                path: workspace.vault.path(*file).to_owned(),
            });
        }
        let content = settings.store.options().dialects.content_folder();
        let path = Layout::of(&workspace)
            .with_content(content)
            .path_for(kind, &id);
        let conventions = Conventions::of(&workspace, &mut Expected::of(&workspace));
        Ok((path, PageTemplates::of(&workspace), conventions))
    })?;
    if sources.find(&path).is_some() {
        return Err(Error::Exists(path));
    }
    let name = view.name(&id).unwrap_or(&id);
    let template_path = fill_in::path_of(kind.label());
    let template = sources.find(&template_path);
    let text = match template {
        Some(template) => fill_in(
            sources.get(template).text(),
            Values {
                title: name,
                id: &id,
                steps: "",
                date: &settings.today.to_string(),
                release: view.catalog.release_name(view.pinned),
            },
        ),
        None => page_text(sources, view, settings, (&templates, kind, &id, &path))?,
    };
    let plan = finished(sources, view, settings, &conventions, (path.clone(), text));
    plan.map_err(|error| match template {
        Some(_) => error.of_template(&template_path, &path),
        None => error,
    })
}

/// Returns the text of the page.
pub(super) fn page_text(
    sources: &Sources,
    view: View<'_>,
    settings: &Settings<'_>,
    (templates, kind, id, path): (&PageTemplates, Kind, &str, &str),
) -> Result<String, Error> {
    // The page refers to itself by its id.
    let stub = sources.with_texts(&[(path.to_owned(), format!("# {id}\n"))].into());
    let text = with_vault(&stub, view, settings, |context, _| {
        let workspace = Workspace::new(context);
        let page = workspace.vault.page(stub.find(path)?)?;
        let object = ObjectPage { page, id, kind };
        templates.first_page(&workspace, object)
    });
    let unusable = || Error::UnusableName(id.to_owned());
    text.map(|(text, _)| text).ok_or_else(unusable)
}
