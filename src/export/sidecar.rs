//! The sidecar: values in the front matter, under `atlas-source`, that the rest of a page cannot hold.

use std::collections::BTreeMap;

use super::error::Error;
use super::study::{CaseStudy, Edge, Incident};
use super::yaml::{Escaping, Mapping, Value, write as emit};
use crate::fingerprint::Fingerprints;
use crate::syntax::Page;
use crate::syntax::tree::{Data, NodeId, Tree};

pub(super) const KEY: &str = "atlas-source";

/// Values of a case study that its page does not show, or not exactly.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sidecar {
    pub(super) uuid: Option<String>,
    pub(super) reporter: Option<String>,
    pub(super) created: Option<String>,
    pub(super) modified: Option<String>,
    /// The day of the incident, if the page shows only the month or year and the day is not the first.
    pub(super) date: Option<String>,
    pub(super) references: Vec<SidecarReference>,
    /// The steps of a procedure that is not linear.
    pub(super) steps: Vec<Edge>,
    /// Texts that the page cannot hold exactly, by place: `summary`, `step-2`.
    pub(super) texts: BTreeMap<String, ExactText>,
}

/// A reference as the sidecar stores it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SidecarReference {
    pub(super) id: Option<String>,
    pub(super) url: Option<String>,
    /// Its title, if the page does not show title and URL exactly.
    pub(super) title: Option<String>,
    /// The fingerprint of what the page shows in that case.
    pub(super) fingerprint: Option<String>,
}

/// A text that the page does not show exactly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ExactText {
    /// The page lacks only this white space at the end.
    End(String),
    /// The whole text, and the fingerprint of what the page shows instead.
    Whole {
        official: String,
        fingerprint: String,
    },
}

impl ExactText {
    /// Returns what to store of a text that the page shows as `shown`.
    pub(super) fn of(official: &str, shown: &str) -> Self {
        match official.strip_prefix(shown) {
            Some(end) if !shown.is_empty() && end.chars().all(char::is_whitespace) => {
                Self::End(end.to_owned())
            }
            _ => Self::Whole {
                official: official.to_owned(),
                fingerprint: fingerprint(shown),
            },
        }
    }

    /// Returns the text if the page still shows what it was stored with.
    fn restore(&self, shown: &str) -> Option<String> {
        match self {
            Self::End(end) => Some(shown.to_owned() + end),
            Self::Whole {
                official,
                fingerprint: expected,
            } => (*expected == fingerprint(shown)).then(|| official.clone()),
        }
    }
}

pub(super) fn fingerprint(text: &str) -> String {
    Fingerprints::default().next("export", "", text)
}

impl Sidecar {
    /// Returns the exact text of a place that shows `shown`.
    pub(super) fn text(&self, place: &str, shown: String) -> String {
        let exact = self.texts.get(place);
        exact
            .and_then(|exact| exact.restore(&shown))
            .unwrap_or(shown)
    }

    /// Returns the exact text of a place that may be absent.
    pub(super) fn optional(&self, place: &str, shown: Option<String>) -> Option<String> {
        let exact = self.texts.get(place);
        exact
            .and_then(|exact| exact.restore(shown.as_deref().unwrap_or_default()))
            .or(shown)
    }

    /// Collects the facts of a case study that no page shows.
    pub(super) fn of(study: &CaseStudy) -> Self {
        let references = study.references.iter().filter(|r| r.id.is_some());
        Self {
            uuid: study.uuid.clone(),
            reporter: study.reporter.clone(),
            created: study.created.clone(),
            modified: study.modified.clone(),
            date: study.date.as_ref().and_then(|incident| {
                let shown = incident.date.get(..incident.known.length())?;
                let first = Incident::parse(shown, None)?;
                (first.date != incident.date).then(|| incident.date.clone())
            }),
            references: references
                .map(|reference| SidecarReference {
                    id: reference.id.clone(),
                    url: reference.url.clone(),
                    ..SidecarReference::default()
                })
                .collect(),
            steps: study.steps.iter().filter_map(|s| s.edge.clone()).collect(),
            texts: BTreeMap::new(),
        }
    }

    /// Writes the lines of the front matter; none if the sidecar is empty.
    pub(super) fn write(&self) -> String {
        let mut entries = Mapping::default();
        entries.put_text("uuid", self.uuid.as_deref());
        entries.put_text("reporter", self.reporter.as_deref());
        entries.put_text("created", self.created.as_deref());
        entries.put_text("modified", self.modified.as_deref());
        entries.put_text("date", self.date.as_deref());
        if !self.references.is_empty() {
            let references = self.references.iter().map(|reference| {
                let mut entry = Mapping::default();
                entry.put_text("id", reference.id.as_deref());
                entry.put_text("title", reference.title.as_deref());
                entry.put_text("url", reference.url.as_deref());
                entry.put_text("beside", reference.fingerprint.as_deref());
                Value::from(entry)
            });
            entries.put("references", Value::List(references.collect()));
        }
        if !self.steps.is_empty() {
            let steps = self.steps.iter().map(|edge| {
                let next = edge.leads_to.iter().map(Value::text).collect();
                let mut entry = Mapping::default();
                entry.put_text("id", edge.id.as_str());
                entry.put("leads-to", Value::List(next));
                Value::from(entry)
            });
            entries.put("steps", Value::List(steps.collect()));
        }
        if !self.texts.is_empty() {
            let mut texts = Mapping::default();
            for (place, exact) in &self.texts {
                let mut entry = Mapping::default();
                match exact {
                    ExactText::End(end) => entry.put_text("end", end.as_str()),
                    ExactText::Whole {
                        official,
                        fingerprint,
                    } => {
                        entry.put_text("official", official.as_str());
                        entry.put_text("beside", fingerprint.as_str());
                    }
                }
                texts.put(place, entry.into());
            }
            entries.put("texts", texts.into());
        }
        if entries.0.is_empty() {
            return String::new();
        }
        emit(&[(KEY.to_owned(), entries.into())], Escaping::FrontMatter)
    }

    /// Reads the sidecar of a page.
    pub(super) fn read(page: &Page<'_>, errors: &mut Vec<Error>) -> Self {
        let Some(front) = page.front.as_ref().filter(|front| front.sound) else {
            return Self::default();
        };
        let tree = &front.tree;
        let Some(node) = tree.root().and_then(|root| tree.get(root, KEY)) else {
            return Self::default();
        };
        let mut reader = Reader { tree, errors };
        reader.sidecar(node)
    }
}

struct Reader<'r, 's> {
    tree: &'r Tree<'s>,
    errors: &'r mut Vec<Error>,
}

impl Reader<'_, '_> {
    fn sidecar(&mut self, node: NodeId) -> Sidecar {
        if !matches!(self.tree.data(node), Data::Map(_) | Data::Null) {
            self.errors.push(Error::SidecarShape);
        }
        let tree = self.tree;
        let items = |key: &str| tree.get(node, key).map_or(&[][..], |list| tree.items(list));
        let references = items("references").iter().map(|&item| SidecarReference {
            id: self.text(item, "id"),
            url: self.text(item, "url"),
            title: self.text(item, "title"),
            fingerprint: self.text(item, "beside"),
        });
        let references = references.collect();
        let steps = items("steps").iter().map(|&item| {
            let next = tree.get(item, "leads-to");
            let next = next.map_or(&[][..], |next| tree.items(next));
            Edge {
                id: self.text(item, "id").unwrap_or_default(),
                leads_to: next
                    .iter()
                    .filter_map(|&id| tree.text(id).map(str::to_owned))
                    .collect(),
            }
        });
        let steps = steps.collect();
        let texts = tree.get(node, "texts");
        let texts = texts.map_or(&[][..], |texts| tree.entries(texts));
        let texts = texts.iter().filter_map(|entry| {
            let exact = match self.text(entry.value, "end") {
                Some(end) => ExactText::End(end),
                None => ExactText::Whole {
                    official: self.text(entry.value, "official")?,
                    fingerprint: self.text(entry.value, "beside")?,
                },
            };
            Some((entry.key.to_string(), exact))
        });
        Sidecar {
            texts: texts.collect(),
            references,
            steps,
            uuid: self.text(node, "uuid"),
            reporter: self.text(node, "reporter"),
            created: self.text(node, "created"),
            modified: self.text(node, "modified"),
            date: self.text(node, "date"),
        }
    }

    fn text(&mut self, node: NodeId, key: &str) -> Option<String> {
        let value = self.tree.get(node, key)?;
        match self.tree.data(value) {
            Data::Text(text) => Some(text.to_string()),
            Data::Null => None,
            _ => {
                self.errors.push(Error::SidecarValue(key.to_owned()));
                None
            }
        }
    }
}
