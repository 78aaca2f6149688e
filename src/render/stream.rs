//! Streaming JSON: the document is never in memory as a whole.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::{Serialize, Serializer};

use super::context::Context;
use super::escape;
use crate::diagnostic::Diagnostic;
use crate::fingerprint::Fingerprints;

/// Writes a value as JSON over several lines, and a line end behind it.
pub(super) fn write(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    let mut lines = Lines {
        out,
        line: Vec::new(),
    };
    serde_json::to_writer_pretty(&mut lines, value)?;
    lines.write_all(b"\n")
}

/// The findings as a list, each made when it is written: all of them at once would take many times the memory of the vault.
pub(super) struct Each<'c, 'a, T> {
    pub(super) cx: &'c Context<'a>,
    pub(super) make: fn(&Context<'a>, &'a Diagnostic, &mut Fingerprints) -> T,
}

impl<T: Serialize> Serialize for Each<'_, '_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut names = Fingerprints::default();
        let findings = self.cx.diagnostics.iter();
        serializer.collect_seq(findings.map(|found| (self.make)(self.cx, found, &mut names)))
    }
}

/// Makes each line printable when it has come to its end. A string of JSON holds no line end, so a line holds whole strings.
struct Lines<'w> {
    out: &'w mut dyn Write,
    line: Vec<u8>,
}

impl Write for Lines<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for part in bytes.split_inclusive(|&byte| byte == b'\n') {
            self.line.extend_from_slice(part);
            if part.ends_with(b"\n") {
                let line = std::str::from_utf8(&self.line).map_err(io::Error::other)?;
                self.out.write_all(printable(line).as_bytes())?;
                self.line.clear();
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Escapes as `\uXXXX` every character of JSON that a terminal or a CI job may obey. Such characters are only inside strings.
pub fn printable(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + 16);
    let mut before = None;
    for (at, c) in json.char_indices() {
        let after = &json[at + c.len_utf8()..];
        if c == '\n' || !escape::unsafe_here(before, c, after) {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
        before = Some(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{printable, write};

    #[test]
    fn what_is_streamed_is_what_was_written_at_once() {
        let words = [
            "a\n::error::x",
            "\u{1b}[0m##[error]",
            "\u{fe0f}",
            "\u{2028}\u{10ffff}é",
            "",
        ];
        let value = serde_json::json!({ "deep": { "words": words }, "none": [], "n": 1.5 });
        let mut streamed = Vec::new();
        write(&mut streamed, &value).unwrap();
        let whole = serde_json::to_string_pretty(&value).unwrap();
        let streamed = String::from_utf8(streamed).unwrap();
        assert_eq!(streamed, printable(&whole) + "\n");
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&streamed).unwrap(),
            value
        );
    }
}
