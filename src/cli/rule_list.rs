//! `rules`: all rules in a table or as JSON.

use serde::Serialize;

use super::args::ListFormat;
use super::error::Error;
use super::outcome::Outcome;
use super::stdout::print;
use super::terminal::Terminal;
use crate::render::{Style, hanging};
use crate::rules::{self, FixKind, RULES, Rule};

/// Rule in a list, as `rules --format json` prints it.
#[derive(Serialize)]
pub(super) struct Listed {
    name: &'static str,
    level: &'static str,
    fix: &'static str,
    summary: &'static str,
    since: &'static str,
    theme: &'static str,
    url: String,
}

impl Listed {
    pub(super) fn of(rule: &Rule) -> Self {
        Self {
            name: rule.name,
            level: rule.level.as_str(),
            fix: rule.fix.as_str(),
            summary: rule.summary,
            since: rule.since,
            theme: rule.theme.name(),
            url: rules::docs_url(rule.name),
        }
    }
}

pub(super) fn run(format: ListFormat) -> Result<Outcome, Error> {
    let text = match format {
        ListFormat::Json => {
            let listed: Vec<Listed> = RULES.iter().map(|rule| Listed::of(rule)).collect();
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

/// Returns the columns of the longest name of a rule.
fn name_width() -> usize {
    let names = RULES.iter().map(|rule| rule.name.len());
    names.max().unwrap_or_default()
}

fn is_narrow(terminal: Terminal) -> bool {
    terminal.interactive && terminal.width < name_width() + MIDDLE + LEAST
}

fn table(terminal: Terminal) -> String {
    let mut text = String::new();
    if !is_narrow(terminal) {
        let width = name_width();
        let head = format!("{:width$}  {:7}  {:6}  {}", "RULE", "LEVEL", "FIX", "FINDS");
        text = terminal.palette.paint(Style::Dim, &head) + "\n";
    }
    for rule in RULES {
        text += &row(rule, terminal);
    }
    text
}

/// Returns the row of a rule. On a narrow terminal, the summary is below the name.
pub(super) fn row(rule: &Rule, terminal: Terminal) -> String {
    let palette = terminal.palette;
    let width = name_width();
    let (level, fix) = (rule.level.as_str(), rule.fix.as_str());
    let name = palette.paint(Style::Strong, rule.name);
    let name = palette.link(&rules::docs_url(rule.name), &name);
    let painted_level = palette.paint(rule.level.into(), level);
    let painted_fix = match rule.fix {
        FixKind::Safe => palette.paint(Style::Good, fix),
        FixKind::Unsafe => palette.paint(Style::Warning, fix),
        FixKind::None => palette.paint(Style::Dim, fix),
    };
    if is_narrow(terminal) {
        let summary = hanging(rule.summary, terminal.width, 4);
        return format!("{name}  {painted_level}  {painted_fix}\n    {summary}\n");
    }
    let summary = if terminal.interactive {
        hanging(rule.summary, terminal.width, width + MIDDLE)
    } else {
        rule.summary.to_owned()
    };
    let blank = |text: &str, width: usize| " ".repeat(width.saturating_sub(text.len()));
    format!(
        "{name}{}  {painted_level}{}  {painted_fix}{}  {summary}\n",
        blank(rule.name, width),
        blank(level, 7),
        blank(fix, 6),
    )
}
