//! `check`: from arguments to findings and an exit code.

use std::time::Instant;

use super::args::CheckArgs;
use super::finish::{FindingsTo, finish};
use super::fix::Job;
use super::scope::Scope;
use super::setup::{Failure, cores, set_up};
use super::stdin::{Stdin, in_vault, print_page};
use super::tree::{self, Tree};
use super::{Outcome, baseline, complain, old_report, report};
use crate::check::Settings;
use crate::filter::Update;
use crate::text::Sources;

pub(super) fn run(args: &CheckArgs) -> Result<Outcome, String> {
    let stdin = Stdin::of(args);
    let outcome = stdin
        .as_ref()
        .map_err(Clone::clone)
        .and_then(|stdin| run_whole(args, stdin.as_ref()));
    let failed = !matches!(outcome, Ok(Outcome::Clean | Outcome::Findings));
    if failed {
        // A file of an earlier run must not pass for this one's.
        old_report::take_away(&args.output);
        // An editor puts what it reads in the place of the page.
        if let Ok(Some(stdin)) = &stdin
            && args.repair.fix
            && !args.repair.diff
            && let Err(why) = print_page(&stdin.bytes)
            && outcome.as_ref() != Err(&why)
        {
            complain(&why);
        }
    }
    outcome
}

fn run_whole(args: &CheckArgs, stdin: Option<&Stdin>) -> Result<Outcome, String> {
    let started = Instant::now();
    let fixes = args.repair.wanted()?;
    report::apart(&args.output)?;
    let setup = match set_up(args, stdin.map(|stdin| &stdin.path)) {
        Ok(setup) => setup,
        Err(Failure::Words(why)) => return Err(why),
        Err(Failure::Problem(problem)) => {
            report::problem(&problem);
            return Ok(Outcome::Failed);
        }
    };
    let jobs = args.jobs.map_or_else(cores, usize::from);
    let path = stdin.map(|stdin| in_vault(&setup, stdin)).transpose()?;
    let given = path
        .as_deref()
        .zip(stdin.map(|stdin| stdin.bytes.as_slice()));
    let mut tree = Tree::of(args, &setup, given, jobs)?;
    let held = baseline::load(args, &setup, &mut tree.sources)?;
    let scope = Scope::new(&setup, &tree, args, given.map(|(path, _)| path))?;
    let store = setup.store(jobs);
    let before = tree.before(&setup, &store);
    let reported = |path: &str| scope.holds(path);
    let adds = held.as_ref().and_then(|held| held.adds);
    let look = |sources: &Sources| {
        let known = baseline::of(sources);
        let settings = Settings {
            update: adds.map(|adds| Update {
                adds,
                prunes: scope.is_whole() && args.select.is_empty() && args.ignore.is_empty(),
            }),
            ..setup.settings(&store, &reported, known.as_ref())
        };
        tree::look(sources, &setup, &settings, before.as_ref())
    };
    if !args.quiet {
        tree.tell();
    }
    let sources = tree.sources;
    let mut found = look(&sources);
    if fixes {
        let job = Job {
            args,
            setup: &setup,
            store: &store,
            look: &look,
            stdin: given,
            baseline: held.as_ref().map(|held| held.file.as_path()),
            started,
        };
        return job.run(sources, found);
    }
    // Of a run that is not whole nobody knows what is gone.
    let text = found.baseline.take().filter(|_| !found.incomplete);
    if let (Some(held), Some(text)) = (&held, text) {
        baseline::write(held, &text, args.quiet)?;
    }
    let to = FindingsTo::Stdout;
    finish(args, &setup, &sources, found, to, started)
}
