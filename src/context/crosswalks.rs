//! Mappings between frameworks that pages about their objects state: in the front matter, below a heading that speaks of mappings, and in
//! fields that name a framework.

use foldhash::HashMap;

use super::VaultContext;
use crate::facts::Facts;
use crate::facts::other_frameworks::names_framework;
use crate::framework::{Cited, Frameworks, cited};
use crate::syntax::Page;
use crate::text::{FileId, Span};

/// The key of ATLAS among the frameworks.
const ATLAS: &str = "atlas";

/// A page with more mapped ids is a list of them.
const MAX_MAPPED: usize = 50;

/// An object with more pages has none of its own.
const MAX_PAGES: usize = 4;

/// The most bytes of the label of a field.
const MAX_LABEL: usize = 60;

/// An id further into its line is no value of a field.
const MAX_FIELD: usize = 500;

/// What a page about an object of a framework maps it to.
#[derive(Debug)]
pub struct Mapped {
    /// The object that the page is about.
    pub subject: Cited,
    /// The ids of other frameworks that it maps the object to, each once, in text order.
    pub ids: Vec<Cited>,
    /// All ids that it cites.
    cited: Vec<Cited>,
}

/// The mappings of a vault.
#[derive(Debug, Default)]
pub struct Crosswalks {
    pages: HashMap<FileId, Mapped>,
    /// The pages about each object, by framework and id.
    about: HashMap<(Box<str>, Box<str>), Vec<FileId>>,
}

impl Mapped {
    /// Returns whether the page cites an object, its parent or a part of it.
    #[must_use]
    pub fn cites(&self, other: &Cited) -> bool {
        let mut cited = self.cited.iter();
        cited.any(|cited| cited.framework == other.framework && is_kin(&cited.id, &other.id))
    }

    /// Returns the ids of the framework and kind of an object that the page maps its own to.
    pub fn like<'m>(&'m self, other: &'m Cited) -> impl Iterator<Item = &'m Cited> {
        self.ids.iter().filter(|mapped| {
            mapped.framework == other.framework && kind(&mapped.id) == kind(&other.id)
        })
    }
}

impl Crosswalks {
    fn of(context: &VaultContext<'_>) -> Self {
        let mut found = Self::default();
        let vault = context.vault;
        for file in vault.page_files() {
            let mapped = vault.lent_page(file).and_then(|page| {
                let (page, declared) = (page.get(), vault.declared_id(file));
                page.with_page(|it| mapped(it, page.facts, declared, context.frameworks))
            });
            let Some(mapped) = mapped else { continue };
            let subject = &mapped.subject;
            let key = (subject.framework.clone(), subject.id.clone());
            found.about.entry(key).or_default().push(file);
            found.pages.insert(file, mapped);
        }
        found.about.retain(|_, pages| pages.len() <= MAX_PAGES);
        found
    }

    /// Returns what a page maps its object to, if it is about one.
    #[must_use]
    pub fn of_page(&self, file: FileId) -> Option<&Mapped> {
        self.pages.get(&file)
    }

    /// Returns the pages about an object, with their mappings.
    pub fn about<'c>(&'c self, id: &Cited) -> impl Iterator<Item = (FileId, &'c Mapped)> {
        let key = (id.framework.clone(), id.id.clone());
        let pages = self.about.get(&key).map_or(&[][..], Vec::as_slice);
        let with_mappings = |file: &FileId| Some((*file, self.pages.get(file)?));
        pages.iter().filter_map(with_mappings)
    }
}

impl VaultContext<'_> {
    /// Returns the mappings of the vault. All pages are read for them once more.
    pub fn crosswalks(&self) -> &Crosswalks {
        self.crosswalks.get_or_init(|| Crosswalks::of(self))
    }
}

fn mapped(
    page: &Page<'_>,
    facts: &Facts,
    declared: Option<&str>,
    frameworks: &Frameworks,
) -> Option<Mapped> {
    if page.document.is_some() {
        return None;
    }
    let sound = page.ids.iter().filter(|token| token.malformed.is_none());
    let mut all: Vec<Cited> = sound
        .map(|token| Cited {
            framework: ATLAS.into(),
            id: token.id.clone(),
            span: token.span,
        })
        .collect();
    all.extend(cited(page, frameworks));
    all.sort_by_key(|cited| cited.span);
    let subject = subject(page, facts, declared, &all)?;
    let mut ids: Vec<Cited> = Vec::new();
    for cited in &all {
        let is_new = |cited: &Cited| {
            let mut ids = ids.iter();
            !ids.any(|it| it.id == cited.id && it.framework == cited.framework)
        };
        if cited.framework != subject.framework && states(page, cited.span) && is_new(cited) {
            if ids.len() == MAX_MAPPED {
                return None;
            }
            ids.push(cited.clone());
        }
    }
    Some(Mapped {
        subject,
        ids,
        cited: all,
    })
}

/// Returns the object that a page is about: that which it declares, or the only one in its `id`, its title or its first heading.
fn subject(page: &Page<'_>, facts: &Facts, declared: Option<&str>, all: &[Cited]) -> Option<Cited> {
    if let Some(id) = declared {
        return all
            .iter()
            .find(|cited| &*cited.framework == ATLAS && &*cited.id == id)
            .cloned();
    }
    let front_id = facts.front_id.as_ref().map(|(_, span)| *span);
    let heading = page.main_heading().map(|heading| heading.span);
    let titles = [front_id, page.title(), heading].into_iter().flatten();
    titles
        .map(|title| all.iter().filter(move |cited| title.contains(cited.span)))
        .find_map(|mut inside| {
            let first = inside.next()?;
            inside
                .all(|other| other.id == first.id)
                .then(|| first.clone())
        })
}

/// Returns whether an id on a page is the value of a mapping.
fn states(page: &Page<'_>, id: Span) -> bool {
    if page.title().is_some_and(|title| title.contains(id)) {
        return false;
    }
    let front = page.front.as_ref();
    if front.is_some_and(|front| front.body.contains(id)) {
        return front.is_some_and(|front| front.sound);
    }
    let after = page
        .headings
        .partition_point(|heading| heading.span.start <= id.start);
    let heading = after.checked_sub(1).map(|last| &page.headings[last]);
    let is_below =
        heading.is_some_and(|heading| !heading.span.contains(id) && says_so(&heading.text));
    let is_field =
        |label: &str| says_so(label) || label.contains("ATLAS") || names_framework(label);
    is_below || label(page, id).is_some_and(is_field)
}

/// Returns whether a text speaks of mappings.
fn says_so(text: &str) -> bool {
    let text = text.to_lowercase();
    let words = ["mapping", "maps to", "mapped to", "crosswalk"];
    words.iter().any(|word| text.contains(word))
}

/// Returns the label of the field in whose line an id stands: the text before the first colon.
fn label<'p>(page: &'p Page<'_>, id: Span) -> Option<&'p str> {
    let end = id.start as usize;
    let before = &page.source.text().as_bytes()[..end];
    let near = &before[end.saturating_sub(MAX_FIELD)..];
    let start = match memchr::memrchr(b'\n', near) {
        Some(at) => end - near.len() + at + 1,
        None if near.len() == end => 0,
        None => return None,
    };
    let line = page.source.text().get(start..end)?;
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || "-*_+>|".contains(c));
    let (label, _) = line.split_once(':')?;
    (label.len() <= MAX_LABEL).then_some(label)
}

/// Returns whether two ids are equal, or one is that of a part of the other.
fn is_kin(a: &str, b: &str) -> bool {
    let is_part = |part: &str, of: &str| {
        let rest = part.strip_prefix(of);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    is_part(a, b) || is_part(b, a)
}

/// Returns the part of an id that stands for its kind: the letters before its number.
fn kind(id: &str) -> &str {
    let end = id.find(|c: char| c.is_ascii_digit());
    &id[..end.unwrap_or(id.len())]
}
