//! Fixes made: rounds of edits to the texts, until no fix is left.
//!
//! Pure, as the check is: what comes out are texts and words about them, and whoever called decides whether anything is written.
//! Each round looks at the whole vault, as a fix in one page may settle or raise a finding in another.

mod round;

use std::collections::{BTreeMap, BTreeSet};

use crate::check::Report;
use crate::diagnostic::{Diagnostic, Hidden, Safety};
use crate::syntax::{self, ReadOptions};
use crate::text::{Condition, FileId, Position, Source, Sources};
use round::{Name, Round};

/// What does not settle in so many rounds does not settle.
pub const MOST_ROUNDS: usize = 100;

/// A fix that was made, or that was not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The file.
    pub file: FileId,
    /// The rule whose finding it mends.
    pub rule: &'static str,
    /// Where the finding stood when it was mended. Fixes of earlier rounds may have moved it.
    pub at: Position,
    /// What the fix does.
    pub message: String,
}

/// Why a page that has fixes is left as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Left {
    /// The fixes of these rules undo each other, or never end.
    Unsettled(Vec<&'static str>),
    /// Its bytes are no text, so that its text is not what would have to be written.
    Damaged,
    /// It holds merge conflicts: what it says is not settled.
    Conflicts,
}

/// What came of it.
#[derive(Debug)]
pub struct Repaired {
    /// The texts, fixed.
    pub sources: Sources,
    /// The files that were changed, as they were.
    pub before: BTreeMap<FileId, Source>,
    /// What was fixed, round by round.
    pub made: Vec<Made>,
    /// Fixes that were taken back, as the YAML that they write into could not be read after them.
    pub taken_back: Vec<Made>,
    /// Pages with fixes of which none was made.
    pub left: BTreeMap<FileId, Left>,
    /// What is found in the fixed texts.
    pub report: Report,
}

/// Makes the fixes of findings, round by round, until none is left. `first` is what was found in the texts as they are, `look`
/// finds again, and `unsafe_too` allows fixes that need a look.
#[must_use]
pub fn repair(
    sources: Sources,
    first: Report,
    unsafe_too: bool,
    look: &dyn Fn(&Sources) -> Report,
) -> Repaired {
    let mut work = Work {
        sources,
        unsafe_too,
        before: BTreeMap::new(),
        history: BTreeMap::new(),
        made: Vec::new(),
        taken_back: BTreeMap::new(),
        left: BTreeMap::new(),
    };
    let mut report = first;
    for _ in 0..MOST_ROUNDS {
        if !work.round(&report.diagnostics) {
            return work.done(report);
        }
        report = look(&work.sources);
    }
    let restless = work.restless(&report.diagnostics);
    if !restless.is_empty() {
        for (file, rules) in restless {
            work.leave(file, rules);
        }
        report = look(&work.sources);
    }
    work.done(report)
}

/// A file's texts so far, each with the rules that changed it.
type History = Vec<(String, BTreeSet<&'static str>)>;

/// What is known between two rounds.
struct Work {
    sources: Sources,
    unsafe_too: bool,
    before: BTreeMap<FileId, Source>,
    history: BTreeMap<FileId, History>,
    made: Vec<Made>,
    taken_back: BTreeMap<Name, Made>,
    left: BTreeMap<FileId, Left>,
}

impl Work {
    /// Makes what can be made at once. Says whether any text has changed.
    fn round(&mut self, found: &[Diagnostic]) -> bool {
        let mut changed = false;
        for (file, findings) in self.wanted(found) {
            if let Some(why) = untouchable(&self.sources, file) {
                self.left.insert(file, why);
                continue;
            }
            let Round { text, made, broke } = round::run(self.sources.get(file), &findings);
            for (name, made) in broke {
                self.taken_back.insert(name, made);
            }
            if !made.is_empty() {
                self.accept(file, text, made);
                changed = true;
            }
        }
        changed
    }

    /// The findings whose fixes may be made, by file.
    fn wanted<'d>(&self, found: &'d [Diagnostic]) -> BTreeMap<FileId, Vec<&'d Diagnostic>> {
        let mut wanted: BTreeMap<FileId, Vec<&Diagnostic>> = BTreeMap::new();
        for finding in found {
            // What a comment allows is meant to stand, and what is older than the change under review is not part of it.
            let stays = matches!(finding.hidden, Some(Hidden::Allowed(_) | Hidden::Older));
            let allowed = finding
                .fix
                .as_ref()
                .is_some_and(|fix| self.unsafe_too || fix.safety == Safety::Safe);
            let file = finding.primary.file;
            if allowed
                && !stays
                && !self.left.contains_key(&file)
                && !self.taken_back.contains_key(&Name::of(finding))
            {
                wanted.entry(file).or_default().push(finding);
            }
        }
        wanted
    }

    /// Takes over the new text of a file, unless it had it before.
    fn accept(&mut self, file: FileId, text: String, made: Vec<Made>) {
        let rules: BTreeSet<&'static str> = made.iter().map(|made| made.rule).collect();
        let source = self.sources.get(file);
        self.before.entry(file).or_insert_with(|| source.clone());
        let history = self.history.entry(file).or_default();
        if history.is_empty() {
            history.push((source.text().to_owned(), BTreeSet::new()));
        }
        if let Some(at) = history.iter().position(|(earlier, _)| *earlier == text) {
            let since = history[at + 1..].iter().flat_map(|(_, rules)| rules);
            let rules = since.chain(&rules).copied().collect();
            return self.leave(file, rules);
        }
        self.sources.rewrite(file, &text);
        self.made.extend(made);
        history.push((text, rules));
    }

    /// The files that still have fixes, with the rules of these.
    fn restless(&self, found: &[Diagnostic]) -> Vec<(FileId, BTreeSet<&'static str>)> {
        let mut restless = Vec::new();
        for (file, findings) in self.wanted(found) {
            let round = round::run(self.sources.get(file), &findings);
            if self.before.contains_key(&file) && !round.made.is_empty() {
                restless.push((file, round.made.iter().map(|made| made.rule).collect()));
            }
        }
        restless
    }

    /// Gives a file its first text back, and lets it be.
    fn leave(&mut self, file: FileId, rules: BTreeSet<&'static str>) {
        if let Some(before) = self.before.remove(&file) {
            self.sources.rewrite(file, before.text());
        }
        self.history.remove(&file);
        self.made.retain(|made| made.file != file);
        self.taken_back.retain(|_, made| made.file != file);
        let rules = rules.into_iter().collect();
        self.left.insert(file, Left::Unsettled(rules));
    }

    fn done(self, report: Report) -> Repaired {
        Repaired {
            sources: self.sources,
            before: self.before,
            made: self.made,
            taken_back: self.taken_back.into_values().collect(),
            left: self.left,
            report,
        }
    }
}

/// Why a file must not be touched at all.
fn untouchable(sources: &Sources, file: FileId) -> Option<Left> {
    let source = sources.get(file);
    if *source.condition() != Condition::Sound {
        return Some(Left::Damaged);
    }
    let page = syntax::read(source, file, ReadOptions::default())?;
    (!page.conflicts.is_empty()).then_some(Left::Conflicts)
}
