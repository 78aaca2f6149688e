//! `catalog`.

use super::args::CatalogCommand;
use super::error::Error;
use super::import;
use super::outcome::Outcome;
use super::stdout::print;
use super::terminal::Terminal;
use super::vault_catalog::{Pinned, from_anywhere, here, is_file, of_vault, pin, release};
use crate::catalog::{self, Catalog, ReleaseIx};
use crate::export::site_url;
use crate::render::{Palette, Style, escape};

pub(super) fn run(command: &CatalogCommand) -> Result<Outcome, Error> {
    let terminal = Terminal::stdout();
    let text = match command {
        CatalogCommand::Show { object, catalog } => shown(object, catalog.as_deref())?,
        CatalogCommand::Search { words, catalog } => {
            let pinned = pinned(catalog.as_deref())?;
            let view = pinned.catalog.at(pinned.release);
            catalog::search(view, &words.join(" ")).map_err(Error::new)?
        }
        CatalogCommand::Releases => {
            let known = of_vault(&here()?)?.known;
            catalog::list_releases(&known, terminal.width)
        }
        CatalogCommand::Diff { from, to } => {
            let known = of_vault(&here()?)?.known;
            let named = |named: &str| compared(&known, named);
            catalog::diff(&known, named(from)?, named(to)?).to_string()
        }
        CatalogCommand::Import { file } => return import::run(file),
    };
    let escaped = |line: &str| escape::log_line(line) + "\n";
    let lines = terminal.fit_rows(text);
    let lines: String = lines.lines().map(escaped).collect();
    let has_title = !matches!(command, CatalogCommand::Search { .. });
    print(&painted(&lines, has_title, terminal.palette))?;
    Ok(Outcome::Clean)
}

/// Styles escaped text that a person reads: a title in the first line, labels of rows, and what a diff says was added or removed.
fn painted(text: &str, has_title: bool, palette: Palette) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, line) in text.split_inclusive('\n').enumerate() {
        let (line, end) = match line.strip_suffix('\n') {
            Some(line) => (line, "\n"),
            None => (line, ""),
        };
        let rest = line.trim_start();
        let indent = &line[..line.len() - rest.len()];
        let label = rest.split_once("  ").map_or(rest, |(label, _)| label);
        let style = match label {
            _ if has_title && at == 0 => None,
            "added" => Some(Style::Added),
            "retired" => Some(Style::Removed),
            _ if label.ends_with(':') && !indent.is_empty() => Some(Style::Note),
            _ => None,
        };
        match style {
            _ if has_title && at == 0 => out += &palette.paint(Style::Strong, line),
            Some(style) => {
                out += indent;
                out += &palette.paint(style, label);
                out += &rest[label.len()..];
            }
            None => out += line,
        }
        out += end;
    }
    out
}

/// Returns the catalog of the vault around the current folder, and the release that was named.
fn pinned(named: Option<&str>) -> Result<Pinned, Error> {
    let known = of_vault(&here()?)?.known;
    Ok(pin(known, named, from_anywhere)?)
}

/// Describes an object, or a release.
fn shown(object: &str, named: Option<&str>) -> Result<String, Error> {
    let pinned = pinned(named)?;
    let catalog = &pinned.catalog;
    let is_number =
        object.contains('.') && !object.contains(|c: char| c.is_alphabetic() && c != 'v');
    if is_number || object.eq_ignore_ascii_case("latest") {
        return Ok(catalog::describe_release(
            catalog,
            release(catalog, object)?,
        ));
    }
    let view = catalog.at(pinned.release);
    catalog::show(view, object, &site_url).map_err(Error::new)
}

/// Returns a release to compare.
fn compared(known: &Catalog, named: &str) -> Result<ReleaseIx, Error> {
    match release(known, named) {
        Err(_) if is_file(named) => Err(Error::new(
            "`catalog diff` compares two releases, not files",
        )),
        release => Ok(release?),
    }
}
