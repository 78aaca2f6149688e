//! `check`: from arguments to findings and an exit code.

use std::mem::ManuallyDrop;
use std::time::Instant;

use clap::ValueEnum;

use super::args::{CheckArgs, Format};
use super::baseline;
use super::cache;
use super::error::Error;
use super::finish::{FindingsTo, finish};
use super::fix::FixRun;
use super::outcome::Outcome;
use super::own_files::OwnFiles;
use super::progress::during;
use super::report;
use super::scope::Scope;
use super::setup::{Request, cores, set_up};
use super::stale_report;
use super::stderr::note;
use super::stdin::{Stdin, in_vault, print_page};
use super::terminal::Terminal;
use super::tree::{OlderTree, Tree};
use crate::filter::{Update, compared_paths, hide_older};
use crate::pages::PageCache;
use crate::render::escape;
use crate::text::Sources;

pub(super) fn run(args: &CheckArgs) -> Result<Outcome, Error> {
    let stdin = match Stdin::of(args) {
        Ok(stdin) => stdin,
        Err(error) => {
            stale_report::remove(&args.output);
            return Err(error);
        }
    };
    let result = check(args, stdin.as_ref());
    if matches!(result, Ok(Outcome::Clean | Outcome::Findings)) {
        return result;
    }
    // A report of an earlier run must not be taken for one of this run.
    stale_report::remove(&args.output);
    // An editor replaces the page by what is on stdout, so after a failure that has to be the page as it came.
    if let Some(stdin) = &stdin
        && args.repair.fix
        && !args.repair.diff
        && !matches!(result, Err(Error::Stdout(_)))
        && let Err(error) = print_page(&stdin.bytes)
    {
        report::error(&error.into());
    }
    result
}

/// Notes the files that are reported although the configuration excludes them.
fn notes_on_excluded(named: &[String]) {
    let Some((first, rest)) = named.split_first() else {
        return;
    };
    let first = escape::text(first);
    note(&match rest.len() {
        0 => format!("{first} is in `exclude`, and is checked because it was named"),
        more => format!(
            "{first} and {more} more are in `exclude`, and are checked because they were named"
        ),
    });
}

/// Refuses `--statistics` where something else than counts is printed.
fn check_statistics(args: &CheckArgs) -> Result<(), Error> {
    if !args.statistics {
        return Ok(());
    }
    if args.repair.diff {
        return Err(Error::new(
            "--statistics prints counts, and --diff a diff; use one of them",
        ));
    }
    match args.format {
        None | Some(Format::Full | Format::Concise | Format::Json) => Ok(()),
        Some(format) => {
            let name = format.to_possible_value();
            let name = name.as_ref().map_or("", |value| value.get_name());
            Err(Error::Message(format!(
                "--statistics prints counts as text or as JSON; use `--format json`, or `--output {name}=FILE` for the findings"
            )))
        }
    }
}

fn check(args: &CheckArgs, stdin: Option<&Stdin>) -> Result<Outcome, Error> {
    let started = Instant::now();
    if args.repair.unsafe_fixes && !args.repair.fix && !args.repair.diff {
        return Err(Error::new("--unsafe-fixes goes with --fix or --diff"));
    }
    check_statistics(args)?;
    report::check_outputs(&args.output)?;
    let setup = set_up(&Request {
        stdin: stdin.map(|stdin| stdin.path.as_path()),
        staged: args.change.staged,
        select: &args.select,
        ignore: &args.ignore,
        ..Request::of(&args.place, &args.paths)
    })?;
    let jobs = args.jobs.map_or_else(cores, usize::from);
    let path = stdin.map(|stdin| in_vault(&setup, stdin)).transpose()?;
    let page = path
        .as_deref()
        .zip(stdin.map(|stdin| stdin.bytes.as_slice()));
    let mut tree = Tree::of(args, &setup, page, jobs)?;
    let baseline = baseline::load(args, &setup, &mut tree.sources)?;
    let scope = Scope::new(&setup, &tree, args, path.as_deref())?;
    let cache = cache::open(args, &setup);
    let pages = cache.as_ref().map(|cache| cache as &dyn PageCache);
    let fixes = args.repair.fix || args.repair.diff;
    let store = setup.store(jobs).with_cache(pages);
    // The run ends with it: the system takes its memory back faster than page by page.
    let store = ManuallyDrop::new(store.keep_trees(fixes || tree.older().is_some()));
    if !args.quiet
        && let Some(message) = &tree.note
    {
        note(message);
    }
    // A fix may bring a finding to a page that has none yet, and the entries of a baseline are for the whole vault. Otherwise only pages
    // with findings are compared, once these are known.
    let is_compared_whole = fixes || baseline.is_some();
    let before = if is_compared_whole {
        let read = || tree.before(&setup, &store, &|_| true);
        during(store.progress(), args.quiet, started, read)
    } else {
        None
    };
    let reported = |path: &str| scope.holds(path);
    let adds = baseline.as_ref().and_then(|baseline| baseline.adds);
    let update = adds.map(|adds| Update {
        adds,
        prunes: scope.is_whole() && args.select.is_empty() && args.ignore.is_empty(),
    });
    let older = before.as_ref().map(OlderTree::older);
    let format = args.format.unwrap_or(Terminal::stdout().format());
    let own = OwnFiles::of(&setup.place.root, &args.output, baseline.as_ref());
    let check_sources = |sources: &Sources| {
        let known = baseline::of(sources);
        let mut settings = setup.settings(&store, &reported, known.as_ref());
        settings.counts_frameworks = args.statistics;
        settings.shows_texts = fixes || format != Format::Concise || !args.output.is_empty();
        settings.filters.update = update;
        settings.filters.older = older;
        let mut report = crate::check::check(sources, setup.view(), &settings);
        report.unchecked.retain(|path| !own.holds(path));
        report
    };
    let mut found = during(store.progress(), args.quiet, started, || {
        check_sources(&tree.sources)
    });
    if let Some(older) = tree.older().filter(|_| !is_compared_whole) {
        let paths = compared_paths(&found.diagnostics, &tree.sources, older);
        let read = || tree.before(&setup, &store, &|path| paths.contains(path));
        let before =
            (!paths.is_empty()).then(|| during(store.progress(), args.quiet, started, read));
        if let Some(before) = before.flatten() {
            hide_older(&mut found.diagnostics, &tree.sources, &before.older());
        }
    }
    // Pages that are not reported have no findings to remember, and the page from stdin is not that of the vault.
    if let Some(cache) = cache
        .as_ref()
        .filter(|_| scope.is_whole() && stdin.is_none())
    {
        cache::write(args, cache);
    }
    let sources = tree.sources;
    scope.refuse_unchecked(&setup.place.root, &found.unchecked, &own)?;
    if !args.quiet {
        notes_on_excluded(&scope.named_excluded);
    }
    if fixes {
        let run = FixRun {
            args,
            setup: &setup,
            store: &store,
            check_sources: &check_sources,
            stdin: page,
            baseline: baseline.as_ref().map(|baseline| baseline.path.as_path()),
            started,
        };
        return run.run(sources, found);
    }
    // After an incomplete run it is unknown which findings are gone.
    let text = found.baseline.take().filter(|_| !found.incomplete);
    if let (Some(baseline), Some(text)) = (&baseline, text) {
        baseline::write(baseline, &text, args.quiet)?;
    }
    let to = FindingsTo::Stdout;
    finish(args, &setup, &sources, found, to, started)
}
