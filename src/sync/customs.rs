//! How a vault writes its lists, learned from the pages that it has.

use std::collections::BTreeMap;

use super::atlas::{Atlas, Own};
use super::consensus::{UsualOrder, most};
use super::entry::Template;
use super::lines::{line_of, without_count};
use super::section::{Content, Listed, is_named, sections};
use super::truth::Truth;
use crate::catalog::Kind;
use crate::syntax::split_count;

/// How a vault writes its lists.
#[derive(Debug, Default)]
pub(super) struct Customs {
    lists: BTreeMap<(Kind, Listed), Custom>,
    /// The names of the sections of a kind's pages, in the order in which they usually stand.
    orders: BTreeMap<Kind, Vec<String>>,
    /// Whether the pages of tactics list sub-techniques too.
    pub(super) lists_subs: bool,
}

/// How the pages of a kind write one list.
#[derive(Debug, Default)]
pub(super) struct Custom {
    /// Whether at least half of the pages that have something to list have it.
    pub(super) common: bool,
    /// The heading without its count, behind its marks.
    heading: String,
    counted: bool,
    /// The paragraph that most have before the list.
    pub(super) intro: Option<String>,
    entries: [Option<Template>; 2],
}

impl Custom {
    /// The line of the heading.
    pub(super) fn heading(&self, count: usize) -> String {
        if self.counted {
            format!("{} ({count})", self.heading)
        } else {
            self.heading.clone()
        }
    }
}

/// What is seen of one list on the pages of a kind.
#[derive(Default)]
struct Seen {
    /// Pages that have something to list, and those of them that have the section.
    could: usize,
    has: usize,
    pages: usize,
    headings: Vec<(String, bool)>,
    intros: Vec<String>,
    entries: [Vec<Template>; 2],
}

impl Customs {
    /// Looks at all pages of a vault.
    pub(super) fn of<'v>(atlas: &Atlas<'v>, truth: &mut Truth<'v>) -> Self {
        let mut seen: BTreeMap<(Kind, Listed), Seen> = BTreeMap::new();
        let mut customs = Self::default();
        let mut orders: BTreeMap<Kind, UsualOrder<String>> = BTreeMap::new();
        for own in atlas.own_pages().filter(|own| atlas.life(own.id).is_some()) {
            orders.entry(own.kind).or_default().add(names(own));
            for &listed in Listed::of(own.kind) {
                let seen = seen.entry((own.kind, listed)).or_default();
                let could = !truth.wanted(listed, own.kind, own.id).is_empty();
                customs.lists_subs |= seen.look(atlas, own, listed, could);
            }
        }
        // Where no tactic lists anything, all techniques are as good.
        let tactics = seen.get(&(Kind::Tactic, Listed::Techniques));
        customs.lists_subs |= tactics.is_none_or(|seen| seen.entries.iter().all(Vec::is_empty));
        customs.lists = seen
            .into_iter()
            .map(|(key, seen)| (key, seen.settled()))
            .collect();
        customs.orders = orders
            .into_iter()
            .map(|(kind, order)| (kind, order.sorted(1)))
            .collect();
        customs
    }

    pub(super) fn list(&self, kind: Kind, listed: Listed) -> Option<&Custom> {
        self.lists.get(&(kind, listed))
    }

    /// How most entries of such a list are written.
    pub(super) fn entry(&self, kind: Kind, listed: Listed, sub: bool) -> Option<&Template> {
        let [alone, subs] = &self.list(kind, listed)?.entries;
        if sub {
            subs.as_ref().or(alone.as_ref())
        } else {
            alone.as_ref().or(subs.as_ref())
        }
    }

    /// Where on a page a section belongs: behind the last one that usually stands before it, else at the end.
    pub(super) fn place(&self, atlas: &Atlas<'_>, own: Own<'_>, listed: Listed) -> usize {
        let source = atlas.source(own.page);
        let text = source.text();
        let end_of = |end: usize| text.get(..end).unwrap_or_default().trim_end().len();
        let order = self.orders.get(&own.kind).map_or(&[][..], Vec::as_slice);
        let custom = self
            .list(own.kind, listed)
            .map(|custom| custom.heading.as_str());
        let custom = custom.unwrap_or_default().trim_start_matches(['#', ' ']);
        let Some(mine) = order.iter().position(|name| name == custom) else {
            return end_of(text.len());
        };
        let later = own
            .page
            .headings
            .iter()
            .filter(|heading| heading.level == 2);
        let next = later
            .filter(|heading| {
                let name = without_count(heading.text);
                order
                    .iter()
                    .position(|other| other == name)
                    .is_some_and(|at| at > mine)
            })
            .map(|heading| line_of(source, heading.span.start).start as usize)
            .next();
        end_of(next.unwrap_or(text.len()))
    }
}

/// The names of the sections of a page, in order.
fn names(own: Own<'_>) -> Vec<String> {
    let sections = own
        .page
        .headings
        .iter()
        .filter(|heading| heading.level == 2);
    // No page has more sections that say anything about their order.
    let sections = sections.take(60);
    sections
        .map(|heading| without_count(heading.text).to_owned())
        .collect()
}

impl Seen {
    /// Looks at one page. Tells whether it is a tactic's list that holds a sub-technique.
    fn look<'v>(&mut self, atlas: &Atlas<'v>, own: Own<'v>, listed: Listed, could: bool) -> bool {
        let found = sections(atlas, own, listed);
        let has = own
            .page
            .headings
            .iter()
            .any(|heading| is_named(heading, listed));
        self.could += usize::from(could);
        self.has += usize::from(could && has);
        let mut holds_sub = false;
        for section in &found {
            let Content::Entries(entries) = &section.content else {
                continue;
            };
            self.pages += 1;
            let heading = section.heading;
            let marks = "#".repeat(usize::from(heading.level));
            let text = format!("{marks} {}", without_count(heading.text));
            self.headings
                .push((text, split_count(heading.text).is_some()));
            self.intros.extend(section.intro.map(str::to_owned));
            for (entry, _) in &entries.all {
                let sub = atlas.view.parent(&entry.key).is_some();
                holds_sub |= sub && own.kind == Kind::Tactic;
                self.entries[usize::from(sub)].extend(entry.template());
            }
        }
        holds_sub
    }

    fn settled(self) -> Custom {
        let pages = self.pages;
        let intros = self.intros;
        let intro = most(intros.iter().cloned());
        let times = |intro: &String| intros.iter().filter(|other| *other == intro).count();
        let [alone, subs] = self.entries;
        let (heading, counted) = most(self.headings.into_iter()).unwrap_or_default();
        Custom {
            common: self.has * 2 >= self.could && !heading.is_empty(),
            heading,
            counted,
            intro: intro.filter(|intro| times(intro) * 2 > pages && !intro.contains('\n')),
            entries: [most(alone.into_iter()), most(subs.into_iter())],
        }
    }
}
