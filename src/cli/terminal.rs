//! Capabilities of the terminal.

use std::io::IsTerminal;
use std::sync::OnceLock;

use supports_hyperlinks::Stream;

use super::args::{Color, Format};
use super::ci_job;
use super::stdout::{self, StdoutError};
use crate::render::{Palette, escape, hanging_parts, hung};
use crate::text::Rows;

/// Capabilities of stdout or stderr.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terminal {
    pub(super) interactive: bool,
    pub(super) width: usize,
    pub(super) unicode: bool,
    /// Its colors, and whether it shows links. Only a terminal that is known for links has them, whatever `--color` says.
    pub(super) palette: Palette,
}

/// The value of `--color`.
static COLOR: OnceLock<Color> = OnceLock::new();

/// Sets when to use colors, for all output of the process. The first call counts.
pub(super) fn set_color(color: Color) {
    COLOR.get_or_init(|| color);
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

    pub(super) fn stdout() -> Self {
        Self::on(std::io::stdout().is_terminal(), Stream::Stdout)
    }

    pub(super) fn stderr() -> Self {
        Self::on(std::io::stderr().is_terminal(), Stream::Stderr)
    }

    /// Returns whether what is printed on it may be erased again.
    pub(super) fn is_live(self) -> bool {
        let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        self.interactive && !is_dumb() && !is_set("CI")
    }

    /// Breaks long lines of escaped text between words, if they are shown on a terminal, and lets what follows hang. The terminal may be a CI job's, so no new line
    /// is a command.
    pub(super) fn fit(self, text: String) -> String {
        if self.interactive {
            escape::no_commands(&hung(&text, self.width))
        } else {
            text
        }
    }

    /// Returns a paragraph of escaped text behind so many blanks, with parts before it that are not broken. On a terminal, its other lines
    /// are further in.
    pub(super) fn fit_below(self, whole: &[String], text: &str, indent: usize) -> String {
        let width = if self.interactive {
            self.width - indent
        } else {
            usize::MAX
        };
        let lines = escape::no_commands(&hanging_parts(whole, text, width, 2));
        let lines = lines.lines().map(|line| format!("{:indent$}{line}\n", ""));
        lines.collect()
    }

    fn on(is_terminal: bool, stream: Stream) -> Self {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let zero = |name: &str| std::env::var_os(name).is_some_and(|value| value == "0");
        let is_on = |name: &str| set(name) && !zero(name);
        let color = match COLOR.get().copied().unwrap_or(Color::Auto) {
            Color::Always => true,
            Color::Never => false,
            // <https://no-color.org>, <https://bixense.com/clicolors> and <https://force-color.org>
            Color::Auto if set("NO_COLOR") || is_dumb() => false,
            Color::Auto
                if ["CLICOLOR_FORCE", "FORCE_COLOR"]
                    .iter()
                    .any(|name| is_on(name)) =>
            {
                true
            }
            Color::Auto => is_terminal && !zero("CLICOLOR"),
        };
        Self {
            interactive: is_terminal,
            width: width(is_terminal).max(20),
            unicode: unicode(),
            palette: Palette {
                color,
                links: is_terminal && color && !is_dumb() && supports_hyperlinks::on(stream),
            },
        }
    }
}

/// Prints the rows of an answer on stdout, made safe to print, with colors and line breaks as they fit.
///
/// Nothing returns them as text: what is painted must not be escaped a second time.
pub(super) fn print_rows(rows: &Rows) -> Result<(), StdoutError> {
    let terminal = Terminal::stdout();
    let width = terminal.interactive.then_some(terminal.width);
    stdout::print(&crate::render::rows(rows, width, terminal.palette))
}

/// Prints rows that are one list, as [`print_rows`] does.
pub(super) fn print_list(rows: &Rows) -> Result<(), StdoutError> {
    let terminal = Terminal::stdout();
    let width = terminal.interactive.then_some(terminal.width);
    stdout::print(&crate::render::list(rows, width, terminal.palette))
}

fn is_dumb() -> bool {
    std::env::var("TERM").is_ok_and(|term| term == "dumb")
}

fn width(is_terminal: bool) -> usize {
    let columns = std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok());
    let asked = is_terminal.then(terminal_width).flatten();
    asked.or(columns).unwrap_or(WIDTH)
}

/// Returns the columns of the terminal. `terminal_size` does not tell those of one that has no rows, as in a container or in `script`.
#[cfg(unix)]
fn terminal_width() -> Option<usize> {
    use rustix::termios::tcgetwinsize;
    let sizes = [
        tcgetwinsize(std::io::stdout()),
        tcgetwinsize(std::io::stderr()),
    ];
    let widths = sizes.into_iter().flatten().map(|size| size.ws_col);
    widths.map(usize::from).find(|width| *width > 0)
}

#[cfg(not(unix))]
fn terminal_width() -> Option<usize> {
    terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))
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
