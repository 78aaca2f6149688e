//! A second official file of a release that one was read of already.

mod facts;

use std::collections::{BTreeSet, HashSet};

use super::error::ReadError;
use super::file::Format;
use super::kind::Kind;
use super::snapshot::ReleaseSnapshot;

/// How many differences are named where a file is refused.
const NAMED: usize = 3;
/// How many letters of a value are shown there.
const SHOWN: usize = 80;

/// What two official files of one release say together, or `None` if the second says nothing new.
///
/// Files of one release in the two formats are known to differ in some facts: v6 works out the
/// maturity of techniques, and the conversion mended dates and lists. There the v6 file counts.
///
/// # Errors
///
/// If they contradict each other: names the first differences.
pub(super) fn reconcile(
    known: ReleaseSnapshot,
    read: &ReleaseSnapshot,
    release: &str,
) -> Result<Option<ReleaseSnapshot>, ReadError> {
    let has = |snapshot: &ReleaseSnapshot, format| {
        snapshot.files.iter().any(|file| file.format == format)
    };
    let untold = known.files.is_empty() || read.files.is_empty();
    // Where a v6 file was read, the facts are those of that file.
    let counts = match (has(&known, Format::V6), has(read, Format::V6)) {
        (true, false) if !untold => Counts::Known,
        (false, true) if !untold => Counts::Read,
        _ => Counts::Both,
    };
    let studies = |id: &String| Kind::of_id(id) == Some(Kind::CaseStudy);
    let maturity = if !read.objects.keys().any(studies) {
        Maturity::Untold
    } else if counts == Counts::Both || has(&known, Format::V5) && has(read, Format::V5) {
        Maturity::Told
    } else {
        Maturity::News
    };
    let mut merge = Merge {
        counts,
        maturity,
        changed: false,
        differences: Vec::new(),
    };
    // The very file: how it differs from others of its release was weighed when they were read.
    let is_known = !read.files.is_empty() && read.files.iter().all(|f| known.files.contains(f));
    let mut whole = known;
    merge.objects(&mut whole, read);
    if !is_known && !merge.differences.is_empty() {
        return Err(merge.refusal(release));
    }
    for file in &read.files {
        if !whole.files.contains(file) {
            whole.files.push(file.clone());
        }
    }
    Ok(merge.changed.then_some(whole))
}

/// Whose word counts where the formats are known to differ.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Counts {
    /// Both are of one format: every difference is a contradiction.
    Both,
    /// That of the file read before.
    Known,
    /// That of this file.
    Read,
}

/// What the file's maturities are worth.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Maturity {
    /// Nothing: they are worked out from case studies, and the file has none.
    Untold,
    /// A file of its format was read before, so that it has nothing else to say.
    Told,
    /// It is the first file of its format.
    News,
}

struct Merge {
    counts: Counts,
    maturity: Maturity,
    changed: bool,
    differences: Vec<String>,
}

impl Merge {
    fn objects(&mut self, whole: &mut ReleaseSnapshot, read: &ReleaseSnapshot) {
        let kinds = |snapshot: &ReleaseSnapshot| -> HashSet<Kind> {
            snapshot
                .objects
                .keys()
                .filter_map(|id| Kind::of_id(id))
                .collect()
        };
        // A kind that one of the files lacks as a whole is a gap, which the other fills.
        let (ours, theirs) = (kinds(whole), kinds(read));
        let lacks = |kinds: &HashSet<Kind>, id: &str| {
            Kind::of_id(id).is_none_or(|kind| !kinds.contains(&kind))
        };
        let ids: BTreeSet<String> = whole
            .objects
            .keys()
            .chain(read.objects.keys())
            .cloned()
            .collect();
        for id in ids {
            match (whole.objects.get_mut(&id), read.objects.get(&id)) {
                (Some(known), Some(read)) => self.object(&id, known, read),
                (None, Some(read)) if lacks(&ours, &id) => {
                    whole.objects.insert(id, read.clone());
                    self.changed = true;
                }
                (None, Some(_)) => self.differ(format!("{id} is only in this file")),
                (Some(_), None) if !lacks(&theirs, &id) => {
                    self.differ(format!("{id} is missing in this file"));
                }
                (_, None) => {}
            }
        }
    }

    fn differ_in(&mut self, id: &str, what: &str, known: &str, read: &str) {
        let cut = |text: &str| -> String {
            let mut short: String = text.chars().take(SHOWN).collect();
            if short.len() < text.len() {
                short.push_str("...");
            }
            short
        };
        let (known, read) = (cut(known), cut(read));
        self.differ(format!(
            "{id} has the {what} \"{known}\", in this file \"{read}\""
        ));
    }

    fn differ(&mut self, difference: String) {
        self.differences.push(difference);
    }

    fn refusal(&self, release: &str) -> ReadError {
        let first: Vec<&str> = self
            .differences
            .iter()
            .take(NAMED)
            .map(String::as_str)
            .collect();
        let more = match self.differences.len().saturating_sub(NAMED) {
            0 => String::new(),
            1 => ", and 1 more difference".to_owned(),
            more => format!(", and {more} more differences"),
        };
        ReadError::new(format!(
            "this contradicts the official file of ATLAS {release} that was read before: {}{more}",
            first.join("; ")
        ))
    }
}
