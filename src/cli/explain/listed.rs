//! Lists of rules.

use serde::Serialize;

use crate::cli::paint::Paint;
use crate::cli::terminal::Terminal;
use crate::render::wrapped;
use crate::rules::{self, RULES, Rule, THEMES, theme_of};

/// Entry of `rules --format json`.
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
            theme: theme_of(rule.name).map_or("", |theme| theme.name),
            url: rules::docs_url(rule.name),
        }
    }
}

pub(super) fn json() -> serde_json::Result<String> {
    let listed: Vec<Listed> = RULES.iter().map(|rule| Listed::of(rule)).collect();
    Ok(serde_json::to_string_pretty(&listed)? + "\n")
}

/// Entry of `explain --format json`.
#[derive(Serialize)]
struct ListedTheme {
    theme: &'static str,
    rules: Vec<Listed>,
}

pub(super) fn themes_json() -> serde_json::Result<String> {
    let themes = THEMES.iter().map(|theme| ListedTheme {
        theme: theme.name,
        rules: rules_of(theme.rules).map(Listed::of).collect(),
    });
    let themes: Vec<ListedTheme> = themes.collect();
    Ok(serde_json::to_string_pretty(&themes)? + "\n")
}

fn rules_of(names: &[&str]) -> impl Iterator<Item = &'static Rule> {
    names.iter().filter_map(|name| rules::find(name))
}

/// Returns the table of all rules. Off a terminal, each rule is one line.
pub(super) fn table(terminal: Terminal) -> String {
    let columns = Columns::of(terminal);
    let head = ["RULE", "LEVEL", "FIX", "FINDS"];
    let mut text = columns.row(head, |paint, cell, _| paint.bold(cell));
    for rule in RULES {
        text += &columns.rule(rule);
    }
    text
}

/// Returns the rules by theme.
pub(super) fn by_theme(terminal: Terminal) -> String {
    let columns = Columns::of(terminal);
    let mut text = String::new();
    for theme in &THEMES {
        text += &format!("{}\n\n", columns.paint.bold(theme.name));
        for rule in rules_of(theme.rules) {
            text += &columns.rule(rule);
        }
        text.push('\n');
    }
    text + &terminal.fit("`atlas-lint explain RULE` explains one of them.".to_owned()) + "\n"
}

/// How rows of rules are laid out.
struct Columns {
    paint: Paint,
    name: usize,
    /// The width of the screen; `None` if lines may be of any length.
    width: Option<usize>,
}

/// Columns that a summary needs to stand beside the name.
const MIN_SUMMARY: usize = 30;

/// Columns of level and fix with the blanks around them.
const FACTS: usize = 19;

impl Columns {
    fn of(terminal: Terminal) -> Self {
        let names = RULES.iter().map(|rule| rule.name.len());
        Self {
            paint: Paint {
                color: terminal.color,
            },
            name: names.max().unwrap_or_default(),
            width: terminal.interactive.then_some(terminal.width),
        }
    }

    fn rule(&self, rule: &Rule) -> String {
        let (level, fix) = (rule.level.as_str(), rule.fix.as_str());
        self.row(
            [rule.name, level, fix, rule.summary],
            |paint, cell, at| match at {
                0 => paint.bold(cell),
                1 => paint.level(level, cell),
                _ => cell.to_owned(),
            },
        )
    }

    /// Lays out a row. `style` gets each cell, padded, with its column.
    fn row(&self, cells: [&str; 4], style: impl Fn(Paint, &str, usize) -> String) -> String {
        let [name, level, fix, summary] = cells;
        let style = |cell: String, at| style(self.paint, &cell, at);
        let name = style(format!("{name:width$}", width = self.name), 0);
        let head = format!(
            "{name}  {}  {}",
            style(format!("{level:7}"), 1),
            style(format!("{fix:6}"), 2)
        );
        let Some(width) = self.width else {
            return format!("{head}  {}\n", style(summary.to_owned(), 3));
        };
        let indent = self.name + FACTS;
        if width >= indent + MIN_SUMMARY {
            let lines = wrapped(summary, width - indent);
            let lines: Vec<String> = lines
                .lines()
                .map(|line| style(line.to_owned(), 3))
                .collect();
            let gap = format!("\n{:indent$}", "");
            return format!("{head}  {}\n", lines.join(&gap));
        }
        let lines = wrapped(summary, width.saturating_sub(2));
        let lines: String = lines.lines().map(|line| format!("  {line}\n")).collect();
        format!("{}\n{lines}", head.trim_end())
    }
}
