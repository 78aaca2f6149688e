//! Changes as text.

use std::fmt;

use super::{Change, Diff, Event, Property};
use crate::catalog::kind::Kind;
use crate::catalog::versioned::unverified;

impl fmt::Display for Diff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to) = (&self.from, &self.to);
        if from == to {
            writeln!(f, "ATLAS {to}, before and after this file")?;
        } else {
            writeln!(f, "ATLAS {from} to {to}")?;
        }
        if self.backwards {
            writeln!(
                f,
                "{from} is the newer release: the changes below go back in time."
            )?;
        }
        for (release, kind) in &self.gaps {
            let kind = kind.plural();
            writeln!(
                f,
                "The file of {release} has no {kind}, so those of the release before are compared."
            )?;
        }
        for kind in &self.filled {
            let kind = kind.plural();
            writeln!(
                f,
                "The file of {to} that was read before has no {kind}, this one has."
            )?;
        }
        if self.changes.is_empty() {
            return writeln!(f, "No id, name, tactic, maturity or parent differs.");
        }
        for kind in Kind::ALL {
            let of_kind = self.changes.iter().filter(|change| change.kind == kind);
            let mut changes: Vec<&Change> = of_kind.collect();
            if changes.is_empty() {
                continue;
            }
            changes.sort_by_key(|change| change.event.rank());
            writeln!(f, "\n{}", kind.plural())?;
            for change in changes {
                writeln!(f, "  {change}")?;
            }
        }
        Ok(())
    }
}

impl Event {
    /// Returns the position of the event in a list.
    fn rank(&self) -> u8 {
        match self {
            Event::Added { .. } => 0,
            Event::Retired { .. } => 1,
            Event::Reused { .. } => 2,
            Event::Changed { property, .. } => 3 + *property as u8,
        }
    }

    fn label(&self) -> &'static str {
        match self {
            Event::Added { .. } => "added",
            Event::Retired { .. } => "retired",
            Event::Reused { .. } => "reused",
            Event::Changed { property, .. } => match property {
                Property::Name => "renamed",
                Property::Parent => "parent",
                Property::Tactics => "tactics",
                Property::Maturity => "maturity",
            },
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<9} {}: ", self.event.label(), self.id)?;
        match &self.event {
            Event::Added { name, reused } => {
                f.write_str(name)?;
                if *reused {
                    f.write_str(", an id that another object had before")?;
                }
            }
            Event::Retired { name, successors } => {
                f.write_str(name)?;
                for next in successors {
                    write!(f, ", now {}", next.id)?;
                }
            }
            Event::Reused { old, new } => write!(f, "{old}, now another object: {new}")?,
            Event::Changed { old, new, .. } => write!(f, "{old} -> {new}")?,
        }
        f.write_str(unverified(self.official))
    }
}
