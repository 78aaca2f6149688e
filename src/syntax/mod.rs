//! Parsing of files into pages. It never fails: a page that cannot be read is a page with errors.
//!
//! # The modules, lowest first; a module imports only from rows above its own
//!
//! ```text
//! 0 attack, attributes, blocks, conflict, field, id, link, raw, tree  parts that know no others
//! 1 directive, document, outline, sections, tags, yaml  comments; data files; the body as data; YAML
//! 2 error, json, quotes, toml                     errors; the other formats, which share those of YAML; quotes of YAML
//! 3 page, wiki                                    a parsed page; wiki-links
//! 4 front, duplicate_siblings                     front matter; headings with the same name
//! 5 markdown                                      Markdown to a page
//! 6 data                                          YAML, JSON and other files to a page
//! ```

pub mod attack;
pub mod blocks;
pub mod conflict;
pub mod data;
pub mod directive;
pub mod document;
pub mod id;
pub mod json;
pub mod markdown;
pub mod page;
pub mod tags;
pub mod toml;
pub mod tree;
pub mod yaml;

mod attributes;
mod duplicate_siblings;
mod error;
mod field;
mod front;
mod link;
mod outline;
mod quotes;
mod raw;
mod sections;
mod wiki;

pub use document::{Document, Shape};
pub use markdown::{ReadOptions, is_mdx, only_link, rendered};
pub use yaml::scalar;

pub use directive::{Directive, Flaw, RuleName, Scope};

pub use blocks::{TextBlock, TextKind};
pub use duplicate_siblings::duplicate_siblings;
pub use outline::{split_count, without_count};
pub use sections::PROCEDURES;

pub use quotes::{Quotes, double_quoted, inside, quoted, single_quoted};

pub use error::{SyntaxError, WikiLinkError};
pub use front::page_with_front;
pub use link::{Link, LinkKind, links_in};
pub use page::{Anchors, Front, Heading, Page};

use crate::text::Source;

/// Reads a file as a page. Returns None for YAML or JSON that has no ATLAS form and is not included by the configuration.
#[must_use]
pub fn read<'s>(source: &'s Source, options: &ReadOptions) -> Option<Page<'s>> {
    let form = document::Form::of(source.path());
    let form = form.filter(|_| source.is_included() || document::is_data(source.path()));
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
