//! What changed between two releases, for `atlas-lint catalog diff`.

mod across;

use std::fmt;

pub(super) use across::across;

use super::kind::Kind;
use super::object::{Lifetime, Object, Successor};
use super::release::ReleaseIx;
use super::store::Catalog;
use super::versioned::{Versioned, at};

/// What changed from one release to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diff {
    /// The release asked for first.
    pub from: String,
    /// The release asked for second.
    pub to: String,
    /// Whether the first is the newer one: then the changes go back in time.
    pub backwards: bool,
    /// Kinds that one of the two files lacks as a whole, each with the release: such a kind is
    /// compared as if the file had kept it.
    pub gaps: Vec<(String, Kind)>,
    /// Kinds that the file of the release read before lacks, and this file of it holds.
    pub filled: Vec<Kind>,
    /// The changes, by kind and then by id.
    pub changes: Vec<Change>,
}

/// What changed about one object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// Whether official releases show the change.
    pub official: bool,
    /// What changed.
    pub what: What,
}

/// A change, each value as it was before and is after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The second release has it, the first does not: its name, and whether the id was used before.
    Added(String, bool),
    /// The first release has it, the second does not: its name, and what took its place.
    Retired(String, Vec<Successor>),
    /// The id names another object: the two names.
    Reused(String, String),
    /// The name.
    Renamed(String, String),
    /// The ids of its tactics.
    Tactics(Vec<String>, Vec<String>),
    /// The maturity.
    Maturity(String, String),
    /// The id of its parent.
    Parent(String, String),
}

/// Compares release `from` with release `to`.
#[must_use]
pub fn diff(catalog: &Catalog, from: ReleaseIx, to: ReleaseIx) -> Diff {
    let mut changes = Vec::new();
    for kind in Kind::ALL {
        for object in catalog
            .objects()
            .iter()
            .filter(|object| object.kind == kind)
        {
            compare(object, from, to, &mut changes);
        }
    }
    let gaps = [from, to]
        .into_iter()
        .filter_map(|ix| catalog.release_at(ix));
    let gaps = gaps
        .flat_map(|release| {
            release
                .gaps
                .iter()
                .map(|kind| (release.name.clone(), *kind))
        })
        .collect();
    let name = |ix| catalog.release_name(ix).to_owned();
    Diff {
        from: name(from),
        to: name(to),
        backwards: from > to,
        gaps,
        filled: Vec::new(),
        changes,
    }
}

fn compare(object: &Object, from: ReleaseIx, to: ReleaseIx, changes: &mut Vec<Change>) {
    let living = |ix| object.lifetime_in(ix);
    let mut tell = |(official, what)| {
        changes.push(Change {
            kind: object.kind,
            id: object.id.clone(),
            official,
            what,
        });
    };
    match (living(from), living(to)) {
        (None, None) => {}
        (None, Some(lifetime)) => {
            let ended = |other: &Lifetime| other.last.is_some_and(|last| last < lifetime.first);
            let reused = object.lifetimes.iter().any(ended);
            let official = appeared(lifetime, from, to);
            tell((official, What::Added(name(lifetime, to), reused)));
        }
        (Some(lifetime), None) => {
            let successors = if from < to {
                &lifetime.successors[..]
            } else {
                &[]
            };
            let what = What::Retired(name(lifetime, from), successors.to_vec());
            tell((appeared(lifetime, to, from), what));
        }
        (Some(old), Some(new)) if old.first != new.first => {
            let official = old.is_official() && new.is_official();
            tell((official, What::Reused(name(old, from), name(new, to))));
        }
        (Some(lifetime), Some(_)) => within(lifetime, from, to).into_iter().for_each(tell),
    }
}

fn name(lifetime: &Lifetime, ix: ReleaseIx) -> String {
    at(&lifetime.names, ix).map_or_else(String::new, |version| version.value.clone())
}

/// Whether official releases show that the lifetime is in `with` and not in `without`.
fn appeared(lifetime: &Lifetime, without: ReleaseIx, with: ReleaseIx) -> bool {
    let begun = lifetime.names.first().is_some_and(|first| first.official);
    if without > with {
        lifetime.end_official
    } else {
        begun
    }
}

/// What changed in one lifetime.
fn within(lifetime: &Lifetime, from: ReleaseIx, to: ReleaseIx) -> Vec<(bool, What)> {
    let text = |text: &String| text.clone();
    let parent = |id: &Option<String>| id.clone().unwrap_or_else(|| "none".to_owned());
    let names = changed(&lifetime.names, from, to, text);
    let parents = changed(&lifetime.parent, from, to, parent);
    let tactics = changed(&lifetime.tactics, from, to, Clone::clone);
    let maturity = changed(&lifetime.maturity, from, to, text);
    [
        names.map(|(official, old, new)| (official, What::Renamed(old, new))),
        parents.map(|(official, old, new)| (official, What::Parent(old, new))),
        tactics.map(|(official, old, new)| (official, What::Tactics(old, new))),
        maturity.map(|(official, old, new)| (official, What::Maturity(old, new))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Both values, if they differ, and whether official releases state them.
fn changed<T: PartialEq, V>(
    facts: &[Versioned<T>],
    from: ReleaseIx,
    to: ReleaseIx,
    write: impl Fn(&T) -> V,
) -> Option<(bool, V, V)> {
    let (old, new) = (at(facts, from)?, at(facts, to)?);
    (old.value != new.value).then(|| {
        (
            old.official && new.official,
            write(&old.value),
            write(&new.value),
        )
    })
}

impl fmt::Display for Diff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.from == self.to {
            writeln!(f, "ATLAS {}, as known before and as told now", self.to)?;
        } else {
            writeln!(f, "ATLAS {} to {}", self.from, self.to)?;
        }
        if self.backwards {
            writeln!(
                f,
                "{} is the newer release: the changes below go back in time.",
                self.from
            )?;
        }
        for (release, kind) in &self.gaps {
            writeln!(
                f,
                "The file of {release} holds no {}: they are compared as if it had kept them.",
                kind.plural()
            )?;
        }
        for kind in &self.filled {
            let (release, kind) = (&self.to, kind.plural());
            writeln!(
                f,
                "The file of {release} read before holds no {kind}, this one does."
            )?;
        }
        if self.changes.is_empty() {
            return writeln!(f, "No id, name, tactic, maturity or parent differs.");
        }
        for kind in Kind::ALL {
            let of_kind = || {
                self.changes
                    .iter()
                    .filter(move |change| change.kind == kind)
            };
            if of_kind().next().is_none() {
                continue;
            }
            writeln!(f, "\n{}", kind.plural())?;
            for rank in 0..=6 {
                for change in of_kind().filter(|change| change.what.rank() == rank) {
                    writeln!(f, "  {change}")?;
                }
            }
        }
        Ok(())
    }
}

impl What {
    /// The order in which changes are listed.
    fn rank(&self) -> u8 {
        match self {
            What::Added(..) => 0,
            What::Retired(..) => 1,
            What::Reused(..) => 2,
            What::Renamed(..) => 3,
            What::Parent(..) => 4,
            What::Tactics(..) => 5,
            What::Maturity(..) => 6,
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = &self.id;
        match &self.what {
            What::Added(name, false) => write!(f, "added     {id}: {name}")?,
            What::Added(name, true) => write!(
                f,
                "added     {id}: {name}, an id that another object had before"
            )?,
            What::Retired(name, successors) => {
                write!(f, "retired   {id}: {name}")?;
                for next in successors {
                    write!(f, ", now {}", next.id)?;
                }
            }
            What::Reused(old, new) => {
                write!(f, "reused    {id}: {old}, now another object: {new}")?;
            }
            What::Renamed(old, new) => write!(f, "renamed   {id}: {old} -> {new}")?,
            What::Parent(old, new) => write!(f, "parent    {id}: {old} -> {new}")?,
            What::Tactics(old, new) => write!(
                f,
                "tactics   {id}: {} -> {}",
                old.join(", "),
                new.join(", ")
            )?,
            What::Maturity(old, new) => write!(f, "maturity  {id}: {old} -> {new}")?,
        }
        if self.official {
            Ok(())
        } else {
            f.write_str(" (unverified)")
        }
    }
}
