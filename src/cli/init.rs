//! `init`: a first configuration.

mod release_choice;
mod seen;
mod text;

use std::path::Path;

use super::args::VaultArgs;
use super::error::Error;
use super::outcome::Outcome;
use super::setup::{Request, Setup, cores, set_up};
use super::terminal::print_rows;
use crate::config::FILE_NAME;
use crate::dialect::Dialects;
use crate::disk::{self, Overwrite};
use crate::text::{Row, RowStyle, Rows};
use release_choice::ReleaseChoice;
use seen::VaultScan;

pub(super) fn run(folder: &Path) -> Result<Outcome, Error> {
    let vault = VaultArgs {
        vault: Some(folder.to_path_buf()),
        no_config: true,
        ..VaultArgs::default()
    };
    let rules = release_choice::rules();
    let setup = set_up(&Request {
        select: &rules,
        ..Request::of(&vault, &[])
    })?;
    let path = folder.join(FILE_NAME);
    let path = path.strip_prefix(".").unwrap_or(&path);
    if disk::is_there(path) {
        return Err(Error::at(path)(
            "the file exists already; nothing was written",
        ));
    }
    let root = &setup.place.root;
    let sources = disk::read_vault(root, None, &|_| false, cores());
    let seen = VaultScan::of(&setup, &sources);
    let store = setup.store(cores());
    let choice = ReleaseChoice::of(&setup, &store, &sources, &seen);
    let dialects = &store.options().dialects;
    let text = text::config(
        &setup.pinned.catalog,
        choice.pin,
        &seen,
        &dialect_line(dialects, seen.has_page),
    );
    disk::write_file(&root.join(FILE_NAME), Overwrite::Never, &text)
        .map_err(|why| Error::at(path)(format!("{why}; nothing was written")))?;
    let mut rows = report(&setup, path, &choice, &seen, dialects);
    rows.title("next:");
    let steps = if seen.has_page {
        next_steps(folder, &choice)
    } else {
        FIRST_STEPS
            .map(|(command, what)| (command.to_owned(), what))
            .to_vec()
    };
    for (command, what) in steps {
        rows.add(Row {
            style: RowStyle::Name,
            indent: 2,
            column: command.chars().count() + 4,
            label: command,
            values: vec![what.to_owned()],
        });
    }
    print_rows(&rows)?;
    Ok(Outcome::Clean)
}

/// Returns the line that sets the dialect: a comment if pages differ, or if there is no page that shows it.
fn dialect_line(dialects: &Dialects, has_page: bool) -> String {
    if !has_page {
        return "# dialect: github".to_owned();
    }
    match dialects.only() {
        Some(dialect) => format!("dialect: {}", dialect.name()),
        None => format!(
            "# Detected: {}.\n# dialect: github",
            crate::render::escape::text(&dialects.in_words())
        ),
    }
}

/// Returns a report of what was written, and why.
fn report(
    setup: &Setup,
    path: &Path,
    choice: &ReleaseChoice,
    seen: &VaultScan,
    dialects: &Dialects,
) -> Rows {
    let name = |ix| setup.pinned.catalog.release_name(ix);
    let pin = name(choice.pin);
    let mut rows = Rows::default();
    rows.line(&format!("wrote {}, pinned to ATLAS {pin}", path.display()));
    let mut row = |label: &str, value: String| {
        rows.add(Row {
            style: RowStyle::Fact,
            indent: 2,
            label: format!("{label}:"),
            column: 11,
            values: vec![value],
        });
    };
    row(
        "pages",
        format!(
            "{} declare tactics, techniques or mitigations",
            choice.declaring
        ),
    );
    let newest = setup.pinned.catalog.newest();
    let of = |count: usize| match count {
        1 => "1 finding depends on the release".to_owned(),
        n => format!("{n} findings depend on the release"),
    };
    if choice.best.0 != newest {
        row(
            name(choice.best.0),
            format!("{}, the fewest", of(choice.best.1)),
        );
    }
    row(name(newest), format!("{}, the newest", of(choice.newest)));
    if let Some(reason) = &choice.reason {
        row("why", reason.clone());
    }
    if !choice.newer_ids.is_empty() {
        let ids = choice.newer_ids.iter();
        let ids: Vec<String> = ids.map(|(id, first)| format!("{id} ({first})")).collect();
        row("newer ids", ids.join(", "));
    }
    for evidence in &seen.versions {
        row("evidence", evidence.clone());
    }
    if seen.has_page {
        row("dialect", dialects.in_words());
    }
    if !seen.excluded.is_empty() {
        let templates = match seen.templates.len() {
            0 => String::new(),
            1 => " (1 template)".to_owned(),
            n => format!(" ({n} templates)"),
        };
        row("excluded", seen.excluded.join(", ") + &templates);
    }
    rows
}

/// Commands to run next where there is no page.
const FIRST_STEPS: [(&str, &str); 2] = [
    (
        "atlas-lint new vault DIR",
        "a vault in a folder of its own, with a page of each kind",
    ),
    (
        "atlas-lint new case-study NAME",
        "a first page in this folder",
    ),
];

/// Returns the commands to run next, each with what it does.
fn next_steps(folder: &Path, choice: &ReleaseChoice) -> Vec<(String, &'static str)> {
    let at = match folder.to_string_lossy() {
        here if here == "." || here.is_empty() => String::new(),
        folder => format!(" {folder}"),
    };
    let mut steps = vec![(format!("atlas-lint check{at}"), "shows what to fix")];
    if choice.best.0 == choice.pin && choice.newest > choice.best.1 {
        steps.push((
            format!("atlas-lint sync{at} --check --catalog latest"),
            "what the newest release would change",
        ));
    }
    steps.push((
        format!("atlas-lint check{at} --write-baseline"),
        "if there is too much: report only what is new",
    ));
    steps
}
