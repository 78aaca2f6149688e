//! Changes as text.

use std::fmt;

use super::{Change, Diff, Event, Property};
use crate::catalog::kind::Kind;
use crate::catalog::versioned::unverified;
use crate::text::{Row, RowStyle, Rows};

impl fmt::Display for Diff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.rows().fmt(f)
    }
}

impl Diff {
    /// Returns the changes as rows.
    #[must_use]
    pub fn rows(&self) -> Rows {
        let (from, to) = (&self.from, &self.to);
        let mut rows = Rows::default();
        if self.of_file {
            rows.title(&format!("ATLAS {to}, before and after this file"));
        } else if from == to {
            rows.title(&format!("ATLAS {to}, compared with itself"));
        } else {
            rows.title(&format!("ATLAS {from} to {to}"));
        }
        if self.backwards {
            rows.line(&format!(
                "{from} is the newer release: the changes below go back in time."
            ));
        }
        for (release, kind) in &self.gaps {
            let kind = kind.plural();
            rows.line(&format!(
                "The file of {release} has no {kind}, so those of the release before are compared."
            ));
        }
        for kind in &self.filled {
            let kind = kind.plural();
            rows.line(&format!(
                "The file of {to} that was read before has no {kind}, this one has."
            ));
        }
        if self.changes.is_empty() {
            rows.line("No id, name, tactic, maturity or parent differs.");
        }
        for kind in Kind::ALL {
            let of_kind = self.changes.iter().filter(|change| change.kind == kind);
            let mut changes: Vec<&Change> = of_kind.collect();
            if changes.is_empty() {
                continue;
            }
            changes.sort_by_key(|change| change.event.rank());
            rows.line("");
            rows.title(kind.plural());
            for change in changes {
                rows.add(change.row());
            }
        }
        rows
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

impl Change {
    fn row(&self) -> Row {
        let id = &self.id;
        let what = match &self.event {
            Event::Added { name, reused } => {
                let reused = if *reused {
                    ", an id that another object had before"
                } else {
                    ""
                };
                format!("{name}{reused}")
            }
            Event::Retired { name, successors } => {
                let next = successors.iter().map(|next| format!(", now {}", next.id));
                format!("{name}{}", next.collect::<String>())
            }
            Event::Reused { old, new } => format!("{old}, now another object: {new}"),
            Event::Changed { old, new, .. } => format!("{old} -> {new}"),
        };
        Row {
            style: match self.event {
                Event::Added { .. } => RowStyle::Added,
                Event::Retired { .. } => RowStyle::Removed,
                Event::Reused { .. } | Event::Changed { .. } => RowStyle::Plain,
            },
            indent: 2,
            label: self.event.label().to_owned(),
            column: 10,
            values: vec![format!("{id}: {what}{}", unverified(self.official))],
        }
    }
}
