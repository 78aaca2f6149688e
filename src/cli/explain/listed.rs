//! Lists of rules.

use serde::Serialize;

use crate::cli::rule_list::{self, Listed};
use crate::cli::terminal::Terminal;
use crate::render::Style;
use crate::rules::{Theme, of_theme};

/// Entry of `explain --format json`.
#[derive(Serialize)]
struct ListedTheme {
    theme: &'static str,
    rules: Vec<Listed>,
}

pub(super) fn themes_json() -> serde_json::Result<String> {
    let themes = Theme::ALL.into_iter().map(|theme| ListedTheme {
        theme: theme.name(),
        rules: of_theme(theme).map(Listed::of).collect(),
    });
    let themes: Vec<ListedTheme> = themes.collect();
    Ok(serde_json::to_string_pretty(&themes)? + "\n")
}

/// Returns the rules by theme.
pub(super) fn by_theme(terminal: Terminal) -> String {
    let palette = terminal.palette;
    let mut text = String::new();
    for theme in Theme::ALL {
        text += &format!("{}\n\n", palette.paint(Style::Strong, theme.name()));
        for rule in of_theme(theme) {
            text += &rule_list::row(rule, terminal);
        }
        text.push('\n');
    }
    text + &terminal.fit("`atlas-lint explain RULE` explains one of them.".to_owned()) + "\n"
}
