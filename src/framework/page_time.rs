//! By which version of a framework a page was written, as far as its path or its text says so.

use std::collections::BTreeMap;

use memchr::memmem;

use super::definition::Framework;
use super::problem::Issue;
use crate::text::Source;
use crate::text::path::day_of;

/// Words between the title of a framework and a version: `ATT&CK Enterprise framework v15`.
const BETWEEN: [&str; 9] = [
    "Enterprise",
    "Framework",
    "ICS",
    "List",
    "Matrix",
    "Mobile",
    "for",
    "framework",
    "matrix",
];

/// The time of a page.
pub struct PageTime<'f> {
    day: Option<String>,
    /// The version that the page names of each framework, by title.
    stated: BTreeMap<&'f str, Option<u16>>,
}

impl<'f> PageTime<'f> {
    /// Returns that of a page, for the frameworks of its issues.
    #[must_use]
    pub fn of(source: &Source, issues: &[Issue<'f>]) -> Self {
        let mut stated = BTreeMap::new();
        for issue in issues {
            let framework = issue.framework;
            stated
                .entry(&*framework.title)
                .or_insert_with(|| stated_in(framework, source.text()));
        }
        Self {
            day: day_of(source.path()),
            stated,
        }
    }

    /// Returns whether a version of a framework was there when the page was written. Without a day and a stated version it was.
    #[must_use]
    pub fn has_seen(&self, framework: &Framework, version: &str) -> bool {
        let day = self.day.as_ref();
        let stated = self.stated.get(&*framework.title).copied().flatten();
        day.is_none_or(|day| framework.was_released(version, day))
            && stated.is_none_or(|stated| {
                let version = framework.version_named(version);
                version.is_none_or(|version| version <= stated)
            })
    }
}

/// Words on a line that says what changed with a version, or what was before it.
const OF_CHANGES: [&str; 18] = [
    "<!--",
    "added",
    "before",
    "convert",
    "deprecated",
    "earlier",
    "from",
    "import",
    "introduced",
    "layer",
    "new in",
    "older",
    "prior",
    "removed",
    "renamed",
    "revoked",
    "since",
    "until",
];

/// Returns the version of a framework that a page names. None if it names several. Lines on changes do not say by which version the page
/// is written.
fn stated_in(framework: &Framework, text: &str) -> Option<u16> {
    let lines = text.lines().filter(|line| {
        memmem::find(line.as_bytes(), framework.title.as_bytes()).is_some() && {
            let line = line.to_lowercase();
            !OF_CHANGES.iter().any(|word| line.contains(word))
        }
    });
    let mut versions = lines.flat_map(|line| named_versions(framework, line));
    let first = versions.next()?;
    versions.all(|version| version == first).then_some(first)
}

/// Returns the versions of a framework that a text names, in order: `ATT&CK v14`, `ATT&CK for Enterprise version 14`.
pub(super) fn named_versions<'t>(
    framework: &'t Framework,
    text: &'t str,
) -> impl Iterator<Item = u16> + 't {
    after(text, &framework.title).filter_map(move |rest| {
        let rest = past_words(rest)?;
        let mut marks = ["v", "V", "version ", "Version "].into_iter();
        version_at(framework, marks.find_map(|mark| rest.strip_prefix(mark))?)
    })
}

/// Returns what follows each occurrence of a word.
pub(super) fn after<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = &'t str> {
    let found = memmem::find_iter(text.as_bytes(), word.as_bytes());
    found.filter_map(move |at| text.get(at + word.len()..))
}

/// Returns a text without the space and the words that may stand before a version.
fn past_words(text: &str) -> Option<&str> {
    let mut rest = text.trim_start_matches('\u{ae}').strip_prefix(' ')?;
    let next = |rest: &'_ str| rest.find(' ').filter(|&at| BETWEEN.contains(&&rest[..at]));
    while let Some(at) = next(rest) {
        rest = &rest[at + 1..];
    }
    Some(rest)
}

/// Returns the version whose number a text starts with. Of `14.x` it is the last.
pub(super) fn version_at(framework: &Framework, text: &str) -> Option<u16> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.');
    let named = text[..end.unwrap_or(text.len())].trim_end_matches('.');
    framework.version_named(named)
}
