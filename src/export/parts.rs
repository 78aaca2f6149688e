//! Parts of a page, for a writer that has the form of the page from elsewhere.

use super::context::Context;
use super::escape::{self, Container};
use super::references;
use super::sidecar::{ExactText, Sidecar};
use super::study::{CaseStudy, Reference};

/// Returns a text on one line.
pub(crate) fn one_line(text: &str) -> String {
    escape::one_line(text)
}

/// Returns the summary of a case study as a page shows it.
pub(crate) fn lead_text(study: &CaseStudy, context: &Context<'_>) -> String {
    escape::block(&study.summary, Container::Lead, &study.references, context)
}

/// Returns the description of a step as a page shows it.
pub(crate) fn step_text(text: &str, context: &Context<'_>) -> String {
    escape::block(text, Container::Step, &[], context)
}

/// Returns a reference as an entry of the list.
pub(crate) fn reference_text(reference: &Reference) -> String {
    references::to_markdown(reference)
}

/// Returns the lines of the front matter for the facts of a case study that no page shows, or not exactly, as the name that the
/// heading shows as `shown_name`; "" if there are none.
pub(crate) fn sidecar_yaml(study: &CaseStudy, shown_name: &str) -> String {
    let mut sidecar = Sidecar {
        reporter: None,
        ..Sidecar::of(study)
    };
    if study.name != shown_name {
        let exact = ExactText::of(&study.name, shown_name);
        sidecar.texts.insert("name".to_owned(), exact);
    }
    sidecar.write()
}
