//! Values on a page that state facts of its own object. They are recognized on existing pages, and written for new ones.

use super::entry::{self, EntryFormat, in_case};
use super::read_entry::read;
use super::workspace::{ObjectPage, Workspace};
use crate::catalog::{Kind, Lifetime, Versioned, at};
use crate::date::{Date, WrittenDate};
use crate::facts::FactKind;
use crate::syntax::attack;
use crate::text::path::stem_of;
use crate::text::{FileId, Span};

/// The meaning of a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Value {
    /// The id, and whether it is in lower case.
    Id(bool),
    Name,
    /// Id and name with this text between them.
    IdName(String),
    /// The stem of the file name.
    Stem,
    /// The number of the id, such as a `sidebar_position`: see [`position`].
    Position,
    /// The date, in the format of this example.
    Created(String),
    Modified(String),
    /// Whether it is in lower case.
    Maturity(bool),
    /// The ATT&CK object that it derives from: the bare id, or a link and whether its URL ends in a slash.
    Attack(Option<bool>),
    Parent(EntryFormat),
    /// All tactics, separated by commas.
    Tactics(EntryFormat),
    /// The same text on every page.
    Constant(String),
}

/// Returns the possible meanings of a value, the likeliest first. `span` excludes quotes.
pub(crate) fn possible_values<'v>(
    workspace: &Workspace<'v>,
    object: ObjectPage<'v>,
    span: Span,
) -> Vec<Value> {
    let text = workspace.source(object.page).slice(span);
    let mut found = Vec::new();
    let says = |value: &Value| {
        object
            .text(workspace, value)
            .is_some_and(|(stated, _)| stated == text)
    };
    found.extend(fact_value(workspace, object, span));
    let plain = [
        Value::Id(false),
        Value::Id(true),
        Value::Stem,
        Value::Position,
    ];
    found.extend(plain.into_iter().filter(says));
    let lifetime = workspace.view.lifetime(object.id);
    let stated = lifetime
        .into_iter()
        .flat_map(|lifetime| &lifetime.attack_reference);
    for id in stated.filter_map(|version| version.value.as_deref()) {
        let forms = [None, Some(true), Some(false)];
        let is_form = |form: &Option<bool>| attack_reference(id, *form) == text;
        found.extend(forms.into_iter().filter(is_form).map(Value::Attack));
    }
    let is_name = |text: &str| {
        let lifetime = workspace.view.lifetime(object.id);
        lifetime.is_some_and(|lifetime| lifetime.names.iter().any(|name| name.value == text))
    };
    if is_name(text) {
        found.push(Value::Name);
    }
    let between = text.strip_prefix(object.id).map(|rest| {
        let name = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        (
            rest.get(..rest.len() - name.len()).unwrap_or_default(),
            name,
        )
    });
    if let Some((between, _)) = between.filter(|(_, name)| is_name(name)) {
        found.push(Value::IdName(between.to_owned()));
    }
    if found.is_empty() {
        found.push(Value::Constant(text.to_owned()));
    }
    found
}

/// Returns the meaning of a value in the place of a known fact.
fn fact_value<'v>(workspace: &Workspace<'v>, object: ObjectPage<'v>, span: Span) -> Option<Value> {
    let text = workspace.source(object.page).slice(span);
    let is_it = |value: &Span| value.contains(span) || span.contains(*value);
    let mut facts = object.page.facts.object_facts.iter();
    let fact = facts.find(|fact| fact.values.iter().any(is_it))?;
    match fact.kind {
        FactKind::Created => Some(Value::Created(date_example(text))),
        FactKind::Modified => Some(Value::Modified(date_example(text))),
        FactKind::Maturity => Some(Value::Maturity(text.starts_with(char::is_lowercase))),
        FactKind::Parent => {
            entry_format(workspace, object, span, Kind::Technique).map(Value::Parent)
        }
        FactKind::Tactic | FactKind::Tactics => {
            let len = text.find(", ").unwrap_or(text.len());
            let start = span.start as usize;
            let first = Span::new(start, start + len);
            entry_format(workspace, object, first, Kind::Tactic).map(Value::Tactics)
        }
    }
}

/// Returns the format of a value that names an object of this kind.
fn entry_format<'v>(
    workspace: &Workspace<'v>,
    object: ObjectPage<'v>,
    span: Span,
    kind: Kind,
) -> Option<EntryFormat> {
    let is_kind = |id: &str, _: Option<FileId>| Kind::of_id(id) == Some(kind);
    read(workspace, object.page, span, &is_kind)?.format()
}

/// Returns an example date in the same format.
fn date_example(text: &str) -> String {
    let example = Date::parse("2000-10-10").zip(WrittenDate::parse(text));
    example.map_or_else(String::new, |(day, written)| written.rewritten(day))
}

impl ObjectPage<'_> {
    /// Returns the text of a value for this object, and whether it is unverified.
    pub(crate) fn text(&self, workspace: &Workspace<'_>, value: &Value) -> Option<(String, bool)> {
        let lifetime = workspace.lifetime(self.id)?;
        let fact = |facts: fn(&Lifetime) -> &Vec<Versioned<String>>| {
            let version = at(facts(lifetime), workspace.view.pinned)?;
            Some((version.value.as_str(), !version.official))
        };
        let day = |facts, example: &str| {
            let (day, unverified) = fact(facts)?;
            let day = WrittenDate::parse(example)?.rewritten(Date::parse(day)?);
            Some((day, unverified))
        };
        let verified = |text: String| Some((text, false));
        match value {
            Value::Id(false) => verified(self.id.to_owned()),
            Value::Id(true) => verified(self.id.to_lowercase()),
            Value::Name => fact(|lifetime| &lifetime.names)
                .map(|(name, unverified)| (name.to_owned(), unverified)),
            Value::IdName(between) => {
                let (name, unverified) = fact(|lifetime| &lifetime.names)?;
                Some((format!("{}{between}{name}", self.id), unverified))
            }
            Value::Stem => verified(stem_of(workspace.vault.path(self.page.file)).to_owned()),
            Value::Position => verified(position(self.id)?.to_string()),
            Value::Created(example) => day(|lifetime| &lifetime.created, example),
            Value::Modified(example) => day(|lifetime| &lifetime.modified, example),
            Value::Maturity(lower) => {
                let (text, unverified) = fact(|lifetime| &lifetime.maturity)?;
                Some((in_case(text, *lower), unverified))
            }
            Value::Attack(link) => {
                let version = at(&lifetime.attack_reference, workspace.view.pinned)?;
                let id = version.value.as_deref()?;
                Some((attack_reference(id, *link), !version.official))
            }
            Value::Parent(format) => {
                let parent = workspace.view.parent(self.id)?;
                let text = self.entry(workspace, format, parent)?;
                Some((text, !workspace.is_name_official(parent)))
            }
            Value::Tactics(format) => {
                let tactics = workspace.view.effective_tactics(self.id).iter();
                let all = tactics.map(|tactic| self.entry(workspace, format, tactic));
                let all: Vec<String> = all.collect::<Option<_>>()?;
                let version = at(&lifetime.tactics, workspace.view.pinned);
                let unverified = version.is_some_and(|version| !version.official);
                (!all.is_empty()).then(|| (all.join(", "), unverified))
            }
            Value::Constant(text) => verified(text.clone()),
        }
    }
}

impl ObjectPage<'_> {
    fn entry(&self, workspace: &Workspace<'_>, format: &EntryFormat, id: &str) -> Option<String> {
        entry::render(workspace, format, self.page.file, id, workspace.page_of(id))
    }
}

/// Returns 13 for `AML.T0012`, and 52001 for `AML.T0052.000`. Positions count from 1.
fn position(id: &str) -> Option<u32> {
    let digits = id.trim_start_matches(|c: char| !c.is_ascii_digit());
    match digits.split_once('.') {
        Some((number, sub)) => {
            Some(number.parse::<u32>().ok()? * 1000 + sub.parse::<u32>().ok()? + 1)
        }
        None => Some(digits.parse::<u32>().ok()? + 1),
    }
}

/// Returns a reference to ATT&CK as pages write it.
pub(crate) fn attack_reference(id: &str, link: Option<bool>) -> String {
    let (Some(slash), Some(url)) = (link, attack::url_of(id)) else {
        return id.to_owned();
    };
    let url = if slash {
        &url
    } else {
        url.trim_end_matches('/')
    };
    format!("[{id}]({url})")
}
