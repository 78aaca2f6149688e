//! Reconciles two official files of one release.

use std::collections::BTreeSet;

use super::error::{Difference, MergeError};
use super::fact::{Fact, FactValue, Formats, MATURITY, for_each_fact};
use super::file::Format;
use super::kind::Kind;
use super::snapshot::{ObjectSnapshot, ReleaseSnapshot};

/// Returns what two official files of one release state together, or `None` if the second one
/// states nothing new. Where the formats are known to differ, the v6 file wins.
///
/// # Errors
///
/// If they contradict each other: names the first differences.
pub(super) fn reconcile(
    known: ReleaseSnapshot,
    new: &ReleaseSnapshot,
    release: &str,
) -> Result<Option<ReleaseSnapshot>, MergeError> {
    let has = |snapshot: &ReleaseSnapshot, format| {
        snapshot.files.iter().any(|file| file.format == format)
    };
    let is_format_unknown = known.files.is_empty() || new.files.is_empty();
    // Where a v6 file was read, the known facts are those of that file.
    let winner = match (has(&known, Format::V6), has(new, Format::V6)) {
        (true, false) if !is_format_unknown => Winner::Known,
        (false, true) if !is_format_unknown => Winner::New,
        _ => Winner::Neither,
    };
    let new_maturity = if !new.kinds().contains(&Kind::CaseStudy) {
        NewMaturity::Ignored
    } else if winner == Winner::Neither || has(&known, Format::V5) && has(new, Format::V5) {
        NewMaturity::Checked
    } else {
        NewMaturity::Added
    };
    let mut reconciler = Reconciler {
        winner,
        new_maturity,
        changed: false,
        differences: Vec::new(),
    };
    // How this very file differs from others of its release was judged when it was first read.
    let is_same_file = !new.files.is_empty() && new.files.iter().all(|f| known.files.contains(f));
    let mut merged = known;
    reconciler.objects(&mut merged, new);
    if !is_same_file && !reconciler.differences.is_empty() {
        return Err(MergeError::Contradiction {
            release: release.to_owned(),
            differences: reconciler.differences,
        });
    }
    for file in &new.files {
        if !merged.files.contains(file) {
            merged.files.push(file.clone());
        }
    }
    Ok(reconciler.changed.then_some(merged))
}

/// The file that wins where the formats are known to differ.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Winner {
    /// Both are of one format, so every difference is a contradiction.
    Neither,
    /// The file that was read before.
    Known,
    /// The new file.
    New,
}

/// Use of the maturities in the new file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum NewMaturity {
    /// They are derived from case studies, and the file has none.
    Ignored,
    /// A file of its format was read before, so they have to be known.
    Checked,
    /// It is the first file of its format, so they are kept beside the known ones.
    Added,
}

struct Reconciler {
    winner: Winner,
    new_maturity: NewMaturity,
    changed: bool,
    differences: Vec<Difference>,
}

impl Reconciler {
    fn objects(&mut self, merged: &mut ReleaseSnapshot, new: &ReleaseSnapshot) {
        // A kind that one of the files lacks as a whole is a gap, which the other fills.
        let (known_kinds, new_kinds) = (merged.kinds(), new.kinds());
        let ids: BTreeSet<String> = merged
            .objects
            .keys()
            .chain(new.objects.keys())
            .cloned()
            .collect();
        for id in ids {
            let kind = Kind::of_id(&id);
            match (merged.objects.get_mut(&id), new.objects.get(&id)) {
                (Some(known), Some(new)) => self.object(&id, known, new),
                (None, Some(new)) if kind.is_none_or(|kind| !known_kinds.contains(&kind)) => {
                    merged.objects.insert(id, new.clone());
                    self.changed = true;
                }
                (None, Some(_)) => self.differences.push(Difference::Added(id)),
                (Some(_), None) if kind.is_some_and(|kind| new_kinds.contains(&kind)) => {
                    self.differences.push(Difference::Missing(id));
                }
                (_, None) => {}
            }
        }
    }

    fn object(&mut self, id: &str, known: &mut ObjectSnapshot, new: &ObjectSnapshot) {
        for_each_fact!(fact => {
            if fact.formats != Formats::KeepBoth {
                self.fact(fact, id, known, new);
            }
        });
        if self.new_maturity != NewMaturity::Ignored {
            self.maturity(id, known, new);
        }
    }

    /// Adds a fact that the known file does not state, and records a contradiction.
    fn fact<T: FactValue>(
        &mut self,
        fact: &Fact<T>,
        id: &str,
        known: &mut ObjectSnapshot,
        new: &ObjectSnapshot,
    ) {
        let Some(new) = fact.stated(new) else { return };
        match fact.stated(known) {
            Some(known) if (fact.equal)(known, new) => {}
            Some(known) if fact.formats == Formats::Agree || self.winner == Winner::Neither => {
                self.record_difference(fact, id, &known.shown(), &new.shown());
            }
            Some(_) if self.winner == Winner::Known => {}
            _ => {
                fact.set(known, Some(new.clone()));
                self.changed = true;
            }
        }
    }

    /// Keeps both maturities where the files of the two formats state different ones.
    fn maturity(&mut self, id: &str, known: &mut ObjectSnapshot, new: &ObjectSnapshot) {
        let main = new.maturity.as_ref().map(|word| (word, true));
        let other = new.other_maturity.as_ref().map(|word| (word, false));
        for (word, is_main) in main.into_iter().chain(other) {
            let known_words = [known.maturity.as_ref(), known.other_maturity.as_ref()];
            if known_words.contains(&Some(word)) {
                continue;
            }
            match (&known.maturity, &known.other_maturity) {
                (None, _) => known.maturity = Some(word.clone()),
                (Some(_), None) if self.winner == Winner::New && is_main => {
                    known.other_maturity = known.maturity.replace(word.clone());
                }
                (Some(_), None) if self.new_maturity == NewMaturity::Added || !is_main => {
                    known.other_maturity = Some(word.clone());
                }
                (Some(known), _) => {
                    let known = known.clone();
                    self.record_difference(&MATURITY, id, &known, word);
                    continue;
                }
            }
            self.changed = true;
        }
    }

    fn record_difference<T>(&mut self, fact: &Fact<T>, id: &str, known: &str, new: &str) {
        self.differences.push(Difference::Value {
            id: id.to_owned(),
            label: fact.label,
            known: known.to_owned(),
            new: new.to_owned(),
        });
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::catalog::file::OfficialFile;

    fn file(format: Format, change: impl Fn(&mut ObjectSnapshot)) -> ReleaseSnapshot {
        let mut object = ObjectSnapshot {
            name: "GPT-2 Model Replication".to_owned(),
            maturity: Some("Feasible".to_owned()),
            granularity: Some("Day".to_owned()),
            ..ObjectSnapshot::default()
        };
        change(&mut object);
        let sha256 = format!("{object:?}");
        ReleaseSnapshot {
            files: vec![OfficialFile { format, sha256 }],
            objects: BTreeMap::from([("AML.CS0007".to_owned(), object)]),
            ..ReleaseSnapshot::default()
        }
    }

    fn set_granularity(word: &str) -> impl Fn(&mut ObjectSnapshot) {
        move |object| object.granularity = Some(word.to_owned())
    }

    fn granularity(merged: &ReleaseSnapshot) -> Option<&str> {
        merged.objects["AML.CS0007"].granularity.as_deref()
    }

    #[test]
    fn the_v6_file_wins_where_the_formats_may_differ() {
        let v6 = file(Format::V6, |_| {});
        let v5 = file(Format::V5, set_granularity("Year"));
        let merged = reconcile(v5.clone(), &v6, "2026.01").unwrap().unwrap();
        assert_eq!(granularity(&merged), Some("Day"));
        assert_eq!(merged.files.len(), 2);
        assert_eq!(reconcile(v6, &v5, "2026.01"), Ok(None));
    }

    #[test]
    fn files_of_one_format_must_agree() {
        let known = file(Format::V6, |_| {});
        let new = file(Format::V6, set_granularity("Year"));
        let error = reconcile(known, &new, "2026.01").unwrap_err();
        let MergeError::Contradiction { differences, .. } = error else {
            panic!("{error}")
        };
        assert_eq!(
            differences,
            [Difference::Value {
                id: "AML.CS0007".to_owned(),
                label: "date granularity",
                known: "Day".to_owned(),
                new: "Year".to_owned(),
            }]
        );
    }

    #[test]
    fn both_maturities_are_kept_with_the_v6_one_first() {
        let v6 = file(Format::V6, |_| {});
        let v5 = file(Format::V5, |object| {
            object.maturity = Some("Realized".to_owned());
        });
        for (known, new) in [(&v6, &v5), (&v5, &v6)] {
            let merged = reconcile(known.clone(), new, "2026.01").unwrap().unwrap();
            let object = &merged.objects["AML.CS0007"];
            assert_eq!(object.maturity.as_deref(), Some("Feasible"));
            assert_eq!(object.other_maturity.as_deref(), Some("Realized"));
        }
    }

    #[test]
    fn a_missing_fact_is_filled_in() {
        let known = file(Format::V6, |object| object.granularity = None);
        let new = file(Format::V6, |_| {});
        let merged = reconcile(known, &new, "2026.01").unwrap().unwrap();
        assert_eq!(granularity(&merged), Some("Day"));
    }
}
