//! The configuration of `MkDocs`.

use super::slug::SlugStyle;
use crate::text::join_path;

/// Files that are the home page of a folder.
const HOMES: [&str; 5] = [
    "index.md",
    "README.md",
    "index.html",
    "index.markdown",
    "index.mdown",
];

/// Plugins that make no pages. <https://github.com/mkdocs/catalog>
const WITHOUT_PAGES: [&str; 24] = [
    "autolinks",
    "autorefs",
    "git-authors",
    "git-committers",
    "git-revision-date",
    "git-revision-date-localized",
    "glightbox",
    "htmlproofer",
    "include-markdown",
    "info",
    "macros",
    "mermaid2",
    "meta",
    "minify",
    "mkdocstrings",
    "offline",
    "print-site",
    "privacy",
    "redirects",
    "search",
    "social",
    "spellcheck",
    "table-reader",
    "typeset",
];

/// Returns the value of a setting. Of one that the environment may set, `!ENV [NAME, value]`, it is the last of the list.
/// <https://www.mkdocs.org/user-guide/configuration/#environment-variables>
pub(super) fn without_env(setting: &str) -> Option<&str> {
    let Some(names) = setting.strip_prefix("!ENV") else {
        return Some(setting);
    };
    let names = names.trim().strip_prefix('[')?.strip_suffix(']')?;
    let (_, last) = names.rsplit_once(',')?;
    let last = last.trim().trim_matches(['\'', '"']).trim_end_matches('/');
    (!last.is_empty()).then_some(last)
}

/// Returns whether a site may be built of the files there are. It is not where most pages of its navigation are missing, its home page too,
/// and nothing in the configuration makes pages.
pub(super) fn may_be_built(text: &str, content: &str, exists: &dyn Fn(&str) -> bool) -> bool {
    let is_there = |path: &str| join_path(content, path).is_some_and(|path| exists(&path));
    let pages = nav_pages(text);
    let missing = pages.iter().filter(|page| !is_there(page)).count();
    missing * 2 <= pages.len() || HOMES.iter().any(|home| is_there(home)) || makes_pages(text)
}

/// Returns the folders beside the configuration that hold most pages of its navigation, from the top. A script copies them into the
/// content folder before the build.
pub(super) fn copied_folders(text: &str, root: &str, exists: &dyn Fn(&str) -> bool) -> Vec<String> {
    let pages = nav_pages(text);
    let in_folders = pages.iter().filter_map(|page| {
        let (folder, _) = page.split_once('/')?;
        let is_there = join_path(root, page).is_some_and(|page| exists(&page));
        join_path(root, folder).filter(|_| is_there)
    });
    let mut folders: Vec<String> = in_folders.collect();
    if folders.len() * 2 <= pages.len() {
        return Vec::new();
    }
    folders.sort();
    folders.dedup();
    folders
}

/// Returns the pages that the navigation names, without those of other sites.
fn nav_pages(text: &str) -> Vec<&str> {
    block(text, "nav")
        .into_iter()
        .filter_map(|line| {
            let line = line.split(" #").next().unwrap_or(line);
            let line = line.trim().trim_end_matches(['}', ']', ',', ' ']);
            let at = line.rfind([':', '=']).filter(|_| !line.contains("://"));
            let value = at.map_or(line, |at| &line[at + 1..]);
            let value = value.trim_start_matches(['-', '[', '{', ' ']);
            let value = value.trim_matches(['\'', '"']);
            let is_page = [".md", ".markdown"].iter().any(|end| value.ends_with(end));
            (is_page && !value.contains(['*', ':'])).then_some(value)
        })
        .collect()
}

/// Returns whether something besides the files of the content folder may make pages.
fn makes_pages(text: &str) -> bool {
    let has_key = |key: &str| text.lines().any(|line| line.starts_with(key));
    // Other configurations, by inheritance or by a plugin.
    has_key("hooks:")
        || has_key("INHERIT:")
        || text.contains("!include")
        || plugins(text).any(|plugin| !WITHOUT_PAGES.contains(&plugin))
}

/// Returns the names of the plugins.
fn plugins(text: &str) -> impl Iterator<Item = &str> {
    let lines = block(text, "plugins");
    let indent = |line: &str| line.len() - line.trim_start().len();
    let outer = lines.iter().map(|line| indent(line)).min().unwrap_or(0);
    lines.into_iter().filter_map(move |line| {
        let name = line.trim_start().trim_start_matches(['-', ' ', '[']);
        let name = name.split([':', ' ', '#', ',']).next()?;
        let name = name.trim_matches(['\'', '"', ']', '{', '}']);
        // Those of themes are named by the theme too.
        let name = name.rsplit('/').next()?;
        (indent(line) == outer && !name.is_empty()).then_some(name)
    })
}

/// Returns the lines of a top-level setting, without its key.
fn block<'t>(text: &'t str, key: &str) -> Vec<&'t str> {
    let after = |line: &'t str| {
        let rest = line.strip_prefix(key)?.trim_start();
        rest.strip_prefix([':', '=']).map(str::trim)
    };
    let mut lines = text.lines().skip_while(|line| after(line).is_none());
    let first = lines.next().and_then(after);
    let below = lines.take_while(|line| {
        line.is_empty() || line.starts_with([' ', '\t', '-', '#', ']', '}', '\r'])
    });
    let is_text = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    first.into_iter().chain(below).filter(is_text).collect()
}

/// Returns the slugs of GitHub if the options of the extension `toc` name a slugify of pymdownx. Other extensions have such an option too.
pub(super) fn slugs(text: &str) -> Option<SlugStyle> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut lines = text.lines();
    let toc = lines.find(|line| {
        let key = line.trim().trim_start_matches(['-', '[', ' ']);
        key.starts_with("toc:") || key.ends_with("extensions.toc]") || key.contains(".toc:")
    })?;
    let below = lines.take_while(|line| {
        let is_table = line.trim_start().starts_with('[');
        line.trim().is_empty()
            || (!is_table && (toc.starts_with('[') || indent(line) > indent(toc)))
    });
    let mut options = std::iter::once(toc).chain(below);
    let is_replaced = options.any(|line| line.contains("slugify") && line.contains("pymdownx"));
    is_replaced.then_some(SlugStyle::Github)
}

/// Returns whether the configuration lists a plugin of this name.
pub(super) fn lists_plugin(text: &str, name: &str) -> bool {
    let mut lines = text.lines().map(str::trim);
    lines.any(|line| {
        let item = line.strip_prefix('-').map(str::trim_start);
        item.is_some_and(|item| item.trim_end_matches([':', ' ']) == name)
    })
}

#[cfg(test)]
mod tests {
    use super::may_be_built;

    #[test]
    fn a_navigation_of_pages_that_do_not_exist_is_no_site() {
        let exists = |path: &str| matches!(path, "docs/a.md" | "docs/b c.md" | "pages/index.md");
        for (text, content, expected) in [
            ("", "docs", true),
            ("nav:\n- x.md\n- a.md\n", "docs", true),
            (
                "nav:\n  - x.md\n  - One: 'y.md' # here\n  - a.md\n",
                "docs",
                false,
            ),
            (
                "nav:\n  - A:\n    - Two words: b c.md\n    - x.md\n",
                "docs",
                true,
            ),
            (
                "nav:\r\n  - x.md\r\n\r\n  - y.md\r\nplugins:\r\n  - search\r\n",
                "docs",
                false,
            ),
            ("nav: [x.md]\nx: 1\n", "docs", false),
            ("nav = [\n  {\"X\" = \"x.md\"},\n]\n", "docs", false),
            // Not pages of this site.
            (
                "nav:\n  - https://example.org/x.md\n  - 'd/*.md'\n  - d/\n",
                "docs",
                true,
            ),
            ("x:\n  - y.md\n", "docs", true),
            // A home page, or something that may make one.
            ("nav:\n  - x.md\n  - y.md\n", "pages", true),
            (
                "plugins:\n  - search\n  - gen-files:\n      scripts:\n        - x.py\nnav:\n  - x.md\n",
                "docs",
                true,
            ),
            (
                "plugins:\n  - search:\n      lang: en\n  - material/social\nnav:\n  - x.md\n",
                "docs",
                false,
            ),
            ("INHERIT: ../base.yml\nnav:\n  - x.md\n", "docs", true),
            ("hooks:\n  - x.py\nnav:\n  - x.md\n", "docs", true),
            (
                "nav:\n  - X: '!include ./x/mkdocs.yml'\n  - x.md\n",
                "docs",
                true,
            ),
        ] {
            assert_eq!(may_be_built(text, content, &exists), expected, "{text}");
        }
    }
}
