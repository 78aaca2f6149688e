//! What fixes write into source code, tables and notebooks: words that mean the same in any quotes.

use super::refusal::Refusal;
use crate::diagnostic::Fix;
use crate::syntax::Page;
use crate::syntax::data::Form;

/// Returns whether the quotes and cells of a page are not known.
pub(super) fn is_of(page: &Page<'_>) -> bool {
    let form = page.document.as_ref().map(|document| document.form);
    page.raw.is_some() || matches!(form, Some(Form::Text | Form::Table(_)))
}

/// Checks a fix: what it writes, and what it replaces, has no quote, escape or separator.
pub(super) fn check(page: &Page<'_>, fix: &Fix) -> Result<(), Refusal> {
    let plain = |c: char| c.is_alphanumeric() || " -_./()+:&".contains(c);
    let fits = fix.edits.iter().all(|edit| {
        let read = page.source.slice(edit.span);
        let written = page.raw.unwrap_or(page.source).slice(edit.span);
        let texts = [edit.replacement.as_str(), written];
        read == written && texts.iter().all(|text| text.chars().all(plain))
    });
    fits.then_some(()).ok_or(Refusal::Literal)
}
