//! Plans new pages, written as the vault writes its own. Texts in, texts out.
//!
//! A new page is placed and named as the vault's pages of its kind are, and has their parts in their order. The lists of other pages
//! that should hold it get an entry. What a plan writes passes the check: it is checked in memory first, and a plan that would bring
//! an error is refused.
//!
//! # The modules, lowest first; a module imports only from rows above its own
//!
//! ```text
//! 0 plan, error                 what is written, and why not
//! 1 heading                     names in headings and front matter
//! 2 objects, requirements, fill_in    ids and names of ATLAS; schemas; templates of the vault
//! 3 own_id, study_example, back_links    ids of the vault's own; one case study of the vault; entries on other pages
//! 4 study_lines, verify         lines that case studies have in common; the check of a plan
//! 5 study_form                  how case studies are written
//! 6 steps                       the steps of a procedure
//! 7 study_page                  the text of a case study
//! 8 study, object_page, page_type    plans
//! 9 vault                       the plan of a vault
//! ```

mod back_links;
mod error;
mod fill_in;
mod heading;
mod object_page;
mod objects;
mod own_id;
mod page_type;
mod plan;
mod requirements;
mod steps;
mod study;
mod study_example;
mod study_form;
mod study_lines;
mod study_page;
mod vault;
mod verify;

pub use error::Error;
pub use object_page::plan as object_page;
pub use page_type::{Configuration, plan as page_type};
pub use plan::{Change, Plan};
pub use study::{Request, plan as case_study, steps_of};
pub use vault::plan as vault;
pub use verify::fits;
