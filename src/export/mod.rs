//! A case study as a value, apart from the form that it is written in: read from a Markdown page or from ATLAS's own YAML,
//! written as either.
//!
//! Markdown has no place for some facts, and cannot hold some texts exactly. What it does not show stands in the front matter
//! under `atlas-source`, and counts only as long as the page still shows what it was written beside. [`markdown`] reads back what
//! it wrote and refuses to write a page that would change a fact.

mod citations;
mod context;
mod error;
mod escape;
mod fragment;
mod lines;
mod links;
mod page;
mod read_official;
mod read_page;
mod references;
mod routes;
mod sidecar;
mod step_order;
mod steps;
mod study;
mod v5;
mod v6;
mod write_page;
pub mod yaml;

pub use context::Context;
pub use error::{Error, Fact, StepError};
pub use read_official::{OfficialStudy, read as read_official};
pub use read_page::{Note, PageStudy, read as read_page};
pub use study::{CaseStudy, Edge, Granularity, Incident, Reference, Step};
pub use v5::{has_template_syntax, write as v5};
pub use v6::write as v6;
pub use write_page::{slug, write as markdown};
