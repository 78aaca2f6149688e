//! Paths as strings: parts, names, normalization.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::text::path::without_md;
use crate::text::path::{name_of, parent_of, stem_of};

/// Returns as many trailing parts of a path as `written` has. Keeps `.md` only if `written` has it.
#[must_use]
pub fn end_like<'p>(path: &'p str, written: &str) -> &'p str {
    let parts = written.split('/').count();
    let start = path
        .rmatch_indices('/')
        .nth(parts - 1)
        .map_or(0, |(at, _)| at + 1);
    let end = &path[start..];
    if fold_case(written).ends_with(".md") {
        end
    } else {
        without_md(end)
    }
}

/// Returns whether a page is the index of its folder: `index`, `README`, or the name of the folder.
#[must_use]
pub fn is_index(path: &str) -> bool {
    let stem = fold_case(stem_of(path));
    matches!(stem.as_ref(), "index" | "_index" | "readme" | "home")
        || stem == fold_case(name_of(parent_of(path)))
}

/// Returns whether a page is a template, by its name (`case-study-template.md`, `StudyTemplate.md`, `_template-study.md`) or a folder around
/// it (`_templates/`). Hugo makes new pages from those in `archetypes/`, and parts of pages from those in `layouts/`; Hexo makes new pages
/// from `scaffolds/post.md`.
#[must_use]
pub fn is_template(path: &str) -> bool {
    let written = stem_of(path);
    let stem = fold_case(written);
    let mut of_name = stem.rsplit(|c: char| !c.is_alphanumeric());
    let is_joined = || written.ends_with("Template") || written.ends_with("Templates");
    // A page on template injection is none.
    let is_first = || {
        let first = stem
            .strip_prefix('_')
            .and_then(|rest| rest.split(|c: char| !c.is_alphanumeric()).next());
        first.is_some_and(is_template_word)
    };
    of_name.next().is_some_and(is_template_word)
        || is_joined()
        || is_first()
        || has_template_folder(path)
        || (name_of(parent_of(path)) == "scaffolds" && matches!(written, "draft" | "page" | "post"))
}

/// Returns whether a page lies in a folder of templates.
#[must_use]
pub fn has_template_folder(path: &str) -> bool {
    let names_some = |folder: &str| {
        let mut words = folder.split(|c: char| !c.is_alphanumeric());
        matches!(folder, "archetypes" | "layouts") || words.any(is_template_word)
    };
    fold_case(parent_of(path)).split('/').any(names_some)
}

/// Words for templates, in the languages of most public vaults.
const TEMPLATES: [&str; 14] = [
    "template",
    "templates",
    "plantilla",
    "plantillas",
    "vorlage",
    "vorlagen",
    "modèle",
    "modèles",
    "modello",
    "modelli",
    "szablony",
    "шаблоны",
    "模板",
    "テンプレート",
];

fn is_template_word(word: &str) -> bool {
    TEMPLATES.contains(&word)
}

/// Returns whether a page is called a template anywhere in its name, or lies in a folder of templates. This is wider than
/// [`is_template`]: a page on template injection is one too.
#[must_use]
pub fn is_called_template(path: &str) -> bool {
    fold_case(stem_of(path)).contains("template") || is_template(path)
}

/// Normalizes a path for comparison: NFC, lower case.
#[must_use]
pub fn fold_case(path: &str) -> Cow<'_, str> {
    if path.is_ascii() {
        // Without a stop at the first, many bytes are looked at at once.
        let is_upper = |b: u8| u8::from(b.is_ascii_uppercase());
        if path.bytes().fold(0, |any, b| any | is_upper(b)) != 0 {
            return Cow::Owned(path.to_ascii_lowercase());
        }
        return Cow::Borrowed(path);
    }
    Cow::Owned(path.nfc().collect::<String>().to_lowercase())
}

/// Returns whether two paths are equal in NFC. Case matters.
pub(super) fn same_path(a: &str, b: &str) -> bool {
    a == b || (!(is_nfc(a) && is_nfc(b)) && a.nfc().eq(b.nfc()))
}
