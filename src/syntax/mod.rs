//! Parsing of files into pages. It never fails: a page that cannot be read is a page with errors.

pub mod attack;
pub mod blocks;
pub mod conflict;
pub mod data;
pub mod directive;
pub mod id;
pub mod json;
pub mod markdown;
pub mod page;
pub mod tags;
pub mod toml;
pub mod tree;
pub mod yaml;

mod field;
mod front;
mod namesakes;
mod outline;
mod quotes;
mod raw;
mod wiki;

pub use data::{Document, Shape};
pub use markdown::{ReadOptions, is_mdx, only_link, rendered};
pub use yaml::scalar;

pub use directive::{Directive, Flaw, RuleName, Scope};

pub use blocks::{TextBlock, TextKind};
pub use namesakes::namesakes;
pub use outline::{split_count, without_count};
pub use quotes::{Quotes, double_quoted, single_quoted};

pub use page::{
    Anchors, Front, Heading, Link, LinkKind, Page, SyntaxError, WikiLinkError, links_in,
};

use crate::text::Source;

/// Reads a file as a page. Returns None for YAML or JSON that has no ATLAS form and is not included by the configuration.
#[must_use]
pub fn read<'s>(source: &'s Source, options: &ReadOptions) -> Option<Page<'s>> {
    let form = data::Form::of(source.path());
    let form = form.filter(|_| source.is_included() || data::is_data(source.path()));
    let mut page = match form {
        Some(form) => data::read(source, form, options)?,
        None => markdown::read(source, options),
    };
    if page.read {
        page.conflicts = conflict::conflicts(source);
        page.read = page.conflicts.is_empty();
    }
    Some(page)
}
