//! Generators of sites that have no dialect of their own, known by a file in a folder around the page.

use std::sync::Arc;

use crate::text::path::{stem_of, without_md};

/// What differs on the site of a generator. Its pages are read on GitHub too, so that paths to files are checked.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a column of a table")]
pub(super) struct Generator {
    /// The files and folders that show it.
    pub(super) marks: &'static [&'static str],
    /// The page or folder that lies beside one of them, if they do not show it alone.
    pub(super) start: Option<&'static str>,
    /// The folder of its pages, if they are not all around the marks.
    pages: Option<&'static str>,
    /// The pages that have an address of their own, against which a browser resolves their links.
    addressed: Addressed,
    /// What a path may be that names no file.
    pub(super) unknown: Unknown,
    /// Whether a path with a leading slash starts in the folder of the mark.
    pub(super) is_root: bool,
    /// Whether the build makes files that no page is the source of: `/feed.xml`, `/page.html`.
    pub(super) has_outputs: bool,
    /// Whether it is known which anchors a page has.
    has_known_anchors: bool,
    /// Whether wiki-links lead where they do in Obsidian.
    pub(super) has_known_wiki_links: bool,
}

/// Pages whose links are resolved against an address.
#[derive(Debug, PartialEq, Eq)]
enum Addressed {
    None,
    /// Those of collections: in a folder whose name starts with `_`, or in such a folder in `source`.
    Collections,
    /// Those in one of these folders.
    Below(&'static [&'static str]),
}

/// What a path is, beside a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unknown {
    Nothing,
    /// Without a file extension, a route of the site.
    Route,
    /// Unless it looks like a file, a route, or a label that another page defines; or a page in HTML.
    Label,
    /// A page in HTML, which the build makes of what is no Markdown.
    Html,
    /// Without a folder, a page or an image: the site has all of them in one folder.
    Flat,
    /// The end of the path of a file, or of a page without its extension.
    Named,
}

const PLAIN: Generator = Generator {
    marks: &[],
    start: None,
    pages: None,
    addressed: Addressed::None,
    unknown: Unknown::Nothing,
    is_root: false,
    has_outputs: true,
    has_known_anchors: true,
    has_known_wiki_links: true,
};

pub(super) const GENERATORS: [Generator; 19] = [
    // Dendron, which writes the label before the target. <https://wiki.dendron.so/notes/3472226a-ff3c-432d-bf5d-10926f39f6c2/>
    Generator {
        marks: &["dendron.yml"],
        has_known_anchors: false,
        has_known_wiki_links: false,
        ..PLAIN
    },
    // Jupyter Book, whose `_config.yml` is not that of Jekyll. <https://myst-parser.readthedocs.io/en/latest/syntax/cross-referencing.html>
    Generator {
        marks: &["myst.yml", "_toc.yml"],
        is_root: true,
        unknown: Unknown::Label,
        has_known_anchors: false,
        ..PLAIN
    },
    // Hexo. How it makes slugs is set by plugins. <https://hexo.io/docs/setup>
    Generator {
        marks: &["_config.yml"],
        start: Some("source/_posts"),
        pages: Some("source"),
        addressed: Addressed::Collections,
        is_root: true,
        has_known_anchors: false,
        ..PLAIN
    },
    // Jekyll. <https://jekyllrb.com/docs/collections/>
    Generator {
        marks: &["_config.yml"],
        addressed: Addressed::Collections,
        is_root: true,
        ..PLAIN
    },
    // Mintlify. How it makes slugs is not known.
    Generator {
        marks: &["docs.json", "mint.json"],
        is_root: true,
        has_known_anchors: false,
        ..PLAIN
    },
    // GitBook. How it makes slugs has changed.
    Generator {
        marks: &[".gitbook", ".gitbook.yaml"],
        is_root: true,
        has_known_anchors: false,
        ..PLAIN
    },
    // Astro. <https://docs.astro.build/en/guides/content-collections/>
    Generator {
        marks: &["astro.config.mjs", "astro.config.ts", "astro.config.js"],
        addressed: Addressed::Below(&["src/content"]),
        ..PLAIN
    },
    // Lume. <https://lume.land/docs/getting-started/page-files/>
    Generator {
        marks: &["_config.ts", "_config.js"],
        is_root: true,
        has_known_anchors: false,
        ..PLAIN
    },
    // Eleventy, whose sites make slugs of headings each in its own way.
    Generator {
        marks: &[
            ".eleventy.js",
            "eleventy.config.js",
            "eleventy.config.mjs",
            "eleventy.config.cjs",
        ],
        addressed: Addressed::Below(&["content", "docs", "pages", "posts", "site", "src"]),
        has_known_anchors: false,
        ..PLAIN
    },
    // Nuxt, Next.js with or without Fumadocs, Gatsby and SvelteKit, whose pages of an application lie in these folders.
    Generator {
        marks: &[
            "nuxt.config.ts",
            "nuxt.config.js",
            "next.config.js",
            "next.config.mjs",
            "next.config.ts",
            "gatsby-config.js",
            "gatsby-config.ts",
            "source.config.ts",
            "svelte.config.js",
        ],
        addressed: Addressed::Below(&["content", "pages", "posts", "src"]),
        ..PLAIN
    },
    // VitePress and VuePress, which make slugs of their own. <https://vitepress.dev/guide/routing>
    Generator {
        marks: &[".vitepress", ".vuepress"],
        unknown: Unknown::Route,
        is_root: true,
        has_known_anchors: false,
        ..PLAIN
    },
    // mdBook.
    Generator {
        marks: &["book.toml"],
        ..PLAIN
    },
    // Sphinx with MyST. <https://myst-parser.readthedocs.io/en/latest/syntax/cross-referencing.html>
    Generator {
        marks: &["conf.py"],
        is_root: true,
        unknown: Unknown::Label,
        has_known_anchors: false,
        ..PLAIN
    },
    // Writerside. <https://www.jetbrains.com/help/writerside/discover-writerside.html>
    Generator {
        marks: &["writerside.cfg", "project.ihp"],
        unknown: Unknown::Flat,
        ..PLAIN
    },
    // ExDoc, which makes pages of modules too. <https://hexdocs.pm/ex_doc/Mix.Tasks.Docs.html>
    Generator {
        marks: &["mix.exs"],
        unknown: Unknown::Flat,
        ..PLAIN
    },
    // Quarto, bookdown and pkgdown, which have anchors of Pandoc. <https://pandoc.org/MANUAL.html#heading-identifiers>
    Generator {
        marks: &["_quarto.yml", "_bookdown.yml", "_pkgdown.yml"],
        unknown: Unknown::Html,
        is_root: true,
        has_known_anchors: false,
        ..PLAIN
    },
    // DocFX, which makes pages of programs too. <https://dotnet.github.io/docfx/docs/markdown.html>
    Generator {
        marks: &["docfx.json"],
        unknown: Unknown::Html,
        is_root: true,
        ..PLAIN
    },
    // docsify. <https://docsify.js.org/#/helpers>
    Generator {
        marks: &["_sidebar.md", "_navbar.md", "_coverpage.md"],
        unknown: Unknown::Route,
        is_root: true,
        has_known_anchors: false,
        ..PLAIN
    },
    // A wiki of GitHub, whose pages have addresses without their folders.
    // <https://docs.github.com/en/communities/documenting-your-project-with-wikis>
    Generator {
        marks: &["_Sidebar.md", "_Footer.md", "_Header.md"],
        start: Some("Home.md"),
        unknown: Unknown::Named,
        has_outputs: false,
        ..PLAIN
    },
];

/// The site of a generator around a page.
#[derive(Clone, Debug)]
pub(super) struct Generated {
    pub(super) by: &'static Generator,
    /// The folder of the mark, from the top.
    pub(super) root: Arc<str>,
}

impl Generated {
    /// Returns the address of the page at a path from the top, as far as its links are resolved against it: Jekyll may give each page a
    /// folder of its own. <https://jekyllrb.com/docs/permalinks/>
    pub(super) fn address_of<'p>(&self, path: &'p str) -> Option<&'p str> {
        let is_start = matches!(stem_of(path), "index" | "README");
        let has_one = self.by.addressed == Addressed::Collections && !is_start;
        has_one.then(|| without_md(path))
    }

    /// Returns whether it is known which anchors the page at a path from the top has.
    pub(super) fn has_known_anchors(&self, path: &str) -> bool {
        let below = path.strip_prefix(&*self.root).unwrap_or(path);
        let first = below.trim_start_matches('/').split('/').next();
        self.by.has_known_anchors || self.by.pages.is_some_and(|pages| first != Some(pages))
    }

    /// Returns whether the page at a path from the top has an address that only the site knows.
    pub(super) fn is_addressed(&self, path: &str) -> bool {
        let below = path.strip_prefix(&*self.root).unwrap_or(path);
        let below = below.trim_start_matches('/');
        match self.by.addressed {
            Addressed::None => false,
            Addressed::Collections => below
                .strip_prefix("source/")
                .unwrap_or(below)
                .starts_with('_'),
            Addressed::Below(folders) => folders.iter().any(|folder| {
                let rest = below.strip_prefix(folder);
                rest.is_some_and(|rest| rest.starts_with('/'))
            }),
        }
    }
}
