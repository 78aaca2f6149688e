//! Lines on stderr. Text may come from an untrusted page, so it is escaped.
//!
//! If stderr is closed, there is nowhere left to report that, so errors of writing are ignored.

use std::io::{self, Write};

use crate::render::escape;

/// Reports an error.
pub(super) fn error(message: &str) {
    status(&format!("error: {message}"));
}

/// Reports something that does not change the exit code.
pub(super) fn note(message: &str) {
    status(&format!("note: {message}"));
}

/// Prints a text, which may have several lines.
pub(super) fn status(text: &str) {
    let _ = writeln!(io::stderr(), "{}", escape::log(text));
}

/// Prints a text on one line, whatever line ends it has.
pub(super) fn status_line(text: &str) {
    status(&escape::text(text));
}

/// Reports errors in one file.
pub(super) fn errors_in(file: &str, messages: &[String]) {
    list("error", file, messages);
}

/// Reports notes on one file.
pub(super) fn notes_on(file: &str, messages: &[String]) {
    list("note", file, messages);
}

fn list(label: &str, file: &str, messages: &[String]) {
    const MAX_MESSAGES: usize = 50;
    let mut out = io::stderr().lock();
    for message in messages.iter().take(MAX_MESSAGES) {
        let line = format!("{file}: {message}");
        let _ = writeln!(out, "{label}: {}", escape::text(&line));
    }
    if messages.len() > MAX_MESSAGES {
        let _ = writeln!(out, "{label}: {} more", messages.len() - MAX_MESSAGES);
    }
}

/// Passes stderr to `write`, buffered.
pub(super) fn write_with(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
    let mut out = io::BufWriter::new(io::stderr().lock());
    let _ = write(&mut out).and_then(|()| out.flush());
}
