//! Whether a subpath (`#Heading`, `#A#B`, `#^block`, `#[^note]`) is there in a page.

use foldhash::{HashMap, HashSet};
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use super::PageRef;
use super::{Destination, Resolution};
use crate::nearest::{Names, has_same_numbers};
use crate::text::FileId;

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

/// What the subpaths of links may name in one page, made comparable once for all links to it.
#[derive(Debug, Default)]
pub struct Anchors {
    /// Plain headings to where they stand: place in the page and level.
    plain: HashMap<String, Vec<(usize, u8)>>,
    slugs: HashSet<String>,
    /// Ids that headings give themselves, as Docusaurus reads them.
    custom: HashSet<String>,
    blocks: HashSet<String>,
    footnotes: HashSet<String>,
}

impl Anchors {
    /// The anchors of a page.
    #[must_use]
    pub fn of(page: PageRef<'_>) -> Self {
        let mut anchors = Self {
            blocks: page
                .block_ids
                .iter()
                .map(|id| id.to_ascii_lowercase())
                .collect(),
            footnotes: page
                .footnotes
                .iter()
                .map(std::string::ToString::to_string)
                .collect(),
            ..Self::default()
        };
        let mut seen: HashMap<String, usize> = HashMap::default();
        for (at, heading) in page.headings.iter().enumerate() {
            anchors
                .plain
                .entry(plain(heading.text))
                .or_default()
                .push((at, heading.level));
            let (text, custom) = custom_id(heading.text);
            anchors.custom.extend(custom.map(str::to_owned));
            let slug = slug(text);
            let count = seen.entry(slug.clone()).or_insert(0);
            *count += 1;
            anchors.slugs.insert(match *count {
                1 => slug,
                n => format!("{slug}-{}", n - 1),
            });
        }
        anchors
    }

    /// Whether `subpath`, which has no leading `#`, is there.
    #[must_use]
    pub fn has(&self, subpath: &str, form: HeadingForm) -> bool {
        let subpath = subpath.trim();
        if let Some(block) = subpath.strip_prefix('^') {
            return self.blocks.contains(&block.to_ascii_lowercase());
        }
        if let Some(note) = subpath.strip_prefix("[^") {
            return self.footnotes.contains(note.trim_end_matches(']'));
        }
        let plain = form != HeadingForm::Slug && self.has_plain(subpath);
        let slug = || self.custom.contains(subpath) || self.slugs.contains(&subpath.to_lowercase());
        plain || (form != HeadingForm::Plain && slug())
    }

    /// `A#B`: each part a heading after the one before and deeper than it.
    fn has_plain(&self, subpath: &str) -> bool {
        let mut after = 0;
        let mut level = 0;
        subpath.split('#').all(|part| {
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
#[must_use]
pub fn slug(text: &str) -> String {
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

/// What the subpaths of one kind may name in a page, for "did you mean".
#[derive(Debug)]
pub struct Candidates {
    written: Vec<String>,
    names: Names,
}

impl Candidates {
    /// As they are written, each once.
    #[must_use]
    pub fn written(&self) -> &[String] {
        &self.written
    }

    /// The one that is nearest to a text that names none of them.
    #[must_use]
    pub fn nearest(&self, text: &str) -> Option<&str> {
        let near = self.names.suggest(text, 6, &|_| true)?;
        let near = self.written.get(near).map(String::as_str);
        near.filter(|near| has_same_numbers(text, near))
    }

    fn of(page: PageRef<'_>, kind: Kind) -> Self {
        let mut written: Vec<String> = match kind {
            Kind::Block => page.block_ids.iter().map(ToString::to_string).collect(),
            Kind::Footnote => page.footnotes.iter().map(ToString::to_string).collect(),
            Kind::Heading => headings(page, ToOwned::to_owned),
            Kind::Slug => headings(page, |text| match custom_id(text) {
                (_, Some(id)) => id.to_owned(),
                (text, None) => slug(text),
            }),
        };
        let mut seen = HashSet::default();
        written.retain(|one| seen.insert(one.clone()));
        Self {
            names: Names::new(written.iter().map(String::as_str)),
            written,
        }
    }
}

fn headings(page: PageRef<'_>, written: impl Fn(&str) -> String) -> Vec<String> {
    let headings = page.headings.iter();
    headings.map(|heading| written(heading.text)).collect()
}

/// What a subpath names, by how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Block,
    Footnote,
    Heading,
    Slug,
}

impl Kind {
    fn of(subpath: &str, form: HeadingForm) -> Self {
        match form {
            _ if subpath.starts_with('^') => Self::Block,
            _ if subpath.starts_with("[^") => Self::Footnote,
            HeadingForm::Plain => Self::Heading,
            HeadingForm::Slug | HeadingForm::Any => Self::Slug,
        }
    }
}

impl super::Vault<'_> {
    /// What a subpath of this kind may name in a page. Collected once for all links to it.
    #[must_use]
    pub fn candidates(
        &self,
        page: PageRef<'_>,
        subpath: &str,
        form: HeadingForm,
    ) -> Arc<Candidates> {
        let key = (page.file, Kind::of(subpath, form));
        let known = self.candidates.read().ok();
        if let Some(known) = known.and_then(|known| known.get(&key).cloned()) {
            return known;
        }
        let all = Arc::new(Candidates::of(page, key.1));
        if let Ok(mut known) = self.candidates.write() {
            known.insert(key, Arc::clone(&all));
        }
        all
    }

    /// The headings and blocks of a page that links lead to, from any page.
    #[must_use]
    pub fn subpaths_into(&self, file: FileId) -> &[String] {
        let all = self.subpaths.get_or_init(|| {
            let mut all: HashMap<FileId, Vec<String>> = HashMap::default();
            for page in self.pages() {
                for link in page.links.iter().filter(|link| link.target.contains('#')) {
                    if let Destination::File {
                        found: Resolution::One { target, .. },
                        subpath: Some(subpath),
                        ..
                    } = self.destination(page.file, link)
                        && let Some(file) = self.paths.file(target)
                    {
                        all.entry(file).or_default().push(subpath.into_owned());
                    }
                }
            }
            all
        });
        all.get(&file).map_or(&[], Vec::as_slice)
    }
}
