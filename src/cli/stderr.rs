//! Lines on stderr. Text may come from an untrusted page, so it is escaped. On a terminal, lines are broken between words.
//!
//! If stderr is closed, there is nowhere left to report that, so errors of writing are ignored.

use std::io::{self, Write};

use super::ci_job;
use super::error::in_file;
use super::terminal::Terminal;
use crate::render::{Style, escape, github};

/// Reports an error: why something could not be checked or written. In a GitHub job it is an annotation.
pub(super) fn error(message: &str) {
    if ci_job::is_github() {
        print(&github::error(message));
    } else {
        labeled(Style::Error, "error", message);
    }
}

/// Reports something that does not change the exit code.
pub(super) fn note(message: &str) {
    labeled(Style::Note, "note", message);
}

/// Reports a fix that was made, on one line.
pub(super) fn fixed(what: &str) {
    labeled(Style::Good, "fixed", &escape::text(what));
}

/// Reports a fix that was not made, on one line.
pub(super) fn not_fixed(what: &str) {
    labeled(Style::Warning, "not fixed", &escape::text(what));
}

/// Prints a text, which may have several lines.
pub(super) fn status(text: &str) {
    print(&Terminal::stderr().fit(escape::log(text)));
}

/// Prints a text that is escaped, and may be painted.
pub(super) fn painted(text: String) {
    print(&Terminal::stderr().fit(text));
}

/// Reports errors in one file.
pub(super) fn errors_in(file: &str, messages: &[String]) {
    list(file, messages, error);
}

/// Reports notes on one file.
pub(super) fn notes_on(file: &str, messages: &[String]) {
    list(file, messages, note);
}

fn list(file: &str, messages: &[String], report: fn(&str)) {
    const MAX_MESSAGES: usize = 50;
    for message in messages.iter().take(MAX_MESSAGES) {
        report(&escape::text(&in_file(file, message)));
    }
    if messages.len() > MAX_MESSAGES {
        report(&format!("{} more", messages.len() - MAX_MESSAGES));
    }
}

/// Prints a message behind a label.
fn labeled(style: Style, label: &str, message: &str) {
    let terminal = Terminal::stderr();
    let text = escape::log(&format!("{label}: {message}"));
    let text = match text.strip_prefix(label) {
        Some(rest) => terminal.palette.paint(style, label) + rest,
        None => text,
    };
    print(&terminal.fit(text));
}

fn print(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// Passes stderr to `write`, buffered.
pub(super) fn write_with(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
    let mut out = io::BufWriter::new(io::stderr().lock());
    let _ = write(&mut out).and_then(|()| out.flush());
}
