//! Values through the releases.

use serde::{Deserialize, Serialize};

use super::release::ReleaseIx;

/// A value that holds from one release on, until the next value of its list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versioned<T> {
    /// The first release that has the value.
    pub release: ReleaseIx,
    /// The value.
    pub value: T,
    /// Whether an official file states the value, or a second public copy confirmed it: of the release that it began in,
    /// or of a later one that has it still.
    pub official: bool,
}

/// Returns the mark of a fact in a message: nothing if it is official.
#[must_use]
pub fn unverified(official: bool) -> &'static str {
    if official { "" } else { " (unverified)" }
}

/// Returns the value that holds at `release`: the last one that began at or before it.
#[must_use]
pub fn at<T>(versions: &[Versioned<T>], release: ReleaseIx) -> Option<&Versioned<T>> {
    let mut newest_first = versions.iter().rev();
    newest_first.find(|version| version.release <= release)
}

/// Returns the last release that had a value which `is` accepts and which another one replaced by
/// `release`.
#[must_use]
pub fn held_until<T>(
    versions: &[Versioned<T>],
    release: ReleaseIx,
    is: impl Fn(&T) -> bool,
) -> Option<ReleaseIx> {
    let nexts = versions.iter().skip(1);
    let pairs = versions.iter().zip(nexts).rev();
    pairs
        .filter(|(_, next)| next.release <= release)
        .find(|(version, _)| is(&version.value))
        .map(|(_, next)| ReleaseIx(next.release.0.saturating_sub(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn versions() -> Vec<Versioned<char>> {
        let version = |(release, value)| Versioned {
            release: ReleaseIx(release),
            value,
            official: true,
        };
        [(2, 'a'), (5, 'b'), (7, 'a')].map(version).into()
    }

    #[test]
    fn a_value_holds_until_the_next_one() {
        let versions = versions();
        let value = |release| at(&versions, ReleaseIx(release)).map(|version| version.value);
        assert_eq!(value(1), None);
        assert_eq!(value(2), Some('a'));
        assert_eq!(value(4), Some('a'));
        assert_eq!(value(5), Some('b'));
        assert_eq!(value(9), Some('a'));
    }

    #[test]
    fn a_value_held_until_the_release_before_the_one_that_replaced_it() {
        let versions = versions();
        let until = |release, value| {
            let last = held_until(&versions, ReleaseIx(release), |other| *other == value);
            last.map(|ix| ix.0)
        };
        assert_eq!(until(4, 'a'), None, "not replaced yet");
        assert_eq!(until(5, 'a'), Some(4));
        assert_eq!(
            until(9, 'a'),
            Some(4),
            "the second time it was not replaced"
        );
        assert_eq!(until(9, 'b'), Some(6));
        assert_eq!(until(9, 'c'), None);
    }
}
