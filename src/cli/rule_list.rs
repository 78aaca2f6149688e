//! `rules`: all rules in a table or as JSON.

use serde::Serialize;

use super::args::ListFormat;
use super::error::Error;
use super::outcome::Outcome;
use super::stdout::print;
use super::terminal::Terminal;
use crate::render::{Style, hanging};
use crate::rules::{self, FixKind, RULES, Rule};
use crate::settings::Level;

/// Entry of `rules --format json`.
#[derive(Serialize)]
struct Listed {
    name: &'static str,
    level: &'static str,
    fix: &'static str,
    summary: &'static str,
    since: &'static str,
    url: String,
}

pub(super) fn run(format: ListFormat) -> Result<Outcome, Error> {
    let text = match format {
        ListFormat::Json => {
            let listed: Vec<Listed> = RULES
                .iter()
                .map(|rule| Listed {
                    name: rule.name,
                    level: rule.level.as_str(),
                    fix: rule.fix.as_str(),
                    summary: rule.summary,
                    since: rule.since,
                    url: rules::docs_url(rule.name),
                })
                .collect();
            serde_json::to_string_pretty(&listed).map_err(Error::new)? + "\n"
        }
        ListFormat::Text => table(Terminal::stdout()),
    };
    print(&text)?;
    Ok(Outcome::Clean)
}

/// Columns of level and fix, with the blanks around them.
const MIDDLE: usize = 2 + 7 + 2 + 6 + 2;

/// A summary with less room than this has lines of its own.
const LEAST: usize = 30;

/// The table of the rules. On a narrow terminal, what a rule finds stands below its name.
fn table(terminal: Terminal) -> String {
    let palette = terminal.palette;
    let names = RULES.iter().map(|rule| rule.name.len());
    let width = names.max().unwrap_or_default();
    let before = width + MIDDLE;
    let is_narrow = terminal.interactive && terminal.width < before + LEAST;
    let indent = if is_narrow { 4 } else { before };
    let summary = |text: &str| {
        if terminal.interactive {
            hanging(text, terminal.width, indent)
        } else {
            text.to_owned()
        }
    };
    let blank = |text: &str, width: usize| " ".repeat(width.saturating_sub(text.len()));
    let row = |rule: &Rule| {
        let (level, fix) = (rule.level.as_str(), rule.fix.as_str());
        let name = palette.paint(Style::Strong, rule.name);
        let name = palette.link(&rules::docs_url(rule.name), &name);
        let painted_level = match rule.level {
            Level::Error => palette.paint(Style::Error, level),
            Level::Warning => palette.paint(Style::Warning, level),
            Level::Off => palette.paint(Style::Dim, level),
        };
        let painted_fix = match rule.fix {
            FixKind::Safe => palette.paint(Style::Good, fix),
            FixKind::Unsafe => palette.paint(Style::Warning, fix),
            FixKind::None => palette.paint(Style::Dim, fix),
        };
        if is_narrow {
            let summary = summary(rule.summary);
            return format!("{name}  {painted_level}  {painted_fix}\n    {summary}\n");
        }
        format!(
            "{name}{}  {painted_level}{}  {painted_fix}{}  {}\n",
            blank(rule.name, width),
            blank(level, 7),
            blank(fix, 6),
            summary(rule.summary)
        )
    };
    let head = if is_narrow {
        String::new()
    } else {
        let head = format!("{:width$}  {:7}  {:6}  {}", "RULE", "LEVEL", "FIX", "FINDS");
        palette.paint(Style::Dim, &head) + "\n"
    };
    let rows = RULES.iter().map(|rule| row(rule));
    head + &rows.collect::<String>()
}
