//! Hides findings that an older tree also has, so that only those of a change remain.
//!
//! Findings are equal if rule, page and subject are equal; the position does not matter. A finding that moved is not new. A link
//! that broke because its target was deleted is new, although its page did not change.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use super::renames::Renames;
use crate::diagnostic::{Diagnostic, Hidden, Subject};
use crate::rules::handling;
use crate::text::{FileId, Sources, changes};

/// The older tree of a comparison, and its findings.
#[derive(Clone, Copy)]
pub struct Older<'a> {
    /// Its files.
    pub sources: &'a Sources,
    /// Its findings, including those that its baseline hides.
    pub found: &'a [Diagnostic],
}

/// Rule, page and subject.
type Key<'k> = (&'static str, &'k str, &'k Subject);

/// Hides the findings that an older tree also has. Of several equal findings, those on changed lines are the new ones.
pub fn hide_older(found: &mut [Diagnostic], sources: &Sources, older: &Older<'_>) {
    let renames = Renames::between(older.sources, sources);
    let groups = Groups::of(found, sources);
    let changed = Changed::new(sources, older.sources, &renames);
    let counts = groups.in_older(older, &renames, &|at| changed.holds(&found[at]));
    let mut marks: Vec<(usize, Hidden)> = Vec::new();
    for (mut group, old) in groups.members.into_iter().zip(counts) {
        let is_baselined = |at: &&usize| found[**at].hidden == Some(Hidden::Baselined);
        let baselined = group.iter().filter(is_baselined).count();
        if old > 0 && old.max(baselined) < group.len() {
            group.sort_by_key(|&at| (changed.holds(&found[at]), at));
        }
        // What the baseline holds was there before, as the old ones were.
        let hidden = group.iter().take(old.max(baselined)).enumerate();
        marks.extend(hidden.map(|(n, &at)| {
            let why = if n < baselined {
                Hidden::Baselined
            } else {
                Hidden::Older
            };
            (at, why)
        }));
    }
    for finding in found.iter_mut().filter(|finding| is_compared(finding)) {
        finding.hidden = None;
    }
    for (at, why) in marks {
        found[at].hidden = Some(why);
    }
}

/// Returns the paths of an older tree on which a finding may be equal to one of `found`. The findings of other pages are of no interest.
#[must_use]
pub fn compared_paths(found: &[Diagnostic], sources: &Sources, older: &Sources) -> HashSet<String> {
    let compared = found.iter().filter(|finding| is_compared(finding));
    let paths: HashSet<&str> = compared
        .map(|finding| sources.get(finding.primary.file).path())
        .collect();
    if paths.is_empty() {
        return HashSet::new();
    }
    let renames = Renames::between(older, sources);
    let files = older.files().iter().map(|file| file.path());
    files
        .filter(|path| paths.contains(renames.now(path)))
        .map(str::to_owned)
        .collect()
}

/// Returns whether a finding is compared. Suppressed findings are decided by the page, and incomplete checks are always reported.
fn is_compared(finding: &Diagnostic) -> bool {
    handling(finding.rule).is_compared && !matches!(finding.hidden, Some(Hidden::Allowed(_)))
}

/// Findings that differ only in their position.
struct Groups<'k> {
    by_key: HashMap<Key<'k>, usize>,
    /// The places of the findings of each group, in order.
    members: Vec<Vec<usize>>,
}

impl<'k> Groups<'k> {
    fn of(found: &'k [Diagnostic], sources: &'k Sources) -> Self {
        let mut groups = Self {
            by_key: HashMap::new(),
            members: Vec::new(),
        };
        for (at, finding) in found.iter().enumerate().filter(|(_, f)| is_compared(f)) {
            let path = sources.get(finding.primary.file).path();
            let key = (finding.rule, path, &finding.about);
            let next = groups.members.len();
            let group = *groups.by_key.entry(key).or_insert(next);
            if group == next {
                groups.members.push(Vec::new());
            }
            groups.members[group].push(at);
        }
        groups
    }

    /// Returns how many findings of each group the older tree has: first those with the same subject, then those whose paths were
    /// renamed, then those on unchanged lines whose index in a list shifted.
    fn in_older(
        &self,
        older: &Older<'_>,
        renames: &Renames,
        is_changed: &dyn Fn(usize) -> bool,
    ) -> Vec<usize> {
        let mut counts = vec![0; self.members.len()];
        let mut take = |rule, path: &str, about: &Subject| {
            let Some(&group) = self.by_key.get(&(rule, path, about)) else {
                return false;
            };
            let free = counts[group] < self.members[group].len();
            counts[group] += usize::from(free);
            free
        };
        let mut left = Vec::new();
        for finding in older.found.iter().filter(|finding| is_compared(finding)) {
            let path = renames.now(older.sources.get(finding.primary.file).path());
            if !take(finding.rule, path, &finding.about) {
                left.push((finding, path));
            }
        }
        left.retain(|(finding, path)| {
            let mut abouts = renames.now_subjects(&finding.about).into_iter();
            !abouts.any(|about| take(finding.rule, path, &about))
        });
        let mut moved: HashMap<(&str, &str, Subject), usize> = HashMap::new();
        for (finding, path) in left {
            if let Some(about) = without_places(&finding.about) {
                *moved.entry((finding.rule, path, about)).or_default() += 1;
            }
        }
        if moved.is_empty() {
            return counts;
        }
        let mut groups: Vec<(&Key<'_>, usize)> = self.by_key.iter().map(|(k, g)| (k, *g)).collect();
        groups.sort_unstable_by_key(|(_, group)| *group);
        for (&(rule, path, about), group) in groups {
            let Some(about) = without_places(about) else {
                continue;
            };
            let Some(left) = moved.get_mut(&(rule, path, about)) else {
                continue;
            };
            let members = &self.members[group];
            let stays = members.iter().filter(|&&at| !is_changed(at)).count();
            let more = stays.min(members.len() - counts[group]).min(*left);
            *left -= more;
            counts[group] += more;
        }
        counts
    }
}

/// Returns the JSON pointer and the property of a subject without indexes of lists. None if the subject is not a value.
fn without_places(about: &Subject) -> Option<Subject> {
    let (pointer, problem) = about.as_value()?;
    let is_place = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !pointer.split('/').any(|part| is_place(&part)) {
        return None;
    }
    let parts = pointer
        .split('/')
        .map(|part| if is_place(&part) { "*" } else { part });
    let pointer = parts.collect::<Vec<_>>().join("/");
    Some(Subject::value(&pointer, problem))
}

/// The lines of each page that differ from the older tree.
struct Changed<'a> {
    sources: &'a Sources,
    older: &'a Sources,
    /// The old paths of renamed pages.
    before: HashMap<&'a str, &'a str>,
    lines: HashMap<FileId, OnceCell<Vec<std::ops::Range<usize>>>>,
}

impl<'a> Changed<'a> {
    fn new(sources: &'a Sources, older: &'a Sources, renames: &'a Renames) -> Self {
        Self {
            sources,
            older,
            before: renames.before().collect(),
            lines: sources.ids().map(|file| (file, OnceCell::new())).collect(),
        }
    }

    /// Returns whether a finding starts on a changed line.
    fn holds(&self, finding: &Diagnostic) -> bool {
        let file = finding.primary.file;
        let source = self.sources.get(file);
        let line = source.line_index(finding.primary.span.start as usize);
        let ranges = self
            .lines
            .get(&file)
            .map(|cell| cell.get_or_init(|| self.ranges(file)));
        ranges.is_some_and(|ranges| ranges.iter().any(|range| range.contains(&line)))
    }

    fn ranges(&self, file: FileId) -> Vec<std::ops::Range<usize>> {
        let source = self.sources.get(file);
        let path = self
            .before
            .get(source.path())
            .copied()
            .unwrap_or(source.path());
        let old = self
            .older
            .find(path)
            .map_or("", |old| self.older.get(old).text());
        let old: Vec<&str> = old.lines().collect();
        let new: Vec<&str> = source.text().lines().collect();
        changes(&old, &new)
            .into_iter()
            .map(|(_, new)| new)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Older, hide_older};
    use crate::diagnostic::{Diagnostic, Hidden, Label, Severity, Subject};
    use crate::text::{Source, Sources, Span};

    fn tree(files: &[(&str, &str)]) -> Sources {
        let files = files.iter().map(|(path, text)| Source::new(*path, *text));
        Sources::new(files.collect(), Vec::new())
    }

    /// Returns a finding at each `X` of a tree.
    fn findings(sources: &Sources) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for file in sources.ids() {
            for (at, _) in sources.get(file).text().match_indices('X') {
                let label = Label::new(file, Span::new(at, at + 1), "");
                found.push(Diagnostic::new("unknown-id", Severity::Error, label, ""));
            }
        }
        found
    }

    fn new(old: &[(&str, &str)], now: &[(&str, &str)]) -> Vec<(String, usize)> {
        let (old, now) = (tree(old), tree(now));
        let mut found = findings(&now);
        let old_found = findings(&old);
        hide_older(
            &mut found,
            &now,
            &Older {
                sources: &old,
                found: &old_found,
            },
        );
        found
            .iter()
            .filter(|finding| finding.hidden.is_none())
            .map(|finding| {
                let source = now.get(finding.primary.file);
                (
                    source.path().to_owned(),
                    source.position(finding.primary.span.start as usize).line,
                )
            })
            .collect()
    }

    #[test]
    fn what_moved_is_old_and_the_changed_line_is_new() {
        assert!(new(&[("a", "X\n")], &[("a", "1\n2\n3\nX\n")]).is_empty());
        assert_eq!(
            new(&[("a", "a\nX\n")], &[("a", "X\na\nX\n")]),
            [("a".to_owned(), 1)]
        );
        assert_eq!(
            new(&[("a", "X\nb\n")], &[("a", "X\nb\nX\n")]),
            [("a".to_owned(), 3)]
        );
        assert_eq!(new(&[], &[("a", "X\n")]), [("a".to_owned(), 1)]);
        assert!(new(&[("a", "X one\n")], &[("b", "X one\n")]).is_empty());
    }

    #[test]
    fn an_entry_of_a_list_keeps_its_finding_when_the_list_grows() {
        let about = |found: &mut [Diagnostic], places: &[usize]| {
            for (finding, place) in found.iter_mut().zip(places) {
                let pointer = format!("/data/{place}/procedure");
                finding.about(Subject::value(&pointer, "required tactic"));
            }
        };
        let (old, now) = (tree(&[("a", "X\n")]), tree(&[("a", "X\nX\n")]));
        let (mut old_found, mut found) = (findings(&old), findings(&now));
        about(&mut old_found, &[3]);
        about(&mut found, &[4, 5]);
        hide_older(
            &mut found,
            &now,
            &Older {
                sources: &old,
                found: &old_found,
            },
        );
        let hidden: Vec<bool> = found.iter().map(|f| f.hidden.is_some()).collect();
        assert_eq!(hidden, [true, false]);
    }

    #[test]
    fn the_baseline_and_the_older_tree_hide_the_same_ones() {
        let (old, now) = (tree(&[("a", "X\n")]), tree(&[("a", "X\nX\nX\n")]));
        for (baselined, reported) in [(0, 2), (1, 2), (2, 1), (3, 0)] {
            let mut found = findings(&now);
            for finding in found.iter_mut().take(baselined) {
                finding.hidden = Some(Hidden::Baselined);
            }
            let old_found = findings(&old);
            hide_older(
                &mut found,
                &now,
                &Older {
                    sources: &old,
                    found: &old_found,
                },
            );
            assert_eq!(
                found.iter().filter(|f| f.hidden.is_none()).count(),
                reported,
                "{baselined}"
            );
        }
    }
}
