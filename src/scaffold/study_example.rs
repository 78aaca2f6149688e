//! One case study of a vault, as an example for others.

use crate::catalog::Kind;
use crate::context::is_study;
use crate::conventions::entry::EntryFormat;
use crate::conventions::naming::SCHEMES;
use crate::conventions::read_entry::read;
use crate::conventions::template::ValueLine;
use crate::conventions::workspace::Workspace;
use crate::date::Date;
use crate::facts::leading_study_id;
use crate::syntax::PROCEDURES;
use crate::syntax::tree::NodeId;
use crate::text::FileId;
use crate::text::path::stem_of;
use crate::vault::PageRef;

/// The meaning of a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Value {
    Id,
    Name,
    /// Id and name with this text between them.
    IdName(String),
    Stem,
    Position,
    Today,
    /// A fact of the case study, by its key.
    Fact,
    /// The same text on every page.
    Constant(String),
}

/// One case study of the vault.
pub(super) struct ExamplePage<'v> {
    pub(super) page: PageRef<'v>,
    pub(super) path: &'v str,
    pub(super) id: String,
    pub(super) name: String,
    pub(super) separator: Option<String>,
}

impl<'v> ExamplePage<'v> {
    pub(super) fn of(workspace: &Workspace<'v>, page: PageRef<'v>) -> Option<Self> {
        let source = workspace.source(page);
        let path = source.path();
        let declared = workspace.vault.declared_id(page.file);
        if !is_study(workspace.vault, page.file) {
            return None;
        }
        let title = page
            .get()
            .front
            .as_ref()
            .and_then(|front| front.text("title"));
        let heading = page
            .facts
            .main_heading()
            .map(|heading| source.slice(heading.span));
        let text = heading.or(title.map(|(_, text)| text))?;
        let length = leading_study_id(text).map(|(_, _, length)| length);
        let (id, rest) = text.split_at(length.unwrap_or_default());
        let name = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        let separator = rest.get(..rest.len() - name.len()).unwrap_or_default();
        let of_field = || {
            let id = page.get().outline.metadata("ID")?.value;
            page.get().outline.text(id).map(str::to_owned)
        };
        let id = if id.is_empty() {
            of_field().or_else(|| declared.map(str::to_owned))
        } else {
            Some(id.to_owned())
        };
        Some(Self {
            page,
            path,
            id: id.unwrap_or_default(),
            name: name.to_owned(),
            separator: length.map(|_| separator.to_owned()),
        })
    }

    /// Returns the naming scheme of the file.
    pub(super) fn scheme(&self) -> Option<usize> {
        let stem = stem_of(self.path);
        SCHEMES
            .iter()
            .position(|scheme| scheme(&self.id, &self.name) == stem)
    }

    /// Returns the meaning of a value of the front matter.
    pub(super) fn meaning(&self, key: &str, text: &str) -> Value {
        let rest = text
            .strip_prefix(self.id.as_str())
            .filter(|_| !self.id.is_empty());
        let between = rest.and_then(|rest| rest.strip_suffix(self.name.as_str()));
        let is_day = Date::parse(text).is_some_and(|date| date.day.is_some());
        if text == self.id {
            Value::Id
        } else if text == stem_of(self.path) {
            Value::Stem
        } else if text == self.name {
            Value::Name
        } else if let Some(between) = between.filter(|_| !self.name.is_empty()) {
            Value::IdName(between.to_owned())
        } else if key == "sidebar_position" && text.parse::<usize>().is_ok() {
            Value::Position
        } else if is_day
            && (key.contains("creat") || key.contains("modif") || key.contains("update"))
        {
            Value::Today
        } else {
            Value::Constant(text.to_owned())
        }
    }

    /// Returns the lines of its steps with a field of this name: the text before the value, and the form of the value.
    pub(super) fn step_fields(
        &self,
        workspace: &Workspace<'v>,
        key: &str,
        kind: Kind,
    ) -> Vec<(String, Option<EntryFormat>)> {
        let outline = &self.page.get().outline;
        let procedures = PROCEDURES.iter();
        let steps = procedures
            .filter_map(|name| outline.section(name))
            .flat_map(|procedure| outline.sections_of(procedure.value));
        let field = |step: NodeId| {
            let field = outline.field(step, key)?;
            let line = ValueLine::of(workspace, self.page, outline, field)?;
            let is_kind = |id: &str, _: Option<FileId>| Kind::of_id(id) == Some(kind);
            let entry = read(workspace, self.page, line.value, &is_kind);
            Some((line.before, entry.and_then(|entry| entry.format())))
        };
        steps.filter_map(|step| field(step.value)).collect()
    }
}
