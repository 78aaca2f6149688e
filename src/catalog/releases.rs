//! Releases as rows, for `atlas-lint catalog releases` and `catalog show RELEASE`.

use super::kind::Kind;
use super::release::{Release, ReleaseIx};
use super::store::Catalog;
use super::versioned::at;
use crate::text::{Row, RowStyle, Rows};

/// Width of the table, in columns.
const TABLE: usize = 77;

/// Numbers of objects of each kind in a release.
struct Counts {
    of_kind: [usize; Kind::ALL.len()],
    sub_techniques: usize,
}

/// Lists all releases with their dates and counts, newest first: as a table, or in lines of their own where `width` is too small for
/// it.
#[must_use]
pub fn list_releases(catalog: &Catalog, width: usize) -> Rows {
    let mut rows = Rows::default();
    if width >= TABLE {
        rows.title("RELEASE    NUMBER  DATE        TACTICS  TECHNIQUES  MITIGATIONS  CASE STUDIES");
    }
    for ix in (0..=catalog.newest().0).rev().map(ReleaseIx) {
        let Some(release) = catalog.release_at(ix) else {
            continue;
        };
        let counts = Counts::of(catalog, ix);
        if width >= TABLE {
            rows.add(counts.in_table(release));
            continue;
        }
        let number = release.legacy.as_deref();
        let number = number.map_or_else(String::new, |number| format!(" ({number})"));
        rows.add(Row {
            style: RowStyle::Name,
            indent: 0,
            label: format!("{}{number}", release.name),
            column: 0,
            values: vec![release.date.clone()],
        });
        rows.add(Row {
            style: RowStyle::Plain,
            indent: 2,
            label: String::new(),
            column: 0,
            values: vec![counts.in_words()],
        });
    }
    rows.line("");
    rows.line("Techniques and sub-techniques are counted apart.");
    // Releases of which no official file was read.
    let releases = catalog.releases().iter();
    for release in releases.filter(|release| !release.official) {
        rows.line(&doubt(release));
    }
    rows
}

fn doubt(release: &Release) -> String {
    let name = &release.name;
    if release.confirmed.is_empty() {
        return format!("{name} was read from public pages and is unverified.");
    }
    let confirmed: Vec<&str> = release.confirmed.iter().map(|kind| kind.plural()).collect();
    format!(
        "{name} was read from public pages; a second copy confirms its {}, the rest is unverified.",
        confirmed.join(" and ")
    )
}

/// Describes one release.
#[must_use]
pub fn describe_release(catalog: &Catalog, ix: ReleaseIx) -> Rows {
    let mut rows = Rows::default();
    let Some(release) = catalog.release_at(ix) else {
        return rows;
    };
    rows.title(&format!("ATLAS {}", release.name));
    let mut row = |label: &str, value: &str| rows.fact(label, vec![value.to_owned()]);
    row("date", &release.date);
    if let Some(number) = &release.legacy {
        row("before v6", number);
    }
    row("objects", &Counts::of(catalog, ix).in_words());
    if let Some(before) = ix.0.checked_sub(1).map(ReleaseIx) {
        let name = catalog.release_name(before);
        row(
            "changes",
            &format!("atlas-lint catalog diff {name} {}", release.name),
        );
    }
    if !release.official {
        row("source", &doubt(release));
    }
    rows
}

impl Counts {
    fn of(catalog: &Catalog, ix: ReleaseIx) -> Counts {
        let mut counts = Counts {
            of_kind: [0; Kind::ALL.len()],
            sub_techniques: 0,
        };
        for (object, lifetime) in catalog.objects_in(ix) {
            counts.of_kind[object.kind as usize] += 1;
            let parent = at(&lifetime.parent, ix);
            let is_sub = parent.is_some_and(|parent| parent.value.is_some());
            counts.sub_techniques += usize::from(is_sub);
        }
        counts
    }

    /// Returns the row of a release in the table.
    fn in_table(&self, release: &Release) -> Row {
        let [tactics, techniques, mitigations, studies] = self.of_kind;
        let techniques = format!(
            "{} + {}",
            techniques - self.sub_techniques,
            self.sub_techniques
        );
        let rest = format!(
            "{:<6}  {:<10}  {tactics:>7}  {techniques:>10}  {mitigations:>11}  {studies:>12}",
            release.legacy.as_deref().unwrap_or("-"),
            release.date,
        );
        Row {
            style: RowStyle::Name,
            indent: 0,
            label: release.name.clone(),
            column: 11,
            values: vec![rest],
        }
    }

    fn in_words(&self) -> String {
        let [tactics, techniques, mitigations, studies] = self.of_kind;
        let (own, sub) = (techniques - self.sub_techniques, self.sub_techniques);
        format!(
            "{tactics} tactics, {own} techniques, {sub} sub-techniques, {mitigations} mitigations, {studies} case studies"
        )
    }
}
