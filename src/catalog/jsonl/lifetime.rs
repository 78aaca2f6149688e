//! A lifetime in the line of an object. The keys of its facts come from the table of facts.

use foldhash::HashMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value, json};

use super::text::{Text, mark, unmark};
use crate::catalog::fact::for_each_fact;
use crate::catalog::object::{Lifetime, Successor};
use crate::catalog::release::ReleaseIx;
use crate::catalog::store::Catalog;
use crate::catalog::versioned::Versioned;

/// The releases of a text by name.
pub(super) type Releases = HashMap<String, ReleaseIx>;

/// A lifetime as its line states it.
#[derive(Default)]
pub(super) struct LifetimeLine<'a> {
    first: Option<Text<'a>>,
    last: Option<Text<'a>>,
    /// Its facts. The release of a value is an index into `releases` until it is resolved.
    facts: Lifetime,
    releases: Vec<Text<'a>>,
    successors: Option<Vec<Text<'a>>>,
}

impl<'de: 'a, 'a> Deserialize<'de> for LifetimeLine<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(LifetimeVisitor)
    }
}

struct LifetimeVisitor;

impl<'de> Visitor<'de> for LifetimeVisitor {
    type Value = LifetimeLine<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a mapping")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut line = LifetimeLine::default();
        while let Some(Text(key)) = entries.next_key()? {
            match key.as_ref() {
                "first" => set_once("first", &mut line.first, entries.next_value()?)?,
                "last" => set_once("last", &mut line.last, entries.next_value()?)?,
                "successors" => {
                    set_once("successors", &mut line.successors, entries.next_value()?)?;
                }
                key => line.read_fact(key, &mut entries)?,
            }
        }
        match &line.first {
            Some(_) => Ok(line),
            None => Err(A::Error::missing_field("first")),
        }
    }
}

fn set_once<T, E: Error>(key: &'static str, field: &mut Option<T>, value: T) -> Result<(), E> {
    match field.replace(value) {
        Some(_) => Err(E::duplicate_field(key)),
        None => Ok(()),
    }
}

impl<'de> LifetimeLine<'de> {
    /// Reads the values of the fact with this key. Other keys are ignored, so that an older version
    /// of this program reads the files of a newer one.
    fn read_fact<A: MapAccess<'de>>(&mut self, key: &str, entries: &mut A) -> Result<(), A::Error> {
        for_each_fact!(fact => if key == fact.key {
            let versions = fact.versions_mut(&mut self.facts);
            if !versions.is_empty() {
                return Err(A::Error::duplicate_field(fact.key));
            }
            for (release, value) in entries.next_value::<Vec<(Text<'de>, _)>>()? {
                let (_, official) = unmark(&release.0);
                let index = u16::try_from(self.releases.len())
                    .map_err(|_| A::Error::invalid_length(self.releases.len(), &"fewer values"))?;
                versions.push(Versioned { release: ReleaseIx(index), value, official });
                self.releases.push(release);
            }
            return Ok(());
        });
        entries.next_value().map(|IgnoredAny| ())
    }

    /// Returns the lifetime, or `None` if it names a release that is not among `releases`.
    pub(super) fn resolve(self, releases: &Releases) -> Option<Lifetime> {
        let mut lifetime = self.facts;
        let find = |name: &Text<'_>| releases.get(unmark(&name.0).0).copied();
        lifetime.first = find(&self.first?)?;
        if let Some(last) = &self.last {
            lifetime.last = Some(find(last)?);
            lifetime.end_official = unmark(&last.0).1;
        }
        let named: Vec<ReleaseIx> = self.releases.iter().map(find).collect::<Option<_>>()?;
        for_each_fact!(fact => {
            for version in fact.versions_mut(&mut lifetime) {
                version.release = named[usize::from(version.release.0)];
            }
        });
        let successors = self.successors.into_iter().flatten();
        let successors = successors.map(|text| {
            let (id, certain) = unmark(&text.0);
            let id = id.to_owned();
            Successor { id, certain }
        });
        lifetime.successors = successors.collect();
        Some(lifetime)
    }
}

/// Returns a lifetime as a JSON object. Lists without values are left out.
pub(super) fn write(catalog: &Catalog, lifetime: &Lifetime) -> Value {
    let mut line = Map::new();
    let mut put = |key: &str, value: Value| line.insert(key.to_owned(), value);
    put("first", json!(catalog.release_name(lifetime.first)));
    if let Some(last) = lifetime.last {
        let last = catalog.release_name(last);
        put("last", json!(mark(last, lifetime.end_official)));
    }
    for_each_fact!(fact => {
        let versions = fact.versions(lifetime);
        if !versions.is_empty() {
            let pairs = versions.iter().map(|version| {
                let release = catalog.release_name(version.release);
                json!([mark(release, version.official), version.value])
            });
            put(fact.key, pairs.collect());
        }
    });
    if !lifetime.successors.is_empty() {
        let successors = lifetime.successors.iter();
        let ids = successors.map(|successor| json!(mark(&successor.id, successor.certain)));
        put("successors", ids.collect());
    }
    Value::Object(line)
}
