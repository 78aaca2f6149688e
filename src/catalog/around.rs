//! Releases around a name that no release has, for the error that says so.

use std::fmt;

use super::release::{Release, ReleaseIx, version_parts};
use super::store::Catalog;

/// The most characters of a name that an error repeats.
const MAX_SHOWN: usize = 40;

/// Name or number that no release has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRelease {
    named: String,
    near: Near,
    newest: String,
}

/// Releases near a name that none has.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Near {
    /// The release that is meant, written in another way.
    Same(String),
    /// The last release before and the first one after.
    Between(String, String),
    /// It would be older than all.
    Before(String),
    /// It would be newer than all, or is not the name of a release.
    Nothing,
}

impl fmt::Display for UnknownRelease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no release `{}`; ", self.named)?;
        match &self.near {
            Near::Same(name) => return write!(f, "did you mean {name}?"),
            Near::Between(before, after) => write!(f, "around it {before} and {after}; ")?,
            Near::Before(oldest) => write!(f, "oldest {oldest}; ")?,
            Near::Nothing => {}
        }
        write!(f, "newest {}", self.newest)
    }
}

impl std::error::Error for UnknownRelease {}

impl Catalog {
    /// Returns the release with this name or version number, or the newest one for `latest`.
    ///
    /// # Errors
    ///
    /// If there is none; the error names the releases around it.
    pub fn find_release(&self, named: &str) -> Result<ReleaseIx, UnknownRelease> {
        if named.trim().eq_ignore_ascii_case("latest") {
            return Ok(self.newest());
        }
        self.release(named).ok_or_else(|| UnknownRelease {
            named: named.trim().chars().take(MAX_SHOWN).collect(),
            near: self.near(named),
            newest: self.release_name(self.newest()).to_owned(),
        })
    }

    fn near(&self, named: &str) -> Near {
        let Some(wanted) = numbers(named) else {
            return Near::Nothing;
        };
        // Names start with a year, numbers from before v6 do not.
        let is_name = wanted.first().is_some_and(|first| *first >= 1000);
        let key = |release: &Release| {
            let text = if is_name {
                Some(release.name.as_str())
            } else {
                release.legacy.as_deref()
            };
            let mut parts = version_parts(text?)?;
            parts.resize(3, 0);
            Some(parts)
        };
        let mut padded = wanted;
        padded.resize(3, 0);
        let releases = self.releases();
        if let Some(same) = releases
            .iter()
            .find(|release| key(release).as_ref() == Some(&padded))
        {
            return Near::Same(same.name.clone());
        }
        let before = releases
            .iter()
            .rposition(|release| key(release).is_some_and(|key| key < padded));
        let oldest = releases.first().map(|release| release.name.clone());
        match before {
            None => oldest.map_or(Near::Nothing, Near::Before),
            Some(at) => match releases.get(at + 1) {
                // The last number from before v6 is not the last release.
                Some(after) if is_name || after.legacy.is_some() => {
                    Near::Between(releases[at].name.clone(), after.name.clone())
                }
                _ => Near::Nothing,
            },
        }
    }
}

/// Returns the two or three numbers of a name that is written in any of the usual ways, such as `v2025-6`.
fn numbers(named: &str) -> Option<Vec<u32>> {
    let named: String = named.trim().chars().take(MAX_SHOWN).collect();
    let named = named.strip_prefix(['v', 'V']).unwrap_or(&named);
    let parts = named.split(['.', '-', '/', '_']);
    let parts: Vec<u32> = parts.map(|part| part.parse().ok()).collect::<Option<_>>()?;
    (2..=3).contains(&parts.len()).then_some(parts)
}
