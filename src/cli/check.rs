//! `check`: from arguments to findings and an exit code.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use super::args::{CheckArgs, FailOn, Format};
use super::fix::Job;
use super::scope::Scope;
use super::setup::{Failure, Setup, set_up};
use super::terminal::Terminal;
use super::{Outcome, complain, print_bytes, tell};
use super::{baseline, report};
use crate::check::{Report, Settings, check};
use crate::date::Date;
use crate::disk;
use crate::render::{Context, Counts};
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
        for output in &args.output {
            disk::remove_file(&output.file);
        }
        // An editor puts what it reads in the place of the page.
        if let Ok(Some(stdin)) = &stdin
            && args.repair.fix
            && !args.repair.diff
        {
            print_bytes(&stdin.bytes)?;
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
    let mut sources = read(&setup, given, jobs)?;
    let held = baseline::load(args, &setup, &mut sources)?;
    let scope = Scope::new(&setup, &sources, args, given.map(|(path, _)| path))?;
    let reported = |path: &str| scope.holds(path);
    let look = |sources: &Sources| {
        let known = baseline::of(sources);
        let settings = Settings {
            update: held.as_ref().and_then(|held| held.update),
            ..setup.settings(&reported, known.as_ref(), jobs)
        };
        check(sources, setup.view(), &settings)
    };
    let mut found = look(&sources);
    if fixes {
        let job = Job {
            args,
            setup: &setup,
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

/// A page from stdin, and where it stands.
struct Stdin {
    path: PathBuf,
    bytes: Vec<u8>,
}

impl Stdin {
    fn of(args: &CheckArgs) -> Result<Option<Self>, String> {
        let Some(path) = stdin_page(args)? else {
            return Ok(None);
        };
        let mut bytes = Vec::new();
        io::stdin()
            .read_to_end(&mut bytes)
            .map_err(|error| format!("stdin: {error}"))?;
        Ok(Some(Self { path, bytes }))
    }
}

/// The path in the vault of the page from stdin.
fn in_vault(setup: &Setup, stdin: &Stdin) -> Result<String, String> {
    let root = &setup.place.root;
    if !stdin.path.starts_with(root) {
        return Err(format!(
            "{} lies outside the vault {}",
            stdin.path.display(),
            root.display()
        ));
    }
    Ok(disk::relative(root, &stdin.path))
}

/// The vault as it stands in its folder, which holds at least one page.
fn read(setup: &Setup, given: Option<(&str, &[u8])>, jobs: usize) -> Result<Sources, String> {
    let root = &setup.place.root;
    let included = setup.config.included()?;
    let sources = disk::read_vault(root, given, &|path| included.is_match(path), jobs);
    if sources.files().is_empty() {
        return Err(format!(
            "{} holds no page: no file ends in .md or .markdown, and no YAML file is in one of ATLAS's forms",
            root.display()
        ));
    }
    Ok(sources)
}

/// The day in UTC.
#[expect(
    clippy::disallowed_methods,
    reason = "this is where today enters a run"
)]
pub(super) fn today() -> Date {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let days = since.map_or(0, |since| since.as_secs() / 86_400);
    Date::of_unix_days(u32::try_from(days).unwrap_or(u32::MAX))
}

pub(super) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Where findings go, besides the files of `--output`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FindingsTo {
    Stdout,
    /// stdout belongs to a page.
    Stderr,
    /// stdout belongs to a diff, which says more.
    Files,
}

/// Prints the findings and judges them.
pub(super) fn finish(
    args: &CheckArgs,
    setup: &Setup,
    sources: &Sources,
    found: Report,
    to: FindingsTo,
    started: Instant,
) -> Result<Outcome, String> {
    let terminal = match to {
        FindingsTo::Stderr => Terminal::of_stderr(args.color),
        _ => Terminal::of(args.color),
    };
    let root = &setup.place.root;
    let folder =
        disk::git_root(root).map_or_else(|| ".".to_owned(), |git| disk::relative(&git, root));
    let (prefix, inside) = disk::from_here(root);
    let total = Counts::of(&found.diagnostics);
    let mut shown = found.diagnostics;
    shown.retain(|finding| args.show_suppressed || finding.hidden.is_none());
    let most = args.max_findings.unwrap_or(usize::MAX).min(shown.len());
    let context = Context {
        sources,
        diagnostics: &shown,
        total,
        pages: found.pages,
        vault: &folder,
        prefix: &prefix,
        inside: &inside,
        release: setup.pinned.catalog.release_name(setup.pinned.release),
        pinned: setup.pinned.named,
        version: env!("CARGO_PKG_VERSION"),
        incomplete: found.incomplete,
        elapsed: started.elapsed(),
        width: terminal.width,
        color: terminal.color,
        unicode: terminal.unicode,
        docs_url: &crate::rules::docs_url,
    };
    let format = args.format.unwrap_or(terminal.format());
    // Only what is printed is cut: files and counts are whole.
    let printed = Context {
        diagnostics: &shown[..most],
        ..context
    };
    show(&context, &printed, format, args.statistics, to)?;
    if !args.quiet && to != FindingsTo::Files {
        tell(&crate::render::summary_line(&printed));
        notes(setup, sources, found.pages);
    }
    if found.incomplete && to == FindingsTo::Files {
        complain("not everything could be checked; run it without --diff to see why");
        return Ok(Outcome::Failed);
    }
    if found.incomplete {
        complain("not everything could be checked; see unreadable-file and internal-error above");
        return Ok(Outcome::Failed);
    }
    report::write_outputs(&context, &args.output)?;
    Ok(judge(args.fail_on, total))
}

fn show(
    whole: &Context<'_>,
    printed: &Context<'_>,
    format: Format,
    statistics: bool,
    to: FindingsTo,
) -> Result<(), String> {
    match (to, statistics) {
        (FindingsTo::Stdout, true) => report::statistics(whole),
        (FindingsTo::Stdout, false) => {
            if format == Format::Github {
                report::job_summary(printed);
            }
            report::print(printed, format)
        }
        (FindingsTo::Stderr, true) => report::statistics_beside(whole),
        (FindingsTo::Stderr, false) => report::print_beside(printed, format),
        (FindingsTo::Files, _) => Ok(()),
    }
}

pub(super) fn judge(fail_on: FailOn, total: Counts) -> Outcome {
    let fails = match fail_on {
        FailOn::Error => total.errors > 0,
        FailOn::Warning => total.findings() > 0,
        FailOn::Never => false,
    };
    if fails {
        Outcome::Findings
    } else {
        Outcome::Clean
    }
}

/// Says on stderr what a clean result might hide.
fn notes(setup: &Setup, sources: &Sources, pages: usize) {
    let paths: Vec<&str> = sources
        .files()
        .iter()
        .map(crate::text::Source::path)
        .collect();
    for (key, glob) in setup.config.idle_globs(&paths) {
        let glob = crate::render::escape::text(&glob);
        tell(&format!("note: `{glob}` in `{key}` matches no page"));
    }
    if pages == 0 {
        tell("note: the paths select no page of the vault, so nothing was checked");
    }
}

/// Where the page from stdin stands, if `-` is given.
fn stdin_page(args: &CheckArgs) -> Result<Option<PathBuf>, String> {
    let dash = args.paths.iter().any(|path| path.as_os_str() == "-");
    match (&args.stdin_filename, dash) {
        (None, false) => Ok(None),
        (None, true) => {
            Err("`-` needs --stdin-filename, to know where the page stands in its vault".to_owned())
        }
        (Some(_), false) => Err("--stdin-filename goes with `-`".to_owned()),
        (Some(_), true) if args.paths.len() > 1 => {
            Err("`-` cannot be combined with paths".to_owned())
        }
        (Some(name), true) => {
            if !disk::is_page(&name.to_string_lossy()) {
                return Err(format!(
                    "{} is no page: pages end in .md or .markdown",
                    name.display()
                ));
            }
            let file = name.file_name().ok_or("--stdin-filename names no file")?;
            let folder = disk::absolute(name.parent().unwrap_or(Path::new("")))?;
            Ok(Some(folder.join(file)))
        }
    }
}
