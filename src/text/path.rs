//! Paths with `/` between their parts.

/// Resolves a path against a folder, without `.` and `..`. None if it leaves the top.
#[must_use]
pub fn join_path(folder: &str, path: &str) -> Option<String> {
    let mut out = String::with_capacity(folder.len() + path.len() + 1);
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if out.is_empty() => return None,
            ".." => out.truncate(out.rfind('/').unwrap_or_default()),
            part => {
                if !out.is_empty() {
                    out.push('/');
                }
                out.push_str(part);
            }
        }
    }
    Some(out)
}

/// Returns whether the page at a path, or a folder around it, is named as a list of releases is. Its sections repeat, and it quotes what
/// was changed.
#[must_use]
pub fn is_changelog(path: &str) -> bool {
    let names = ["changes", "history", "releases"];
    let stem = stem_of(path);
    let parts = ["changelog", "release-notes", "release_notes"];
    names.iter().any(|name| stem.eq_ignore_ascii_case(name))
        || parts.iter().any(|part| has_in_any_case(path, part))
}

/// Returns whether the page at a path is a list of changes, is of a day, or is in an archive: its names and ids are those of that time.
#[must_use]
pub fn is_of_its_day(path: &str) -> bool {
    is_of_the_past(path) || is_dated(path)
}

/// Returns whether the page at a path is a list of changes or is in an archive.
#[must_use]
pub fn is_of_the_past(path: &str) -> bool {
    let archives = ["archive", "archived", "archives"];
    let is_archive = |folder: &str| {
        let name = folder.trim_matches('_');
        archives.iter().any(|it| name.eq_ignore_ascii_case(it))
    };
    is_changelog(path) || parent_of(path).split('/').any(is_archive)
}

/// Returns whether the page at a path is of a day or a month. It says what was then.
fn is_dated(path: &str) -> bool {
    day_of(path).is_some()
}

/// Returns the day or month of the page at a path, as `2022-10-03` or `2022-10`, by the start or the end of its name (`2022-10.md`,
/// `2022-10-03-news.md`, `news-2022-10.md`) or by the name of a folder around it (`2022-10-03`). Of a day that is written `27-08-19`, only the
/// year is known, as the month may come first: `2019`.
#[must_use]
pub fn day_of(path: &str) -> Option<String> {
    const LENGTHS: [usize; 2] = ["2022-10-03".len(), "2022-10".len()];
    let stem = stem_of(path);
    let is_separator = |c: char| matches!(c, '-' | '_' | '.' | ' ');
    let at_end = |length: &usize| {
        let at = stem.len().checked_sub(*length)?;
        let (before, date) = stem.split_at_checked(at)?;
        (before.ends_with(is_separator) && after_date(date) == Some("")).then_some(date)
    };
    let at_start = after_date(stem)
        .filter(|rest| rest.is_empty() || rest.starts_with(is_separator))
        .map(|rest| &stem[..stem.len() - rest.len()]);
    let of_folder = || {
        let mut folders = parent_of(path).rsplit('/');
        folders.find(|folder| after_date(folder) == Some(""))
    };
    at_start
        .or_else(|| LENGTHS.iter().find_map(at_end))
        .or_else(of_folder)
        .map(str::to_owned)
        .or_else(|| {
            let names = std::iter::once(stem).chain(parent_of(path).rsplit('/'));
            names.into_iter().find_map(year_of_short_date)
        })
}

/// Returns the year of a day that a name starts or ends with, as in `27-08-19` and `Analysis 27-08-19`.
fn year_of_short_date(name: &str) -> Option<String> {
    const FORM: &[u8] = b"00-00-00";
    let is_date = |text: &&[u8]| {
        let is_like = |(b, form): (&u8, &u8)| b == form || (*form == b'0' && b.is_ascii_digit());
        text.len() == FORM.len() && text.iter().zip(FORM).all(is_like)
    };
    let bytes = name.as_bytes();
    let (start, end) = (bytes.get(..FORM.len()), bytes.len().checked_sub(FORM.len()));
    let goes_on = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_digit() || *b == b'-');
    let first = start.filter(|_| !goes_on(bytes.get(FORM.len())));
    let last = end.and_then(|at| {
        bytes
            .get(at..)
            .filter(|_| at == 0 || !goes_on(bytes.get(at - 1)))
    });
    let date = first.filter(is_date).or_else(|| last.filter(is_date))?;
    Some(format!(
        "20{}",
        String::from_utf8_lossy(&date[FORM.len() - 2..])
    ))
}

/// Returns what follows the day or month that a text starts with.
fn after_date(text: &str) -> Option<&str> {
    let fits = |form: &&str| {
        let start = text.as_bytes().get(..form.len());
        let is_like = |(b, form): (&u8, u8)| *b == form || (form == b'0' && b.is_ascii_digit());
        start.is_some_and(|start| start.iter().zip(form.bytes()).all(is_like))
    };
    let form = ["0000-00-00", "0000-00"].into_iter().find(fits)?;
    text.get(form.len()..)
}

/// Returns whether the page at a path has the minutes of meetings. What is to be done stands in them as it was said.
#[must_use]
pub fn is_minutes(path: &str) -> bool {
    has_in_any_case(path, "meeting") || has_in_any_case(path, "minutes")
}

fn has_in_any_case(path: &str, part: &str) -> bool {
    let mut windows = path.as_bytes().windows(part.len());
    windows.any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}

/// Returns a path without the extension of a Markdown page, as a wiki-link writes it.
#[must_use]
pub fn without_md(path: &str) -> &str {
    path.strip_suffix(".md").unwrap_or(path)
}

/// Returns the last part of a path.
#[must_use]
pub fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Returns the last part of a path without `.md` or `.markdown`.
#[must_use]
pub fn stem_of(path: &str) -> &str {
    let name = name_of(path);
    [".md", ".markdown"]
        .iter()
        .find_map(|extension| name.strip_suffix(extension))
        .unwrap_or(name)
}

/// Returns the file extension of a path: letters and digits, but not digits alone as in `v1.2`, nor `x` after one as in `v1.x`.
#[must_use]
pub fn extension_of(path: &str) -> Option<&str> {
    let (stem, extension) = name_of(path).rsplit_once('.')?;
    let is_version = extension == "x" && stem.ends_with(|c: char| c.is_ascii_digit());
    let is_one = !stem.is_empty()
        && !is_version
        && extension.chars().all(|c| c.is_ascii_alphanumeric())
        && extension.contains(|c: char| c.is_ascii_alphabetic());
    is_one.then_some(extension)
}

/// Returns whether a path has a part that starts with a dot. Such files are not part of a vault.
#[must_use]
pub fn is_below_dot(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.'))
}

/// Folders into which a package manager unpacks what others wrote. Where git has them, they are still nobody's pages.
const PACKAGES: [&str; 3] = ["bower_components", "node_modules", "site-packages"];

/// Hosts that most packages of Go come from.
const HOSTS: [&str; 8] = [
    "bitbucket.org",
    "github.com",
    "gitlab.com",
    "go.uber.org",
    "golang.org",
    "google.golang.org",
    "gopkg.in",
    "k8s.io",
];

/// Folders in which Logseq keeps what pages were. <https://docs.logseq.com/#/page/backups>
const BACKUPS: [&str; 2] = ["logseq/bak", "logseq/version-files"];

/// Folders of what the tests of a program read, wherever they are.
const TEST_DATA: [&str; 2] = ["__fixtures__", "testdata"];

/// Folders of tests, in which `fixtures` are what they read.
const TESTS: [&str; 7] = [
    "__e2e__",
    "__test__",
    "__tests__",
    "e2e",
    "spec",
    "test",
    "tests",
];

/// Returns whether a folder is called as one of tests.
#[must_use]
pub fn is_of_tests(folder: &str) -> bool {
    TESTS.contains(&folder)
}

/// Returns whether a folder holds what nobody edits as pages, by its path alone: installed packages, backups, or the input of tests.
#[must_use]
pub fn holds_no_pages(folder: &str) -> bool {
    let is_at = |at: usize, end: usize| {
        (at == 0 || folder.as_bytes()[at - 1] == b'/')
            && (end == folder.len() || folder.as_bytes()[end] == b'/')
    };
    let mut parts = folder.split('/').peekable();
    let mut in_tests = false;
    while let Some(part) = parts.next() {
        if TEST_DATA.contains(&part) || (in_tests && part == "fixtures") {
            return true;
        }
        in_tests |= TESTS.contains(&part);
        // Go unpacks packages by the address that they come from: `vendor/github.com/...`.
        if part == "vendor" && parts.peek().is_some_and(|host| HOSTS.contains(host)) {
            return true;
        }
    }
    let names = PACKAGES.iter().chain(&BACKUPS);
    names.into_iter().any(|name| {
        let mut found = folder.match_indices(name);
        found.any(|(at, _)| is_at(at, at + name.len()))
    })
}

/// Returns the folder of a path; "" for the root.
#[must_use]
pub fn parent_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use super::{holds_no_pages, is_below_dot, is_of_its_day, join_path};

    #[test]
    fn some_folders_hold_no_pages_of_ones_own() {
        for (folder, expected) in [
            ("web/node_modules", true),
            ("vendor/github.com", true),
            ("a/vendor/github.com/x", true),
            ("graph/logseq/bak/pages", true),
            ("crates/a/tests/fixtures/books", true),
            ("pkg/testdata", true),
            ("a/__test__/fixtures", true),
            ("src/__fixtures__/a", true),
            ("fixtures", false),
            ("league/fixtures/2026", false),
            ("tests", false),
            ("tests/pages", false),
            ("vendor", false),
            ("vendor/notes", false),
            ("vendor/acme.com", false),
            ("vendor/v2.0", false),
            ("my_node_modules", false),
            ("logseq/back", false),
            ("", false),
        ] {
            assert_eq!(holds_no_pages(folder), expected, "{folder}");
        }
    }

    #[test]
    fn pages_of_a_day() {
        for path in [
            "2022-10.md",
            "n/2022-10-03-news.md",
            "sla-2026-03.md",
            "plans/audit 2026-03-18.md",
            "plans/_Archive/phase1.md",
            "docs/release-notes/a.md",
            "reports/2019-08-27/a.md",
            "reports/27-08-19/a.md",
            "Malware analysis 27-08-19.md",
        ] {
            assert!(is_of_its_day(path), "{path}");
        }
        for path in [
            "a.md",
            "2022.md",
            "archiver/a.md",
            "x2022-10.md",
            "cve-2022-1003.md",
            "\u{e9}-2022-1.md",
        ] {
            assert!(!is_of_its_day(path), "{path}");
        }
    }

    #[test]
    fn a_dot_counts_at_the_start_of_a_part() {
        assert!(is_below_dot(".obsidian/a.md") && is_below_dot("a/.b/c.md"));
        assert!(!is_below_dot("a.b/c.md"));
    }

    #[test]
    fn a_path_is_resolved_against_a_folder() {
        for (folder, path, joined) in [
            ("", "a/./b//c.md", Some("a/b/c.md")),
            ("a/b", "../c.md", Some("a/c.md")),
            ("a", "..", Some("")),
            ("a", "../../c.md", None),
            ("", "../c.md", None),
        ] {
            assert_eq!(
                join_path(folder, path).as_deref(),
                joined,
                "{folder} {path}"
            );
        }
    }
}
