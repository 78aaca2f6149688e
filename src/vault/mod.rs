//! The vault: its pages by path and id, and link resolution.
//!
//! # The modules, lowest first; a module imports only from rows above its own
//!
//! ```text
//! 0 grammar, outside, path                        links as text; what lies around; paths
//! 1 anchor, official, paths                       subpaths of a page; official trees; files by path
//! 2 copies, ends, found, generators, suggest_path  built copies; paths by their ends; results; sites without a dialect; similar paths
//! 3 index                                         the vault
//! 4 generated, page_ref, start                    the site of a page; a page; where the links of a page start
//! 5 languages, places, releases, routes           sites in several languages; what is at a path; official releases; routes of Docusaurus
//! 6 published                                     what sites without a dialect serve
//! 7 by_path                                       links by path
//! 8 by_name                                       links by name
//! 9 destination                                   what a link leads to
//! 10 link_writer, subpaths                        new links; subpaths for suggestions
//! ```

pub mod anchor;
mod by_name;
mod by_path;
mod copies;
mod destination;
mod ends;
mod found;
mod generated;
mod generators;
mod grammar;
mod index;
mod languages;
mod link_writer;
mod official;
mod outside;
mod page_ref;
pub mod path;
pub mod paths;
mod places;
mod published;
mod releases;
mod routes;
mod start;
mod subpaths;
mod suggest_path;

pub use destination::{Destination, LinkedTo};
pub use index::Vault;
pub use link_writer::{EncodedPath, Site, Unwritable};
pub use official::SourceTrees;
pub use outside::{Nothing, Outside, Surroundings};
pub use page_ref::{LentPage, PageRef};
pub use paths::{Missing, Paths, Resolution, Target};
