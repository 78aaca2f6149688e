//! Sites of a static site generator, as their configuration files describe them.

use super::hugo::{self, Mount};
use super::mkdocs;
use super::slug::SlugStyle;
use super::traits::Dialect;
use crate::text::join_path;
use crate::text::path::{name_of, parent_of};

/// A site of a static site generator.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Site {
    pub dialect: Dialect,
    /// The path of the configuration file from the top.
    pub config: String,
    /// The folder of that file; "" for the top.
    pub root: String,
    /// The folders of its pages, from the top.
    pub content: Vec<String>,
    /// Whether a script copies the pages to where the site is built, so that they are read where they are too.
    pub is_copied: bool,
    /// How slugs of headings are made, where the configuration says so.
    pub slugs: Option<SlugStyle>,
    /// Whether the content folders hold a folder for each language, in which a missing page is replaced by that of another.
    pub has_languages: bool,
    /// Whether a plugin of the site makes pages when it is built.
    pub has_made_pages: bool,
    /// The folder that the build writes, from the top. It holds copies of what the site is built from.
    pub output: String,
    /// The folders that stand for others.
    pub mounts: Vec<Mount>,
    /// Whether the file configures only a part of a site.
    is_part: bool,
}

/// Names of the configuration files, lower case, without extension, with the extensions that they have.
const CONFIGS: [(&str, &[&str], Dialect); 9] = [
    ("quartz.config", &["ts", "yaml"], Dialect::Obsidian),
    (
        "docusaurus.config",
        &["js", "ts", "mjs", "cjs", "mts", "cts"],
        Dialect::Docusaurus,
    ),
    ("mkdocs", &["yml", "yaml"], Dialect::Mkdocs),
    ("zensical", &["toml"], Dialect::Mkdocs),
    ("hugo", &["toml", "yaml", "yml", "json"], Dialect::Hugo),
    // Before version 0.110. Other programs have such files too.
    ("config", &["toml", "yaml", "yml"], Dialect::Hugo),
    // In a folder `config/_default`, beside one of the others.
    ("module", &["toml", "yaml", "yml", "json"], Dialect::Hugo),
    ("languages", &["toml", "yaml", "yml", "json"], Dialect::Hugo),
    ("markup", &["toml", "yaml", "yml", "json"], Dialect::Hugo),
];

/// Content folders of Docusaurus without configuration. <https://docusaurus.io/docs/configuration>
const DOCUSAURUS_CONTENT: [&str; 5] = ["docs", "blog", "versioned_docs", "i18n", "src/pages"];

/// Content folders of Quartz. Its own documentation is in `docs`, and stays there in most copies.
/// <https://quartz.jzhao.xyz/build>
const QUARTZ_CONTENT: [&str; 2] = ["content", "docs"];

impl Site {
    /// Returns whether a file of this name may configure a site, so that its text is needed.
    #[must_use]
    pub fn is_config(name: &str) -> bool {
        generator(name).is_some()
    }

    /// Returns the site that a configuration file describes, if it may be built of the files there are: of others the configuration is
    /// left over, and people read the pages where they are. Paths start at the top.
    #[must_use]
    pub fn built(path: &str, text: &str, exists: &dyn Fn(&str) -> bool) -> Option<Self> {
        let mut site = Self::of(path, text)?;
        let mut content = site.content.iter();
        if site.dialect != Dialect::Mkdocs
            || content.all(|folder| mkdocs::may_be_built(text, folder, exists))
        {
            return Some(site);
        }
        site.content = mkdocs::copied_folders(text, &site.root, exists);
        site.is_copied = true;
        (!site.content.is_empty()).then_some(site)
    }

    /// Returns the site that a configuration file describes. `path` starts at the top.
    #[must_use]
    pub fn of(path: &str, text: &str) -> Option<Self> {
        let (folder, name) = (parent_of(path), name_of(path));
        let dialect = generator(name)?;
        let root = match dialect {
            Dialect::Hugo => hugo::above_config(folder),
            _ => folder,
        };
        let is_hugo = dialect == Dialect::Hugo;
        if is_hugo && name.starts_with("config.") && !hugo::has_base_url(text) {
            return None;
        }
        let is_part = is_hugo && hugo::is_part(name);
        if is_part && root == folder {
            return None;
        }
        let mounts: Vec<Mount> = match dialect {
            Dialect::Hugo => hugo::mounts(root, text),
            _ => Vec::new(),
        };
        let folders: Vec<String> = match dialect {
            Dialect::Docusaurus => DOCUSAURUS_CONTENT
                .iter()
                .map(ToString::to_string)
                .chain(literal_paths(text))
                .collect(),
            Dialect::Mkdocs => {
                let written = setting(text, "docs_dir").and_then(mkdocs::without_env);
                vec![written.unwrap_or("docs").to_owned()]
            }
            Dialect::Obsidian => QUARTZ_CONTENT.map(ToOwned::to_owned).to_vec(),
            _ => hugo::content_dirs(text),
        };
        let mut content: Vec<String> = folders
            .iter()
            .filter_map(|folder| join_path(root, folder))
            .collect();
        let pages = mounts
            .iter()
            .filter(|mount| mount.target == "content" || mount.target.starts_with("content/"));
        content.extend(pages.map(|mount| mount.source.clone()));
        content.sort();
        content.dedup();
        let is_mkdocs = dialect == Dialect::Mkdocs;
        let output = match dialect {
            Dialect::Docusaurus => "build",
            Dialect::Mkdocs => setting(text, "site_dir")
                .and_then(mkdocs::without_env)
                .unwrap_or("site"),
            Dialect::Hugo => hugo::publish_dir(text),
            Dialect::Obsidian | Dialect::Github => "public",
        };
        Some(Self {
            output: join_path(root, output).unwrap_or_default(),
            dialect,
            config: path.to_owned(),
            root: root.to_owned(),
            content,
            is_copied: false,
            slugs: match dialect {
                Dialect::Mkdocs => mkdocs::slugs(text),
                Dialect::Hugo => hugo::slugs(text),
                _ => None,
            },
            has_languages: (is_mkdocs && mkdocs::lists_plugin(text, "i18n"))
                || (is_hugo && (name.starts_with("languages.") || hugo::has_languages(text))),
            has_made_pages: is_mkdocs && mkdocs::lists_plugin(text, "gen-files"),
            mounts,
            is_part,
        })
    }

    /// Returns one site for all configuration files of a site, of which Hugo may have several.
    #[must_use]
    pub(super) fn merged(mut sites: Vec<Self>) -> Vec<Self> {
        sites.sort_by_key(|site| site.is_part);
        let mut merged: Vec<Self> = Vec::new();
        for site in sites {
            let is_same = |other: &&mut Self| {
                site.dialect == Dialect::Hugo
                    && other.dialect == site.dialect
                    && other.root == site.root
            };
            if let Some(same) = merged.iter_mut().find(is_same) {
                same.content.extend(site.content);
                same.content.sort();
                same.content.dedup();
                same.mounts.extend(site.mounts);
                same.has_languages |= site.has_languages;
                same.slugs = same.slugs.or(site.slugs);
            } else if !site.is_part {
                merged.push(site);
            }
        }
        merged
    }

    /// Returns a site of Docusaurus whose configuration is not known: the vault may be the site or its content.
    pub(super) fn around(prefix: &str) -> Self {
        let root = prefix.trim_end_matches('/');
        let folders = DOCUSAURUS_CONTENT.iter().chain([&""]);
        Self {
            dialect: Dialect::Docusaurus,
            config: String::new(),
            root: root.to_owned(),
            content: folders
                .filter_map(|folder| join_path(root, folder))
                .collect(),
            is_copied: false,
            slugs: None,
            has_languages: false,
            has_made_pages: false,
            output: join_path(root, "build").unwrap_or_default(),
            mounts: Vec::new(),
            is_part: false,
        }
    }

    /// Returns whether a path from the top lies in the folder that the build writes.
    pub(super) fn has_built(&self, path: &str) -> bool {
        !self.output.is_empty() && is_below(path, &self.output)
    }

    /// Returns whether it is the example of a theme that was copied into another site.
    pub(super) fn is_example_of_theme(&self) -> bool {
        self.dialect == Dialect::Hugo
            && name_of(&self.root) == "exampleSite"
            && self.root.split('/').any(|folder| folder == "themes")
    }

    /// Returns the content folder that holds a path from the top.
    #[must_use]
    pub fn content_of(&self, path: &str) -> Option<&str> {
        let holding = self.content.iter().filter(|folder| is_below(path, folder));
        holding
            .max_by_key(|folder| folder.len())
            .map(String::as_str)
    }
}

/// Returns whether `path` is inside `folder`; "" holds every path.
pub(super) fn is_below(path: &str, folder: &str) -> bool {
    folder.is_empty()
        || path
            .strip_prefix(folder)
            .is_some_and(|rest| rest.starts_with('/'))
}

fn generator(name: &str) -> Option<Dialect> {
    let (stem, extension) = name.rsplit_once('.')?;
    let config = CONFIGS
        .iter()
        .find(|(config, extensions, _)| *config == stem && extensions.contains(&extension))?;
    Some(config.2)
}

/// Returns the string literals after `path:`, which name content folders.
fn literal_paths(text: &str) -> Vec<String> {
    const MOST: usize = 64;
    let mut found = Vec::new();
    for (at, key) in text.match_indices("path") {
        let is_key = !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let rest = text[at + key.len()..].trim_start_matches(['\'', '"']);
        let Some(value) = rest.trim_start().strip_prefix(':') else {
            continue;
        };
        let value = value.trim_start();
        let Some(quote) = value.chars().next().filter(|c| matches!(c, '\'' | '"')) else {
            continue;
        };
        let inside = &value[1..];
        if let Some(end) = inside.find([quote, '\n']).filter(|_| is_key)
            && found.len() < MOST
        {
            found.push(inside[..end].to_owned());
        }
    }
    found
}

/// Returns the text of a top-level setting in YAML or TOML.
fn setting<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    let value = text.lines().find_map(|line| {
        let rest = line.trim_start().strip_prefix(key)?.trim_start();
        rest.strip_prefix([':', '='])
    })?;
    let value = value.split(" #").next().unwrap_or(value);
    Some(value.trim().trim_matches(['\'', '"']).trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::Site;
    use crate::dialect::{Dialect, SlugStyle};

    #[test]
    fn content_folders_are_those_of_the_generator_and_of_its_configuration() {
        let text = "docs: { path: '../handbook/docs', routeBasePath: '/' }, blog: {\n path: \"news\" }, x: { path: require.resolve('y') }";
        let site = Site::of("website/docusaurus.config.ts", text).expect("a site");
        assert_eq!(site.root, "website");
        for folder in [
            "website/docs",
            "website/src/pages",
            "handbook/docs",
            "website/news",
        ] {
            assert!(site.content.contains(&folder.to_owned()), "{folder}");
        }
        assert_eq!(site.content_of("website/docs/a/b.md"), Some("website/docs"));
        assert_eq!(site.content_of("website/docs.md"), None);
        assert_eq!(site.content_of("README.md"), None);
    }

    #[test]
    fn mkdocs_names_its_folder_and_its_slugs() {
        let text = "site_name: x\ndocs_dir: 'pages/' # here\nplugins:\n  - search\n  - i18n:\n      x: y\nmarkdown_extensions:\n  - toc:\n      slugify: !!python/object/apply:pymdownx.slugs.slugify\n";
        let site = Site::of("mkdocs.yml", text).expect("a site");
        assert_eq!(
            (site.root.as_str(), site.content),
            ("", vec!["pages".to_owned()])
        );
        assert!(site.slugs == Some(SlugStyle::Github) && site.has_languages);
        let plain = Site::of("a/mkdocs.yaml", "site_name: x").expect("a site");
        assert_eq!(plain.content, ["a/docs"]);
        assert!(plain.slugs.is_none() && !plain.has_languages);
        for (value, folder) in [
            ("!ENV [DOCS, docs/fr]", "docs/fr"),
            ("!ENV [A, B, 'pages/'] # x", "pages"),
            ("!ENV DOCS", "docs"),
            ("!ENV [DOCS]", "docs"),
        ] {
            let site = Site::of("mkdocs.yml", &format!("docs_dir: {value}\n")).expect("a site");
            assert_eq!(site.content, [folder], "{value}");
        }
    }

    #[test]
    fn hugo_needs_a_base_url_in_files_of_a_common_name() {
        assert!(Site::of("config.toml", "title = 'x'").is_none());
        let site = Site::of("site/config.toml", "baseURL = 'https://example.org'").expect("a site");
        assert_eq!(
            (site.dialect, site.content),
            (Dialect::Hugo, vec!["site/content".to_owned()])
        );
        assert!(Site::of("hugo.yaml", "").is_some());
        assert!(Site::of("package.json", "").is_none());
    }

    #[test]
    fn hugo_may_have_a_folder_of_configuration_and_content_by_language() {
        for (path, root) in [
            ("config/_default/hugo.yaml", ""),
            ("a/b/config/production/hugo.toml", "a/b"),
            ("a/config/hugo.toml", "a/config"),
            ("hugo.toml", ""),
        ] {
            assert_eq!(Site::of(path, "").expect("a site").root, root, "{path}");
        }
        let text = "[languages.en]\n  contentDir = 'content/en'\n[languages.de]\n  contentDir = \"docs/de/\" # here\n";
        let site = Site::of("hugo.toml", text).expect("a site");
        assert_eq!(site.content, ["content", "content/en", "docs/de"]);
    }

    #[test]
    fn slugs_are_replaced_by_an_option_of_toc() {
        for (text, expected) in [
            (
                "- toc:\n    permalink: true\n- pymdownx.tabbed:\n    slugify: !!python/object/apply:pymdownx.slugs.slugify\n",
                false,
            ),
            (
                "- toc:\n    permalink: true\n    slugify: !!python/name:pymdownx.slugs.uslugify\n",
                true,
            ),
            (
                "- markdown.extensions.toc:\n    slugify: !!python/object/apply:pymdownx.slugs.slugify {}\n",
                true,
            ),
            ("  toc: {slugify: !!python/name:pymdownx.slugs.gfm}\n", true),
            ("- pymdownx.tabbed\n", false),
        ] {
            let site = Site::of("mkdocs.yml", text).expect("a site");
            assert_eq!(site.slugs.is_some(), expected, "{text}");
        }
    }

    #[test]
    fn a_path_that_leaves_the_top_is_none() {
        let site = Site::of("docusaurus.config.js", "path: '../../etc'").expect("a site");
        assert!(site.content.iter().all(|folder| !folder.contains("etc")));
    }
}
