//! What fixes write into JSON, source code, tables and notebooks: words that mean the same in the quotes around them.

use super::rejection::Rejection;
use crate::diagnostic::Fix;
use crate::syntax::Page;
use crate::syntax::document::Form;

/// Returns whether what a page holds is no YAML.
pub(super) fn is_of(page: &Page<'_>) -> bool {
    let form = page.document.as_ref().map(|document| document.form);
    page.raw.is_some() || form.is_some_and(|form| !matches!(form, Form::Yaml | Form::Toml))
}

/// Checks a fix: what it writes, and what it replaces, has no quote, escape or separator. In JSON these are known.
pub(super) fn check(page: &Page<'_>, fix: &Fix) -> Result<(), Rejection> {
    let form = page.document.as_ref().map(|document| document.form);
    let is_json = matches!(form, Some(Form::Json | Form::JsonLines));
    let plain = |c: char| {
        if is_json {
            !c.is_control() && !matches!(c, '"' | '\\')
        } else {
            c.is_alphanumeric() || " -_./()+:&".contains(c)
        }
    };
    let fits = fix.edits.iter().all(|edit| {
        let read = page.source.slice(edit.span);
        let written = page.raw.unwrap_or(page.source).slice(edit.span);
        let texts = [edit.replacement.as_str(), written];
        read == written && texts.iter().all(|text| text.chars().all(plain))
    });
    fits.then_some(()).ok_or(Rejection::Literal)
}
