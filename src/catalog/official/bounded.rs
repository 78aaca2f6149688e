//! Texts, lists and mappings of limited size. 500,000 YAML aliases of one long list would fill the
//! memory, so a value that is too long is refused before it is copied.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    Deserialize, Deserializer, Error, IgnoredAny, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};

/// The longest name of ATLAS has 111 bytes.
const MAX_BYTES: usize = 400;
/// The longest id of ATLAS has 13 bytes, of ATT&CK 9.
const MAX_ID_BYTES: usize = 40;
/// The longest procedure of ATLAS has 18 steps.
pub(super) const MAX_STEPS: usize = 200;
/// The longest list of techniques that a mitigation of ATLAS mitigates has 17.
pub(super) const MAX_MITIGATED: usize = 500;
/// The longest mapping of ATLAS has 600 keys.
const MAX_KEYS: usize = 5000;

/// A short text.
#[derive(Clone)]
pub(super) struct Word(pub String);

/// The id of an object.
pub(super) struct Id(pub String);

/// The id of an object, as a text or as the `id` of a mapping.
pub(super) struct Reference(pub String);

/// A version, which YAML reads as a number if it has no quotes.
pub(super) enum Version {
    Text(String),
    Number(f64),
}

struct Short;

impl Visitor<'_> for Short {
    type Value = Version;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a short text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Version, E> {
        if text.len() > MAX_BYTES {
            return Err(E::custom(format!(
                "a text of {} bytes where a name or a word is expected",
                text.len()
            )));
        }
        Ok(Version::Text(text.trim().to_owned()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Version, E> {
        Ok(Version::Number(number))
    }
}

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Word, D::Error> {
        match deserializer.deserialize_str(Short)? {
            Version::Text(text) => Ok(Word(text)),
            Version::Number(_) => Err(D::Error::custom("a number where a text is expected")),
        }
    }
}

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Version, D::Error> {
        deserializer.deserialize_any(Short)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Id, D::Error> {
        let Word(id) = Word::deserialize(deserializer)?;
        if id.len() > MAX_ID_BYTES {
            return Err(D::Error::custom(format!(
                "a text of {} bytes where an id is expected",
                id.len()
            )));
        }
        Ok(Id(id))
    }
}

impl<'de> Deserialize<'de> for Reference {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Reference, D::Error> {
        deserializer.deserialize_any(IdOrMapping)
    }
}

struct IdOrMapping;

impl<'de> Visitor<'de> for IdOrMapping {
    type Value = Reference;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id, or a mapping with one")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Reference, E> {
        let Id(id) = Id::deserialize(text.into_deserializer())?;
        Ok(Reference(id))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut items: A) -> Result<Reference, A::Error> {
        let mut found = None;
        while let Some(Word(key)) = items.next_key()? {
            if key == "id" {
                let Id(id) = items.next_value()?;
                found = Some(id);
            } else {
                let IgnoredAny = items.next_value()?;
            }
        }
        found
            .map(Reference)
            .ok_or_else(|| A::Error::missing_field("id"))
    }
}

/// A list of at most `MAX` values.
pub(super) struct List<T, const MAX: usize>(pub Vec<T>);

impl<T, const MAX: usize> Default for List<T, MAX> {
    fn default() -> Self {
        List(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>, const MAX: usize> Deserialize<'de> for List<T, MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(ListOf(PhantomData))
    }
}

struct ListOf<T, const MAX: usize>(PhantomData<T>);

impl<'de, T: Deserialize<'de>, const MAX: usize> Visitor<'de> for ListOf<T, MAX> {
    type Value = List<T, MAX>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            if list.len() == MAX {
                return Err(A::Error::custom(format!("a list of more than {MAX} items")));
            }
            list.push(item);
        }
        Ok(List(list))
    }
}

/// A mapping of at most [`MAX_KEYS`] keys.
pub(super) struct Table<T>(pub BTreeMap<String, T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Table<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(TableOf(PhantomData))
    }
}

struct TableOf<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for TableOf<T> {
    type Value = Table<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a mapping")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut table = BTreeMap::new();
        while let Some((Word(key), value)) = items.next_entry()? {
            if table.len() == MAX_KEYS {
                return Err(A::Error::custom(format!(
                    "a mapping of more than {MAX_KEYS} keys"
                )));
            }
            table.insert(key, value);
        }
        Ok(Table(table))
    }
}
