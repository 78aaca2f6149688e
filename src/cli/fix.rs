//! `check --fix` and `--diff`: applies fixes, writes or prints the changes, and reports them.

use std::path::Path;
use std::time::Instant;

use super::args::CheckArgs;
use super::diff;
use super::error::Error;
use super::finish::{FindingsTo, finish, outcome};
use super::outcome::Outcome;
use super::setup::Setup;
use super::stderr::{error, fixed, not_fixed, status};
use super::stdin::print_page;
use crate::check::Report;
use crate::diagnostic::{Applicability, Diagnostic};
use crate::disk;
use crate::fix::{Applied, MOST_ROUNDS, Repaired, Skipped, repair};
use crate::pages::PageStore;
use crate::render::{Counts, count, shown_path};
use crate::text::{Condition, FileId, Sources, grouped_digits};

/// Inputs of a check with fixes.
pub(super) struct FixRun<'a> {
    pub(super) args: &'a CheckArgs,
    pub(super) setup: &'a Setup,
    /// The pages of the vault.
    pub(super) store: &'a PageStore<'a>,
    /// Checks new texts with the settings of the first check.
    pub(super) check_sources: &'a dyn Fn(&Sources) -> Report,
    /// Path of the baseline, if there is one.
    pub(super) baseline: Option<&'a Path>,
    /// Path and bytes of the page from stdin.
    pub(super) stdin: Option<(&'a str, &'a [u8])>,
    pub(super) started: Instant,
}

impl FixRun<'_> {
    /// Applies the fixes of a report.
    pub(super) fn run(&self, sources: Sources, found: Report) -> Result<Outcome, Error> {
        if self.args.repair.diff {
            return self.diff(sources, found);
        }
        let mut repaired = self.repair(sources, found);
        let all_written = self.stdin.is_some() || self.write(&mut repaired);
        if !self.args.quiet {
            self.list(&repaired);
        }
        let unsafe_left = self.unsafe_left(&repaired.report.diagnostics);
        let to = match self.stdin {
            Some(_) => FindingsTo::Stderr,
            None => FindingsTo::Stdout,
        };
        let Repaired {
            sources,
            before,
            made,
            report,
            ..
        } = repaired;
        let result = finish(self.args, self.setup, &sources, report, to, self.started)?;
        if !self.args.quiet {
            status(&format!(
                "{}{unsafe_left}",
                have_fixed(made.len(), before.len())
            ));
        }
        if !all_written || result == Outcome::Failed {
            return Ok(Outcome::Failed);
        }
        if let Some((path, bytes)) = self.stdin {
            let source = sources.find(path).map(|file| sources.get(file));
            let sound = source.filter(|source| *source.condition() == Condition::Sound);
            print_page(sound.map_or(bytes, |source| source.text().as_bytes()))?;
        }
        Ok(result)
    }

    fn repair(&self, sources: Sources, found: Report) -> Repaired {
        let unsafe_too = self.args.repair.unsafe_fixes;
        repair(sources, found, unsafe_too, self.store, &self.check_sources)
    }

    /// Writes each changed page atomically, and restores the text of a page that cannot be written. Returns whether all were written.
    fn write(&self, repaired: &mut Repaired) -> bool {
        let root = &self.setup.place.root;
        let mut unwritten: Vec<FileId> = Vec::new();
        for (&file, before) in &repaired.before {
            let after = repaired.sources.get(file).text();
            let written = match self.baseline {
                Some(path) if Some(file) == repaired.sources.attached() => {
                    disk::rewrite_file(path, before.text(), after)
                }
                _ => disk::rewrite_in_vault(root, before.path(), before.text(), after),
            };
            if let Err(why) = written {
                error(&format!(
                    "{}: {why}; it was not fixed",
                    self.shown(before.path())
                ));
                unwritten.push(file);
            }
        }
        for file in &unwritten {
            if let Some(before) = repaired.before.remove(file) {
                repaired.sources.rewrite(*file, before.text());
            }
            repaired.made.retain(|made| made.file != *file);
        }
        if !unwritten.is_empty() {
            repaired.report = (self.check_sources)(&repaired.sources);
        }
        unwritten.is_empty()
    }

    /// Prints the changes as a diff.
    fn diff(&self, sources: Sources, found: Report) -> Result<Outcome, Error> {
        let (args, setup) = (self.args, self.setup);
        let incomplete = found.incomplete;
        // Nothing is written, so the report files describe the vault before the fixes.
        let quiet = FindingsTo::Files;
        finish(args, setup, &sources, found.clone(), quiet, self.started)?;
        let repaired = self.repair(sources, found);
        let changes = repaired.before.iter().map(|(&file, before)| {
            let after = repaired.sources.get(file).text();
            (before.path(), Some(before.text()), after)
        });
        diff::print(&setup.place.root, changes)?;
        let remain = Counts::of(&repaired.report.diagnostics);
        if !args.quiet {
            self.list_left(&repaired);
            let unsafe_left = self.unsafe_left(&repaired.report.diagnostics);
            let would = would_fix(repaired.made.len(), repaired.before.len());
            let left = match remain.findings() {
                0 => "nothing would remain".to_owned(),
                n => format!("{} would remain", count(n, "finding")),
            };
            let held = match remain.baselined {
                0 => String::new(),
                n => format!(", {} in the baseline", grouped_digits(n)),
            };
            status(&format!("{would}{unsafe_left}; {left}{held}"));
        }
        Ok(if incomplete || repaired.report.incomplete {
            Outcome::Failed
        } else if repaired.before.is_empty() {
            outcome(args.fail_on, remain)
        } else {
            Outcome::Findings
        })
    }

    /// Reports what was fixed and what could not be fixed.
    fn list(&self, repaired: &Repaired) {
        for made in &repaired.made {
            fixed(&self.entry(repaired, made));
        }
        self.list_left(repaired);
    }

    fn list_left(&self, repaired: &Repaired) {
        for made in &repaired.taken_back {
            let entry = self.entry(repaired, made);
            not_fixed(&format!(
                "{entry}: the fixed page does not parse as expected"
            ));
        }
        for made in &repaired.stacked {
            let entry = self.entry(repaired, made);
            not_fixed(&format!(
                "{entry}: the finding comes from another fix that needs review; review that one first"
            ));
        }
        for (file, left) in &repaired.left {
            let path = self.shown(repaired.sources.get(*file).path());
            let kept = if repaired.before.contains_key(file) {
                "only its safe fixes were applied"
            } else {
                "it is left as it was"
            };
            let why = match left {
                Skipped::Damaged => "its bytes are not text".to_owned(),
                Skipped::Conflicts => "it holds merge conflicts".to_owned(),
                Skipped::Unsettled(rules) => format!(
                    "the fixes of {} do not settle within {MOST_ROUNDS} rounds; {kept}",
                    rules.join(", ")
                ),
                Skipped::Grown(rules) => format!(
                    "the fixes of {} would make it more than twice as large; {kept}",
                    rules.join(", ")
                ),
            };
            not_fixed(&format!("{path}: {why}"));
        }
    }

    fn entry(&self, repaired: &Repaired, made: &Applied) -> String {
        let path = self.shown(repaired.sources.get(made.file).path());
        let (line, column) = (made.at.line, made.at.column);
        format!("{path}:{line}:{column}: {}: {}", made.rule, made.message)
    }

    /// Returns a path of the vault relative to the current folder.
    fn shown(&self, path: &str) -> String {
        let (prefix, inside) = disk::from_here(&self.setup.place.root);
        shown_path(&prefix, &inside, path)
    }

    /// Counts the remaining findings with an unsafe fix that was not requested.
    fn unsafe_left(&self, found: &[Diagnostic]) -> String {
        let is_unsafe = |finding: &&Diagnostic| {
            let fix = finding.fix.as_ref();
            finding.hidden.is_none()
                && fix.is_some_and(|fix| fix.applicability == Applicability::Unsafe)
        };
        let n = found.iter().filter(is_unsafe).count();
        if n == 0 || self.args.repair.unsafe_fixes {
            String::new()
        } else {
            format!(" ({} more with --unsafe-fixes)", grouped_digits(n))
        }
    }
}

fn have_fixed(findings: usize, pages: usize) -> String {
    match findings {
        0 => "nothing was fixed".to_owned(),
        n => format!("fixed {} in {}", count(n, "finding"), count(pages, "page")),
    }
}

fn would_fix(findings: usize, pages: usize) -> String {
    match findings {
        0 => "nothing would be fixed".to_owned(),
        n => format!(
            "{} in {} would be fixed",
            count(n, "finding"),
            count(pages, "page")
        ),
    }
}
