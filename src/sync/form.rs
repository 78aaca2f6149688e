//! What a new page looks like: as the vault's pages of its kind do.

mod look;

use std::collections::BTreeMap;

use super::atlas::{Atlas, Own, is_plain};
use super::consensus::{UsualOrder, most};
use super::quoting;
use super::value::Value;
use crate::catalog::Kind;
use crate::export::site_url;
use look::{Read, Seen, look};

/// How the pages of a vault look, by kind and by whether they are sub-techniques.
pub(super) struct Forms(BTreeMap<(Kind, bool), Form>);

/// How the pages of one kind look.
#[derive(Debug)]
struct Form {
    end: &'static str,
    /// Lines of the front matter.
    front: Vec<Line>,
    /// The heading; None where the title stands for it.
    heading: Option<Value>,
    /// The fields, by the heading that they stand under.
    groups: Vec<(Option<String>, Vec<Line>)>,
}

/// A value, and what stands before it on its line.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    before: String,
    quote: Option<char>,
    value: Value,
}

impl Forms {
    /// Looks at all pages of a vault.
    pub(super) fn of(atlas: &Atlas<'_>) -> Self {
        let mut pages: BTreeMap<(Kind, bool), Vec<(Own<'_>, Seen)>> = BTreeMap::new();
        for own in atlas.own_pages().filter(|own| atlas.life(own.id).is_some()) {
            let is_sub = atlas.view.parent(own.id).is_some();
            let seen = pages.entry((own.kind, is_sub)).or_default();
            seen.extend(look(atlas, own).map(|page| (own, page)));
        }
        let forms = pages
            .into_iter()
            .map(|(class, pages)| (class, Form::of(atlas, &pages)));
        Self(forms.collect())
    }

    /// The page of an object, and how many of its facts are unverified.
    pub(super) fn page(&self, atlas: &Atlas<'_>, object: Own<'_>) -> Option<(String, usize)> {
        let is_sub = atlas.view.parent(object.id).is_some();
        let form = self.0.get(&(object.kind, is_sub));
        let form = form.or_else(|| self.0.get(&(object.kind, !is_sub)))?;
        atlas.view.name(object.id).filter(|name| is_plain(name))?;
        form.page(atlas, object, is_sub)
    }
}

impl Form {
    /// Whether a page of this form says which object it is about.
    fn declares(&self) -> bool {
        let says = |value: &Value| matches!(value, Value::IdName(_) | Value::Id(false));
        let in_title = |line: &Line| line.before.starts_with("title:") && says(&line.value);
        self.heading.as_ref().is_some_and(says) || self.front.iter().any(in_title)
    }

    fn of(atlas: &Atlas<'_>, pages: &[(Own<'_>, Seen)]) -> Self {
        let headings = pages.iter().flat_map(|(_, seen)| &seen.heading);
        let is_name =
            |value: &&Value| matches!(value, Value::IdName(_) | Value::Name | Value::Id(false));
        let heading = most(headings.filter(is_name).cloned());
        let headed = pages.iter().filter(|(_, seen)| !seen.heading.is_empty());
        let headed = headed.count() * 2 > pages.len();
        let lines = |of: &dyn Fn(&Seen) -> &[Read]| lines(atlas, pages, of);
        let mut order: UsualOrder<Option<String>> = UsualOrder::default();
        for (_, seen) in pages {
            order.add(seen.groups.iter().map(|(name, _)| name.clone()));
        }
        let groups = order.sorted(pages.len() / 2 + 1);
        let groups = groups.into_iter().map(|name| {
            let found = lines(&|seen| {
                let group = seen.groups.iter().find(|(other, _)| *other == name);
                group.map_or(&[][..], |(_, reads)| reads)
            });
            (name, found)
        });
        let mut form = Self {
            end: most(pages.iter().map(|(_, seen)| seen.end)).unwrap_or("\n"),
            front: lines(&|seen| &seen.front),
            groups: groups.filter(|(_, lines)| !lines.is_empty()).collect(),
            heading: heading.filter(|_| headed),
        };
        if !form.declares() {
            form.heading = Some(Value::IdName(": ".to_owned()));
        }
        form
    }

    fn page(&self, atlas: &Atlas<'_>, object: Own<'_>, is_sub: bool) -> Option<(String, usize)> {
        let mut unverified = 0;
        let mut out: Vec<String> = Vec::new();
        let mut texts = |lines: &[Line]| -> Vec<String> {
            let text = |line: &Line| {
                let (text, doubt) = object.text(atlas, &line.value)?;
                unverified += usize::from(doubt);
                Some(line.before.clone() + &line.quoted(&text))
            };
            lines.iter().filter_map(text).collect()
        };
        if !self.front.is_empty() {
            out.push("---".to_owned());
            out.extend(texts(&self.front));
            out.extend(["---".to_owned(), String::new()]);
        }
        let groups: Vec<(&Option<String>, Vec<String>)> = self
            .groups
            .iter()
            .map(|(name, lines)| (name, texts(lines)))
            .collect();
        if let Some(heading) = &self.heading {
            let (heading, doubt) = object.text(atlas, heading)?;
            unverified += usize::from(doubt);
            out.extend([format!("# {heading}"), String::new()]);
        }
        out.push(lead(object, is_sub));
        for (name, lines) in groups.into_iter().filter(|(_, lines)| !lines.is_empty()) {
            out.push(String::new());
            if let Some(name) = name {
                out.extend([name.clone(), String::new()]);
            }
            out.extend(lines);
        }
        out.push(String::new());
        Some((out.join(self.end), unverified))
    }
}

impl Line {
    /// A value as it stands on the line, for a reader of YAML where it is one of the front matter.
    fn quoted(&self, text: &str) -> String {
        match self.quote {
            Some(quote) => format!("{quote}{}{quote}", quoting::inside(text, Some(quote))),
            None if self.is_front() => quoting::plain(text).into_owned(),
            None => text.to_owned(),
        }
    }

    fn is_front(&self) -> bool {
        !self.before.contains("**") && !self.before.contains("__")
    }
}

/// The lines that most pages have which could have them, in their usual order.
fn lines(atlas: &Atlas<'_>, pages: &[(Own<'_>, Seen)], of: &dyn Fn(&Seen) -> &[Read]) -> Vec<Line> {
    let mut order: UsualOrder<&str> = UsualOrder::default();
    let mut found: BTreeMap<&str, Vec<&Read>> = BTreeMap::new();
    for (_, seen) in pages {
        order.add(of(seen).iter().map(|read| read.before.as_str()));
        for read in of(seen) {
            found.entry(&read.before).or_default().push(read);
        }
    }
    let mut lines: Vec<Line> = Vec::new();
    for before in order.sorted(1) {
        let reads = found.remove(before).unwrap_or_default();
        let values = reads.iter().flat_map(|read| read.values.iter().cloned());
        let Some(value) = most(values) else {
            continue;
        };
        let says = |read: &&Read| read.values.contains(&value);
        let agree = reads.iter().filter(|read| says(read)).count();
        let could = pages
            .iter()
            .filter(|(own, _)| own.text(atlas, &value).is_some());
        // What is no fact has to be the same on all of several pages.
        let is_same = matches!(value, Value::Same(_));
        let enough = if is_same {
            agree == pages.len() && agree > 2
        } else {
            agree * 2 > could.count() && agree * 10 >= reads.len() * 9
        };
        if enough {
            let quote = most(reads.iter().map(|read| read.quote)).flatten();
            lines.push(Line {
                before: before.to_owned(),
                quote,
                value,
            });
        }
    }
    lines
}

/// What a page says that nobody has written yet.
fn lead(object: Own<'_>, is_sub: bool) -> String {
    let what = if is_sub {
        "sub-technique"
    } else {
        object.kind.label()
    };
    let id = object.id;
    let url = site_url(id).unwrap_or_default();
    format!("This {what} has no text yet. See [{id} on atlas.mitre.org]({url}).")
}
