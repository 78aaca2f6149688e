//! Frameworks beside ATLAS that pages cite: ATT&CK, the OWASP lists, CWE, and those that users add.
//!
//! A framework is data: the form of its ids, its objects with their names through time, and whether an id means one thing
//! ([`Numbering::Stable`]) or one thing in each edition ([`Numbering::PerEdition`]). Nothing below knows a framework by name. ATLAS
//! has a catalog of its own, and `analysis` for its ids.
//!
//! A page is judged as soon as it is parsed, as nothing here depends on other pages.
//!
//! # The modules, lowest first; a module imports only from rows above its own
//!
//! ```text
//! 0 cell, pattern, phrase, version  cells; forms of ids; words as names are compared; the order of versions
//! 1 definition, name_text           a framework; a text that may be a name
//! 2 items, names, numbers, problem, source  entries of lists; names to objects; highest numbers; what is wrong; the form in which frameworks are written
//! 3 embedded                        those that are compiled in
//! 4 registry                        those of a run, with their pins
//! 5 diff, import, search, show, token  what `catalog` answers; ids in a text
//! 6 answers, place, year_form       what all frameworks answer; what is around an id; forms of an id with its edition
//! 7 name_cell                       names in other cells and under other keys
//! 8 adjacent                        the texts beside an id
//! 9 mention                         the ids of a page, with these texts
//! 10 cited, existence, link         ids, whatever is said of them; objects that are gone; links to others
//! 11 listed                         names of a list, by edition
//! 12 editions, naming               lists on a page; names
//! 13 label                          labels of links that are names
//! 14 judge, usage                   the problems of a page; what pages use
//! ```

mod adjacent;
mod answers;
mod cell;
mod cited;
mod definition;
mod diff;
mod editions;
mod embedded;
mod existence;
mod import;
mod items;
mod judge;
mod label;
mod link;
mod listed;
mod mention;
mod name_cell;
mod name_text;
mod names;
mod naming;
mod numbers;
mod page_time;
mod pattern;
mod phrase;
mod place;
mod problem;
mod registry;
mod search;
mod show;
mod source;
mod token;
mod usage;
mod version;
mod year_form;

pub use cited::{Cited, cited};
pub use definition::{Edition, EditionStatus, Framework, Numbering, Object, Status};
pub use diff::diff;
pub use import::{Imported, import};
pub use judge::{judge, missing_editions};
pub use page_time::PageTime;
pub use problem::{Issue, Owner, Problem};
pub use registry::{Entry, Frameworks, Pin};
pub use source::SourceError;
pub use usage::Usage;
pub use year_form::{YearForm, YearForms};
