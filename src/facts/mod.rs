//! What a page says, as owned data: what it declares, its steps, its references, its ids and the names beside them.
//!
//! Nothing here knows the other pages or the catalogue, so the facts of a page hold as long as its text does. What follows from
//! them in a vault and at a release is `analysis`.

mod adjacent_name;
mod candidate;
mod candidates;
mod dates;
mod declaration;
mod excerpts;
mod held;
pub mod lists;
mod mapped;
mod object;
mod object_facts;
pub mod other_frameworks;
mod procedure;
mod range;
mod references;
mod retired;
mod route;
pub mod separator;
mod study;
mod tags;
pub mod url;
pub mod vocabulary;
mod yaml_pairs;

use std::sync::Arc;

pub use adjacent_name::{Name, NameText, looks_like_name, named};
pub use candidate::{Candidate, Position, Trap};
pub use dates::{Written, object_written, objects_written, page_written};
pub use declaration::{Declaration, Place, PlaceKind, aliases, declaration};
pub use excerpts::Excerpts;
pub use object::{Object, objects};
pub use object_facts::{Fact, FactKind, reference_fields};
pub use procedure::{Procedure, StepForm, StepHeading};
pub use references::{Reference, is_within, reference_blocks, reference_sections};
pub use retired::{retired, says_retired};
pub use route::folder;
pub use study::{Step, Study, calls_itself_study, studies};
pub use yaml_pairs::traps;

use crate::schema::{Instance, PageTypes, Violation};
use crate::syntax::blocks::Blocks;
use crate::syntax::id::IdToken;
use crate::syntax::{Link, Page};
use crate::text::Span;

/// The facts of one page.
#[derive(Debug)]
pub struct Facts {
    /// What it declares to be about.
    pub declaration: Option<Declaration>,
    /// The texts that may declare an id, whether they do or not: title, first heading, id field.
    pub declaring: [Option<Span>; 3],
    /// The case studies that it holds.
    pub studies: Vec<Study>,
    /// Whether it says in its front matter that it is a case study.
    pub calls_itself_study: bool,
    /// Whether it says there that it is not finished.
    pub is_draft: bool,
    /// The headings of its procedure.
    pub procedure: Option<Procedure>,
    /// The steps of these that state a technique, in the order of the text.
    pub technique_steps: Vec<Step>,
    /// The ids of the objects of a YAML page, in the order of the text, and whether each stands under a key.
    pub object_ids: Vec<(Span, bool)>,
    /// What it states of its own object.
    pub object_facts: Vec<Fact>,
    /// Whether it is a whole ATLAS release.
    pub is_release: bool,
    /// The ids in it, in order, including those that its templates stand for.
    pub ids: Vec<IdToken>,
    /// Its ids with the names that the text alone pairs them with, in order.
    pub candidates: Vec<Candidate>,
    /// The same for the ids in its tags and in routes to the ATLAS site.
    pub candidates_apart: Vec<Candidate>,
    /// The ids that its front matter maps it to, and where; none for a page that maps too many.
    pub mapped: Vec<(Box<str>, Span)>,
    /// The values of YAML that state a technique and its tactic.
    pub stated_tactics: Vec<(Span, Span)>,
    /// Its links, in order.
    pub links: Arc<Vec<Link>>,
    /// Its lists, tables and runs of text.
    pub blocks: Arc<Blocks>,
    /// The parts of its text that its ids are judged by.
    pub excerpts: Excerpts,
    /// The lists of its references.
    pub reference_lists: Vec<Vec<Reference>>,
    /// Its sections that hold references.
    pub reference_sections: Vec<Span>,
    /// Every way in which it breaks the schema of its type.
    pub violations: Vec<Violation>,
}

/// Returns the facts of a page. `ids` are those in it, with those that its templates stand for.
#[must_use]
pub fn facts(page: &Page<'_>, ids: &[IdToken], types: &PageTypes) -> Facts {
    let declaration = declaration(page);
    let studies = studies(page, declaration.as_ref());
    let objects = objects(page);
    let mut object_ids: Vec<(Span, bool)> = objects
        .iter()
        .filter_map(|object| Some((object.id?.1, object.key.is_some())))
        .collect();
    object_ids.sort_unstable();
    let found = candidates::candidates(page, ids, declaration.as_ref(), &objects);
    let stated_tactics = yaml_pairs::stated_tactics(page);
    let of_studies = studies.iter().map(|study| study.references.as_slice());
    let reference_lists = references::reference_lists(page, of_studies);
    let page_type = types.of(page, page.source.path());
    let violations = page_type.map_or_else(Vec::new, |page_type| {
        page_type.schema.get().violations(Instance::Page(page))
    });
    Facts {
        declaring: declaration::declaring_spans(page),
        calls_itself_study: study::calls_itself_study(page),
        is_draft: study::is_draft(page),
        procedure: procedure::step_headings(page),
        excerpts: excerpts::excerpts(page, ids, &studies, &stated_tactics),
        declaration,
        technique_steps: studies
            .iter()
            .flat_map(|study| &study.steps)
            .filter(|step| step.technique.is_some())
            .cloned()
            .collect(),
        studies,
        object_ids,
        object_facts: object_facts::object_facts(page),
        is_release: page.is_release(),
        ids: ids.to_vec(),
        candidates: found.in_text,
        candidates_apart: found.apart,
        mapped: mapped::mapped(page),
        stated_tactics,
        links: Arc::clone(&page.links),
        blocks: Arc::clone(&page.blocks),
        reference_lists,
        reference_sections: reference_sections(page),
        violations,
    }
}
