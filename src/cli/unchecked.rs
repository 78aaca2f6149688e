//! Words for files that hold ATLAS ids and are not checked.

use std::collections::BTreeMap;
use std::path::Path;

use crate::config::FILE_NAME;
use crate::disk;
use crate::render::escape;
use crate::text::path::{is_below_dot, name_of};
use crate::text::{Sources, grouped_digits};

/// Maximum number of extensions in the note.
const MAX_NAMED: usize = 6;

/// Returns the note at the end of a run, if there are such files. `partly` means that some files were not searched.
pub(super) fn note_of(paths: &[String], partly: bool) -> Option<String> {
    let paths = shown(paths);
    let counted = by_extension(&paths)?;
    let [are, them] = match paths.len() {
        1 => ["is", "it"],
        _ => ["are", "them"],
    };
    let least = if partly { "at least " } else { "" };
    Some(format!(
        "also found ATLAS ids in {least}{counted} that {are} not checked; add {them} to `include:`"
    ))
}

/// Returns the note on pages in hidden folders, if some hold ATLAS ids or they are many times more than the `checked` ones. `pages` are all
/// of them, `root` the folder of the vault.
pub(super) fn note_on_hidden(
    root: &Path,
    with_ids: &[String],
    pages: &[String],
    checked: usize,
) -> Option<String> {
    /// How many times more, and at least how many.
    const MANY: usize = 10;
    let cite = with_ids.iter().filter(|path| is_below_dot(path)).count();
    let counted = |count: usize| match count {
        1 => "1 page".to_owned(),
        more => format!("{more} pages"),
    };
    let found = if cite > 0 {
        format!("ATLAS ids in {}", counted(cite))
    } else if pages.len() >= MANY * checked.max(1) {
        counted(pages.len())
    } else {
        return None;
    };
    let cites = |path: &&String| cite == 0 || with_ids.binary_search(path).is_ok();
    let mut folders: BTreeMap<&str, usize> = BTreeMap::new();
    for path in pages.iter().filter(cites) {
        *folders.entry(hidden_folder(path)).or_default() += 1;
    }
    let mut folders: Vec<(&str, usize)> = folders.into_iter().collect();
    folders.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let (first, rest) = folders.split_first()?;
    let name = escape::text(first.0);
    let [folder, others] = match rest.len() {
        0 => ["folder", ""].map(str::to_owned),
        more => ["folders".to_owned(), format!(" and {more} more")],
    };
    let are = if cite.max(usize::from(cite == 0) * pages.len()) == 1 {
        "is"
    } else {
        "are"
    };
    let checks = match rest.len() {
        0 if are == "is" => "checks it",
        0 => "checks them",
        _ => "checks those of the first",
    };
    let option = vault_option(root, first.0);
    Some(format!(
        "also found {found} in the hidden {folder} {name}{others} that {are} not checked; {option} {checks}"
    ))
}

/// Returns the option that checks the hidden folder of a path.
pub(super) fn vault_option(root: &Path, path: &str) -> String {
    let folder = disk::from_current(&root.join(hidden_folder(path)));
    format!("`--vault {}`", escape::text(&folder))
}

/// Returns the path up to the first folder whose name starts with a dot.
fn hidden_folder(path: &str) -> &str {
    let at = if path.starts_with('.') {
        Some(0)
    } else {
        path.find("/.").map(|at| at + 1)
    };
    let Some(at) = at else {
        return path;
    };
    let end = path[at..].find('/').map_or(path.len(), |end| at + end);
    &path[..end]
}

/// Returns the paths that lie in no hidden folder.
fn shown(paths: &[String]) -> Vec<&str> {
    let paths = paths.iter().map(String::as_str);
    paths.filter(|path| !is_below_dot(path)).collect()
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

/// Returns the error that a vault holds no page.
pub(super) fn no_page(root: &Path, sources: &Sources) -> String {
    format!(
        "{} holds no page: no file ends in .md, .mdx or .markdown, and no YAML file is in one of ATLAS's forms{}",
        root.display(),
        hint(root, sources)
    )
}

/// Returns where pages or ids are in a vault that holds no page.
fn hint(root: &Path, sources: &Sources) -> String {
    if let Some(counted) = by_extension(&shown(sources.with_ids())) {
        return format!("; ATLAS ids are in {counted}: add them to `include:` in {FILE_NAME}");
    }
    let hidden = sources.below_dot().first();
    hidden.map_or(String::new(), |path| {
        let option = vault_option(root, path);
        format!("; pages lie in a hidden folder: {option} checks them")
    })
}

/// Returns why files that were named cannot be checked. None without such files. `root` is the folder of the vault.
pub(super) fn refusal(root: &Path, paths: &[&str]) -> Option<String> {
    let (first, rest) = paths.split_first()?;
    let first = escape::text(first);
    let more = match rest.len() {
        0 => String::new(),
        more => format!(" (and {more} more)"),
    };
    if is_below_dot(&first) {
        let option = vault_option(root, paths[0]);
        return Some(format!(
            "{first}{more} lies in a hidden folder and is not checked: use {option}"
        ));
    }
    Some(format!(
        "{first}{more} holds ATLAS ids and is not checked: add it to {FILE_NAME}, as `include: [\"{first}\"]`"
    ))
}

/// Returns the most frequent extensions first: `17 .json, 4 .py files`.
fn by_extension(paths: &[&str]) -> Option<String> {
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
            format!("{} without an extension", grouped_digits(*count))
        } else {
            format!("{} .{}", grouped_digits(*count), escape::text(extension))
        }
    });
    let mut named: Vec<String> = named.collect();
    if rest > 0 {
        named.push(format!("{} other", grouped_digits(rest)));
    }
    let files = if paths.len() == 1 { "file" } else { "files" };
    (!named.is_empty()).then(|| format!("{} {files}", named.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::{hidden_folder, note_of, refusal};
    use std::path::Path;

    #[test]
    fn a_hidden_folder_is_the_first_part_with_a_dot() {
        for (path, folder) in [
            (".a/b/c.md", ".a"),
            ("b/.a/.c/d.md", "b/.a"),
            ("a.b/.c/d.md", "a.b/.c"),
            (".a", ".a"),
        ] {
            assert_eq!(hidden_folder(path), folder, "{path}");
        }
    }

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
                "also found ATLAS ids in at least 2 .json, 1 without an extension, 1 .py files that are not checked; add them to `include:`"
            )
        );
        let many = ["a.a", "a.b", "a.c", "a.d", "a.e", "a.f", "a.g", "b.a"];
        let note = note_of(&paths(&many), false).unwrap_or_default();
        assert!(
            note.contains("2 .a, 1 .b, 1 .c, 1 .d, 1 .e, 1 .f, 1 other files"),
            "{note}"
        );
        assert_eq!(refusal(Path::new("/kb"), &[]), None);
    }
}
