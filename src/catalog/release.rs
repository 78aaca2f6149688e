//! Releases and their order.

use serde::{Deserialize, Serialize};

use super::file::OfficialFile;
use super::kind::Kind;

/// Index of a release in the releases of a catalog; later releases have greater ones.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct ReleaseIx(pub u16);

/// One ATLAS release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// The name, such as `2026.05` or `2025.11.2`.
    pub name: String,
    /// The version number that it had before v6, such as `5.6.0`.
    pub legacy: Option<String>,
    /// The day it came out, such as `2026-05-27`.
    pub date: String,
    /// Whether the facts were read in the official file of this release.
    pub official: bool,
    /// Kinds whose facts a second public copy of the release confirmed, where no official file was read.
    pub confirmed: Vec<Kind>,
    /// Kinds that the file lacks as a whole, though releases before have them. Objects of such a
    /// kind are not retired, and a view of this release still has them.
    pub gaps: Vec<Kind>,
    /// The official files that were read.
    pub files: Vec<OfficialFile>,
}

impl Release {
    /// Returns whether what is known of objects of `kind` in this release is more than hearsay: an official file states it, or a
    /// second public copy confirmed it.
    #[must_use]
    pub fn verifies(&self, kind: Kind) -> bool {
        self.official || self.confirmed.contains(&kind)
    }

    /// Returns whether `text` is its name or its version number before v6.
    pub(super) fn is_called(&self, text: &str) -> bool {
        self.name == text || self.legacy.as_deref() == Some(text)
    }
}

/// Returns the sort key of a release name: year, month, and number within the month. Returns `None`
/// if the name is not a release name. Each release has one spelling: `2026.05.1` is not a name.
pub(super) fn release_order(name: &str) -> Option<(u32, u32, u32)> {
    let number = |text: &str| {
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse::<u32>().ok()).flatten()
    };
    let mut parts = name.split('.');
    let year = number(parts.next().filter(|year| year.len() == 4)?)?;
    let month = number(parts.next().filter(|month| month.len() == 2)?)
        .filter(|month| (1..=12).contains(month))?;
    let nth = match parts.next() {
        Some(nth) if nth.starts_with('0') => return None,
        Some(nth) => number(nth).filter(|nth| (2..1000).contains(nth))?,
        None => 1,
    };
    parts.next().is_none().then_some((year, month, nth))
}

/// Returns the parts of a version number such as `5.4.0`, which compare in order.
pub(super) fn version_parts(text: &str) -> Option<Vec<u32>> {
    text.split('.').map(|part| part.parse().ok()).collect()
}

/// Returns the newest of `releases`, those before `next`, whose file holds objects of `kind`.
pub(super) fn last_with(releases: &[Release], next: ReleaseIx, kind: Kind) -> ReleaseIx {
    let newest_first = releases.iter().rev();
    let gaps = newest_first
        .take_while(|release| release.gaps.contains(&kind))
        .count();
    let gaps = u16::try_from(gaps).unwrap_or(u16::MAX);
    ReleaseIx(next.0.saturating_sub(1).saturating_sub(gaps))
}

/// Returns the release that shows the end of a lifetime: the first after `last` whose file holds
/// objects of `kind`.
pub(super) fn first_without(releases: &[Release], last: ReleaseIx, kind: Kind) -> ReleaseIx {
    let after = releases.iter().skip(usize::from(last.0) + 1);
    let gaps = after
        .take_while(|release| release.gaps.contains(&kind))
        .count();
    let gaps = u16::try_from(gaps).unwrap_or(u16::MAX);
    ReleaseIx(last.0.saturating_add(1).saturating_add(gaps))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn release_names_have_one_spelling_and_sort_by_date() {
        let names = [
            "2021.05",
            "2025.11",
            "2025.11.2",
            "2025.11.10",
            "2025.12",
            "2026.01",
        ];
        let keys: Vec<_> = names.map(release_order).into_iter().collect();
        assert!(keys.iter().all(Option::is_some), "{keys:?}");
        assert!(keys.is_sorted_by(|a, b| a < b), "{keys:?}");
        for name in [
            "",
            "2026",
            "2026.5",
            "26.05",
            "2026.13",
            "2026.00",
            "2026.05.1",
            "2026.05.02",
            "2026.05.1000",
            "2026.05.2.3",
            "2026.05.",
            "+026.05",
            "v2026.05",
        ] {
            assert_eq!(release_order(name), None, "{name}");
        }
    }

    #[test]
    fn version_numbers_compare_by_part() {
        assert!(version_parts("5.10.0") > version_parts("5.9.1"));
        assert_eq!(version_parts("5.x"), None);
        assert_eq!(version_parts(""), None);
    }

    #[test]
    fn gaps_neither_begin_nor_end_a_lifetime() {
        let release = |gaps: &[Kind]| Release {
            name: "2026.05".to_owned(),
            legacy: None,
            date: String::new(),
            official: true,
            confirmed: Vec::new(),
            gaps: gaps.to_vec(),
            files: Vec::new(),
        };
        let releases = [release(&[]), release(&[Kind::CaseStudy]), release(&[])];
        let first = |kind| first_without(&releases, ReleaseIx(0), kind);
        assert_eq!(first(Kind::CaseStudy), ReleaseIx(2));
        assert_eq!(first(Kind::Tactic), ReleaseIx(1));
        let last = |kind| last_with(&releases[..2], ReleaseIx(2), kind);
        assert_eq!(last(Kind::CaseStudy), ReleaseIx(0));
        assert_eq!(last(Kind::Tactic), ReleaseIx(1));
    }
}
