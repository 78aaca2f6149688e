//! Values through the releases.

use super::release::ReleaseIx;

/// A value that holds from one release on, until the next value of its list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versioned<T> {
    /// The first release that has the value.
    pub release: ReleaseIx,
    /// The value.
    pub value: T,
    /// Whether an official release states the value: the one it began in, or a later one that has
    /// it still.
    pub official: bool,
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
