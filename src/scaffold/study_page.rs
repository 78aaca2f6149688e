//! The text of a new case study.

use super::heading::{PLACEHOLDER, escaped, yaml_value};
use super::requirements::Requirements;
use super::steps;
use super::study_example::Value;
use super::study_form::StudyForm;
use super::study_lines::{Line, TYPE};
use crate::conventions::workspace::Workspace;
use crate::export::{self, CaseStudy, Context};
use crate::syntax::PROCEDURES;
use crate::text::path::stem_of;

/// A case study to write.
pub(super) struct StudyPage<'p, 'v> {
    pub(super) workspace: &'p Workspace<'v>,
    pub(super) form: &'p StudyForm,
    pub(super) required: &'p Requirements,
    pub(super) context: &'p Context<'v>,
    pub(super) study: &'p CaseStudy,
    pub(super) id: &'p str,
    pub(super) path: &'p str,
    /// The day of the run.
    pub(super) today: &'p str,
}

impl StudyPage<'_, '_> {
    pub(super) fn text(&self) -> String {
        let mut out = self.front();
        let name = escaped(&self.study.name);
        let heading = match &self.form.separator {
            Some(separator) => format!("{}{separator}{name}", self.id),
            None => name,
        };
        out += &format!("# {heading}\n\n");
        let sections = self.sections();
        if !sections.iter().any(|name| name == "Summary") {
            out += &format!("{}\n\n", self.summary());
        }
        for name in &sections {
            out += &format!("## {name}\n\n{}", self.section(name));
        }
        let text = format!("{}\n", out.trim_end());
        if self.form.end == "\n" {
            text
        } else {
            text.replace('\n', self.form.end)
        }
    }

    /// Returns the steps alone, for a template.
    pub(super) fn steps(&self) -> String {
        steps::steps_text(self.workspace, self.form, self.context, &self.study.steps)
    }

    /// Returns the front matter with its marks.
    fn front(&self) -> String {
        let mut lines: Vec<String> = Vec::new();
        let usual = |key: &str| self.form.front.iter().find(|line| line.key == key);
        let line = |key: &str, value: Value| Line {
            key: key.to_owned(),
            before: format!("{key}: "),
            quote: None,
            value,
        };
        let mut all: Vec<Line> = Vec::new();
        // The type makes it a case study, whatever form its id has.
        let first = [
            line("id", Value::Stem),
            line("title", Value::IdName(": ".to_owned())),
            line("type", Value::Constant(TYPE.to_owned())),
        ];
        all.extend(first.into_iter().filter(|line| usual(&line.key).is_none()));
        all.extend(self.form.front.iter().cloned());
        for required in &self.required.front {
            if !all.iter().any(|line| required.contains(&line.key))
                && let Some(key) = required.first()
            {
                all.push(line(key, Value::Constant(PLACEHOLDER.to_owned())));
            }
        }
        for line in &all {
            lines.push(format!("{}{}", line.before, self.front_value(line)));
        }
        format!(
            "---\n{}\n{}---\n\n",
            lines.join("\n"),
            export::sidecar_yaml(self.study, &escaped(&self.study.name))
        )
    }

    fn front_value(&self, line: &Line) -> String {
        let name = &self.study.name;
        let text = match &line.value {
            Value::Id => self.id.to_owned(),
            Value::Name => name.clone(),
            Value::IdName(between) => format!("{}{between}{name}", self.id),
            Value::Stem => stem_of(self.path).to_owned(),
            Value::Position => return self.form.position.to_string(),
            Value::Today => self.today.to_owned(),
            // As it is on the other pages.
            Value::Constant(text) if self.form.front.contains(line) => {
                let quote = line.quote.map(String::from).unwrap_or_default();
                return format!("{quote}{text}{quote}");
            }
            Value::Constant(text) => text.clone(),
            Value::Fact => PLACEHOLDER.to_owned(),
        };
        yaml_value(&text, line.quote)
    }

    /// Returns the names of the sections: the usual ones, and those that are required.
    fn sections(&self) -> Vec<String> {
        let mut names = self.form.sections.clone();
        let mut at = 0;
        for (required, _) in &self.required.sections {
            if let Some(found) = names.iter().position(|name| required.contains(name)) {
                at = found + 1;
            } else {
                names.splice(at..at, required.first().cloned());
                at += 1;
            }
        }
        if !names.iter().any(|name| is_references(name)) {
            names.push("References".to_owned());
        }
        names
    }

    fn section(&self, name: &str) -> String {
        match name {
            "Summary" => format!("{}\n\n", self.summary()),
            "Metadata" => format!("{}\n", self.fields(name)),
            name if PROCEDURES.contains(&name) => self.steps(),
            name if is_references(name) => format!("{}\n", self.references()),
            name => {
                let mut required = self.required.sections.iter();
                let has_fields = required.any(|(section, fields)| {
                    section.iter().any(|other| other == name) && !fields.is_empty()
                });
                if has_fields {
                    format!("{}\n", self.fields(name))
                } else {
                    format!("{PLACEHOLDER}\n\n")
                }
            }
        }
    }

    fn summary(&self) -> String {
        let text = export::lead_text(self.study, self.context);
        if text.is_empty() {
            PLACEHOLDER.to_owned()
        } else {
            text
        }
    }

    /// Returns the fields of a section: the usual ones of the metadata, and those that are required.
    fn fields(&self, section: &str) -> String {
        let is_metadata = section == "Metadata";
        let usual = if is_metadata {
            &self.form.fields[..]
        } else {
            &[]
        };
        let mut fields: Vec<(String, String)> = usual
            .iter()
            .map(|line| (line.key.clone(), line.before.clone()))
            .collect();
        let before = |key: &str| match usual.first() {
            Some(line) => line.before.replace(&line.key, key),
            None => format!("- **{key}:** "),
        };
        let required = self
            .required
            .sections
            .iter()
            .find(|(required, _)| required.iter().any(|other| other == section));
        for required in required.map_or(&[][..], |(_, fields)| fields) {
            let has = fields.iter().any(|(key, _)| required.contains(key));
            if let Some(key) = required.first().filter(|_| !has) {
                fields.push((key.clone(), before(key)));
            }
        }
        let has_reporter = fields.iter().any(|(key, _)| key == "Reporter");
        if is_metadata && self.study.reporter.is_some() && !has_reporter {
            fields.push(("Reporter".to_owned(), before("Reporter")));
        }
        let mut out = String::new();
        for (key, before) in fields {
            out += &before;
            out += self.field(&key).as_deref().unwrap_or(PLACEHOLDER);
            out.push('\n');
        }
        out
    }

    /// Returns the value of a field of the metadata.
    fn field(&self, key: &str) -> Option<String> {
        let study = self.study;
        let text = |text: &Option<String>| {
            let line = text.as_deref().map(export::one_line)?;
            (!line.is_empty()).then(|| escaped(&line))
        };
        match key {
            "ID" | "Case Study ID" => Some(self.id.to_owned()),
            "Incident Date" => {
                let date = study.date.as_ref()?;
                date.date.get(..date.known.length()).map(str::to_owned)
            }
            "Type" => {
                let kind = study.kind.clone()?;
                let mut letters = kind.chars();
                let first = letters.next()?;
                Some(if self.form.capital_type {
                    format!("{}{}", first.to_uppercase(), letters.as_str())
                } else {
                    kind
                })
            }
            "Target" => text(&study.target),
            "Actor" => text(&study.actor),
            "Reporter" => text(&study.reporter),
            _ => None,
        }
    }

    fn references(&self) -> String {
        if self.study.references.is_empty() {
            return format!("1. {PLACEHOLDER}\n");
        }
        let entries = self.study.references.iter().zip(1..);
        entries
            .map(|(reference, number)| format!("{number}. {}\n", export::reference_text(reference)))
            .collect()
    }
}

fn is_references(name: &str) -> bool {
    matches!(name, "References" | "Sources" | "External References")
}
