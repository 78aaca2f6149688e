//! The steps of a procedure, with links in the form of the vault.

use super::error::Error;
use super::heading::{PLACEHOLDER, escaped};
use super::objects::named;
use super::study_form::StudyForm;
use crate::catalog::{Kind, View, site_url};
use crate::conventions::entry::{self, EntryFormat};
use crate::conventions::workspace::{Workspace, is_plain};
use crate::dialect::Dialect;
use crate::export::{self, Context, Step};
use crate::text::FileId;

/// Returns the step of a technique as the command line names it: `AML.T0051`, `LLM Prompt Injection`, or with a tactic,
/// `AML.T0051@AML.TA0005`.
pub(super) fn step_of(view: View<'_>, written: &str) -> Result<Step, Error> {
    let (technique, tactic) = match written.rsplit_once('@') {
        Some((technique, tactic)) => (technique, Some(tactic)),
        None => (written, None),
    };
    let technique = named(view, Kind::Technique, technique)?;
    let tactics = view.effective_tactics(&technique);
    let choices = || {
        let choice = |id: &String| format!("{id} ({})", view.name(id).unwrap_or(id));
        tactics.iter().map(choice).collect()
    };
    let tactic = match (tactic, tactics) {
        (Some(tactic), _) => {
            let tactic = named(view, Kind::Tactic, tactic)?;
            if !tactics.contains(&tactic) {
                return Err(Error::OtherTactic {
                    technique,
                    tactic,
                    choices: choices(),
                });
            }
            tactic
        }
        (None, []) => String::new(),
        (None, [only]) => only.clone(),
        (None, _) => {
            return Err(Error::AmbiguousTactic {
                technique,
                choices: choices(),
            });
        }
    };
    Ok(Step {
        technique,
        tactic,
        ..Step::default()
    })
}

/// Returns the steps as the page has them, each with its heading. Without a step it is one to be written.
pub(super) fn steps_text(
    workspace: &Workspace<'_>,
    form: &StudyForm,
    context: &Context<'_>,
    steps: &[Step],
) -> String {
    let file = context.file;
    let marks = "#".repeat(form.step_level);
    // In a list the fields follow each other.
    let is_list =
        form.technique.trim_start().starts_with(['-', '+']) || form.technique.starts_with("* ");
    let gap = if is_list { "\n" } else { "\n\n" };
    let mut out = String::new();
    if steps.is_empty() {
        out += &format!(
            "{marks} Step 1: {PLACEHOLDER}\n\n{}{PLACEHOLDER}\n\n{PLACEHOLDER}\n\n",
            form.technique
        );
    }
    for (step, number) in steps.iter().zip(1..) {
        let title = escaped(
            workspace
                .view
                .name(&step.technique)
                .unwrap_or(&step.technique),
        );
        let technique = link(
            workspace,
            form.technique_format.as_ref(),
            file,
            &step.technique,
        );
        out += &format!(
            "{marks} Step {number}: {title}\n\n{}{technique}",
            form.technique
        );
        if !step.tactic.is_empty() {
            let tactic = link(workspace, form.tactic_format.as_ref(), file, &step.tactic);
            out += &format!("{gap}{}{tactic}", form.tactic);
        }
        let text = export::step_text(&step.description, context);
        let text = if text.is_empty() { PLACEHOLDER } else { &text };
        out += &format!("\n\n{text}\n\n");
    }
    out
}

/// Returns a link to the page of an object in the form that the vault uses, else to its page on the ATLAS site.
fn link(workspace: &Workspace<'_>, usual: Option<&EntryFormat>, file: FileId, id: &str) -> String {
    let page = workspace.page_of(id);
    let by_dialect = if workspace.vault.dialect(file) == Dialect::Obsidian {
        entry::usual_format()
    } else {
        entry::markdown_format()
    };
    let formats = usual.into_iter().chain([&by_dialect]);
    for format in formats {
        if let Some(text) = entry::render(workspace, format, file, id, page) {
            return text;
        }
    }
    let name = workspace.view.name(id).filter(|name| is_plain(name));
    let label = name.map_or_else(|| id.to_owned(), |name| format!("{id}: {name}"));
    match site_url(id) {
        Some(url) => format!("[{label}]({url})"),
        None => label,
    }
}
