//! `sync`: updates a vault to the pinned release.

mod pin;

use std::path::{Path, PathBuf};

use super::args::{SyncArgs, VaultArgs};
use super::diff;
use super::error::Error;
use super::outcome::Outcome;
use super::scope::{Scope, refuse_several};
use super::setup::{Request, Setup, cores, set_up};
use super::stderr::{error, note, status};
use super::terminal::print_list;
use super::write_plan::{self, Planned};
use crate::disk;
use crate::render::count;
use crate::sync::{Change, ChangeKind, Plan, plan};
use crate::text::{Row, RowStyle, Rows, grouped_digits};

pub(super) fn run(args: &SyncArgs) -> Result<Outcome, Error> {
    let paths: Vec<PathBuf> = args.path.iter().cloned().collect();
    let place = pin::release_args(args);
    let setup = set_up(&Request::of(&place, &paths))?;
    let moved = pin::Move::of(args, &setup)?;
    if let Some(path) = &args.path {
        whole_vault(&setup, path)?;
    }
    let plan = planned(&setup, &args.place)?;
    let writes = !args.check && !args.diff;
    let files = plan.files.iter().map(|change| Planned {
        path: &change.path,
        before: change.before.as_deref(),
        after: &change.after,
    });
    let files: Vec<Planned<'_>> = files.collect();
    if writes {
        write_plan::check_writable(&setup.place.root, &files)?;
    }
    let written = if writes {
        write(&setup.place.root, &files)
    } else {
        Ok(())
    };
    if written.is_ok() {
        if args.diff {
            print_diff(&setup, &plan)?;
        } else {
            list(&plan, writes)?;
        }
        summary(&setup, &plan, writes);
    }
    if writes && written.is_ok() && plan.errors.is_empty() {
        moved.write()?;
    }
    moved.print_status(writes && plan.errors.is_empty());
    for problem in &plan.errors {
        error(&problem.to_string());
    }
    written?;
    Ok(if !plan.errors.is_empty() {
        Outcome::Failed
    } else if writes || (plan.files.is_empty() && !moved.is_due()) {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}

/// Refuses a path that names a part of the vault: a page is updated together with the pages that link to it.
fn whole_vault(setup: &Setup, path: &Path) -> Result<(), Error> {
    let root = &setup.place.root;
    let path = disk::absolute(path)?;
    if root.starts_with(&path) {
        return Ok(());
    }
    Err(Error::Message(format!(
        "{} is a part of the vault {}; sync works on the whole of it",
        path.display(),
        root.display()
    )))
}

fn planned(setup: &Setup, place: &VaultArgs) -> Result<Plan, Error> {
    let root = &setup.place.root;
    let jobs = cores();
    let included = setup.config.included()?;
    let wanted = |path: &str| included.is_match(path);
    let sources = disk::read_vault(root, None, &wanted, jobs);
    refuse_several(setup, place, &sources)?;
    if !sources
        .files()
        .iter()
        .any(|file| disk::is_page(file.path()))
    {
        return Err(Error::Message(format!(
            "{} holds no page: no file ends in .md or .markdown",
            root.display()
        )));
    }
    let scope = Scope::whole(setup, &sources)?;
    let reported = |path: &str| scope.holds(path);
    Ok(plan(
        &sources,
        setup.view(),
        &setup.settings(&setup.store(jobs), &reported, None),
    ))
}

/// Writes all files.
fn write(root: &Path, files: &[Planned<'_>]) -> Result<(), Error> {
    write_plan::write(root, files).map_err(|failure| {
        let (path, why) = (failure.path, failure.why);
        let (done, left) = (count(failure.done.len(), "file"), failure.left);
        Error::Message(format!(
            "{path}: {why}; written: {done}, not written: {left}; run it again"
        ))
    })
}

/// Prints what happened to each file, or would.
fn list(plan: &Plan, written: bool) -> Result<(), Error> {
    let row = |change: &Change| {
        let (what, style) = match (change.kind, written) {
            (ChangeKind::Created, true) => ("created", RowStyle::Added),
            (ChangeKind::Updated, true) => ("updated", RowStyle::Fact),
            (ChangeKind::Retired, true) => ("retired", RowStyle::Removed),
            (ChangeKind::Created, false) => ("would create", RowStyle::Added),
            (ChangeKind::Updated, false) => ("would update", RowStyle::Fact),
            (ChangeKind::Retired, false) => ("would retire", RowStyle::Removed),
        };
        let id = change.id.as_ref();
        let id = id.map_or_else(String::new, |id| format!(" ({id})"));
        Row {
            style,
            indent: 0,
            label: what.to_owned(),
            column: what.len() + 2,
            values: vec![format!("{}{id}", change.path)],
        }
    };
    let rows = Rows(plan.files.iter().map(row).collect());
    Ok(print_list(&rows)?)
}

fn print_diff(setup: &Setup, plan: &Plan) -> Result<(), Error> {
    let changes = plan.files.iter().map(|change| {
        let before = change.before.as_deref();
        (change.path.as_str(), before, change.after.as_str())
    });
    Ok(diff::print(&setup.place.root, changes)?)
}

fn summary(setup: &Setup, plan: &Plan, written: bool) {
    let of_kind = |kind| {
        let files = plan.files.iter();
        files.filter(|change| change.kind == kind).count()
    };
    let release = setup.pinned.catalog.release_name(setup.pinned.release);
    let would = if written { "" } else { "would be " };
    let unverified = match plan.unverified {
        0 => String::new(),
        1 => "; 1 fact is unverified".to_owned(),
        n => format!("; {n} facts are unverified"),
    };
    status(&format!(
        "{} {would}created, {} updated, {} retired, as of ATLAS {release}{unverified}",
        count(of_kind(ChangeKind::Created), "page"),
        grouped_digits(of_kind(ChangeKind::Updated)),
        grouped_digits(of_kind(ChangeKind::Retired)),
    ));
    for message in &plan.notes {
        note(&message.to_string());
    }
}
