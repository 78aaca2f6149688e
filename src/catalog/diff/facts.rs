//! Changes of facts.

use super::{Event, Property};
use crate::catalog::fact::{Fact, FactValue, MATURITY, NAME, PARENT, TACTICS};
use crate::catalog::object::Lifetime;
use crate::catalog::release::ReleaseIx;
use crate::catalog::versioned::Versioned;

/// A lifetime in one of the releases that it spans.
pub(super) type State<'c> = (&'c Lifetime, ReleaseIx);

/// State of a value: whether it is official, and the first release that has it.
#[derive(Clone, Copy)]
pub(super) struct Seen {
    pub official: bool,
    pub since: ReleaseIx,
}

impl Seen {
    fn of<T>(version: &Versioned<T>) -> Seen {
        Seen {
            official: version.official,
            since: version.release,
        }
    }
}

/// Returns the name of an object, or "" if the release states none.
pub(super) fn name((lifetime, ix): State<'_>) -> String {
    let name = NAME.at(lifetime, ix);
    name.map_or_else(String::new, |name| name.value.clone())
}

/// Returns the facts that differ, each with whether official releases show it. `is_official` decides
/// that from whether the old and the new value are official.
pub(super) fn changed_facts(
    old: State<'_>,
    new: State<'_>,
    is_official: &dyn Fn(Seen, Seen) -> bool,
) -> Vec<(bool, Event)> {
    let compare = Compare {
        old,
        new,
        is_official,
    };
    let changes = [
        compare.fact(Property::Name, &NAME),
        compare.fact(Property::Parent, &PARENT),
        compare.fact(Property::Tactics, &TACTICS),
        compare.fact(Property::Maturity, &MATURITY),
    ];
    changes.into_iter().flatten().collect()
}

struct Compare<'c> {
    old: State<'c>,
    new: State<'c>,
    is_official: &'c dyn Fn(Seen, Seen) -> bool,
}

impl Compare<'_> {
    fn fact<T: FactValue>(&self, property: Property, fact: &Fact<T>) -> Option<(bool, Event)> {
        let old = fact.at(self.old.0, self.old.1)?;
        let new = fact.at(self.new.0, self.new.1)?;
        let changed = Event::Changed {
            property,
            old: old.value.shown(),
            new: new.value.shown(),
        };
        let official = (self.is_official)(Seen::of(old), Seen::of(new));
        (old.value != new.value).then_some((official, changed))
    }
}
