//! Words for files that hold ATLAS ids and are not checked.

use std::collections::BTreeMap;

use crate::config::FILE_NAME;
use crate::render::escape;
use crate::text::path::name_of;

/// Maximum number of extensions in the note.
const MAX_NAMED: usize = 6;

/// Returns the note at the end of a run, if there are such files. `partly` means that some files were not searched.
pub(super) fn note_of(paths: &[String], partly: bool) -> Option<String> {
    let counted = by_extension(paths)?;
    let [are, them] = match paths.len() {
        1 => ["is", "it"],
        _ => ["are", "them"],
    };
    let least = if partly { "at least " } else { "" };
    Some(format!(
        "also found ATLAS ids in {least}{counted} that {are} not checked; add {them} to `include:`"
    ))
}

/// Returns the note that included files are templates, if some are.
pub(super) fn templates(paths: &[String]) -> Option<String> {
    let (first, rest) = paths.split_first()?;
    let first = escape::text(first);
    Some(match rest.len() {
        0 => format!("{first} is a template, so its ids are read as text"),
        more => format!("{first} and {more} more are templates, so their ids are read as text"),
    })
}

/// Returns what to add to the error that a vault holds no page.
pub(super) fn hint(paths: &[String]) -> String {
    by_extension(paths).map_or(String::new(), |counted| {
        format!("; ATLAS ids are in {counted}: add them to `include:` in {FILE_NAME}")
    })
}

/// Returns why files that were named cannot be checked. None without such files.
pub(super) fn refusal(paths: &[&str]) -> Option<String> {
    let (first, rest) = paths.split_first()?;
    let first = escape::text(first);
    let more = match rest.len() {
        0 => String::new(),
        more => format!(" (and {more} more)"),
    };
    Some(format!(
        "{first}{more} holds ATLAS ids and is not checked: add it to {FILE_NAME}, as `include: [\"{first}\"]`"
    ))
}

/// Returns the most frequent extensions first: `17 .json, 4 .py files`.
fn by_extension(paths: &[String]) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for path in paths {
        let extension = name_of(path)
            .rsplit_once('.')
            .map_or("", |(_, extension)| extension);
        *counts.entry(extension.to_ascii_lowercase()).or_default() += 1;
    }
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let rest: usize = counts.iter().skip(MAX_NAMED).map(|(_, count)| count).sum();
    let named = counts.iter().take(MAX_NAMED).map(|(extension, count)| {
        if extension.is_empty() {
            format!("{count} other")
        } else {
            format!("{count} .{}", escape::text(extension))
        }
    });
    let mut named: Vec<String> = named.collect();
    if rest > 0 {
        named.push(format!("{rest} other"));
    }
    let files = if paths.len() == 1 { "file" } else { "files" };
    (!named.is_empty()).then(|| format!("{} {files}", named.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::{note_of, refusal};

    #[test]
    fn files_are_counted_by_extension() {
        let paths = |names: &[&str]| {
            names
                .iter()
                .map(|&name| name.to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(note_of(&[], false), None);
        assert_eq!(
            note_of(&paths(&["a/b.py"]), false).as_deref(),
            Some("also found ATLAS ids in 1 .py file that is not checked; add it to `include:`")
        );
        assert_eq!(
            note_of(&paths(&["a.JSON", "b.json", "c.py", "Makefile"]), true).as_deref(),
            Some(
                "also found ATLAS ids in at least 2 .json, 1 other, 1 .py files that are not checked; add them to `include:`"
            )
        );
        let many = ["a.a", "a.b", "a.c", "a.d", "a.e", "a.f", "a.g", "b.a"];
        let note = note_of(&paths(&many), false).unwrap_or_default();
        assert!(
            note.contains("2 .a, 1 .b, 1 .c, 1 .d, 1 .e, 1 .f, 1 other files"),
            "{note}"
        );
        assert_eq!(refusal(&[]), None);
    }
}
