//! Text and files on stdout.

use std::fmt;
use std::io::{self, Write};

use super::ci_job;
use crate::render::escape;

/// Reason why something was not written to stdout.
#[derive(Debug)]
pub(super) enum StdoutError {
    Io(io::Error),
    /// The CI job that reads stdout would take a line for a command.
    CiCommand {
        line: usize,
        /// The suggested alternative.
        instead: &'static str,
    },
}

impl fmt::Display for StdoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "stdout: {error}"),
            Self::CiCommand { line, instead } => write!(
                f,
                "line {line} would be a command to the CI job that reads stdout; {instead}"
            ),
        }
    }
}

/// Prints a text of our own.
pub(super) fn print(text: &str) -> Result<(), StdoutError> {
    print_bytes(text.as_bytes())
}

/// Prints lines that may quote a file, so each is escaped.
pub(super) fn print_lines(text: &str) -> Result<(), StdoutError> {
    let escaped = |line: &str| format!("{}\n", escape::log_line(line));
    print(&text.lines().map(escaped).collect::<String>())
}

/// Prints the content of a file, which need not be text.
///
/// The content must stay as it is and cannot be escaped. If a CI job would run one of its lines as a command, nothing is printed, and
/// the error says what to do `instead`.
pub(super) fn print_file(bytes: &[u8], instead: &'static str) -> Result<(), StdoutError> {
    let text = String::from_utf8_lossy(bytes);
    match ci_job::on_stdout().and_then(|job| job.command_in(&text)) {
        Some(line) => Err(StdoutError::CiCommand { line, instead }),
        None => print_bytes(bytes),
    }
}

fn print_bytes(bytes: &[u8]) -> Result<(), StdoutError> {
    let mut out = io::stdout().lock();
    finish(out.write_all(bytes).and_then(|()| out.flush()))
}

/// Passes stdout to `write`, buffered.
pub(super) fn write_with(
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), StdoutError> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    finish(write(&mut out).and_then(|()| out.flush()))
}

/// Ignores that the reader has closed the pipe, as `head` does.
fn finish(written: io::Result<()>) -> Result<(), StdoutError> {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(StdoutError::Io(error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Error, ErrorKind};

    use super::finish;

    #[test]
    fn a_reader_that_has_seen_enough_is_no_error() {
        assert!(finish(Ok(())).is_ok());
        assert!(finish(Err(Error::from(ErrorKind::BrokenPipe))).is_ok());
        assert!(finish(Err(Error::from(ErrorKind::StorageFull))).is_err());
    }
}
