//! Values that the pages of a kind state each of its own object: recognised on the pages that are there, and written for another.

use super::atlas::{Atlas, Own};
use super::entry::{self, Template, cased};
use super::read_entry::read;
use crate::catalog::{Kind, Life, Since, at};
use crate::date::{Date, Written};
use crate::facts::{self, FactKind};
use crate::text::{FileId, Span};
use crate::vault::path::stem_of;

/// What a value says of the page's object.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Value {
    /// The id, in lower case or not.
    Id(bool),
    Name,
    /// Id and name with this between them.
    IdName(String),
    /// The file's name.
    Stem,
    /// The number of the id, counted from 1; of a sub-technique behind its parent's.
    Position,
    /// The days, in the form of an example.
    Created(String),
    Modified(String),
    /// In lower case or not.
    Maturity(bool),
    /// What the object stems from in ATT&CK: the id, or a link to it, which ends in a slash or not.
    Attack(Option<bool>),
    Parent(Template),
    /// All tactics, with commas between them.
    Tactics(Template),
    /// The same on every page.
    Same(String),
}

/// What a value may say, the likeliest first. `span` is that of the value without quotes.
pub(super) fn readings<'v>(atlas: &Atlas<'v>, own: Own<'v>, span: Span) -> Vec<Value> {
    let text = atlas.source(own.page).slice(span);
    let mut found = Vec::new();
    let says = |value: &Value| own.text(atlas, value).is_some_and(|(own, _)| own == text);
    found.extend(fact(atlas, own, span));
    let plain = [
        Value::Id(false),
        Value::Id(true),
        Value::Stem,
        Value::Position,
    ];
    found.extend(plain.into_iter().filter(says));
    let life = atlas.view.lifetime(own.id);
    let stated = life.into_iter().flat_map(|life| &life.attack_reference);
    for id in stated.filter_map(|since| since.value.as_deref()) {
        let forms = [None, Some(true), Some(false)];
        let is_form = |form: &Option<bool>| attack(own.kind, id, *form) == text;
        found.extend(forms.into_iter().filter(is_form).map(Value::Attack));
    }
    let is_name = |text: &str| {
        let life = atlas.view.lifetime(own.id);
        life.is_some_and(|life| life.names.iter().any(|name| name.value == text))
    };
    if is_name(text) {
        found.push(Value::Name);
    }
    let between = text.strip_prefix(own.id).map(|rest| {
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
        found.push(Value::Same(text.to_owned()));
    }
    found
}

/// What a value says that stands where a fact does.
fn fact<'v>(atlas: &Atlas<'v>, own: Own<'v>, span: Span) -> Option<Value> {
    let text = atlas.source(own.page).slice(span);
    let is_it = |value: &Span| value.contains(span) || span.contains(*value);
    let mut facts = own.page.facts.object_facts.iter();
    let fact = facts.find(|fact| fact.values.iter().any(is_it))?;
    match fact.kind {
        FactKind::Created => Some(Value::Created(form(text))),
        FactKind::Modified => Some(Value::Modified(form(text))),
        FactKind::Maturity => Some(Value::Maturity(text.starts_with(char::is_lowercase))),
        FactKind::Parent => template(atlas, own, span, Kind::Technique).map(Value::Parent),
        FactKind::Tactic | FactKind::Tactics => {
            let len = text.find(", ").unwrap_or(text.len());
            let start = span.start as usize;
            let first = Span::new(start, start + len);
            template(atlas, own, first, Kind::Tactic).map(Value::Tactics)
        }
    }
}

/// How a value that names an object of a kind is written.
fn template<'v>(atlas: &Atlas<'v>, own: Own<'v>, span: Span, kind: Kind) -> Option<Template> {
    let is_kind = |id: &str, _: Option<FileId>| Kind::of_id(id) == Some(kind);
    read(atlas, own.page, span, &is_kind)?.template()
}

/// An example of a day in the form of this one.
fn form(text: &str) -> String {
    let example = Date::parse("2000-10-10").zip(WrittenDate::parse(text));
    example.map_or_else(String::new, |(day, written)| written.rewritten(day))
}

impl Own<'_> {
    /// A value for this object, and whether it is unverified.
    pub(super) fn text(&self, atlas: &Atlas<'_>, value: &Value) -> Option<(String, bool)> {
        let life = atlas.life(self.id)?;
        let fact = |facts: fn(&Lifetime) -> &Vec<Versioned<String>>| {
            let since = at(facts(life), atlas.view.pinned)?;
            Some((since.value.as_str(), !since.official))
        };
        let day = |facts, form: &str| {
            let (day, unverified) = fact(facts)?;
            let day = WrittenDate::parse(form)?.rewritten(Date::parse(day)?);
            Some((day, unverified))
        };
        let sure = |text: String| Some((text, false));
        match value {
            Value::Id(false) => sure(self.id.to_owned()),
            Value::Id(true) => sure(self.id.to_lowercase()),
            Value::Name => fact(|life| &life.names).map(|(name, un)| (name.to_owned(), un)),
            Value::IdName(between) => {
                let (name, unverified) = fact(|life| &life.names)?;
                Some((format!("{}{between}{name}", self.id), unverified))
            }
            Value::Stem => sure(stem_of(atlas.vault.path(self.page.file)).to_owned()),
            Value::Position => sure(position(self.id)?.to_string()),
            Value::Created(form) => day(|life| &life.created, form),
            Value::Modified(form) => day(|life| &life.modified, form),
            Value::Maturity(lower) => {
                let (text, unverified) = fact(|life| &life.maturity)?;
                Some((cased(text, *lower), unverified))
            }
            Value::Attack(link) => {
                let since = at(&life.attack_reference, atlas.view.pinned)?;
                let id = since.value.as_deref()?;
                Some((attack(self.kind, id, *link), !since.official))
            }
            Value::Parent(template) => {
                let parent = atlas.view.parent(self.id)?;
                let text = self.entry(atlas, template, parent)?;
                Some((text, !atlas.is_name_official(parent)))
            }
            Value::Tactics(template) => {
                let tactics = atlas.tactics(self.id).iter();
                let all = tactics.map(|tactic| self.entry(atlas, template, tactic));
                let all: Vec<String> = all.collect::<Option<_>>()?;
                let since = at(&life.tactics, atlas.view.pinned);
                let unverified = since.is_some_and(|since| !since.official);
                (!all.is_empty()).then(|| (all.join(", "), unverified))
            }
            Value::Same(text) => sure(text.clone()),
        }
    }
}

impl Own<'_> {
    fn entry(&self, atlas: &Atlas<'_>, template: &Template, id: &str) -> Option<String> {
        entry::render(atlas, template, self.page.file, id, atlas.page_of(id))
    }
}

/// `AML.T0012` as 13, `AML.T0052.000` as 52001.
fn position(id: &str) -> Option<u32> {
    let digits = id.trim_start_matches(|c: char| !c.is_ascii_digit());
    match digits.split_once('.') {
        Some((number, sub)) => {
            Some(number.parse::<u32>().ok()? * 1000 + sub.parse::<u32>().ok()? + 1)
        }
        None => Some(digits.parse::<u32>().ok()? + 1),
    }
}

/// A reference to ATT&CK as pages write it.
pub(super) fn attack(kind: Kind, id: &str, link: Option<bool>) -> String {
    let Some(slash) = link else {
        return id.to_owned();
    };
    let folder = match kind {
        Kind::Tactic => "tactics",
        Kind::Mitigation => "mitigations",
        Kind::Technique | Kind::CaseStudy => "techniques",
    };
    let end = if slash { "/" } else { "" };
    let path = id.replace('.', "/");
    format!("[{id}](https://attack.mitre.org/{folder}/{path}{end})")
}
