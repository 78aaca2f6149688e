//! Text that says why a hidden finding is not reported.

use std::borrow::Cow;

use crate::diagnostic::{Diagnostic, Hidden};

/// One of the functions of [`super::escape`].
pub(super) type Escape = for<'a> fn(&'a str) -> Cow<'a, str>;

/// Returns the text after a finding that is shown but not reported; empty for one that is reported.
pub(super) fn hidden_note(diagnostic: &Diagnostic, escape: Escape) -> String {
    let why = diagnostic.hidden.as_ref();
    why.map_or_else(String::new, |why| format!(" ({})", why_hidden(why, escape)))
}

/// Returns the reason why a finding is not reported.
pub(super) fn why_hidden(hidden: &Hidden, escape: Escape) -> String {
    match hidden {
        Hidden::Allowed(reason) if reason.is_empty() => "suppressed".to_owned(),
        Hidden::Allowed(reason) => format!("suppressed: {}", escape(reason)),
        Hidden::Baselined => "in the baseline".to_owned(),
        Hidden::Older => "older".to_owned(),
    }
}
