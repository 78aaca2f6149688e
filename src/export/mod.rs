//! Converts case studies between Markdown pages and ATLAS's own YAML, in its v5 and v6 forms.
//!
//! Readers return a [`CaseStudy`], writers take one. Markdown has no place for some facts, such as a UUID, and cannot hold every
//! text exactly. Such values are stored in the front matter under `atlas-source`, the sidecar. A stored text counts only as long
//! as the page still shows what it was stored with, so an edit of the page wins. [`markdown`] reads back what it wrote and fails
//! if the page would change a fact.
//!
//! # The modules, lowest first; a module imports only from rows above its own
//!
//! ```text
//! 0 study, error, lines, fragment, routes              the case study as a value; lines and parts of texts
//! 1 yaml, citations, step_order, context, unwritten    YAML like PyYAML's; `[1]` and `[[id]]`; the vault of a page; placeholders
//! 2 links, sidecar                                     routes and links; the front matter's `atlas-source`
//! 3 escape, page                                       texts on a page, in both directions
//! 4 references, steps, places                          parts of a page, and where it states a fact
//! 5 read_page, read_official, v5, v6                   readers, and writers of YAML
//! 6 write_page, submission, parts                      the writer of pages, which reads back what it wrote; what is sent to ATLAS
//! ```

mod citations;
mod context;
mod error;
mod escape;
mod fragment;
mod lines;
mod links;
mod page;
mod parts;
mod places;
mod read_official;
mod read_page;
mod references;
mod routes;
mod sidecar;
mod step_order;
mod steps;
mod study;
mod submission;
mod unwritten;
mod v5;
mod v6;
mod write_page;
pub mod yaml;

pub use context::Context;
pub use error::{Error, Fact, StepError};
pub(crate) use parts::{lead_text, one_line, reference_text, sidecar_yaml, step_text};
pub use read_official::{OfficialStudy, read as read_official};
pub use read_page::{Note, PageStudy, read as read_page};
pub use study::{CaseStudy, Edge, Granularity, Incident, Reference, Step};
pub use submission::{
    SubmissionError, Submitted, contribution, read as read_submissions, write as submission,
};
pub use unwritten::{Unwritten, unwritten};
pub use v5::{has_template_syntax, write as v5};
pub use v6::write as v6;
pub use write_page::{slug, write as markdown};
