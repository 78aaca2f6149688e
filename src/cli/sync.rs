//! `sync`: a vault follows the pinned release.

use std::path::{Path, PathBuf};

use super::args::{CheckArgs, VaultArgs};
use super::scope::Scope;
use super::setup::{Failure, Setup, cores, set_up};
use super::{Outcome, complain, patch, print_lines, report, tell};
use crate::disk;
use crate::sync::{Change, ChangeKind, Plan, plan};

#[derive(Debug, clap::Args)]
pub(super) struct SyncArgs {
    /// The vault [default: the one around the current folder]
    pub(super) path: Option<PathBuf>,
    /// Write nothing; list what would change
    #[arg(long, help_heading = "Output")]
    pub(super) check: bool,
    /// Write nothing; print what would change as a unified diff
    #[arg(long, conflicts_with = "check", help_heading = "Output")]
    pub(super) diff: bool,
    #[command(flatten)]
    pub(super) place: VaultArgs,
}

pub(super) fn run(args: &SyncArgs) -> Result<Outcome, String> {
    let check = CheckArgs::of_vault(args.path.clone(), &args.place);
    let setup = match set_up(&check, None) {
        Ok(setup) => setup,
        Err(Failure::Words(why)) => return Err(why),
        Err(Failure::Problem(problem)) => {
            report::problem(&problem);
            return Ok(Outcome::Failed);
        }
    };
    if let Some(path) = &args.path {
        whole_vault(&setup, path)?;
    }
    let plan = planned(&setup)?;
    let writes = !args.check && !args.diff;
    if writes {
        object(&setup.place.root, &plan)?;
    }
    let written = if writes {
        write(&setup.place.root, &plan)
    } else {
        Ok(())
    };
    if written.is_ok() {
        let said = if args.diff {
            diff(&setup, &plan)
        } else {
            list(&plan)
        };
        said?;
        summary(&setup, &plan, writes);
    }
    for error in &plan.errors {
        complain(&error.to_string());
    }
    written?;
    Ok(if !plan.errors.is_empty() {
        Outcome::Failed
    } else if writes || plan.files.is_empty() {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}

/// A vault follows a release as a whole: a path that names a part of it is refused.
fn whole_vault(setup: &Setup, path: &Path) -> Result<(), String> {
    let root = &setup.place.root;
    let path = disk::absolute(path)?;
    if root.starts_with(&path) {
        return Ok(());
    }
    Err(format!(
        "{} is a part of the vault {}; sync works on the whole of it",
        path.display(),
        root.display()
    ))
}

fn planned(setup: &Setup) -> Result<Plan, String> {
    let root = &setup.place.root;
    let jobs = cores();
    let included = setup.config.included()?;
    let wanted = |path: &str| included.is_match(path);
    let sources = disk::read_vault(root, None, &wanted, jobs);
    if !sources
        .files()
        .iter()
        .any(|file| disk::is_page(file.path()))
    {
        return Err(format!(
            "{} holds no page: no file ends in .md or .markdown",
            root.display()
        ));
    }
    let scope = Scope::whole(setup, &sources)?;
    let reported = |path: &str| scope.holds(path);
    Ok(plan(
        &sources,
        setup.view(),
        &setup.settings(&setup.store(jobs), &reported, None),
    ))
}

/// Looks at every file before the first one is written.
fn object(root: &Path, plan: &Plan) -> Result<(), String> {
    for change in &plan.files {
        if let Some(why) = disk::objection(root, &change.path, change.before.as_deref()) {
            return Err(format!("{}: {why}; nothing was written", change.path));
        }
    }
    Ok(())
}

/// Writes each file whole or not at all, new ones first, so that no link leads to nothing if that fails half-way.
fn write(root: &Path, plan: &Plan) -> Result<(), String> {
    let (new, old): (Vec<&Change>, Vec<&Change>) = plan
        .files
        .iter()
        .partition(|change| change.before.is_none());
    for (done, change) in new.into_iter().chain(old).enumerate() {
        let path = &change.path;
        let written = match &change.before {
            Some(before) => disk::rewrite_in_vault(root, path, before, &change.after),
            None => disk::create_in_vault(root, path, &change.after),
        };
        written.map_err(|why| {
            let left = plan.files.len() - done;
            format!("{path}: {why}; {done} files were written, {left} were not: run it again")
        })?;
    }
    Ok(())
}

/// What happens to each file.
fn list(plan: &Plan) -> Result<(), String> {
    let line = |change: &Change| {
        let what = match change.kind {
            ChangeKind::Created => "created",
            ChangeKind::Updated => "updated",
            ChangeKind::Retired => "retired",
        };
        let id = change
            .id
            .as_ref()
            .map_or_else(String::new, |id| format!(" ({id})"));
        format!("{what}  {}{id}\n", change.path)
    };
    print_lines(&plan.files.iter().map(line).collect::<String>())
}

fn diff(setup: &Setup, plan: &Plan) -> Result<(), String> {
    let changes = plan.files.iter().map(|change| {
        let before = change.before.as_deref();
        (change.path.as_str(), before, change.after.as_str())
    });
    patch::print_all(&setup.place.root, changes)
}

fn summary(setup: &Setup, plan: &Plan, written: bool) {
    let count = |kind| {
        plan.files
            .iter()
            .filter(|change| change.kind == kind)
            .count()
    };
    let release = setup.pinned.catalog.release_name(setup.pinned.release);
    let would = if written { "" } else { "to be " };
    let unverified = match plan.unverified {
        0 => String::new(),
        1 => "; 1 fact is unverified".to_owned(),
        n => format!("; {n} facts are unverified"),
    };
    tell(&format!(
        "{} pages {would}created, {} updated, {} retired, as of ATLAS {release}{unverified}",
        count(ChangeKind::Created),
        count(ChangeKind::Updated),
        count(ChangeKind::Retired),
    ));
    for note in &plan.notes {
        tell(&format!("note: {note}"));
    }
}
