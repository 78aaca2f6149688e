//! Releases as text, for `atlas-lint catalog releases` and `catalog show RELEASE`.

use std::fmt::Write as _;

use super::kind::Kind;
use super::release::{Release, ReleaseIx};
use super::store::Catalog;
use super::versioned::at;

/// How many columns the table takes.
const TABLE: usize = 77;

/// How many objects of each kind a release has.
struct Counts {
    of_kind: [usize; Kind::ALL.len()],
    sub_techniques: usize,
}

/// Lists all releases with their dates and counts, newest first: as a table, or in lines of their own where `width` is too small for
/// it.
#[must_use]
pub fn list_releases(catalog: &Catalog, width: usize) -> String {
    let mut text = String::new();
    if width >= TABLE {
        let head = "RELEASE    NUMBER  DATE        TACTICS  TECHNIQUES  MITIGATIONS  CASE STUDIES";
        let _ = writeln!(text, "{head}");
    }
    for ix in (0..=catalog.newest().0).rev().map(ReleaseIx) {
        let Some(release) = catalog.release_at(ix) else {
            continue;
        };
        let counts = Counts::of(catalog, ix);
        if width < TABLE {
            let number = release.legacy.as_deref();
            let number = number.map_or_else(String::new, |number| format!(" ({number})"));
            let _ = writeln!(text, "{}{number}  {}", release.name, release.date);
            let _ = writeln!(text, "  {}", counts.in_words());
            continue;
        }
        let [tactics, techniques, mitigations, studies] = counts.of_kind;
        let techniques = format!(
            "{} + {}",
            techniques - counts.sub_techniques,
            counts.sub_techniques
        );
        let _ = writeln!(
            text,
            "{:<9}  {:<6}  {:<10}  {tactics:>7}  {techniques:>10}  {mitigations:>11}  {studies:>12}",
            release.name,
            release.legacy.as_deref().unwrap_or("-"),
            release.date,
        );
    }
    let _ = writeln!(text, "\nTechniques and sub-techniques are counted apart.");
    text + &doubts(catalog)
}

/// Says which releases no official file was read of.
fn doubts(catalog: &Catalog) -> String {
    let mut text = String::new();
    for release in catalog
        .releases()
        .iter()
        .filter(|release| !release.official)
    {
        let _ = writeln!(text, "{}", doubt(release));
    }
    text
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
pub fn describe_release(catalog: &Catalog, ix: ReleaseIx) -> String {
    let Some(release) = catalog.release_at(ix) else {
        return String::new();
    };
    let mut text = format!("ATLAS {}\n", release.name);
    let mut row = |label: &str, value: &str| {
        let label = format!("{label}:");
        let _ = writeln!(text, "  {label:<17}{value}");
    };
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
    text
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

    fn in_words(&self) -> String {
        let [tactics, techniques, mitigations, studies] = self.of_kind;
        let (own, sub) = (techniques - self.sub_techniques, self.sub_techniques);
        format!(
            "{tactics} tactics, {own} techniques, {sub} sub-techniques, {mitigations} mitigations, {studies} case studies"
        )
    }
}
