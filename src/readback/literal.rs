//! Edits in JSON, source code, tables and notebooks, where the quoting around a text is not known.

use super::rejection::Rejection;
use crate::diagnostic::Fix;
use crate::syntax::Page;
use crate::syntax::document::Form;

/// Returns whether a page is data other than YAML.
pub(super) fn is_of(page: &Page<'_>) -> bool {
    let form = page.document.as_ref().map(|document| document.form);
    page.raw.is_some() || form.is_some_and(|form| !matches!(form, Form::Yaml | Form::Toml))
}

/// Checks that neither the new nor the replaced text has a quote, escape or separator. In JSON these are known.
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
