//! The baseline: findings that were there when a vault was first checked, kept in a file, so that only new ones are reported.
//!
//! One JSON object a line, in the order of the bytes: two branches that change different entries merge without a conflict, and a
//! review shows what was added.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::{self, Write as _};

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix, Hidden};
use crate::rules::{Rule, can_be_suppressed, find, stale_entry};
use crate::text::{FileId, Source, Sources, Span, is_invisible};

/// Identity of findings in a baseline. It does not change when the page around a finding changes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    /// The rule.
    pub rule: String,
    /// The page, relative to the vault.
    pub path: String,
    /// Their subject.
    pub about: String,
}

/// One line of the file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    rule: String,
    path: String,
    about: String,
    count: usize,
}

/// A baseline file that was read.
#[derive(Debug)]
pub struct Baseline {
    /// Its file.
    pub file: FileId,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    key: Key,
    count: usize,
    /// The line, with its end.
    span: Span,
}

/// Options for rewriting a baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Update {
    /// Whether to add findings that are not in it.
    pub adds: bool,
    /// Whether to remove entries whose findings are gone. Only a run over the whole vault with all rules knows that.
    pub prunes: bool,
}

/// Reason why a file cannot be read as a baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BaselineError {
    /// The line, counted from 1.
    pub line: usize,
    problem: BaselineProblem,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum BaselineProblem {
    MergeConflict,
    NotEntry,
    ZeroCount,
}

impl fmt::Display for BaselineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.problem {
            BaselineProblem::MergeConflict => "a merge conflict is left in the baseline",
            BaselineProblem::NotEntry => "this is not a baseline entry",
            BaselineProblem::ZeroCount => "an entry counts at least one finding",
        })
    }
}

impl std::error::Error for BaselineError {}

/// Returns whether a rule checked the whole page at a path.
pub type Ran<'a> = &'a dyn Fn(&'static Rule, &str) -> bool;

impl Baseline {
    /// Reads a baseline from the text of `file`.
    ///
    pub fn read(source: &Source, file: FileId) -> Result<Self, BaselineError> {
        let mut entries = Vec::new();
        let mut start = source.bom_len();
        let text = source.text().get(start..).unwrap_or_default();
        for (at, line) in text.split_inclusive('\n').enumerate() {
            let span = Span::new(start, start + line.len());
            start += line.len();
            if line.trim().is_empty() {
                continue;
            }
            let fail = |problem| BaselineError {
                line: at + 1,
                problem,
            };
            if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"]
                .iter()
                .any(|mark| line.starts_with(mark))
            {
                return Err(fail(BaselineProblem::MergeConflict));
            }
            let read: Line =
                serde_json::from_str(line).map_err(|_| fail(BaselineProblem::NotEntry))?;
            if read.count == 0 {
                return Err(fail(BaselineProblem::ZeroCount));
            }
            let Line {
                rule,
                path,
                about,
                count,
            } = read;
            entries.push(Entry {
                key: Key { rule, path, about },
                count,
                span,
            });
        }
        Ok(Self { file, entries })
    }

    /// Returns the number of findings of each key. If a merge left a key twice, the larger count wins.
    fn counts(&self) -> HashMap<&Key, usize> {
        let mut counts = HashMap::new();
        for entry in &self.entries {
            let count = counts.entry(&entry.key).or_insert(0);
            *count = entry.count.max(*count);
        }
        counts
    }

    /// Hides the findings that the baseline contains, and returns a finding for each entry that matches nothing. Of equal findings, the
    /// first ones are hidden.
    pub fn hide(
        &self,
        found: &mut [Diagnostic],
        sources: &Sources,
        ran: Ran<'_>,
    ) -> Vec<Diagnostic> {
        let counts = self.counts();
        let mut seen: HashMap<Key, usize> = HashMap::new();
        for finding in found.iter_mut().filter(|finding| may_be_held(finding)) {
            let key = key(finding, sources);
            let Some(recorded) = counts.get(&key) else {
                continue;
            };
            let seen = seen.entry(key).or_default();
            if *seen < *recorded {
                finding.hidden = Some(Hidden::Baselined);
                *seen += 1;
            }
        }
        let mut kept: HashSet<&Key> = HashSet::new();
        let mut stale = Vec::new();
        for entry in &self.entries {
            let left = seen.get(&entry.key).copied().unwrap_or_default();
            // If a key is listed twice, only the entry with the larger count applies.
            let holds = counts.get(&entry.key) == Some(&entry.count) && kept.insert(&entry.key);
            let left = holds.then_some(left);
            if left.is_none_or(|left| left < entry.count) && is_checked(&entry.key, ran) {
                stale.push(self.stale(entry, left));
            }
        }
        stale
    }

    fn stale(&self, entry: &Entry, left: Option<usize>) -> Diagnostic {
        let (message, replacement) = match left.unwrap_or_default() {
            0 => ("remove the entry from the baseline", String::new()),
            left => ("lower the count of the entry", line(&entry.key, left)),
        };
        let fix = Fix {
            message: message.to_owned(),
            applicability: Applicability::Safe,
            edits: vec![Edit::markup(entry.span, replacement)],
        };
        let Key { rule, path, about } = &entry.key;
        let mut found = stale_entry(self.file, entry.span, (rule, path), (entry.count, left));
        found.about(format!("{rule} {path} {about}")).fix(fix);
        found
    }

    /// Returns the text of the new baseline, and hides the findings in it. Entries of rules that did not run stay.
    #[must_use]
    pub fn rewrite(
        old: Option<&Self>,
        found: &mut [Diagnostic],
        sources: &Sources,
        ran: Ran<'_>,
        update: Update,
    ) -> String {
        let mut now: BTreeMap<Key, usize> = BTreeMap::new();
        for finding in found.iter_mut().filter(|finding| may_be_held(finding)) {
            if update.adds {
                finding.hidden = Some(Hidden::Baselined);
            }
            *now.entry(key(finding, sources)).or_default() += 1;
        }
        let recorded = old.map(Self::counts).unwrap_or_default();
        if !update.adds {
            now.retain(|key, count| {
                *count = (*count).min(recorded.get(key).copied().unwrap_or_default());
                *count > 0
            });
        }
        for (key, count) in recorded {
            if !update.prunes || !is_checked(key, ran) {
                let now = now.entry(key.clone()).or_default();
                *now = count.max(*now);
            }
        }
        let mut lines: Vec<String> = now.iter().map(|(key, count)| line(key, *count)).collect();
        lines.sort_unstable();
        lines.concat()
    }
}

fn may_be_held(finding: &Diagnostic) -> bool {
    can_be_suppressed(finding.rule) && !matches!(finding.hidden, Some(Hidden::Allowed(_)))
}

fn key(finding: &Diagnostic, sources: &Sources) -> Key {
    Key {
        rule: finding.rule.to_owned(),
        path: sources.get(finding.primary.file).path().to_owned(),
        about: finding.about.to_string(),
    }
}

/// Returns whether an entry without a finding may be removed: its rule checked the page, or no longer exists.
fn is_checked(key: &Key, ran: Ran<'_>) -> bool {
    find(&key.rule).is_none_or(|rule| ran(rule, &key.path))
}

/// Returns an entry as a line of the file, with invisible characters escaped.
fn line(key: &Key, count: usize) -> String {
    let Key { rule, path, about } = key.clone();
    let json = serde_json::to_string(&Line {
        rule,
        path,
        about,
        count,
    })
    .unwrap_or_default();
    let mut line = String::with_capacity(json.len() + 1);
    for c in json.chars() {
        if c.is_control() || is_invisible(c) || matches!(c, '\u{2028}' | '\u{2029}') {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(line, "\\u{unit:04x}");
            }
        } else {
            line.push(c);
        }
    }
    line + "\n"
}

#[cfg(test)]
mod tests {
    use super::{Baseline, Key, Ran, Update, line};
    use crate::diagnostic::{Diagnostic, Hidden, Label, Severity};
    use crate::text::{FileId, Source, Sources, Span};

    fn finding(file: u32, at: usize, about: &str) -> Diagnostic {
        let label = Label::new(FileId(file), Span::empty(at), "");
        let mut found = Diagnostic::new("unknown-id", Severity::Error, label, "");
        found.about(about);
        found
    }

    fn sources() -> Sources {
        Sources::new(
            vec![Source::new("a.md", "x"), Source::new("b.md", "x")],
            Vec::new(),
        )
    }

    fn read(text: &str) -> Baseline {
        Baseline::read(&Source::new("b.jsonl", text), FileId(9)).unwrap()
    }

    const ALL: Update = Update {
        adds: true,
        prunes: true,
    };
    const SHRINK: Update = Update {
        adds: false,
        prunes: true,
    };
    const ONE: &str = "{\"rule\":\"unknown-id\",\"path\":\"a.md\",\"about\":\"X\",\"count\":1}\n";

    #[test]
    fn of_equal_findings_as_many_are_hidden_as_are_held() {
        let mut found = [finding(0, 0, "X"), finding(0, 1, "X"), finding(1, 0, "X")];
        let stale = read(ONE).hide(&mut found, &sources(), &|_, _| true);
        let hidden = found.map(|finding| finding.hidden == Some(Hidden::Baselined));
        assert_eq!((hidden, stale.len()), ([true, false, false], 0));
    }

    #[test]
    fn what_is_gone_is_stale_only_where_the_rule_ran() {
        let baseline = read(&ONE.replace(":1}", ":3}"));
        let mut found = [finding(0, 0, "X")];
        let stale = baseline.hide(&mut found, &sources(), &|_, path| path == "a.md");
        assert_eq!(stale.len(), 1);
        let edit = &stale[0].fix.as_ref().unwrap().edits[0];
        assert_eq!(edit.replacement, ONE);
        assert!(
            baseline
                .hide(&mut found, &sources(), &|_, _| false)
                .is_empty()
        );
    }

    #[test]
    fn of_a_key_that_stands_twice_the_larger_count_stays() {
        let two = format!("{ONE}{}", ONE.replace(":1}", ":2}"));
        let mut found = [finding(0, 0, "X"), finding(0, 1, "X")];
        let stale = read(&two).hide(&mut found, &sources(), &|_, _| true);
        assert_eq!(stale.len(), 1);
        assert_eq!(stale[0].primary.span.start, 0);
        assert!(found.iter().all(|finding| finding.hidden.is_some()));
    }

    #[test]
    fn shrinking_never_adds_and_a_partial_run_never_prunes() {
        let old = read(&format!(
            "{}{}",
            ONE.replace("a.md", "b.md"),
            ONE.replace(":1}", ":2}")
        ));
        let found = [finding(0, 0, "X"), finding(0, 0, "Y")];
        let text = |update, ran: Ran<'_>| {
            Baseline::rewrite(Some(&old), &mut found.clone(), &sources(), ran, update)
        };
        assert_eq!(text(SHRINK, &|_, _| true), ONE);
        let other = ONE.replace("a.md", "b.md");
        assert_eq!(
            text(SHRINK, &|_, path| path == "a.md"),
            format!("{ONE}{other}")
        );
        let partial = Update {
            prunes: false,
            ..SHRINK
        };
        let both = format!("{}{other}", ONE.replace(":1}", ":2}"));
        assert_eq!(text(partial, &|_, _| true), both);
        let all = text(ALL, &|_, _| true);
        assert_eq!(all, format!("{ONE}{}", ONE.replace('X', "Y")));
    }

    #[test]
    fn a_line_is_json_that_hides_nothing() {
        let key = Key {
            rule: "r".into(),
            path: "a\u{202e}\n.md".into(),
            about: "é \u{e0041}".into(),
        };
        let text = line(&key, 2);
        assert_eq!(
            text,
            "{\"rule\":\"r\",\"path\":\"a\\u202e\\n.md\",\"about\":\"é \\udb40\\udc41\",\"count\":2}\n"
        );
        assert_eq!(read(&text).entries[0].key, key);
    }

    #[test]
    fn what_is_no_entry_is_said_with_its_line() {
        let fails = |text: &str| Baseline::read(&Source::new("b", text), FileId(0)).unwrap_err();
        assert_eq!(fails(&format!("{ONE}\n<<<<<<< ours\n")).line, 3);
        for text in [
            "{}",
            "[]",
            "x",
            &ONE.replace(":1}", ":0}"),
            &ONE.replace("count", "counts"),
        ] {
            assert_eq!(fails(text).line, 1, "{text}");
        }
    }
}
