//! A case study as a value, apart from the form that it is written in: read from a Markdown page or from ATLAS's own YAML,
//! written as either.
//!
//! Markdown has no place for some facts, and cannot hold some texts exactly. What it does not show stands in the front matter
//! under `atlas-source`, and counts only as long as the page still shows what it was written beside. [`markdown`] reads back what
//! it wrote and refuses to write a page that would change a fact.

mod chain;
mod cite;
mod context;
mod error;
mod fragment;
mod kept;
mod lines;
mod links;
mod official;
mod page;
mod read;
mod refs;
mod routes;
mod safe;
mod steps;
mod study;
mod v5;
mod v6;
mod write;
pub mod yaml;

pub use context::Context;
pub use error::{Error, Fact, StepError};
pub use official::{Official, read as read_official};
pub use read::{Note, Told, read as read_page};
pub use study::{CaseStudy, Edge, Granularity, Incident, Reference, Step};
pub use v5::{looks_templated, write as v5};
pub use v6::write as v6;
pub use write::{slug, write as markdown};
