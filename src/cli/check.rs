//! `check`: from arguments to findings and an exit code.

use std::cell::RefCell;
use std::collections::HashSet;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::args::{CheckArgs, FailOn, Format};
use super::catalog::{self, Pinned};
use super::report;
use super::terminal::Terminal;
use super::{Outcome, complain};
use crate::check::{Report, Settings, check};
use crate::config::{Config, Problem};
use crate::disk::{self, Given, Place};
use crate::filter::Levels;
use crate::render::Counts;
use crate::schema::PageTypes;
use crate::syntax::ReadOptions;
use crate::text::{Source, Sources};

pub(super) fn run(args: &CheckArgs) -> Result<Outcome, String> {
    let outcome = run_whole(args);
    let failed = !matches!(outcome, Ok(Outcome::Clean | Outcome::Findings));
    if failed {
        // A file of an earlier run must not pass for this one's.
        for output in &args.output {
            disk::remove_file(&output.file);
        }
    }
    outcome
}

fn run_whole(args: &CheckArgs) -> Result<Outcome, String> {
    let started = Instant::now();
    let stdin = stdin_page(args)?;
    let setup = match set_up(args, stdin.as_ref()) {
        Ok(setup) => setup,
        Err(Failure::Words(why)) => return Err(why),
        Err(Failure::Problem(problem)) => {
            report::problem(&problem);
            return Ok(Outcome::Failed);
        }
    };
    let jobs = args.jobs.map_or_else(cores, usize::from);
    let root = &setup.place.root;
    let replaced = match &stdin {
        Some(path) => {
            let mut bytes = Vec::new();
            io::stdin()
                .read_to_end(&mut bytes)
                .map_err(|error| format!("stdin: {error}"))?;
            Some((disk::relative(root, path), bytes))
        }
        None => None,
    };
    let replaced_ref = replaced
        .as_ref()
        .map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
    let sources = disk::read_vault(root, replaced_ref, jobs);
    if sources.files().is_empty() {
        return Err(format!(
            "{} holds no page: no file ends in .md or .markdown",
            root.display()
        ));
    }
    let scope = Scope::new(
        &setup,
        &sources,
        args,
        replaced.as_ref().map(|(path, _)| path.clone()),
    )?;
    let settings = Settings {
        dialect: setup.config.dialect(),
        read: ReadOptions {
            skip_comments: setup.config.skips_comments(),
        },
        vault_ids: setup.config.catalog.vault_ids,
        page_types: &setup.page_types,
        levels: &setup.levels,
        reported: &|path| scope.holds(path),
        jobs,
    };
    let view = setup.pinned.catalog.at(setup.pinned.release);
    let found = check(&sources, view, &settings);
    finish(args, &setup, &sources, &found, started)
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Prints the findings and judges them.
fn finish(
    args: &CheckArgs,
    setup: &Setup,
    sources: &Sources,
    found: &Report,
    started: Instant,
) -> Result<Outcome, String> {
    let terminal = Terminal::of(args.color);
    let root = &setup.place.root;
    let folder =
        disk::git_root(root).map_or_else(|| ".".to_owned(), |git| disk::relative(&git, root));
    let prefix = disk::prefix(root);
    let total = Counts::of(&found.diagnostics);
    let shown = args
        .max_findings
        .unwrap_or(usize::MAX)
        .min(found.diagnostics.len());
    let context = crate::render::Context {
        sources,
        diagnostics: &found.diagnostics[..shown],
        total,
        pages: found.pages,
        suppressed: 0,
        baselined: 0,
        vault: &folder,
        prefix: &prefix,
        release: setup.pinned.catalog.release_name(setup.pinned.release),
        pinned: setup.pinned.named,
        version: env!("CARGO_PKG_VERSION"),
        elapsed: started.elapsed(),
        width: terminal.width,
        color: terminal.color,
        unicode: terminal.unicode,
        docs_url: &crate::rules::docs_url,
    };
    let default = if terminal.is_terminal {
        Format::Full
    } else {
        Format::Concise
    };
    let format = args.format.unwrap_or(default);
    report::print(&context, format, args.statistics)?;
    if !args.quiet {
        let summary = crate::render::summary_line(&context);
        let _ = writeln!(io::stderr(), "{summary}");
        if found.pages == 0 {
            let _ = writeln!(
                io::stderr(),
                "note: the paths select no page of the vault, so nothing was checked"
            );
        }
    }
    if found.incomplete {
        complain("not everything could be checked; see unreadable-file and internal-error above");
        return Ok(Outcome::Failed);
    }
    report::write_outputs(&context, &args.output)?;
    let fails = match args.fail_on {
        FailOn::Error => total.errors > 0,
        FailOn::Warning => total.findings() > 0,
        FailOn::Never => false,
    };
    Ok(if fails {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}

/// What is known before the vault is read.
struct Setup {
    place: Place,
    config: Config,
    page_types: PageTypes,
    levels: Levels,
    pinned: Pinned,
}

enum Failure {
    Words(String),
    Problem(Box<Problem>),
}

impl From<String> for Failure {
    fn from(why: String) -> Self {
        Self::Words(why)
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

fn set_up(args: &CheckArgs, stdin: Option<&PathBuf>) -> Result<Setup, Failure> {
    let given = Given {
        vault: args.vault.as_deref(),
        config: args.config.as_deref(),
        no_config: args.no_config,
    };
    let problem: RefCell<Option<Problem>> = RefCell::new(None);
    let vault_key = |path: &Path| match read_config(path)? {
        Ok((config, _)) => Ok(config.vault),
        Err(found) => {
            *problem.borrow_mut() = Some(found);
            Err(String::new())
        }
    };
    let place = find_place(args, stdin, &given, &vault_key);
    if let Some(problem) = problem.into_inner() {
        return Err(problem.into());
    }
    let place = place?;
    let (config, source) = match &place.config {
        Some(path) => read_config(path)??,
        None => (Config::default(), Source::new("", "")),
    };
    let in_config = |why: String| Failure::Words(format!("{}: {why}", source.path()));
    let load = |path: &str| disk::read_in_vault(&place.root, path);
    let page_types = config.page_types(&source, &load)?;
    let mut levels = config.levels().map_err(in_config)?;
    levels.select(&args.select);
    levels.ignore(&args.ignore);
    let home = place.config.as_deref().and_then(Path::parent);
    let named = config
        .catalog
        .release
        .as_deref()
        .or(config.catalog.file.as_deref());
    let pinned = match (&args.catalog, named) {
        (Some(named), _) => catalog::pin(Some(named), Path::new(""))?,
        (None, named) => catalog::pin(named, home.unwrap_or(Path::new(""))).map_err(in_config)?,
    };
    Ok(Setup {
        place,
        config,
        page_types,
        levels,
        pinned,
    })
}

/// Reads a configuration: not at all, with mistakes, or well.
fn read_config(path: &Path) -> Result<Result<(Config, Source), Problem>, String> {
    let shown = path.display().to_string();
    let bytes = disk::read_file(path).map_err(|why| format!("{shown}: {why}"))?;
    let source = || Source::from_bytes(shown.as_str(), bytes.clone());
    Ok(Config::read(source()).map(|config| (config, source())))
}

/// The one vault that all paths lie in.
fn find_place(
    args: &CheckArgs,
    stdin: Option<&PathBuf>,
    given: &Given<'_>,
    vault_key: &dyn Fn(&Path) -> Result<Option<String>, String>,
) -> Result<Place, String> {
    if let Some(page) = stdin {
        return disk::place(page.parent().unwrap_or(page), given, vault_key);
    }
    let here = [PathBuf::new()];
    let paths = if args.paths.is_empty() {
        &here[..]
    } else {
        &args.paths
    };
    let mut found: Option<(Place, &Path)> = None;
    for path in paths {
        let place = disk::place(path, given, vault_key).map_err(|why| with_hint(why, path))?;
        match &found {
            Some((first, of)) if *first != place => {
                return Err(format!(
                    "{} and {} lie in two vaults, {} and {}; check one at a time",
                    of.display(),
                    path.display(),
                    first.root.display(),
                    place.root.display()
                ));
            }
            _ => found = Some((place, path)),
        }
    }
    found
        .map(|(place, _)| place)
        .ok_or_else(|| "no path given".to_owned())
}

/// A first word that is no path may be a mistyped command.
fn with_hint(why: String, path: &Path) -> String {
    const COMMANDS: [&str; 7] = [
        "check",
        "explain",
        "rules",
        "show",
        "catalog",
        "init",
        "completions",
    ];
    let word = path.to_string_lossy();
    match crate::nearest::nearest(&word, COMMANDS, 2) {
        Some(near) if !why.is_empty() => format!("{why}; did you mean the command `{near}`?"),
        _ => why,
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

/// Which pages are reported.
struct Scope {
    hidden: HashSet<String>,
    excluded: globset::GlobSet,
    /// Pages that were named, and folders with whether what they hide is reported too.
    files: HashSet<String>,
    folders: Vec<(String, bool)>,
    everything: bool,
}

impl Scope {
    fn new(
        setup: &Setup,
        sources: &Sources,
        args: &CheckArgs,
        stdin: Option<String>,
    ) -> Result<Self, String> {
        let mut scope = Self {
            hidden: sources
                .files()
                .iter()
                .filter(|file| file.is_hidden())
                .map(|file| file.path().to_owned())
                .collect(),
            excluded: setup.config.excluded()?,
            files: stdin.iter().cloned().collect(),
            folders: Vec::new(),
            everything: args.paths.is_empty(),
        };
        if scope.everything && sources.files().iter().all(|file| !scope.holds(file.path())) {
            return Err(format!(
                "every page of {} is excluded",
                setup.place.root.display()
            ));
        }
        if stdin.is_some() {
            return Ok(scope);
        }
        for path in &args.paths {
            let path = disk::absolute(path)?;
            if path == setup.place.root {
                scope.everything = true;
            } else if path.is_dir() {
                let folder = disk::relative(&setup.place.root, &path) + "/";
                let inside = |file: &&Source| file.path().starts_with(&folder);
                let all_hidden = sources
                    .files()
                    .iter()
                    .filter(inside)
                    .all(|file| scope.is_out(file.path()));
                scope.folders.push((folder, all_hidden));
            } else {
                scope.files.insert(disk::relative(&setup.place.root, &path));
            }
        }
        Ok(scope)
    }

    fn is_out(&self, path: &str) -> bool {
        self.hidden.contains(path) || self.excluded.is_match(path)
    }

    fn holds(&self, path: &str) -> bool {
        if self.files.contains(path) {
            return true;
        }
        let out = self.is_out(path);
        (self.everything && !out)
            || self.folders.iter().any(|(folder, hidden_too)| {
                path.starts_with(folder.as_str()) && (*hidden_too || !out)
            })
    }
}
