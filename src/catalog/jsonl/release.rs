//! The line of a release.

use serde::{Deserialize, Serialize};

use super::text::Text;
use crate::catalog::file::{Format, OfficialFile};
use crate::catalog::kind::Kind;
use crate::catalog::release::Release;

#[derive(Serialize, Deserialize)]
#[serde(expecting = "a mapping")]
pub(super) struct ReleaseLine<'a> {
    #[serde(borrow)]
    pub release: Text<'a>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub legacy: Option<Text<'a>>,
    #[serde(borrow)]
    pub date: Text<'a>,
    pub official: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub confirmed: Vec<Kind>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<Kind>,
    /// How many objects the release has, which shows that a text lost some of its lines.
    pub objects: usize,
    /// Official files that were read, each with its format and the SHA-256 of its bytes.
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<(Format, Text<'a>)>,
}

impl<'a> ReleaseLine<'a> {
    pub(super) fn of(release: &'a Release, objects: usize) -> ReleaseLine<'a> {
        let files = release.files.iter();
        ReleaseLine {
            release: Text::from(release.name.as_str()),
            legacy: release.legacy.as_deref().map(Text::from),
            date: Text::from(release.date.as_str()),
            official: release.official,
            confirmed: release.confirmed.clone(),
            gaps: release.gaps.clone(),
            objects,
            files: files
                .map(|file| (file.format, Text::from(file.sha256.as_str())))
                .collect(),
        }
    }
}

impl From<ReleaseLine<'_>> for Release {
    fn from(line: ReleaseLine<'_>) -> Release {
        let official_file = |(format, sha256): (Format, Text<'_>)| OfficialFile {
            format,
            sha256: sha256.into(),
        };
        Release {
            name: line.release.into(),
            legacy: line.legacy.map(String::from),
            date: line.date.into(),
            official: line.official,
            confirmed: line.confirmed,
            gaps: line.gaps,
            files: line.files.into_iter().map(official_file).collect(),
        }
    }
}
