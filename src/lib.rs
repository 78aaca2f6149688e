//! A linter for MITRE ATLAS case studies.
//!
//! # The bird's-eye view
//!
//! ```text
//! discover -> read -> index -> rules -> filter -> render
//!                                              \-> fix
//! ```
//!
//! [`disk`] finds the vault and reads its files into [`text::Sources`]. From there on everything is a pure function:
//! [`check::check`] takes texts, a catalogue and settings, and gives findings. [`syntax`] makes a page of each text: front matter and
//! outline as one spanned tree, links, ids. [`vault`] indexes all pages and says what a link points at. [`catalog`] knows every
//! ATLAS object in every release. [`pairs`] judges each id and the name beside it, once. The [`rules`] put all that into words,
//! [`filter`] decides what is reported, and [`render`] prints it. [`fix`] makes the fixes that findings carry, and looks again.
//! [`cli`] is the program.
//!
//! # The map, lowest first; a module imports only from lines above its own
//!
//! ```text
//!  0 text, nearest, parallel, date    bytes and positions; did-you-mean; threads; days
//!  1 diagnostic, fingerprint      a finding; its stable name
//!  2 settings                     levels, dialect
//!  3 syntax, catalog              bytes to pages; ATLAS through time
//!  4 schema                       page types as JSON Schemas, violations at their bytes
//!  5 facts                        what a page declares, its steps
//!  6 vault                        link resolution: None, One or Many
//!  7 pairs                        ids and names, and what is wrong with each
//!  8 context                      what is looked up once for all rules
//!  9 rules, export                one stem a rule; case studies from one form to another
//! 10 filter                       levels, scope, precedence
//! 11 config, readback             atlas-lint.yaml; fixes read back before they are offered
//! 12 check                        the pipeline
//! 13 sync, fix                    what a vault needs to follow a release; findings mended
//! 14 render, disk                 formats; the file system
//! 15 git                          a vault in a commit and in the index
//! 16 cli                          arguments, exit codes
//! ```
//!
//! # Invariants
//!
//! - Every span slices its text, and every finding has a place.
//! - Reading a page never fails; what cannot be read is a finding. Time grows with the size of a page, never with its square.
//! - The output of two runs over the same input is the same bytes, on any number of threads.
//! - Each id gets at most one verdict.
//! - Nothing is fetched, and nothing outside the vault is read but what the command line names.

pub mod catalog;
pub mod check;
pub mod cli;
pub mod config;
pub mod context;
pub mod date;
pub mod diagnostic;
pub mod disk;
pub mod export;
pub mod facts;
pub mod filter;
pub mod fingerprint;
pub mod fix;
pub mod git;
pub mod nearest;
pub mod pages;
pub mod pairs;
pub mod parallel;
pub mod readback;
pub mod render;
pub mod rules;
pub mod schema;
pub mod settings;
pub mod sync;
pub mod syntax;
pub mod text;
pub mod vault;
