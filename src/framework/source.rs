//! The form in which frameworks are written, by us and by users: `schemas/framework.schema.json`.

use std::fmt;

use serde::Deserialize;

use super::definition::{
    Edition, EditionStatus, Framework, Numbering, Object, Status, Text, Version, in_order,
};
use super::pattern::{compiled, prefixes};

/// Why a framework cannot be used, although it has the form of its schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceError {
    /// The key of the value that is wrong.
    pub key: &'static str,
    why: String,
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.why)
    }
}

impl std::error::Error for SourceError {}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Written {
    framework: String,
    title: Option<String>,
    ids: String,
    #[serde(default)]
    numbering: Option<WrittenNumbering>,
    #[serde(default)]
    context: Option<Context>,
    #[serde(default)]
    urls: Vec<String>,
    #[serde(default = "yes")]
    complete: bool,
    #[serde(default = "yes")]
    check_names: bool,
    #[serde(default)]
    versions: Vec<WrittenVersion>,
    #[serde(default)]
    editions: Vec<WrittenEdition>,
    #[serde(default, alias = "items")]
    objects: Vec<WrittenObject>,
}

fn yes() -> bool {
    true
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum WrittenNumbering {
    Stable,
    PerEdition,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Context {
    Words(Vec<String>),
    Some { words: Vec<String>, ids: String },
}

#[derive(Deserialize)]
struct WrittenVersion {
    version: String,
    date: Option<String>,
}

#[derive(Deserialize)]
struct WrittenEdition {
    edition: String,
    #[serde(default)]
    aliases: Vec<String>,
    date: Option<String>,
    status: Option<String>,
    items: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    id: String,
    name: String,
}

#[derive(Deserialize)]
struct WrittenObject {
    id: String,
    kind: Option<String>,
    name: Option<String>,
    #[serde(default)]
    names: Vec<(String, String)>,
    #[serde(default)]
    domains: Vec<String>,
    status: Option<String>,
    since: Option<String>,
    #[serde(default)]
    successors: Vec<String>,
}

impl Framework {
    /// Returns the framework that is written as `value`, which has the form of the schema.
    ///
    /// # Errors
    /// A version that is not listed, an id that is there twice, or a form of ids that is no regular expression.
    pub fn from_json(value: serde_json::Value) -> Result<Self, SourceError> {
        let of = |key| move |why: String| SourceError { key, why };
        let written: Written = serde_json::from_value(value)
            .map_err(|error| error.to_string())
            .map_err(of("framework"))?;
        prefixes(&written.ids).map_err(of("ids"))?;
        if let Some(Context::Some { ids, .. }) = &written.context {
            prefixes(ids).map_err(of("context"))?;
        }
        let framework = read(written).map_err(of("objects"))?;
        fits(&framework).map_err(of("objects"))?;
        Ok(framework)
    }
}

fn read(written: Written) -> Result<Framework, String> {
    let is_list = !written.editions.is_empty();
    let numbering = match written.numbering {
        Some(WrittenNumbering::PerEdition) => Numbering::PerEdition,
        None if is_list => Numbering::PerEdition,
        Some(WrittenNumbering::Stable) | None => Numbering::Stable,
    };
    if is_list != (numbering == Numbering::PerEdition) {
        return Err("`numbering: per-edition` needs `editions`, and `stable` has none".to_owned());
    }
    let (context, context_ids) = match written.context {
        None => (Vec::new(), None),
        Some(Context::Words(words)) => (words, None),
        Some(Context::Some { words, ids }) => (words, Some(ids)),
    };
    let mut versions: Vec<Version> = written.versions.into_iter().map(version).collect();
    if versions.is_empty() {
        versions.push(Version {
            version: Text::default(),
            date: None,
        });
    }
    let objects = written.objects.into_iter().map(|it| object(it, &versions));
    let objects = objects.collect::<Result<Vec<_>, String>>()?;
    let editions = written.editions.into_iter().map(edition).collect();
    let mut framework = Framework {
        title: written
            .title
            .unwrap_or_else(|| written.framework.clone())
            .into(),
        key: written.framework.into(),
        ids: written.ids.into(),
        numbering,
        context: texts(context),
        context_ids: context_ids.map(Into::into),
        urls: texts(written.urls),
        complete: written.complete,
        check_names: written.check_names,
        versions,
        editions,
        objects,
    };
    in_order(&mut framework)?;
    Ok(framework)
}

/// Says which id has not the form of the framework's ids.
fn fits(framework: &Framework) -> Result<(), String> {
    let ids = &framework.ids;
    if prefixes(ids)?
        .iter()
        .any(|prefix| prefix.starts_with("AML."))
    {
        return Err("the ids of ATLAS are those of its catalog".to_owned());
    }
    let Some(pattern) = compiled(&format!("^(?:{ids})$")) else {
        return Err(format!("`{ids}` is too large"));
    };
    let items = framework.editions.iter().flat_map(|edition| &edition.items);
    let mut all = framework.objects.iter().map(|object| &object.id);
    let mut all = all.by_ref().chain(items.map(|(id, _)| id));
    match all.find(|id| !pattern.is_match(id.as_bytes())) {
        Some(id) => Err(format!("the id `{id}` does not have the form `{ids}`")),
        None => Ok(()),
    }
}

fn texts(written: Vec<String>) -> Vec<Text> {
    written.into_iter().map(Into::into).collect()
}

fn version(written: WrittenVersion) -> Version {
    Version {
        version: written.version.into(),
        date: written.date.map(Into::into),
    }
}

fn edition(written: WrittenEdition) -> Edition {
    let status = match written.status.as_deref() {
        None | Some("released") => EditionStatus::Released,
        Some(_) => EditionStatus::Draft,
    };
    let items = written.items.into_iter();
    Edition {
        edition: written.edition.into(),
        aliases: texts(written.aliases),
        date: written.date.map(Into::into),
        status,
        items: items.map(|it| (it.id.into(), it.name.into())).collect(),
    }
}

fn object(written: WrittenObject, versions: &[Version]) -> Result<Object, String> {
    let id = written.id;
    let at = |named: &str| {
        let at = versions.iter().position(|it| *it.version == *named);
        at.and_then(|at| u16::try_from(at).ok())
            .ok_or_else(|| format!("`{id}` names version {named}, which `versions` does not list"))
    };
    let mut names = Vec::new();
    for (since, name) in &written.names {
        names.push((at(since)?, name.as_str().into()));
    }
    if let Some(name) = written.name {
        names.push((0, name.into()));
    }
    if names.is_empty() {
        return Err(format!("`{id}` has no name"));
    }
    let since = written.since.as_deref().map(&at).transpose()?;
    Ok(Object {
        kind: written.kind.map_or_else(|| "object".into(), Into::into),
        names,
        domains: texts(written.domains),
        status: match written.status.as_deref() {
            Some("revoked") => Status::Revoked,
            Some("deprecated") => Status::Deprecated,
            Some("obsolete") => Status::Obsolete,
            Some("removed") => Status::Removed,
            _ => Status::Living,
        },
        since,
        successors: texts(written.successors),
        id: id.into(),
    })
}
