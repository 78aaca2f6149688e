//! Plans new pages, written as the vault writes its own. Texts in, texts out.
//!
//! A new page is placed and named as the vault's pages of its kind are, and has their parts in their order. The lists of other pages
//! that should hold it get an entry. What a plan writes passes the check: it is checked in memory first, and a plan that would bring
//! an error is refused.
//!
//! # The modules, lowest first; a module imports only from rows above its own
//!
//! ```text
//! 0 plan, heading, error         what is written, and why not; names in headings and front matter
//! 1 own_id, objects, requirements    ids of the vault's own; ids and names of ATLAS; what a schema requires
//! 2 study_form, back_links, fill_in    how case studies are written; entries on other pages; templates of the vault
//! 3 verify, steps               the check of a plan; the steps of a procedure
//! 4 study_page                  the text of a case study
//! 5 study, object_page, page_type    plans
//! 6 vault                         the plan of a vault
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
mod study_form;
mod study_page;
mod vault;
mod verify;

pub use error::Error;
pub use object_page::plan as object_page;
pub use page_type::{Configuration, plan as page_type};
pub use plan::{Change, Plan};
pub use study::{Request, plan as case_study, steps_of};
pub use vault::plan as vault;
