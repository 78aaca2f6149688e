//! Capabilities of the terminal.

use std::io::IsTerminal;

use super::args::{Color, Format};
use super::ci_job;

/// Capabilities of stdout, or of stderr if the findings go there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terminal {
    pub(super) interactive: bool,
    pub(super) width: usize,
    pub(super) color: bool,
    pub(super) unicode: bool,
}

/// Width of pictures if the width of the terminal is unknown.
const WIDTH: usize = 100;

impl Terminal {
    /// Returns the format to use, unless the user names one.
    pub(super) fn format(self) -> Format {
        if ci_job::is_github() {
            Format::Github
        } else if self.interactive {
            Format::Full
        } else {
            Format::Concise
        }
    }

    pub(super) fn of(color: Color) -> Self {
        Self::on(std::io::stdout().is_terminal(), color)
    }

    pub(super) fn of_stderr(color: Color) -> Self {
        Self::on(std::io::stderr().is_terminal(), color)
    }

    /// Breaks a long line between words on a terminal.
    pub(super) fn fit(self, text: String) -> String {
        if self.interactive {
            crate::render::wrapped(&text, self.width)
        } else {
            text
        }
    }

    /// Breaks rows of a label and a value, if they are shown on a terminal.
    pub(super) fn fit_rows(self, text: String) -> String {
        if self.interactive {
            crate::render::wrapped_rows(&text, self.width)
        } else {
            text
        }
    }

    fn on(is_terminal: bool, color: Color) -> Self {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var("TERM").is_ok_and(|term| term == "dumb");
        let color = match color {
            Color::Always => true,
            Color::Never => false,
            // <https://no-color.org> and <https://bixense.com/clicolors>
            Color::Auto => !set("NO_COLOR") && !dumb && (is_terminal || set("CLICOLOR_FORCE")),
        };
        Self {
            interactive: is_terminal,
            width: width(is_terminal).max(20),
            color,
            unicode: unicode(),
        }
    }
}

fn width(is_terminal: bool) -> usize {
    let columns = std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok());
    let asked = is_terminal.then(terminal_size::terminal_size).flatten();
    asked
        .map(|(width, _)| usize::from(width.0))
        .or(columns)
        .unwrap_or(WIDTH)
}

/// Returns whether the locale supports more than ASCII. An unset locale does.
fn unicode() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    match locale {
        Some(locale) => {
            let locale = locale.to_ascii_lowercase();
            locale.contains("utf-8") || locale.contains("utf8")
        }
        None => !cfg!(windows) || std::env::var_os("WT_SESSION").is_some(),
    }
}
