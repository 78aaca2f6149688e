//! Resolution of subpaths (`#Heading`, `#A#B`, `#^block`, `#[^note]`) in a page.

use std::sync::OnceLock;

use foldhash::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;

use crate::dialect::{Dialect, SlugStyle, Slugs};
use crate::facts::Facts;
use crate::nearest::{Names, has_same_numbers};

/// Ways to compare headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadingForm {
    /// As in Obsidian: without the characters that a link cannot hold.
    Plain,
    /// As slugs, which sites make of headings.
    Slug,
    /// Either of both: a plain Markdown link may be written for any renderer.
    Any,
}

/// Index of the subpaths of one page, normalized once for all links to it.
#[derive(Debug, Default)]
pub struct AnchorIndex {
    /// Plain headings, with their index in the page and their level.
    plain: HashMap<String, Vec<(usize, u8)>>,
    slugs: HashSet<String>,
    /// The headings with a path in code, as they are shown.
    paths: Vec<String>,
    /// The same in lower case, with hyphens for spaces. Computed on first use.
    path_slugs: OnceLock<HashSet<String>>,
    /// The letters and digits of the slugs. Computed on first use.
    squeezed: OnceLock<HashSet<String>>,
    /// Ids that headings and elements set, as written and in lower case.
    ids: HashSet<String>,
    blocks: HashSet<String>,
    footnotes: HashSet<String>,
    /// Whether parts of the page come from elsewhere, so that not all of its anchors are known.
    has_components: bool,
}

impl AnchorIndex {
    /// Indexes the anchors of a page. Of several styles of slugs, each counts.
    #[must_use]
    pub fn of(facts: &Facts, styles: &[SlugStyle]) -> Self {
        let anchors = &facts.anchors;
        let mut index = Self {
            blocks: anchors
                .block_ids
                .iter()
                .map(|id| id.to_ascii_lowercase())
                .collect(),
            footnotes: anchors.footnotes.iter().map(ToString::to_string).collect(),
            has_components: anchors.has_components,
            ..Self::default()
        };
        for (at, heading) in facts.headings.iter().enumerate() {
            index
                .plain
                .entry(plain(&heading.text))
                .or_default()
                .push((at, heading.level));
            index.ids.extend(heading.id().map(str::to_owned));
            // A path in code: "GET `/games/:id`".
            if heading.text.contains('`') && heading.text.contains('/') {
                index.paths.push(heading.rendered().to_owned());
            }
        }
        for &style in styles {
            let mut slugs = Slugs::default();
            for heading in facts.headings.iter() {
                let rendered = heading.rendered();
                if rendered == rendered.trim() {
                    index.slugs.insert(slugs.next(rendered, style));
                } else {
                    index.slugs.extend(slugs.next_forms(rendered, style));
                }
            }
        }
        for id in &anchors.element_ids {
            index.ids.insert(id.to_lowercase());
            index.ids.insert(id.to_string());
        }
        index
    }

    /// Returns whether `subpath`, without its leading `#`, exists.
    #[must_use]
    pub fn has(&self, subpath: &str, form: HeadingForm, dialect: Dialect) -> bool {
        if self.has_components {
            return true;
        }
        let subpath = subpath.trim();
        if let Some(block) = subpath.strip_prefix('^') {
            // A plugin that publishes a vault makes attributes of block ids.
            return self.blocks.contains(&block.to_ascii_lowercase()) || self.ids.contains(block);
        }
        if let Some(note) = subpath.strip_prefix("[^") {
            return self.footnotes.contains(note.trim_end_matches(']'));
        }
        let plain = form != HeadingForm::Slug && self.has_plain(subpath);
        plain || (form != HeadingForm::Plain && self.has_slug(subpath, dialect))
    }

    fn has_slug(&self, fragment: &str, dialect: Dialect) -> bool {
        // GitHub's prefix for what pages define.
        let fragment = fragment.strip_prefix("user-content-").unwrap_or(fragment);
        let known = |text: &str| self.ids.contains(text) || self.slugs.contains(text);
        fragment.eq_ignore_ascii_case("top")
            || (dialect == Dialect::Mkdocs && is_made_by_plugin(fragment))
            || known(fragment)
            || (dialect != Dialect::Obsidian && self.is_footnote(fragment))
            || self.has_prefixed(fragment)
            || self.has_path(fragment)
            || (dialect.traits().ignores_fragment_case && known(&fragment.to_lowercase()))
    }

    /// Returns whether it is the id that sites with a prefix of their own give to a heading: `h-a-b`, as `WordPress` and
    /// Discourse do. How they join the words differs.
    fn has_prefixed(&self, fragment: &str) -> bool {
        let slug = fragment.strip_prefix(PREFIX);
        slug.is_some_and(|slug| {
            let squeezed = || self.slugs.iter().map(|slug| squeezed(slug)).collect();
            let known = self.squeezed.get_or_init(squeezed);
            known.contains(&self::squeezed(slug))
        })
    }

    /// Returns whether it is a slug that keeps the path in the code of a heading: `get-/games/:id`. Only some programs make such ones.
    fn has_path(&self, fragment: &str) -> bool {
        fragment.contains('/') && {
            let hyphenated = |text: &String| text.replace(' ', "-").to_lowercase();
            let of_paths = || self.paths.iter().map(hyphenated).collect();
            let known: &HashSet<String> = self.path_slugs.get_or_init(of_paths);
            known.contains(fragment)
        }
    }

    /// Returns whether it is the id that sites give to a footnote or to the place that refers to it: `fn-1` and `fnref-1` on GitHub and in
    /// MDX, with a colon on sites of Hugo and Jekyll, and with nothing between them by Pandoc.
    fn is_footnote(&self, fragment: &str) -> bool {
        let note = fragment
            .strip_prefix("fnref")
            .or(fragment.strip_prefix("fn"));
        let name = note.map(|note| note.strip_prefix(['-', ':']).unwrap_or(note));
        name.is_some_and(|name| self.footnotes.contains(name))
    }

    /// Resolves `A#B`: each part must be a heading after the one before and deeper than it.
    fn has_plain(&self, subpath: &str) -> bool {
        let mut after = 0;
        let mut level = 0;
        let mut parts = subpath.split('#').filter(|part| !part.trim().is_empty());
        parts.all(|part| {
            let found = self.plain.get(&plain(part)).and_then(|places| {
                let first = places.partition_point(|(at, _)| *at < after);
                places[first..].iter().find(|(_, deeper)| *deeper > level)
            });
            let Some(&(at, deeper)) = found else {
                return false;
            };
            (after, level) = (at + 1, deeper);
            true
        })
    }
}

/// Prefix of the ids that sites give to headings.
const PREFIX: &str = "h-";

/// Returns the letters and digits of a slug.
fn squeezed(slug: &str) -> String {
    slug.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Returns whether a fragment has a character of no slug: extensions and plugins of `MkDocs` make such ids for footnotes (`fn:1`),
/// tabs, and objects of a program (`package.Class`).
fn is_made_by_plugin(fragment: &str) -> bool {
    fragment.starts_with("__") || fragment.contains(['.', ':', '+', '/'])
}

/// Normalizes a heading or subpath as Obsidian does: these characters become spaces, runs of spaces become one, case is
/// ignored.
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

/// The possible subpaths of one kind in a page, for "did you mean".
#[derive(Debug, Default)]
pub struct Candidates {
    written: Vec<String>,
    names: Names,
}

impl Candidates {
    /// Returns them as written, each once.
    #[must_use]
    pub fn written(&self) -> &[String] {
        &self.written
    }

    /// Returns the candidate nearest to a text that does not match any.
    #[must_use]
    pub fn nearest(&self, text: &str) -> Option<&str> {
        let near = self.names.suggest(text, 6, &|_| true)?;
        let near = self.written.get(near).map(String::as_str);
        near.filter(|near| has_same_numbers(text, near))
    }

    pub(super) fn of(facts: &Facts, kind: Kind, style: SlugStyle) -> Self {
        let anchors = &facts.anchors;
        let mut written: Vec<String> = match kind {
            Kind::Block => anchors.block_ids.iter().map(ToString::to_string).collect(),
            Kind::Footnote => anchors.footnotes.iter().map(ToString::to_string).collect(),
            Kind::Heading => {
                let headings = facts.headings.iter();
                headings.map(|heading| heading.text.to_string()).collect()
            }
            Kind::Slug => {
                let mut slugs = Slugs::default();
                let headings = facts.headings.iter().map(|heading| {
                    let slug = slugs.next(heading.rendered(), style);
                    heading.id().map_or(slug, str::to_owned)
                });
                let elements = anchors.element_ids.iter().map(ToString::to_string);
                headings.chain(elements).collect()
            }
        };
        let mut seen = HashSet::default();
        written.retain(|one| seen.insert(one.clone()));
        Self {
            names: Names::new(written.iter().map(String::as_str)),
            written,
        }
    }
}

/// Kinds of subpaths, by their syntax.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Block,
    Footnote,
    Heading,
    Slug,
}

impl Kind {
    pub(super) fn of(subpath: &str, form: HeadingForm) -> Self {
        match form {
            _ if subpath.starts_with('^') => Self::Block,
            _ if subpath.starts_with("[^") => Self::Footnote,
            HeadingForm::Plain => Self::Heading,
            HeadingForm::Slug | HeadingForm::Any => Self::Slug,
        }
    }
}
