//! Pages that look like a case study but do not say so.

use memchr::memmem;

use crate::context::PageContext;
use crate::diagnostic::{Severity, Subject};
use crate::rules::findings::Findings;
use crate::schema::{Instance, Violation};
use crate::text::path::parent_of;
use crate::vault::path::{fold_case, is_called_template, is_index};

/// The name of the page type.
const CASE_STUDY: &str = "case-study";

/// Evidence that a page is a case study.
enum Sign<'v> {
    /// It has the sections of one.
    Sections,
    /// It lies in a folder of case studies.
    Folder(&'v str),
}

/// Reports a page that looks like a case study, and returns how it breaks the schema of one if it has that form.
pub(super) fn check(context: &PageContext<'_>, findings: &mut Findings) -> Vec<Violation> {
    let Some(sign) = sign(context) else {
        return Vec::new();
    };
    let message = match sign {
        Sign::Sections => "the page looks like a case study, because it has the sections Metadata and Procedure, but does not say that it is one".to_owned(),
        Sign::Folder(name) => format!(
            "the page seems to be a case study, because it lies in `{name}/`, but is not checked as one"
        ),
    };
    let heading = context
        .page
        .facts
        .main_heading()
        .map(|heading| heading.span);
    findings
        .add(
            heading.unwrap_or_default(),
            "no `type:` and no id",
            message,
        )
        .help("write `type: case-study` in the front matter, or the heading `# AML.CS0000: Name` with its id")
        .severity(Severity::Warning)
        .about(Subject::path(context.source.path()));
    match sign {
        Sign::Sections => violations(context),
        Sign::Folder(_) => Vec::new(),
    }
}

fn violations(context: &PageContext<'_>) -> Vec<Violation> {
    let mut types = context.vault.page_types.0.iter();
    let study = types.find(|it| it.name == CASE_STUDY && it.matches.is_none());
    study.map_or_else(Vec::new, |study| {
        study
            .schema
            .get()
            .violations(Instance::Page(context.page.get()))
    })
}

/// Returns the evidence that a page is a case study, if it does not say what it is.
fn sign<'v>(context: &PageContext<'v>) -> Option<Sign<'v>> {
    let page = context.page;
    let path = context.vault.vault.path(page.file);
    let signs = page.facts.study_signs;
    if page.is_data()
        || page.facts.declaration.is_some()
        || signs.has_type
        || page.facts.has_page_type
    {
        return None;
    }
    let is_meant = || !is_called_template(path) && !is_index(path);
    if signs.has_procedure && signs.has_metadata {
        return is_meant().then_some(Sign::Sections);
    }
    // Other sites have folders of this name for their customers.
    let is_of_atlas = || {
        !page.facts.ids.is_empty()
            || context.vault.vault.declared_ids().next().is_some()
            || signs.has_procedure
            || ["MITRE ATLAS", "atlas.mitre.org"].iter().any(|name| {
                memmem::find(context.source.text().as_bytes(), name.as_bytes()).is_some()
            })
    };
    let mut folders = parent_of(path).split('/');
    let folder = folders.rfind(|name| is_studies(name))?;
    (is_meant() && is_of_atlas()).then_some(Sign::Folder(folder))
}

/// Returns whether a folder is called `case-studies`.
fn is_studies(folder: &str) -> bool {
    const NAME: &str = "case-studies";
    let may_be = folder.len() == NAME.len() || !folder.is_ascii();
    may_be && fold_case(folder).replace(['_', ' '], "-") == NAME
}
