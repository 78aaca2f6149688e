//! A linter for MITRE ATLAS case studies.
//!
//! # Overview
//!
//! ```text
//! discover -> read -> facts -> index -> analysis -> rules -> filter -> render
//!                                                                \-> fix
//! ```
//!
//! [`disk`] finds the vault and reads its files into [`text::Sources`]. From there on everything is a pure function:
//! [`check::check`] takes texts, a catalog and settings, and returns findings. [`syntax`] parses each text into a page: front
//! matter and outline as one spanned tree, links, ids. [`facts`] derives what a page says, as owned data that knows no other page.
//! [`pages`] keeps pages and facts, and reads a text that did not change only once. [`vault`] indexes all pages and resolves links.
//! [`catalog`] knows every ATLAS object in every release. [`analysis`] pairs each id with a name and decides what is wrong with
//! it, once. The [`rules`] put that into words, [`filter`] decides what is reported, and [`render`] prints it. [`fix`] applies the
//! fixes that findings carry, and checks again. [`cli`] is the program.
//!
//! # Layers, lowest first; a module imports only from lines above its own
//!
//! ```text
//!  0 text, nearest, parallel, date   bytes and positions; did-you-mean; threads; days
//!  1 diagnostic, fingerprint         a finding; its stable name
//!  2 settings, dialect               levels; how links and headings are read
//!  3 syntax, catalog                 bytes to pages; ATLAS through time
//!  4 schema                          page types as JSON Schemas, violations at their bytes
//!  5 facts                           what one page declares, its steps, its ids and the names next to them
//!  6 pages, framework                each text read once, with its facts; ids of other frameworks
//!  7 vault                           link resolution: None, One or Many
//!  8 analysis                        ids and names in a vault and at a release, and what is wrong with each
//!  9 context                         what a rule sees of a page and of the vault
//! 10 rules, export                   one stem a rule; case studies from one form to another
//! 11 filter, conventions             levels, scope, precedence; how a vault writes its pages
//! 12 config, readback                atlas-lint.yaml; fixes read back before they are offered
//! 13 check                           the pipeline
//! 14 sync, fix, scaffold             updates a vault to a release; applies fixes; plans new pages
//! 15 render, disk                    formats; the file system
//! 16 git, example                    a vault in a commit and in the index; the examples of the rules' documents
//! 17 cli                             arguments, exit codes
//! ```
//!
//! # Glossary
//!
//! - **Vault**: the folder of pages that are checked together. **Page**: one file of it. **Source**: its text.
//! - **Catalog**: ATLAS objects (tactics, techniques, mitigations, case studies) in every release. **View**: the catalog as of one
//!   release. **Lifetime**: the releases from the first to the last that hold an object; an id that was reused has several.
//! - **Case study**, **procedure**, **step**: as ATLAS has them, on a page or in YAML.
//! - **Id token**: an id as it is written in a text. **Mention**: an id of a page with the name that it is paired with.
//! - **Declaration**: the title, heading or field by which a page says which object it is about.
//! - **Problem**: what is wrong with a mention. **Finding** or diagnostic: what a rule reports.
//! - **Outline**: the body of a page as data: sections, fields, lists.
//!
//! # Invariants
//!
//! - Every span slices its text, and every finding has a place.
//! - Reading a page never fails; what cannot be read is a finding. Time is linear in the size of a page.
//! - The output of two runs over the same input is the same bytes, on any number of threads.
//! - Each id has at most one problem.
//! - Nothing is fetched, and nothing outside the vault is read except what the command line names, the configuration of sites and
//!   `.gitignore`s in the repository. Whether a file exists is asked inside the repository only.

pub mod analysis;
pub mod catalog;
pub mod check;
pub mod cli;
pub mod config;
pub mod context;
pub mod conventions;
pub mod date;
pub mod diagnostic;
pub mod dialect;
pub mod disk;
pub mod example;
pub mod export;
pub mod facts;
pub mod filter;
pub mod fingerprint;
pub mod fix;
pub mod framework;
pub mod git;
pub mod lookup;
pub mod nearest;
pub mod pages;
pub mod parallel;
pub mod readback;
pub mod render;
pub mod rules;
pub mod scaffold;
pub mod schema;
pub mod settings;
pub mod sync;
pub mod syntax;
pub mod text;
pub mod vault;
