//! The shape of a line.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::catalog::file::Format;
use crate::catalog::kind::Kind;

const UNVERIFIED: &str = " unverified";

/// Text that is borrowed from the line, which serde does only for a `Cow` that it sees spelled out.
#[derive(Serialize, Deserialize)]
pub(super) struct Text<'a>(#[serde(borrow)] pub Cow<'a, str>);

pub(super) type Pairs<'a, T> = Vec<(Text<'a>, T)>;

#[derive(Serialize, Deserialize)]
pub(super) struct ReleaseLine<'a> {
    #[serde(borrow)]
    pub release: Text<'a>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub legacy: Option<Text<'a>>,
    #[serde(borrow)]
    pub date: Text<'a>,
    pub official: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<Kind>,
    /// How many objects the release has, so that a text that lost some lines is found out.
    pub objects: usize,
    /// Official files that were read, each with its format and the SHA-256 of its bytes.
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<(Format, Text<'a>)>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct ObjectLine<'a> {
    #[serde(borrow)]
    pub id: Text<'a>,
    #[serde(borrow, rename = "lives")]
    pub lifetimes: Vec<LifetimeLine<'a>>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct LifetimeLine<'a> {
    #[serde(borrow)]
    pub first: Text<'a>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub last: Option<Text<'a>>,
    #[serde(borrow)]
    pub names: Pairs<'a, Text<'a>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub parent: Pairs<'a, Option<Text<'a>>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub tactics: Pairs<'a, Vec<Text<'a>>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub maturity: Pairs<'a, Text<'a>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub other_maturity: Pairs<'a, Text<'a>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub created: Pairs<'a, Text<'a>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub modified: Pairs<'a, Text<'a>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub attack: Pairs<'a, Option<Text<'a>>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub date: Pairs<'a, Text<'a>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub granularity: Pairs<'a, Text<'a>>,
    #[serde(
        borrow,
        default,
        skip_serializing_if = "Vec::is_empty",
        rename = "type"
    )]
    pub study_type: Pairs<'a, Text<'a>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub employs: Pairs<'a, Vec<Text<'a>>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub mitigates: Pairs<'a, Vec<Text<'a>>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub successors: Vec<Text<'a>>,
}

pub(super) fn marked(text: &str, official: bool) -> Text<'_> {
    if official {
        borrowed(text)
    } else {
        Text(Cow::Owned(format!("{text}{UNVERIFIED}")))
    }
}

pub(super) fn borrowed(text: &str) -> Text<'_> {
    Text(Cow::Borrowed(text))
}

impl From<Text<'_>> for String {
    fn from(text: Text<'_>) -> String {
        text.0.into_owned()
    }
}

pub(super) fn unmarked(text: &str) -> (&str, bool) {
    text.strip_suffix(UNVERIFIED)
        .map_or((text, true), |text| (text, false))
}
