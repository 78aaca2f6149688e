//! Whether a subpath (`#Heading`, `#A#B`, `#^block`, `#[^note]`) is there in a page.

use std::borrow::Cow;
use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;

use crate::syntax::{Heading, Page};

/// How headings are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadingForm {
    /// As Obsidian does: without the characters that a link cannot hold.
    Plain,
    /// As the slugs that GitHub and Docusaurus make.
    Slug,
    /// Either: a plain Markdown link may be written for both.
    Any,
}

/// Whether `subpath`, which has no leading `#`, is there in `page`.
#[must_use]
pub fn exists(page: &Page<'_>, subpath: &str, form: HeadingForm) -> bool {
    let subpath = subpath.trim();
    if let Some(block) = subpath.strip_prefix('^') {
        return page
            .block_ids
            .iter()
            .any(|id| id.eq_ignore_ascii_case(block));
    }
    if let Some(note) = subpath.strip_prefix("[^") {
        let note = note.trim_end_matches(']');
        return page.footnotes.iter().any(|label| label == note);
    }
    let plain = form != HeadingForm::Slug && plain_match(&page.headings, subpath);
    plain || (form != HeadingForm::Plain && slug_match(&page.headings, subpath))
}

/// `A#B`: each part a heading after the one before and deeper than it.
fn plain_match(headings: &[Heading<'_>], subpath: &str) -> bool {
    let mut rest = headings;
    let mut level = 0;
    for part in subpath.split('#') {
        let wanted = plain(part);
        let found = rest
            .iter()
            .position(|heading| heading.level > level && plain(heading.text) == wanted);
        let Some(found) = found else { return false };
        level = rest[found].level;
        rest = &rest[found + 1..];
    }
    true
}

/// A heading or subpath as Obsidian compares it: these characters are spaces, runs of spaces are one, case is ignored.
#[must_use]
pub fn plain(text: &str) -> String {
    const SPACES: &str = "!\"#$%&()*+,.:;<=>?@^`{|}~/[]\\";
    let spaced: String = text
        .nfc()
        .map(|c| if SPACES.contains(c) { ' ' } else { c })
        .collect();
    spaced
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

fn slug_match(headings: &[Heading<'_>], subpath: &str) -> bool {
    let wanted = subpath.to_lowercase();
    let mut seen = std::collections::HashMap::new();
    headings.iter().any(|heading| {
        let (text, custom) = custom_id(heading.text);
        if custom.is_some_and(|id| id == subpath) {
            return true;
        }
        let slug = slug(text);
        let count = seen.entry(slug.clone()).or_insert(0_usize);
        *count += 1;
        match *count {
            1 => slug == wanted,
            n => format!("{slug}-{}", n - 1) == wanted,
        }
    })
}

/// `Heading {#id}`, as Docusaurus writes it.
fn custom_id(text: &str) -> (&str, Option<&str>) {
    let parts = text
        .strip_suffix('}')
        .and_then(|text| text.rsplit_once("{#"));
    match parts {
        Some((text, id)) => (text.trim_end(), Some(id)),
        None => (text, None),
    }
}

/// The slug of a heading: lower case, spaces as dashes, no punctuation but `-` and `_`.
/// <https://github.com/Flet/github-slugger>
fn slug(text: &str) -> String {
    without_link_targets(text)
        .to_lowercase()
        .chars()
        .filter(|&c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

/// A heading's text as it is shown: `[text](dest)` is `text`.
fn without_link_targets(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("](") {
        out.push_str(&rest[..at]);
        let after = &rest[at + 2..];
        rest = after.find(')').map_or("", |close| &after[close + 1..]);
    }
    out.push_str(rest);
    out
}

/// What a subpath of this kind may name in a page, for "did you mean": blocks, footnotes, or headings in the form of the link.
pub fn candidates<'p>(page: &'p Page<'_>, subpath: &str, form: HeadingForm) -> Vec<Cow<'p, str>> {
    if subpath.starts_with('^') {
        return page.block_ids.iter().copied().map(Cow::Borrowed).collect();
    }
    if subpath.starts_with("[^") {
        let labels = page.footnotes.iter();
        return labels.map(|label| Cow::Borrowed(label.as_ref())).collect();
    }
    let written = |text: &'p str| match custom_id(text) {
        _ if form == HeadingForm::Plain => Cow::Borrowed(text),
        (_, Some(id)) => Cow::Borrowed(id),
        (text, None) => Cow::Owned(slug(text)),
    };
    let mut seen = HashSet::new();
    let headings = page.headings.iter().map(|heading| written(heading.text));
    headings.filter(|one| seen.insert(one.clone())).collect()
}
