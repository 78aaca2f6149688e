//! Published files of frameworks, for `atlas-lint catalog import`: an ATT&CK STIX bundle, and the CSV of CWE. What they say is added to
//! the history that is compiled in.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::Value;

use super::definition::{Framework, Object, Status, Version, in_order};
use super::registry::Frameworks;
use super::version::compare;
use crate::syntax::{self, ReadOptions};
use crate::text::Source;

/// A framework with what a published file says.
#[derive(Clone, Debug)]
pub struct Imported {
    pub framework: Framework,
    pub version: String,
    /// The framework as it is written.
    pub text: String,
}

/// Objects of a published file.
struct Published {
    key: &'static str,
    version: String,
    objects: Vec<Object>,
}

/// Returns the framework that a published file, with the name `file`, is about. None for any other file.
///
/// # Errors
/// A version that is known, or that neither the file nor its name states.
pub fn import(file: &str, text: &str) -> Option<Result<Imported, String>> {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let published = if start.starts_with('{') {
        Ok(stix(&serde_json::from_str(start).ok()?)?)
    } else if start.starts_with("CWE-ID") || start.starts_with("\"CWE-ID\"") {
        cwe(file, text)
    } else {
        return None;
    };
    Some(published.and_then(added))
}

/// Adds what a file says to what is known.
fn added(published: Published) -> Result<Imported, String> {
    let known = Frameworks::built_in();
    let known = known.get(published.key);
    let known = known.ok_or_else(|| format!("no framework `{}`", published.key))?;
    let mut framework = known.framework().clone();
    let version = published.version;
    let newest = framework.version(framework.newest());
    if compare(&version, newest).is_le() {
        return Err(format!(
            "{} {version} is not newer than {newest}, which is built in",
            framework.title
        ));
    }
    framework.versions.push(Version {
        version: version.as_str().into(),
        date: None,
    });
    let at = framework.newest();
    for object in published.objects {
        let known = framework.objects.iter_mut().find(|it| it.id == object.id);
        match known {
            Some(known) => update(known, object, at),
            None => framework.objects.push(newly(object, at)),
        }
    }
    in_order(&mut framework)?;
    Ok(Imported {
        text: written(&framework),
        framework,
        version,
    })
}

/// Adds what a version says of an object.
fn update(known: &mut Object, object: Object, at: u16) {
    let name = object.names.into_iter().next_back().map(|(_, name)| name);
    if let Some(name) = name.filter(|name| known.names.last().is_none_or(|(_, last)| last != name))
    {
        known.names.push((at, name));
    }
    if known.status != object.status {
        known.since = (object.status != Status::Living).then_some(at);
        known.status = object.status;
        known.successors = object.successors;
    }
    if !object.domains.is_empty() {
        known.domains = object.domains;
    }
}

fn newly(object: Object, at: u16) -> Object {
    let names = object.names.into_iter().map(|(_, name)| (at, name));
    Object {
        names: names.collect(),
        since: (object.status != Status::Living).then_some(at),
        ..object
    }
}

/// Types of a STIX bundle, with the kinds of ATT&CK.
const TYPES: [(&str, &str); 3] = [
    ("attack-pattern", "technique"),
    ("x-mitre-tactic", "tactic"),
    ("course-of-action", "mitigation"),
];

fn stix(bundle: &Value) -> Option<Published> {
    let all = bundle.get("objects")?.as_array()?;
    let text = |object: &'_ Value, key: &str| -> Option<String> {
        Some(object.get(key)?.as_str()?.to_owned())
    };
    let collection = all.iter().find(|object| {
        object
            .get("type")
            .is_some_and(|it| it == "x-mitre-collection")
    })?;
    let version = text(collection, "x_mitre_version")?;
    let ids: BTreeMap<&str, &str> = all
        .iter()
        .filter_map(|object| Some((object.get("id")?.as_str()?, attack_id(object)?)))
        .collect();
    let revoked_by: BTreeMap<&str, &str> = all
        .iter()
        .filter(|object| {
            object
                .get("relationship_type")
                .is_some_and(|it| it == "revoked-by")
        })
        .filter_map(|object| {
            let of = |key| ids.get(object.get(key)?.as_str()?).copied();
            Some((of("source_ref")?, of("target_ref")?))
        })
        .collect();
    let mut objects: BTreeMap<&str, Object> = BTreeMap::new();
    for object in all {
        let of_type = object.get("type").and_then(Value::as_str);
        let kind = TYPES.iter().find(|(name, _)| Some(*name) == of_type);
        let (Some((_, kind)), Some(id)) = (kind, attack_id(object)) else {
            continue;
        };
        let is = |key: &str| object.get(key).is_some_and(|it| it == true);
        let status = match (is("revoked"), is("x_mitre_deprecated")) {
            (true, _) => Status::Revoked,
            (_, true) => Status::Deprecated,
            _ => Status::Living,
        };
        // An id may stand on a retired object too, where the living one counts.
        if objects.contains_key(id) && status != Status::Living {
            continue;
        }
        let domains = object.get("x_mitre_domains").and_then(Value::as_array);
        let domains = domains.into_iter().flatten().filter_map(Value::as_str);
        let next = revoked_by.get(id).filter(|next| **next != id);
        let name = text(object, "name").unwrap_or_else(|| id.to_owned());
        objects.insert(
            id,
            Object {
                id: id.into(),
                kind: (*kind).into(),
                names: vec![(0, name.into())],
                domains: domains
                    .map(|it| it.trim_end_matches("-attack").into())
                    .collect(),
                status,
                since: None,
                successors: next.map(|next| (*next).into()).into_iter().collect(),
            },
        );
    }
    (!objects.is_empty()).then(|| Published {
        key: "attack",
        version,
        objects: objects.into_values().collect(),
    })
}

/// Returns the id of ATT&CK that an object of a bundle has.
fn attack_id(object: &Value) -> Option<&str> {
    let references = object.get("external_references")?.as_array()?;
    let own = references.iter().find(|reference| {
        let source = reference.get("source_name").and_then(Value::as_str);
        source.is_some_and(|source| source.starts_with("mitre-") && source.ends_with("attack"))
    })?;
    own.get("external_id")?.as_str().filter(|id| is_id(id))
}

/// Returns whether an id is one of a technique, tactic or mitigation.
fn is_id(id: &str) -> bool {
    let digits = id.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let letters = &id[..id.len() - digits.len()];
    matches!(letters, "T" | "TA" | "M")
        && digits.len() >= 4
        && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

fn cwe(file: &str, text: &str) -> Result<Published, String> {
    let version = version_in(file).ok_or_else(|| {
        format!("{file}: the CSV of CWE does not state its version; name the file after it, as in cwe-4.21.csv")
    })?;
    let source = Source::new("cwe.csv", text).include(true);
    let page = syntax::read(&source, &ReadOptions::default());
    let blocks = page.as_ref().map(|page| &page.blocks);
    let table = blocks.and_then(|blocks| blocks.tables.first());
    let table = table.ok_or_else(|| format!("{file} is not a table"))?;
    let header = table.header.iter().map(|cell| source.slice(*cell).trim());
    let header: Vec<&str> = header.collect();
    let column = |name: &str| header.iter().position(|it| *it == name);
    let (id, name, status) = (column("CWE-ID"), column("Name"), column("Status"));
    let objects = table.rows.iter().filter_map(|row| {
        let cell = |at: Option<usize>| Some(source.slice(*row.get(at?)?).trim());
        let number = cell(id)?;
        let name = cell(name)?.replace("\"\"", "\"");
        let name = name.strip_prefix("DEPRECATED: ").unwrap_or(&name);
        let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| Object {
            id: format!("CWE-{number}").into(),
            kind: "weakness".into(),
            names: vec![(0, name.into())],
            domains: Vec::new(),
            status: match cell(status) {
                Some("Deprecated") => Status::Deprecated,
                Some("Obsolete") => Status::Obsolete,
                _ => Status::Living,
            },
            since: None,
            successors: Vec::new(),
        })
    });
    Ok(Published {
        key: "cwe",
        version,
        objects: objects.collect(),
    })
}

/// Returns the version in the name of a file: `4.21` in `cwe-4.21.csv`.
fn version_in(file: &str) -> Option<String> {
    let name = file.rsplit(['/', '\\']).next()?;
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let version = stem.trim_start_matches(|c: char| !c.is_ascii_digit());
    let is_version =
        version.contains('.') && version.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    is_version.then(|| version.to_owned())
}

/// Returns a stable framework as it is written.
fn written(framework: &Framework) -> String {
    let quoted = |text: &str| Value::from(text).to_string();
    let list = |texts: &[Box<str>]| {
        let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
        format!("[{}]", texts.join(", "))
    };
    let mut out = String::new();
    let mut line = |text: String| out.push_str(&(text + "\n"));
    line(format!("framework: {}", quoted(&framework.key)));
    line(format!("title: {}", quoted(&framework.title)));
    line("numbering: stable".to_owned());
    line(format!("ids: {}", quoted(&framework.ids)));
    match &framework.context_ids {
        Some(ids) => {
            let words = list(&framework.context);
            line(format!("context: {{words: {words}, ids: {}}}", quoted(ids)));
        }
        None if framework.context.is_empty() => {}
        None => line(format!("context: {}", list(&framework.context))),
    }
    line(format!("urls: {}", list(&framework.urls)));
    line(format!("complete: {}", framework.complete));
    line(format!("check-names: {}", framework.check_names));
    line("versions:".to_owned());
    for version in &framework.versions {
        let date = version.date.as_ref();
        let date = date.map_or(String::new(), |date| format!(", date: {}", quoted(date)));
        line(format!("- {{version: {}{date}}}", quoted(&version.version)));
    }
    line("objects:".to_owned());
    for object in &framework.objects {
        line(of_object(framework, object, (&quoted, &list)));
    }
    out
}

type Quoted<'q> = &'q dyn Fn(&str) -> String;
type Listed<'l> = &'l dyn Fn(&[Box<str>]) -> String;

fn of_object(
    framework: &Framework,
    object: &Object,
    (quoted, list): (Quoted<'_>, Listed<'_>),
) -> String {
    let names = object
        .names
        .iter()
        .map(|(since, name)| format!("[{}, {}]", quoted(framework.version(*since)), quoted(name)));
    let names: Vec<String> = names.collect();
    let mut line = format!(
        "- {{id: {}, kind: {}, names: [{}]",
        quoted(&object.id),
        quoted(&object.kind),
        names.join(", ")
    );
    let mut add = |key: &str, value: String| {
        // A text takes any number of bytes.
        let _ = write!(line, ", {key}: {value}");
    };
    if !object.domains.is_empty() {
        add("domains", list(&object.domains));
    }
    if object.status != Status::Living {
        add("status", quoted(object.status.as_str()));
    }
    if let Some(since) = object.since {
        add("since", quoted(framework.version(since)));
    }
    if !object.successors.is_empty() {
        add("successors", list(&object.successors));
    }
    line + "}"
}
