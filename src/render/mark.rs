//! Marks of findings that can be fixed.

use super::palette::{Palette, Style};
use crate::diagnostic::{Applicability, Diagnostic};

/// The mark of a finding with a safe fix.
pub(super) const SAFE: &str = "[*]";

/// The mark of a finding with a fix that needs review.
pub(super) const UNSAFE: &str = "[?]";

/// Returns the mark of a reported finding behind a blank; empty if it has no fix.
pub(super) fn mark(diagnostic: &Diagnostic, palette: Palette) -> String {
    let fix = diagnostic.fix.as_ref();
    match fix
        .filter(|_| diagnostic.hidden.is_none())
        .map(|fix| fix.applicability)
    {
        None => String::new(),
        Some(Applicability::Safe) => format!(" {}", palette.paint(Style::Note, SAFE)),
        Some(Applicability::Unsafe) => format!(" {}", palette.paint(Style::Warning, UNSAFE)),
    }
}
