//! Reads a case study from ATLAS's own YAML: v6, v5 and the source of v5.

mod template;

use super::error::Error;
use super::step_order::sort_steps;
use super::study::{self, CaseStudy, Edge, Granularity, Incident, Reference, Step};
use crate::catalog::View;
use crate::facts::Object;
use crate::syntax::tree::{Data, NodeId, Tree};
use crate::syntax::{Page, Shape};
use crate::text::Source;
use crate::vault::PageRef;
use crate::vault::Vault;
use template::Templates;

/// A case study that was read from an official file.
#[derive(Debug, PartialEq, Eq)]
pub struct OfficialStudy {
    pub study: CaseStudy,
    /// Keys of its YAML that a [`CaseStudy`] has no field for.
    pub ignored_keys: Vec<String>,
}

/// Reads one case study of a YAML page. Templates are filled in from the source tree that the page belongs to.
///
/// # Errors
/// Returns every value that is not valid in a case study.
pub fn read(
    vault: &Vault<'_>,
    view: View<'_>,
    page: PageRef<'_>,
    object: &Object,
) -> Result<OfficialStudy, Vec<Error>> {
    let shape = page
        .get()
        .document
        .as_ref()
        .and_then(|document| document.shape);
    let templates = Templates {
        vault,
        view,
        file: page.file,
    };
    let mut reader = Reader {
        tree: &page.get().outline,
        source: vault.sources.get(page.file),
        templates: (shape == Some(Shape::Source)).then_some(templates),
        errors: Vec::new(),
        ignored_keys: Vec::new(),
    };
    let study = if object.key().is_some() {
        reader.v6(object)
    } else {
        reader.v5(object.node)
    };
    reader.end(study)
}

/// Reads the case study of a submission, which has the keys of v5 and no templates.
///
/// # Errors
/// Returns every value that is not valid in a case study.
pub(super) fn read_submitted(page: &Page<'_>, node: NodeId) -> Result<OfficialStudy, Vec<Error>> {
    let mut reader = Reader {
        tree: &page.outline,
        source: page.source,
        templates: None,
        errors: Vec::new(),
        ignored_keys: Vec::new(),
    };
    let study = reader.v5(node);
    reader.end(study)
}

struct Reader<'r> {
    tree: &'r Tree<'r>,
    source: &'r Source,
    /// What fills in the templates of a source file.
    templates: Option<Templates<'r>>,
    errors: Vec<Error>,
    ignored_keys: Vec<String>,
}

/// Most keys to report, as a hostile file may hold any number.
const MAX_IGNORED_KEYS: usize = 50;

const V5_KEYS: [&str; 11] = [
    "id",
    "name",
    "object-type",
    "summary",
    "incident-date",
    "incident-date-granularity",
    "procedure",
    "reporter",
    "target",
    "actor",
    "case-study-type",
];

const V6_KEYS: [&str; 13] = [
    "id",
    "name",
    "object-type",
    "description",
    "created-date",
    "modified-date",
    "type",
    "actor",
    "target",
    "reporter",
    "date",
    "date-granularity",
    "uuid",
];

impl Reader<'_> {
    fn end(self, study: CaseStudy) -> Result<OfficialStudy, Vec<Error>> {
        if self.errors.is_empty() {
            Ok(OfficialStudy {
                study,
                ignored_keys: self.ignored_keys,
            })
        } else {
            Err(self.errors)
        }
    }

    fn v5(&mut self, node: NodeId) -> CaseStudy {
        let steps = self.tree.get(node, "procedure");
        let steps = steps.map_or(&[][..], |steps| self.tree.items(steps));
        let steps = steps.iter().map(|&step| {
            self.note_ignored_keys(step, &["tactic", "technique", "description"], "a step's ");
            self.step(step, "technique", None)
        });
        let steps = steps.collect();
        self.note_ignored_keys(node, &V5_KEYS, "");
        CaseStudy {
            id: self.text(node, "id"),
            name: self.text(node, "name").unwrap_or_default(),
            summary: self.text(node, "summary").unwrap_or_default(),
            date: self.date(node, "incident-date", "incident-date-granularity"),
            kind: self.kind(node, "case-study-type"),
            target: self.text(node, "target"),
            actor: self.text(node, "actor"),
            reporter: self.text(node, "reporter"),
            steps,
            references: self.references(node),
            ..CaseStudy::default()
        }
    }

    fn v6(&mut self, object: &Object) -> CaseStudy {
        let node = object.node;
        let key = object.key().map(|(key, _)| key);
        let of_key = || self.tree.get(self.tree.relationships()?, key?);
        let edges = of_key().and_then(|edges| self.tree.get(edges, "employs"));
        let edges = edges.map_or(&[][..], |edges| self.tree.items(edges));
        let steps = edges.iter().map(|&edge| {
            let known = [
                "source",
                "target",
                "relationship-type",
                "description",
                "tactic",
                "step-id",
                "leads-to",
            ];
            self.note_ignored_keys(edge, &known, "a step's ");
            let next = self.tree.get(edge, "leads-to");
            let next = next.map_or(&[][..], |next| self.tree.items(next));
            let leads_to = next.iter().filter_map(|&id| self.string(id)).collect();
            let id = self.text(edge, "step-id").unwrap_or_default();
            self.step(edge, "target", Some(Edge { id, leads_to }))
        });
        let mut steps: Vec<Step> = steps.collect();
        sort_steps(&mut steps);
        self.note_ignored_keys(node, &V6_KEYS, "");
        CaseStudy {
            id: self
                .text(node, "id")
                .or_else(|| key.map(std::borrow::ToOwned::to_owned)),
            name: self.text(node, "name").unwrap_or_default(),
            summary: self.text(node, "description").unwrap_or_default(),
            date: self.date(node, "date", "date-granularity"),
            kind: self.kind(node, "type"),
            target: self.text(node, "target"),
            actor: self.text(node, "actor"),
            reporter: self.text(node, "reporter"),
            steps,
            references: self.references(node),
            created: self.text(node, "created-date"),
            modified: self.text(node, "modified-date"),
            uuid: self.text(node, "uuid"),
        }
    }

    fn step(&mut self, node: NodeId, technique: &str, edge: Option<Edge>) -> Step {
        Step {
            technique: self.text(node, technique).unwrap_or_default(),
            tactic: self.text(node, "tactic").unwrap_or_default(),
            description: self.text(node, "description").unwrap_or_default(),
            edge,
        }
    }

    fn references(&mut self, node: NodeId) -> Vec<Reference> {
        let list = self.tree.get(node, "references");
        let items = list.map_or(&[][..], |list| self.tree.items(list));
        items
            .iter()
            .map(|&item| {
                // The oldest files have plain URLs.
                if let Some(url) = self.tree.text(item) {
                    return Reference {
                        url: Some(url.to_owned()),
                        ..Reference::default()
                    };
                }
                self.note_ignored_keys(item, &["id", "title", "url"], "a reference's ");
                Reference {
                    id: self.text(item, "id"),
                    title: self.text(item, "title"),
                    url: self.text(item, "url"),
                }
            })
            .collect()
    }

    fn kind(&mut self, node: NodeId, key: &str) -> Option<String> {
        self.text(node, key).map(study::kind)
    }

    fn date(&mut self, node: NodeId, key: &str, known: &str) -> Option<Incident> {
        let written = self.text(node, key)?;
        let granularity = self.text(node, known).map(|text| text.to_ascii_lowercase());
        let known = match granularity.as_deref() {
            Some("day" | "date") => Some(Granularity::Day),
            Some("month") => Some(Granularity::Month),
            Some("year") => Some(Granularity::Year),
            Some(other) => {
                self.errors.push(Error::Granularity(other.to_owned()));
                return None;
            }
            None => None,
        };
        // The oldest files have a time of day, which is always midnight; forms on the web add one in UTC.
        let day = written.split([' ', 'T']).next().unwrap_or(&written);
        let read = Incident::parse(day, known);
        if read.is_none() {
            self.errors.push(Error::OfficialDate(written));
        }
        read
    }

    /// Adds the keys that are not `known` to the ignored ones.
    fn note_ignored_keys(&mut self, node: NodeId, known: &[&str], owner: &str) {
        for entry in self.tree.entries(node) {
            let key: &str = &entry.key;
            let listed = known.contains(&key) || key == "references" || key == "<<";
            let name = format!("{owner}`{key}`");
            if !listed
                && self.ignored_keys.len() < MAX_IGNORED_KEYS
                && !self.ignored_keys.contains(&name)
            {
                self.ignored_keys.push(name);
            }
        }
    }

    fn text(&mut self, node: NodeId, key: &str) -> Option<String> {
        let value = self.tree.get(node, key)?;
        let text = self.string(value)?;
        if let Some(templates) = self.templates.as_ref().filter(|_| text.contains("{{")) {
            return Some(templates.fill_in(&text, &mut self.errors));
        }
        Some(text)
    }

    fn string(&self, value: NodeId) -> Option<String> {
        match self.tree.data(value) {
            Data::Text(text) => Some(text.to_string()),
            Data::Number(_) | Data::Bool(_) => {
                Some(self.source.slice(self.tree.node(value).span).to_owned())
            }
            _ => None,
        }
    }
}
