//! `catalog import`: an official file into the vault's catalog.

use std::fmt::Display;
use std::path::Path;

use super::error::{Error, in_file};
use super::outcome::Outcome;
use super::setup::read_config;
use super::stderr::note;
use super::stdout::print_lines;
use super::terminal::print_rows;
use super::vault_catalog::{VaultCatalog, here, of_vault, read_official};
use crate::catalog::{self, Catalog, Import, ReleaseSnapshot};
use crate::config::Config;
use crate::disk::{self, MOST_BUNDLE, MOST_DATA, Overwrite, Place};
use crate::framework;
use crate::text::Rows;

pub(super) fn run(file: &Path) -> Result<Outcome, Error> {
    let place = here()?;
    if file
        .extension()
        .is_some_and(|it| it == "json" || it == "csv")
    {
        return framework(file, &place);
    }
    let config = match &place.config {
        Some(path) => Some((path.as_path(), read_config(path)?.0)),
        None => None,
    };
    let vault = of_vault(&place)?;
    let snapshot = read_official(file).map_err(nothing_written)?;
    let of_file = |error: &dyn Display| {
        nothing_written(in_file(&file.display().to_string(), &error.to_string()))
    };
    let found = catalog::import(Catalog::embedded(), &vault.imports, &snapshot)
        .map_err(|error| of_file(&error))?;
    if let Some(import) = found {
        let text = import.imports.to_jsonl();
        match &vault.before {
            Some(before) => disk::rewrite_file(&vault.file, before, &text),
            None => disk::write_file(&vault.file, Overwrite::Never, &text),
        }
        .map_err(|why| nothing_written(format!("{}: {why}", vault.file.display())))?;
        print_rows(&changes(&import, &snapshot, &vault))?;
        if let Some((path, config)) = config {
            suggest_pin(path, &config, &import);
        }
    } else {
        let identified = vault.known.identify(&snapshot);
        let release = identified.map_err(|error| of_file(&error))?.name;
        print_lines(&format!(
            "nothing changes: all that {} says of ATLAS {release} is known from its official file\n",
            file.display()
        ))?;
    }
    Ok(Outcome::Clean)
}

/// Adds a published file of a framework to the history that is built in, and writes that into the vault.
fn framework(file: &Path, place: &Place) -> Result<Outcome, Error> {
    let shown = file.display().to_string();
    let bytes = disk::read_bounded(file, MOST_BUNDLE).map_err(Error::at(file))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| nothing_written(format!("{shown}: it is not UTF-8 text")))?;
    let found = framework::import(&shown, &text).ok_or_else(|| {
        let why = "it is neither an ATT&CK STIX bundle with its version nor the CSV of CWE";
        nothing_written(format!("{shown}: {why}"))
    })?;
    let imported = found.map_err(nothing_written)?;
    let key = &imported.framework.key;
    let path = format!("frameworks/{key}.yaml");
    let target = place.root.join(&path);
    let before = if disk::is_there(&target) {
        disk::read_own(&target, MOST_DATA).map_err(Error::at(&target))?
    } else {
        None
    };
    let written = match before {
        Some(before) => disk::rewrite_in_vault(&place.root, &path, &before, &imported.text),
        None => disk::create_in_vault(&place.root, &path, &imported.text),
    };
    written.map_err(|why| nothing_written(format!("{}: {why}", target.display())))?;
    print_lines(&format!(
        "wrote {}: {} {}, {} objects\n",
        disk::from_current(&target),
        imported.framework.title,
        imported.version,
        imported.framework.objects.len()
    ))?;
    note(&format!(
        "name it in atlas-lint.yaml: `frameworks: {{{key}: {{file: {path}}}}}`"
    ));
    Ok(Outcome::Clean)
}

fn nothing_written(why: impl std::fmt::Display) -> Error {
    Error::Message(format!("{why}; nothing was written"))
}

/// Returns the answer: what changed, and which file was written.
fn changes(import: &Import, snapshot: &ReleaseSnapshot, vault: &VaultCatalog) -> Rows {
    let mut rows = import.diff.rows();
    rows.line("");
    let release = &import.release;
    if import.was_unverified {
        rows.line(&format!(
            "ATLAS {release} was unverified, and is official now."
        ));
    }
    let mut wrote = format!("wrote {}", disk::from_current(&vault.file));
    if let Some(file) = snapshot.files.first() {
        wrote += &format!(": ATLAS {release}, {}, sha256 {}", file.format, file.sha256);
    }
    rows.line(&wrote);
    rows
}

/// Prints how to check against the imported release, if the configuration names an older one or a file.
fn suggest_pin(path: &Path, config: &Config, import: &Import) {
    let catalog = &import.catalog;
    let release = &import.release;
    let pinned = config.catalog.release.as_deref();
    let is_older = |pinned: &&str| {
        let pinned = catalog.release(pinned);
        pinned.is_some() && pinned < catalog.release(release)
    };
    let instead = match (pinned.filter(is_older), &config.catalog.file) {
        (Some(pinned), _) => format!("pins ATLAS {pinned}"),
        (None, Some(file)) => format!("names the file {file}"),
        (None, None) => return,
    };
    let shown = disk::from_current(path);
    note(&format!(
        "{shown} {instead}; to check against the imported release, write in it\n  catalog:\n    release: \"{release}\""
    ));
}
