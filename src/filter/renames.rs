//! Finds pages that were renamed since an older tree.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{Hash, Hasher};

use crate::diagnostic::Subject;
use crate::text::path::without_md;
use crate::text::path::{name_of, parent_of};
use crate::text::{Source, Sources};
use crate::vault::path::fold_case;

/// Above this number of pairs, only pages with the same text count as renamed. Git has the same limit.
const MOST_PAIRS: usize = 1_000_000;

/// Above this number of compared lines, too.
const MOST_MATCHES: usize = 20_000_000;

/// Pages under their old and their new paths.
#[derive(Debug, Default)]
pub(super) struct Renames {
    new_paths: BTreeMap<String, String>,
    /// Old and new paths without case, by the name of the page before, without its extension.
    by_name: HashMap<String, Vec<(String, String)>>,
    /// Folders that moved with a page, without case.
    folders: BTreeSet<(String, String)>,
}

impl Renames {
    /// Compares two trees. A removed and an added page are the same page if their texts are equal, or if they share at least half of the
    /// larger one, as in git.
    pub(super) fn between(old: &Sources, new: &Sources) -> Self {
        let only_in = |a: &'_ Sources, b: &Sources| -> Vec<usize> {
            let files = a.files().iter().map(|file| &**file).enumerate();
            let is_alone = |(_, file): &(usize, &Source)| {
                b.find(file.path()).is_none() && !file.text().trim().is_empty()
            };
            files.filter(is_alone).map(|(at, _)| at).collect()
        };
        let (mut gone, mut came) = (only_in(old, new), only_in(new, old));
        let mut renames = Self::default();
        let text = |sources: &'_ Sources, at: usize| sources.files()[at].text().to_owned();
        let mut same: HashMap<String, Vec<usize>> = HashMap::new();
        for &at in &gone {
            same.entry(text(old, at)).or_default().push(at);
        }
        came.retain(|&at| {
            let Some(olds) = same.get_mut(&text(new, at)) else {
                return true;
            };
            let name = name_of(new.files()[at].path());
            let named_alike = olds
                .iter()
                .position(|&o| name_of(old.files()[o].path()) == name);
            if olds.is_empty() {
                return true;
            }
            let from = olds.remove(named_alike.unwrap_or(0));
            gone.retain(|&other| other != from);
            renames.add(old.files()[from].path(), new.files()[at].path());
            false
        });
        renames.named_alike(old, &mut gone, new, &mut came);
        if gone.len() * came.len() <= MOST_PAIRS {
            renames.similar(old, &gone, new, &came);
        }
        renames
    }

    /// Pairs pages with the same unique file name, as when a folder moves.
    fn named_alike(
        &mut self,
        old: &Sources,
        gone: &mut Vec<usize>,
        new: &Sources,
        came: &mut Vec<usize>,
    ) {
        let by_name = |sources: &'_ Sources, files: &[usize]| {
            let mut names: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for &at in files {
                let name = name_of(sources.files()[at].path()).to_owned();
                names.entry(name).or_default().push(at);
            }
            names
        };
        let theirs = by_name(new, came);
        for (name, olds) in by_name(old, gone) {
            let (&[from], Some(&[to])) = (olds.as_slice(), theirs.get(&name).map(Vec::as_slice))
            else {
                continue;
            };
            let (a, b) = (&old.files()[from], &new.files()[to]);
            let (ours, others) = (lines(a), lines(b));
            let shared = ours
                .iter()
                .map(|(line, bytes)| *bytes.min(others.get(line).unwrap_or(&0)));
            if is_half(shared.sum(), a, b) {
                self.add(a.path(), b.path());
            }
        }
        gone.retain(|&at| !self.new_paths.contains_key(old.files()[at].path()));
        let taken: BTreeSet<&String> = self.new_paths.values().collect();
        came.retain(|&at| !taken.contains(&new.files()[at].path().to_owned()));
    }

    /// Pairs renamed pages whose text changed, the most similar ones first.
    fn similar(&mut self, old: &Sources, gone: &[usize], new: &Sources, came: &[usize]) {
        let mut with_line: HashMap<u64, Vec<(usize, usize)>> = HashMap::new();
        let mut budget = MOST_MATCHES;
        for &at in gone {
            for (line, bytes) in lines(&old.files()[at]) {
                with_line.entry(line).or_default().push((at, bytes));
            }
        }
        let mut pairs = Vec::new();
        for &at in came {
            let source = &new.files()[at];
            let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
            for (line, bytes) in lines(source) {
                let matches = with_line.get(&line).map(Vec::as_slice).unwrap_or_default();
                // Pages that all look alike are not renames of each other.
                let Some(left) = budget.checked_sub(matches.len()) else {
                    return;
                };
                budget = left;
                for &(other, theirs) in matches {
                    *shared.entry(other).or_default() += bytes.min(theirs);
                }
            }
            for (other, shared) in shared {
                let before = &old.files()[other];
                if is_half(shared, before, source) {
                    let larger = source.text().len().max(before.text().len());
                    pairs.push((shared * 1000 / larger.max(1), other, at));
                }
            }
        }
        pairs.sort_by(|a, b| b.0.cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        let (mut from, mut to) = (BTreeSet::new(), BTreeSet::new());
        for (_, old_at, new_at) in pairs {
            if !from.contains(&old_at) && !to.contains(&new_at) {
                from.insert(old_at);
                to.insert(new_at);
                self.add(old.files()[old_at].path(), new.files()[new_at].path());
            }
        }
    }

    fn add(&mut self, old: &str, new: &str) {
        self.new_paths.insert(old.to_owned(), new.to_owned());
        let paths = (fold_case(old).into_owned(), fold_case(new).into_owned());
        let name = bare(name_of(&paths.0)).to_owned();
        self.by_name.entry(name).or_default().push(paths);
        let (mut from, mut to) = (parent_of(old), parent_of(new));
        // `a/b/c` to `x/b/c`: the folder that moved is `a`.
        while !from.is_empty() && !to.is_empty() && name_of(from) == name_of(to) && from != to {
            let folders = (fold_case(from).into_owned(), fold_case(to).into_owned());
            self.folders.insert(folders);
            (from, to) = (parent_of(from), parent_of(to));
        }
        if from != to {
            self.folders
                .insert((fold_case(from).into_owned(), fold_case(to).into_owned()));
        }
    }

    /// Returns the new path of a page.
    pub(super) fn now<'a>(&'a self, path: &'a str) -> &'a str {
        self.new_paths.get(path).map_or(path, String::as_str)
    }

    /// Returns the old path of a page.
    pub(super) fn before(&self) -> impl Iterator<Item = (&str, &str)> {
        self.new_paths
            .iter()
            .map(|(old, new)| (new.as_str(), old.as_str()))
    }

    /// Returns the subjects that `subject` may have become: its path under each new name.
    pub(super) fn now_subjects(&self, subject: &Subject) -> Vec<Subject> {
        let mut found = Vec::new();
        let Some(path) = subject.as_path().filter(|_| !self.new_paths.is_empty()) else {
            return found;
        };
        let mut add = |path: &str| found.push(subject.with_path(path));
        if let Some(new) = self.new_paths.get(path) {
            add(new);
        }
        let wanted = fold_case(path);
        let named_so = self.by_name.get(bare(name_of(&wanted)));
        for (old, new) in named_so.into_iter().flatten() {
            for extension in ["", ".md"] {
                let (Some(old), Some(new)) =
                    (old.strip_suffix(extension), new.strip_suffix(extension))
                else {
                    continue;
                };
                let ends = old.strip_suffix(wanted.as_ref());
                if ends.is_some_and(|before| before.is_empty() || before.ends_with('/')) {
                    add(new);
                    new.match_indices('/')
                        .for_each(|(at, _)| add(&new[at + 1..]));
                }
            }
        }
        for (old, new) in &self.folders {
            let rest = wanted.strip_prefix(old.as_str());
            if let Some(rest) = rest.filter(|rest| rest.starts_with('/') && !old.is_empty()) {
                add(format!("{new}{rest}").trim_start_matches('/'));
            }
        }
        found
    }
}

/// Returns a path without `.md`, which links leave out.
fn bare(path: &str) -> &str {
    without_md(path)
}

/// Returns whether two pages share at least half of the larger one.
fn is_half(shared: usize, a: &Source, b: &Source) -> bool {
    shared * 2 >= a.text().len().max(b.text().len())
}

/// Returns the hashes of a page's lines, each with the number of bytes on equal lines.
fn lines(source: &Source) -> BTreeMap<u64, usize> {
    let mut lines = BTreeMap::new();
    for line in source.text().lines().filter(|line| !line.is_empty()) {
        let mut hash = DefaultHasher::new();
        line.hash(&mut hash);
        *lines.entry(hash.finish()).or_default() += line.len() + 1;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{Renames, Subject};
    use crate::text::{Source, Sources};

    fn tree(files: &[(&str, &str)]) -> Sources {
        let files = files.iter().map(|(path, text)| Source::new(*path, *text));
        Sources::new(files.collect(), Vec::new())
    }

    #[test]
    fn a_page_is_known_by_its_text() {
        let old = tree(&[
            ("a/x.md", "same\n"),
            ("b.md", "one\ntwo\nthree\nfour\n"),
            ("c.md", "stays\n"),
            ("e.md", ""),
        ]);
        let new = tree(&[
            ("z/x.md", "same\n"),
            ("y.md", "one\ntwo\nthree\nfive\n"),
            ("c.md", "stays\n"),
            ("f.md", ""),
        ]);
        let renames = Renames::between(&old, &new);
        for (path, now) in [
            ("a/x.md", "z/x.md"),
            ("b.md", "y.md"),
            ("c.md", "c.md"),
            ("e.md", "e.md"),
        ] {
            assert_eq!(renames.now(path), now);
        }
    }

    #[test]
    fn what_a_finding_concerns_moves_along() {
        let old = tree(&[("old/Page One.md", "same\n")]);
        let new = tree(&[("new/dir/Page Two.md", "same\n")]);
        let renames = Renames::between(&old, &new);
        for (before, now) in [
            (
                Subject::anchor("old/Page One.md", "heading"),
                "new/dir/Page Two.md#heading",
            ),
            (
                Subject::object_and_path("AML.T0001", "old/Page One.md"),
                "AML.T0001 new/dir/Page Two.md",
            ),
            (Subject::path("page one"), "page two"),
            (Subject::path("old/page one"), "dir/page two"),
            (Subject::path("old/missing"), "new/dir/missing"),
        ] {
            let found = renames.now_subjects(&before);
            assert!(
                found.iter().any(|found| found.as_str() == now),
                "{before}: {found:?}"
            );
        }
        let words = Subject::from("old/Page One.md");
        assert!(renames.now_subjects(&words).is_empty());
    }
}
