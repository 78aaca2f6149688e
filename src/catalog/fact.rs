//! The table of facts that ATLAS states about its objects.
//!
//! Code that treats all facts alike walks the table with [`for_each_fact`], so a new fact needs a
//! field in [`Lifetime`] and [`ObjectSnapshot`], a row here, and the readers of official files.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::kind::Kind;
use super::normalize::same_name;
use super::object::Lifetime;
use super::release::ReleaseIx;
use super::snapshot::ObjectSnapshot;
use super::versioned::{self, Versioned};

/// A fact with values of the type `T`: its names, its properties, and where it is kept.
pub(super) struct Fact<T: 'static> {
    /// Key in the JSON lines of a catalog.
    pub key: &'static str,
    /// Name in messages.
    pub label: &'static str,
    /// The only kind of object that has it; `None` if it is kept for any kind.
    pub only_for: Option<Kind>,
    /// Kind of the objects whose ids the values are; `None` if they are words.
    pub refers_to: Option<Kind>,
    /// How the files of one release in the two formats may differ in it.
    pub formats: Formats,
    /// Whether a value holds for its own release only, not until the next value.
    pub one_release: bool,
    /// Returns whether two values are the same, though they may be written differently.
    pub equal: fn(&T, &T) -> bool,
    versions: fn(&Lifetime) -> &Vec<Versioned<T>>,
    versions_mut: fn(&mut Lifetime) -> &mut Vec<Versioned<T>>,
    stated: fn(&ObjectSnapshot) -> Option<&T>,
    set: fn(&mut ObjectSnapshot, Option<T>),
}

/// Difference allowed between the v5 file and the v6 file of one release.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Formats {
    /// They never differ.
    Agree,
    /// The conversion to v6 corrected it, so the v6 file wins.
    V6Wins,
    /// v6 derives it from other facts, so what both files state is kept.
    KeepBoth,
}

impl<T> Fact<T> {
    /// Returns the values of the fact in a lifetime, oldest first.
    pub(super) fn versions<'l>(&self, lifetime: &'l Lifetime) -> &'l [Versioned<T>] {
        (self.versions)(lifetime)
    }

    pub(super) fn versions_mut<'l>(&self, lifetime: &'l mut Lifetime) -> &'l mut Vec<Versioned<T>> {
        (self.versions_mut)(lifetime)
    }

    /// Returns the value that holds at `release`.
    pub(super) fn at<'l>(
        &self,
        lifetime: &'l Lifetime,
        release: ReleaseIx,
    ) -> Option<&'l Versioned<T>> {
        versioned::at(self.versions(lifetime), release)
            .filter(|version| !self.one_release || version.release == release)
    }

    /// Returns the value that a snapshot states.
    pub(super) fn stated<'s>(&self, object: &'s ObjectSnapshot) -> Option<&'s T> {
        (self.stated)(object)
    }

    /// Sets the value that a snapshot states.
    pub(super) fn set(&self, object: &mut ObjectSnapshot, value: Option<T>) {
        (self.set)(object, value);
    }
}

/// A value of a fact: a word, the id of an object or none, or a list of ids.
pub(super) trait FactValue: Clone + PartialEq + Serialize + DeserializeOwned {
    /// Whether a value may hold several texts.
    const IS_LIST: bool = false;

    /// Returns the words or ids of the value.
    fn texts(&self) -> impl Iterator<Item = &str>;

    /// Returns whether the value says that the object has none, such as no parent.
    fn is_none(&self) -> bool {
        false
    }

    /// Returns the value as messages show it.
    fn shown(&self) -> String {
        self.texts().collect::<Vec<&str>>().join(", ")
    }
}

impl FactValue for String {
    fn texts(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.as_str())
    }
}

impl FactValue for Option<String> {
    fn texts(&self) -> impl Iterator<Item = &str> {
        self.as_deref().into_iter()
    }

    fn is_none(&self) -> bool {
        self.as_ref().is_none()
    }

    fn shown(&self) -> String {
        self.as_deref().unwrap_or("none").to_owned()
    }
}

impl FactValue for Vec<String> {
    const IS_LIST: bool = true;

    fn texts(&self) -> impl Iterator<Item = &str> {
        self.iter().map(String::as_str)
    }
}

/// Makes a fact of its label, its key, and its field in a lifetime and in a snapshot. In a snapshot,
/// a `required` fact is always stated, and an `optional` one only if the field is not `None`.
macro_rules! fact {
    ($label:literal, $key:literal, required $versions:ident, $field:ident) => {
        Fact {
            stated: |object| Some(&object.$field),
            set: |object, value| object.$field = value.unwrap_or_default(),
            ..fact!($label, $key, $versions)
        }
    };
    ($label:literal, $key:literal, optional $field:ident) => {
        Fact {
            stated: |object| object.$field.as_ref(),
            set: |object, value| object.$field = value,
            ..fact!($label, $key, $field)
        }
    };
    ($label:literal, $key:literal, $versions:ident) => {
        Fact {
            key: $key,
            label: $label,
            only_for: None,
            refers_to: None,
            formats: Formats::Agree,
            one_release: false,
            equal: |a, b| a == b,
            versions: |lifetime| &lifetime.$versions,
            versions_mut: |lifetime| &mut lifetime.$versions,
            stated: |_| None,
            set: |_, _| {},
        }
    };
}

pub(super) const NAME: Fact<String> = Fact {
    equal: |a, b| same_name(a, b),
    ..fact!("name", "names", required names, name)
};

pub(super) const PARENT: Fact<Option<String>> = Fact {
    only_for: Some(Kind::Technique),
    refers_to: Some(Kind::Technique),
    ..fact!("parent", "parent", required parent, parent)
};

pub(super) const TACTICS: Fact<Vec<String>> = Fact {
    only_for: Some(Kind::Technique),
    refers_to: Some(Kind::Tactic),
    ..fact!("tactics", "tactics", required tactics, tactics)
};

pub(super) const MATURITY: Fact<String> = Fact {
    formats: Formats::KeepBoth,
    ..fact!("maturity", "maturity", optional maturity)
};

pub(super) const OTHER_MATURITY: Fact<String> = Fact {
    formats: Formats::KeepBoth,
    one_release: true,
    ..fact!("maturity", "other_maturity", optional other_maturity)
};

pub(super) const CREATED: Fact<String> = fact!("created date", "created", optional created);

pub(super) const MODIFIED: Fact<String> = Fact {
    formats: Formats::V6Wins,
    ..fact!("modified date", "modified", optional modified)
};

pub(super) const ATTACK_REFERENCE: Fact<Option<String>> =
    fact!("ATT&CK reference", "attack", required attack_reference, attack_reference);

pub(super) const INCIDENT_DATE: Fact<String> =
    fact!("incident date", "date", optional incident_date);

pub(super) const GRANULARITY: Fact<String> = Fact {
    formats: Formats::V6Wins,
    ..fact!("date granularity", "granularity", optional granularity)
};

pub(super) const STUDY_TYPE: Fact<String> = fact!("type", "type", optional study_type);

pub(super) const EMPLOYS: Fact<Vec<String>> = Fact {
    refers_to: Some(Kind::Technique),
    formats: Formats::V6Wins,
    ..fact!("techniques", "employs", optional employs)
};

pub(super) const MITIGATES: Fact<Vec<String>> = Fact {
    refers_to: Some(Kind::Technique),
    formats: Formats::V6Wins,
    ..fact!("techniques", "mitigates", optional mitigates)
};

/// Evaluates an expression once for each fact, in the order of their keys in a JSON line:
/// `for_each_fact!(fact => total += fact.versions(lifetime).len())`.
///
/// This is a macro because a closure cannot be generic over the type of the values.
macro_rules! for_each_fact {
    ($fact:ident => $body:expr) => {
        for_each_fact!($fact => $body;
            NAME, PARENT, TACTICS, MATURITY, OTHER_MATURITY, CREATED, MODIFIED, ATTACK_REFERENCE,
            INCIDENT_DATE, GRANULARITY, STUDY_TYPE, EMPLOYS, MITIGATES)
    };
    ($fact:ident => $body:expr; $($entry:ident),*) => {
        $({
            let $fact = &$crate::catalog::fact::$entry;
            $body;
        })*
    };
}

pub(super) use for_each_fact;

#[cfg(test)]
mod tests {
    use super::*;

    // A field that the table lacks would be lost on the way from a snapshot to a lifetime.
    #[test]
    fn the_table_holds_every_field_of_a_snapshot() {
        let text = |text: &str| Some(text.to_owned());
        let list = |id: &str| vec![id.to_owned()];
        let full = ObjectSnapshot {
            name: "a".to_owned(),
            parent: text("b"),
            tactics: list("c"),
            maturity: text("d"),
            other_maturity: text("e"),
            created: text("f"),
            modified: text("g"),
            attack_reference: text("h"),
            incident_date: text("i"),
            granularity: text("j"),
            study_type: text("k"),
            employs: Some(list("l")),
            mitigates: Some(list("m")),
        };
        let mut copy = ObjectSnapshot::default();
        let mut keys = Vec::new();
        for_each_fact!(fact => {
            fact.set(&mut copy, fact.stated(&full).cloned());
            keys.push(fact.key);
        });
        assert_eq!(copy, full);
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), 13, "each fact has a key of its own");
    }

    #[test]
    fn a_value_for_one_release_does_not_hold_in_the_next() {
        let value = Versioned {
            release: ReleaseIx(1),
            value: "Feasible".to_owned(),
            official: true,
        };
        let lifetime = Lifetime {
            maturity: vec![value.clone()],
            other_maturity: vec![value],
            ..Lifetime::default()
        };
        let holds = |fact: &Fact<String>, release| fact.at(&lifetime, ReleaseIx(release)).is_some();
        assert_eq!(
            [0, 1, 2].map(|release| holds(&MATURITY, release)),
            [false, true, true]
        );
        assert_eq!(
            [0, 1, 2].map(|release| holds(&OTHER_MATURITY, release)),
            [false, true, false]
        );
    }
}
