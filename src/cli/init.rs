//! `init`: a first configuration.

mod release_choice;
mod seen;
mod text;

use std::path::Path;

use super::args::VaultArgs;
use super::error::Error;
use super::outcome::Outcome;
use super::scope::obsidian_vaults;
use super::setup::{Request, Setup, cores, read_config, set_up};
use super::shell;
use super::terminal::print_rows;
use crate::config::FILE_NAME;
use crate::dialect::Dialects;
use crate::disk::{self, Overwrite, PlaceOptions};
use crate::text::{Row, RowStyle, Rows, Sources, grouped_digits};
use release_choice::ReleaseChoice;
use seen::VaultScan;

pub(super) fn run(folder: &Path) -> Result<Outcome, Error> {
    let path = folder.join(FILE_NAME);
    let path = path.strip_prefix(".").unwrap_or(&path);
    if disk::is_there(path) {
        return Err(Error::at(path)(
            "the file exists already; nothing was written",
        ));
    }
    let rules = release_choice::rules();
    let set_up_in = |vault: &Path| {
        let vault = VaultArgs {
            vault: Some(vault.to_path_buf()),
            no_config: true,
            ..VaultArgs::default()
        };
        set_up(&Request {
            select: &rules,
            ..Request::of(&vault, &[])
        })
    };
    let read = |root: &Path| disk::read_vault(root, None, &|_| false, cores());
    let mut setup = set_up_in(folder)?;
    let home = setup.place.root.clone();
    refuse_inside(&home)?;
    let mut sources = read(&home);
    let vault = vault_below(&home, &sources);
    if let Some(below) = &vault {
        setup = set_up_in(&home.join(below))?;
        sources = read(&setup.place.root);
    }
    let seen = VaultScan::of(&setup, &sources);
    let store = setup.store(cores());
    let choice = ReleaseChoice::of(&setup, &store, &sources, &seen);
    let dialects = &store.options().dialects;
    let pages = sources.files().iter().map(|file| file.path());
    let pages = pages.filter(|path| disk::is_page(path) && seen.reports(path));
    let pages: Vec<&str> = pages.collect();
    let text = text::config(
        &setup.pinned.catalog,
        choice.pin,
        &seen,
        vault.as_deref(),
        &dialect_line(dialects, &pages),
    );
    disk::write_file(&home.join(FILE_NAME), Overwrite::Never, &text)
        .map_err(|why| Error::at(path)(format!("{why}; nothing was written")))?;
    let mut rows = report(
        &setup,
        path,
        vault.as_deref(),
        &choice,
        &seen,
        dialects,
        &pages,
    );
    rows.title("next:");
    let steps = if seen.has_page {
        next_steps(folder, &choice)
    } else {
        first_steps(folder)
    };
    let longest = steps.iter().map(|(command, _)| command.chars().count());
    let column = longest.max().unwrap_or_default() + 2;
    for (command, what) in steps {
        rows.add(Row {
            style: RowStyle::Name,
            indent: 2,
            column,
            label: command,
            values: vec![what.to_owned()],
        });
    }
    print_rows(&rows)?;
    Ok(Outcome::Clean)
}

/// Refuses a folder that a configuration above it covers: a second one would make the folder a vault of its own.
fn refuse_inside(folder: &Path) -> Result<(), Error> {
    let vault_key = |path: &Path| Ok::<_, Error>(read_config(path)?.0.vault);
    let around = disk::place(folder, &PlaceOptions::default(), &vault_key)?;
    match around.config {
        Some(config) if folder.starts_with(&around.root) => Err(Error::Message(format!(
            "{} configures this folder already; nothing was written, because a second file would make the folder a vault of its own",
            disk::from_current(&config)
        ))),
        _ => Ok(()),
    }
}

/// Returns the only folder below `home` that Obsidian opens as a vault, if `home` is not one itself. One with a configuration of its own
/// needs no other.
fn vault_below(home: &Path, sources: &Sources) -> Option<String> {
    if disk::is_there(&home.join(".obsidian")) {
        return None;
    }
    match obsidian_vaults(home, sources).as_slice() {
        [only] if !disk::is_there(&home.join(only).join(FILE_NAME)) => Some(only.clone()),
        _ => None,
    }
}

/// Returns the line that sets the dialect: a comment if pages differ, or if there is no page that shows it.
fn dialect_line(dialects: &Dialects, pages: &[&str]) -> String {
    if pages.is_empty() {
        return "# dialect: github".to_owned();
    }
    match dialects.only(pages.iter().copied()) {
        Some(dialect) => format!("dialect: {}", dialect.name()),
        None => format!(
            "# Detected: {}.\n# dialect: github",
            crate::render::escape::text(&dialects.in_words(pages.iter().copied()))
        ),
    }
}

/// Returns a report of what was written, and why.
fn report(
    setup: &Setup,
    path: &Path,
    vault: Option<&str>,
    choice: &ReleaseChoice,
    seen: &VaultScan,
    dialects: &Dialects,
    pages: &[&str],
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
    if let Some(vault) = vault {
        row("vault", format!("{vault}, which holds .obsidian"));
    }
    row(
        "pages",
        format!(
            "{} declare tactics, techniques or mitigations",
            grouped_digits(choice.declaring)
        ),
    );
    let newest = setup.pinned.catalog.newest();
    let of = |count: usize| match count {
        1 => "1 finding depends on the release".to_owned(),
        n => format!("{} findings depend on the release", grouped_digits(n)),
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
        row("dialect", dialects.in_words(pages.iter().copied()));
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

/// Returns the commands to run where there is no page, each with what it does.
fn first_steps(folder: &Path) -> Vec<(String, &'static str)> {
    let vault = if is_here(folder) {
        String::new()
    } else {
        format!(" --vault {}", shell::path(folder))
    };
    vec![
        (
            "atlas-lint new vault DIR".to_owned(),
            "a vault in a folder of its own, with a page of each kind",
        ),
        (
            format!("atlas-lint new case-study NAME{vault}"),
            "a first page in this folder",
        ),
    ]
}

fn is_here(folder: &Path) -> bool {
    folder.as_os_str().is_empty() || folder == Path::new(".")
}

/// Returns the commands to run next, each with what it does.
fn next_steps(folder: &Path, choice: &ReleaseChoice) -> Vec<(String, &'static str)> {
    let at = if is_here(folder) {
        String::new()
    } else {
        format!(" {}", shell::path(folder))
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
