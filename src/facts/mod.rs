//! What a page says, as owned data: its declaration, steps, references, ids and the names next to them.
//!
//! Nothing here depends on other pages or the catalog, so the facts of a page are valid as long as its text is unchanged.
//! `analysis` derives the rest from a vault and a release.
//!
//! # The modules, lowest first; a module imports only from rows above its own
//!
//! ```text
//! 0 draft, front_id, link_names, lists, object, other_frameworks, procedure, retired, study_id, study_signs, url, vocabulary
//! 1 dates, link, object_facts, references, separator
//! 2 adjacent_name, code
//! 3 declaration
//! 4 candidate, study
//! 5 absent, blocks, excerpts, mapped, protected_ids, range, route, tags, text_pairs, yaml_pairs
//! 6 known_pairs
//! 7 candidates
//! ```

mod absent;
mod adjacent_name;
mod blocks;
mod candidate;
mod candidates;
mod code;
mod dates;
mod declaration;
mod draft;
mod excerpts;
mod front_id;
mod known_pairs;
mod link;
mod link_names;
pub mod lists;
mod mapped;
mod object;
mod object_facts;
pub mod other_frameworks;
mod procedure;
mod protected_ids;
mod range;
mod references;
mod retired;
mod route;
pub mod separator;
mod study;
mod study_id;
mod study_signs;
mod tags;
mod text_pairs;
pub mod url;
pub mod vocabulary;
mod yaml_pairs;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use adjacent_name::{Name, NameText, looks_like_name, named};
pub use candidate::{Candidate, ExpectedBy, Position, SplitText};
pub use code::Code;
pub use dates::{Dates, StatedDates};
pub use declaration::{Declaration, Place, PlaceKind, declaration};
pub use excerpts::Excerpts;
pub use link::{count_internal, is_external};
pub use link_names::LinkNames;
pub use object::{Object, objects};
pub use object_facts::{Fact, FactKind};
pub use procedure::{Procedure, StepForm, StepHeading};
pub use references::{Reference, is_within, reference_blocks, reference_sections};
pub use retired::Retirement;
pub use study::{Step, Study};
pub use study_id::leading_study_id;
pub use study_signs::StudySigns;

use crate::schema::{Instance, PageTypes, Violation};
use crate::syntax::blocks::Blocks;
use crate::syntax::id::IdToken;
use crate::syntax::{self, Anchors, Directive, Heading, Link, Page, TextBlock};
use crate::text::Span;

#[derive(Serialize, Deserialize, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Facts {
    // `pages` unpacks the first four of these without the others.
    /// The `id` of its front matter, if it is a text or a number.
    pub front_id: Option<(Box<str>, Span)>,
    /// The object that the page declares to be about.
    pub declaration: Option<Declaration>,
    /// The names that links can lead to it by.
    pub link_names: LinkNames,
    /// Its links, in text order. How they are written shows the form of new ones.
    pub links: Arc<Vec<Link>>,
    /// The texts that could declare an id, even if they do not: title, first heading, id field.
    pub declaring: [Option<Span>; 3],
    /// Its case studies.
    pub studies: Vec<Study>,
    /// Whether the front matter says that the page is a case study.
    pub calls_itself_study: bool,
    /// Whether the page says that it is unfinished, in the front matter or in a field.
    pub is_draft: bool,
    /// The retirement of its object that the front matter states.
    pub retirement: Option<Retirement>,
    /// The headings of its procedure.
    pub procedure: Option<Procedure>,
    /// The steps that state a technique, in text order. They follow from the case studies.
    #[serde(skip)]
    pub technique_steps: Vec<Step>,
    /// The objects that a YAML page defines, by kind in v6 and v5, else in text order.
    pub objects: Arc<Vec<Object>>,
    /// The ids of the objects in a YAML page, in text order, and whether each object has a key.
    pub object_ids: Vec<(Span, bool)>,
    /// The properties that it states of its own object.
    pub object_facts: Vec<Fact>,
    /// The dates of creation and of the last change that it states.
    pub dates: Dates,
    /// The values of fields and keys with the ATT&CK reference of its object.
    pub reference_fields: Vec<Span>,
    /// Whether the page is a whole ATLAS release.
    pub is_release: bool,
    /// Its ids in text order, including those that templates stand for.
    pub ids: Arc<Vec<IdToken>>,
    /// Its ids in text order, with the names that the text alone pairs them with.
    pub candidates: Vec<Candidate>,
    /// The same for ids in tags and in routes to the ATLAS site.
    pub separate_candidates: Vec<Candidate>,
    /// The entries of its YAML that a colon turns into mappings, although one text was meant, in text order.
    pub split_texts: Vec<SplitText>,
    /// The ids that the front matter maps the page to, with their places; empty for a page that maps too many.
    pub mapped: Vec<(Box<str>, Span)>,
    /// The YAML values that state a technique and its tactic.
    pub stated_tactics: Vec<(Span, Span)>,
    /// Its headings, in text order.
    pub headings: Arc<Vec<Heading>>,
    /// The groups of sibling headings with the same name, as indexes into the headings.
    pub duplicate_siblings: Vec<Vec<usize>>,
    /// What links can lead to, beside headings.
    pub anchors: Arc<Anchors>,
    /// The suppression comments, in text order.
    pub suppressions: Arc<Vec<Directive>>,
    /// Whether the front matter is not closed, so that its end is a guess.
    pub has_unclosed_front: bool,
    /// What shows that a page without type and id is a case study.
    pub study_signs: StudySigns,
    /// Whether only ids and names are checked: it is a data file without an ATLAS form.
    pub ids_only: bool,
    /// Whether it has unresolved merge conflicts.
    pub has_conflicts: bool,
    /// Whether the page could be read as a whole. If not, nothing on it counts as missing.
    pub is_read: bool,
    /// The strings of its YAML that hold an id and more, in text order.
    pub strings: Vec<TextBlock>,
    /// Its tables, its lists, and its runs of text with ids or links. Only a page that declares an object keeps the items of its lists.
    pub blocks: Blocks,
    /// The parts of its text that the analysis needs.
    pub excerpts: Excerpts,
    /// Its reference lists.
    pub reference_lists: Vec<Vec<Reference>>,
    /// Its reference sections.
    pub reference_sections: Vec<Span>,
    /// Whether a page type matches it.
    pub has_page_type: bool,
    /// All violations of the schema of its type.
    pub violations: Vec<Violation>,
}

impl Facts {
    /// Returns the heading that names the page: the first of level 1, or else the first one.
    #[must_use]
    pub fn main_heading(&self) -> Option<&Heading> {
        syntax::page::main_heading(&self.headings)
    }

    /// Returns the facts with those that follow from others, which are not stored.
    #[must_use]
    pub fn completed(mut self) -> Self {
        self.technique_steps = study::technique_steps(&self.studies);
        self
    }

    /// Returns whether all indexes in the facts are those of something, as they may come from a damaged file.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let candidates = self.candidates.iter().chain(&self.separate_candidates);
        let is_link = |at: Option<u32>| at.is_none_or(|at| (at as usize) < self.links.len());
        let mut siblings = self.duplicate_siblings.iter().flatten();
        siblings.all(|at| *at < self.headings.len())
            && self.excerpts.are_sound()
            && candidates.into_iter().all(|candidate| {
                let split = candidate.split_text.as_ref();
                is_link(candidate.position.label)
                    && is_link(candidate.position.route)
                    && split.is_none_or(|split| split.at < self.split_texts.len())
            })
    }

    /// Returns whether the page is a case study: it declares the id of one, or calls itself one.
    #[must_use]
    pub fn is_study(&self) -> bool {
        study::is_study(self.declaration.as_ref(), self.calls_itself_study)
    }
}

/// Returns the facts of a page without templates.
#[must_use]
pub fn facts(page: &Page<'_>, types: &PageTypes) -> Facts {
    facts_with(page, &page.ids, &Arc::new(objects(page)), types)
}

/// Returns the facts of a page whose [`objects`] are known. `ids` are its ids, including those that templates stand for.
#[must_use]
pub fn facts_with(
    page: &Page<'_>,
    ids: &Arc<Vec<IdToken>>,
    objects: &Arc<Vec<Object>>,
    types: &PageTypes,
) -> Facts {
    let declaration = declaration(page);
    let reference_sections = reference_sections(page);
    let reference_lists = references::reference_lists(page, objects, &reference_sections);
    let dates = dates::dates(page, objects);
    let studies = study::studies(
        page,
        (objects, &dates),
        declaration.as_ref(),
        &reference_lists,
    );
    let mut object_ids: Vec<(Span, bool)> = objects
        .iter()
        .filter_map(|object| Some((object.id()?.1, object.key().is_some())))
        .collect();
    object_ids.sort_unstable();
    let code = code::ids(page);
    let mut found = candidates::candidates(page, ids, &code, declaration.as_ref(), objects);
    found.in_text.shrink_to_fit();
    found.separate.shrink_to_fit();
    let strings = yaml_pairs::texts(page, &found.in_text);
    let mut stated_tactics = yaml_pairs::stated_tactics(page);
    stated_tactics.extend(known_pairs::stated_tactics(page));
    let page_type = types.of(page, page.source.path());
    let violations = page_type.map_or_else(Vec::new, |page_type| {
        page_type.schema.get().violations(Instance::Page(page))
    });
    let object_facts = object_facts::object_facts(page);
    let stated = stated_tactics.iter().flat_map(|(a, b)| [*a, *b]);
    let stated = stated.chain(
        object_facts
            .iter()
            .flat_map(|fact| fact.values.iter().copied()),
    );
    let blocks = blocks::blocks(page, ids, &found.in_text, declaration.is_some());
    let excerpts = excerpts::excerpts(page, &found.in_text, &strings, &studies, stated);
    Facts {
        front_id: front_id::front_id(page),
        declaring: declaration::declaring_spans(page),
        calls_itself_study: study::calls_itself_study(page),
        is_draft: draft::is_draft(page),
        retirement: Retirement::of(page),
        procedure: procedure::step_headings(page),
        excerpts,
        strings,
        declaration,
        technique_steps: study::technique_steps(&studies),
        studies,
        objects: Arc::clone(objects),
        object_ids,
        dates,
        reference_fields: object_facts::reference_fields(page),
        object_facts,
        is_release: page.is_release(),
        ids: Arc::clone(ids),
        mapped: mapped::mapped(page, &found.separate),
        candidates: found.in_text,
        split_texts: found.split_texts,
        separate_candidates: found.separate,
        stated_tactics,
        links: Arc::clone(&page.links),
        headings: Arc::clone(&page.headings),
        duplicate_siblings: syntax::duplicate_siblings(page),
        anchors: Arc::clone(&page.anchors),
        suppressions: Arc::clone(&page.directives),
        link_names: link_names::link_names(page),
        has_unclosed_front: page.has_unclosed_front(),
        study_signs: StudySigns::of(page),
        ids_only: page.ids_only,
        has_conflicts: !page.conflicts.is_empty(),
        is_read: page.read,
        blocks,
        reference_lists,
        reference_sections,
        has_page_type: page_type.is_some(),
        violations,
    }
}
