//! The plan for a new case study.

use super::error::Error;
use super::fill_in::{self, Values, fill_in};
use super::heading::checked_name;
use super::own_id;
use super::plan::Plan;
use super::requirements::Requirements;
use super::steps::step_of;
use super::study_form::StudyForm;
use super::study_page::StudyPage;
use super::verify::finished;
use crate::catalog::View;
use crate::check::{Settings, with_vault};
use crate::conventions::expected::Expected;
use crate::conventions::list_style::Conventions;
use crate::conventions::workspace::Workspace;
use crate::export::{CaseStudy, Context, Step};
use crate::text::Sources;

/// Request for a new case study.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The case study, with what is known of it.
    pub study: CaseStudy,
    /// The id of the new page. Without it, the next one of the vault's own.
    pub id: Option<String>,
    /// Whether the template of the vault may be used. It has no place for most facts of a file.
    pub by_template: bool,
}

/// Returns the steps of techniques as the command line names them.
///
/// # Errors
/// Returns every technique that is not known, and every one with several tactics.
pub fn steps_of(view: View<'_>, written: &[String]) -> Result<Vec<Step>, Vec<Error>> {
    let mut steps = Vec::new();
    let mut errors = Vec::new();
    for written in written {
        match step_of(view, written) {
            Ok(step) => steps.push(step),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() {
        Ok(steps)
    } else {
        Err(errors)
    }
}

/// Plans a new case study.
///
/// # Errors
/// Returns why nothing can be written.
pub fn plan(
    sources: &Sources,
    view: View<'_>,
    settings: &Settings<'_>,
    mut request: Request,
) -> Result<Plan, Error> {
    request.study.name = checked_name(&request.study.name)?;
    let study = &request.study;
    let (form, conventions, id) = with_vault(sources, view, settings, |context, _| {
        let workspace = Workspace::new(context);
        if request.id.is_none()
            && let Some(path) = own_id::same_name(&workspace, &study.name)
        {
            return Err(Error::NameInUse(path));
        }
        let id = own_id::choose(&workspace, request.id.as_deref(), &study.name)?;
        let conventions = Conventions::of(&workspace, &mut Expected::of(&workspace));
        let content = settings.store.options().dialects.content_folder();
        Ok((StudyForm::of(&workspace, content), conventions, id))
    })?;
    let path = form.path(&id, &study.name);
    let required = Requirements::of(settings.store.types());
    let template_path = fill_in::path_of("case-study");
    let template = sources.find(&template_path);
    let template = template.filter(|_| request.by_template);
    // Links are written from the place of the page.
    let stub = sources.with_texts(&[(path.clone(), String::new())].into());
    let text = with_vault(&stub, view, settings, |context, _| {
        let workspace = Workspace::new(context);
        let file = stub.find(&path)?;
        let today = settings.today.to_string();
        let page = StudyPage {
            workspace: &workspace,
            form: &form,
            required: &required,
            context: &Context::new(workspace.vault, workspace.view, file, settings.vault_ids),
            study,
            id: &id,
            path: &path,
            today: &today,
        };
        let Some(template) = template else {
            return Some(page.text());
        };
        let date = study.date.as_ref();
        let date = date.and_then(|date| date.date.get(..date.known.length()));
        let values = Values {
            title: &study.name,
            id: &id,
            steps: &page.steps(),
            date: date.unwrap_or(&today),
            release: view.catalog.release_name(view.pinned),
        };
        Some(fill_in(sources.get(template).text(), values))
    });
    let text = text.ok_or_else(|| Error::Exists(path.clone()))?;
    let plan = finished(sources, view, settings, &conventions, (path.clone(), text));
    plan.map_err(|error| match template {
        Some(_) => error.of_template(&template_path, &path),
        None => error,
    })
}
