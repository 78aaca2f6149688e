//! Templates of new pages, inferred from the vault's pages of the same kind.

mod observe;

use std::collections::BTreeMap;

use super::consensus::{UsualOrder, most_frequent};
use super::value::Value;
use super::workspace::{ObjectPage, Workspace, is_plain};
use crate::catalog::Kind;
use crate::catalog::site_url;
use crate::syntax::quoted;
pub(crate) use observe::{MAX_FIELDS, ValueLine};
use observe::{ObservedLine, ObservedPage, observe};

/// The templates of a vault, by kind and by whether they are for sub-techniques.
pub(crate) struct PageTemplates(BTreeMap<(Kind, bool), PageTemplate>);

/// The template of pages of one kind.
#[derive(Debug)]
struct PageTemplate {
    end: &'static str,
    /// The lines of the front matter.
    front: Vec<TemplateLine>,
    /// The heading; `None` if pages have a title instead.
    heading: Option<Value>,
    /// Groups of fields, each with the heading above it.
    groups: Vec<(Option<String>, Vec<TemplateLine>)>,
}

/// A line: a value and the text before it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct TemplateLine {
    /// Whether it is in front matter, where a value may need quotes.
    is_front: bool,
    before: String,
    quote: Option<char>,
    value: Value,
}

impl PageTemplates {
    /// Infers the templates from all pages of a vault.
    pub(crate) fn of(workspace: &Workspace<'_>) -> Self {
        let mut pages: BTreeMap<(Kind, bool), Vec<(ObjectPage<'_>, ObservedPage)>> =
            BTreeMap::new();
        for object in workspace
            .object_pages()
            .filter(|object| workspace.lifetime(object.id).is_some())
        {
            let is_sub = workspace.view.parent(object.id).is_some();
            let observed = pages.entry((object.kind, is_sub)).or_default();
            observed.extend(observe(workspace, object).map(|page| (object, page)));
        }
        let templates = pages
            .into_iter()
            .map(|(class, pages)| (class, PageTemplate::of(workspace, &pages)));
        Self(templates.collect())
    }

    /// Returns the page of an object, and how many of its facts are unverified. Returns `None` if no template
    /// fits, or if the page cannot hold its name.
    pub(crate) fn page(
        &self,
        workspace: &Workspace<'_>,
        object: ObjectPage<'_>,
    ) -> Option<(String, usize)> {
        let is_sub = workspace.view.parent(object.id).is_some();
        let template = self.0.get(&(object.kind, is_sub));
        let template = template.or_else(|| self.0.get(&(object.kind, !is_sub)))?;
        template.page(workspace, object, is_sub)
    }

    /// Returns what [`Self::page`] does, for a vault that may have no page of the kind.
    pub(crate) fn first_page(
        &self,
        workspace: &Workspace<'_>,
        object: ObjectPage<'_>,
    ) -> Option<(String, usize)> {
        let is_sub = workspace.view.parent(object.id).is_some();
        self.page(workspace, object)
            .or_else(|| PageTemplate::usual(object.kind).page(workspace, object, is_sub))
    }
}

impl PageTemplate {
    /// Returns the template for the first page of a kind.
    fn usual(kind: Kind) -> Self {
        let name = match kind {
            Kind::Tactic => "Tactic ID",
            Kind::Mitigation => "Mitigation ID",
            Kind::Technique | Kind::CaseStudy => "Technique ID",
        };
        let id = TemplateLine {
            is_front: false,
            before: format!("- **{name}:** "),
            quote: None,
            value: Value::Id(false),
        };
        Self {
            end: "\n",
            front: Vec::new(),
            heading: Some(Value::IdName(": ".to_owned())),
            groups: vec![(Some("## Metadata".to_owned()), vec![id])],
        }
    }

    /// Returns whether a page of this template declares its object.
    fn declares(&self) -> bool {
        let says = |value: &Value| matches!(value, Value::IdName(_) | Value::Id(false));
        let in_title = |line: &TemplateLine| line.before.starts_with("title:") && says(&line.value);
        self.heading.as_ref().is_some_and(says) || self.front.iter().any(in_title)
    }

    fn of(workspace: &Workspace<'_>, pages: &[(ObjectPage<'_>, ObservedPage)]) -> Self {
        let headings = pages.iter().flat_map(|(_, observed)| &observed.heading);
        let is_name =
            |value: &&Value| matches!(value, Value::IdName(_) | Value::Name | Value::Id(false));
        let heading = most_frequent(headings.filter(is_name).cloned());
        let headed = pages
            .iter()
            .filter(|(_, observed)| !observed.heading.is_empty());
        let headed = headed.count() * 2 > pages.len();
        let lines = |of: &dyn Fn(&ObservedPage) -> &[ObservedLine]| lines(workspace, pages, of);
        let mut order: UsualOrder<Option<String>> = UsualOrder::default();
        for (_, observed) in pages {
            order.add(observed.groups.iter().map(|(name, _)| name.clone()));
        }
        let groups = order.sorted(pages.len() / 2 + 1);
        let groups = groups.into_iter().map(|name| {
            let found = lines(&|observed| {
                let group = observed.groups.iter().find(|(other, _)| *other == name);
                group.map_or(&[][..], |(_, observed_lines)| observed_lines)
            });
            (name, found)
        });
        let mut template = Self {
            end: most_frequent(pages.iter().map(|(_, observed)| observed.end)).unwrap_or("\n"),
            front: lines(&|observed| &observed.front),
            groups: groups.filter(|(_, lines)| !lines.is_empty()).collect(),
            heading: heading.filter(|_| headed),
        };
        if !template.declares() {
            template.heading = Some(Value::IdName(": ".to_owned()));
        }
        template
    }

    fn page(
        &self,
        workspace: &Workspace<'_>,
        object: ObjectPage<'_>,
        is_sub: bool,
    ) -> Option<(String, usize)> {
        workspace
            .view
            .name(object.id)
            .filter(|name| is_plain(name))?;
        let mut unverified = 0;
        let mut out: Vec<String> = Vec::new();
        let mut texts = |lines: &[TemplateLine]| -> Vec<String> {
            let text = |line: &TemplateLine| {
                let (text, doubtful) = object.text(workspace, &line.value)?;
                unverified += usize::from(doubtful);
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
            let (heading, doubtful) = object.text(workspace, heading)?;
            unverified += usize::from(doubtful);
            out.extend([format!("# {heading}"), String::new()]);
        }
        out.push(placeholder(object, is_sub));
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

impl TemplateLine {
    /// Returns a text as it is written on the line: quoted in the front matter where YAML needs it.
    fn quoted(&self, text: &str) -> String {
        match (&self.value, self.quote) {
            // These are written as on the other pages, on which they need not be text.
            (
                Value::Position | Value::Created(_) | Value::Modified(_) | Value::Constant(_),
                Some(quote),
            ) => {
                format!("{quote}{text}{quote}")
            }
            (
                Value::Position | Value::Created(_) | Value::Modified(_) | Value::Constant(_),
                None,
            ) => text.to_owned(),
            (_, None) if !self.is_front => text.to_owned(),
            (_, quote) => quoted(text, quote),
        }
    }
}

/// Returns the lines that most pages share, in their usual order. Pages whose object lacks the fact do not count.
fn lines(
    workspace: &Workspace<'_>,
    pages: &[(ObjectPage<'_>, ObservedPage)],
    of: &dyn Fn(&ObservedPage) -> &[ObservedLine],
) -> Vec<TemplateLine> {
    let mut order: UsualOrder<&str> = UsualOrder::default();
    let mut found: BTreeMap<&str, Vec<&ObservedLine>> = BTreeMap::new();
    for (_, observed) in pages {
        order.add(of(observed).iter().map(|line| line.before.as_str()));
        for line in of(observed) {
            found.entry(&line.before).or_default().push(line);
        }
    }
    let mut lines: Vec<TemplateLine> = Vec::new();
    for before in order.sorted(1) {
        let observed_lines = found.remove(before).unwrap_or_default();
        let values = observed_lines
            .iter()
            .flat_map(|line| line.values.iter().cloned());
        let Some(value) = most_frequent(values) else {
            continue;
        };
        let says = |line: &&ObservedLine| line.values.contains(&value);
        let agree = observed_lines.iter().filter(|line| says(line)).count();
        let possible = pages
            .iter()
            .filter(|(object, _)| object.text(workspace, &value).is_some());
        // A constant has to be the same on all pages, and on at least three.
        let is_same = matches!(value, Value::Constant(_));
        let enough = if is_same {
            agree == pages.len() && agree > 2
        } else {
            agree * 2 > possible.count() && agree * 10 >= observed_lines.len() * 9
        };
        if enough {
            let quote = most_frequent(observed_lines.iter().map(|line| line.quote)).flatten();
            lines.push(TemplateLine {
                is_front: observed_lines.iter().any(|line| line.is_front),
                before: before.to_owned(),
                quote,
                value,
            });
        }
    }
    lines
}

/// Returns the placeholder text of a new page.
fn placeholder(object: ObjectPage<'_>, is_sub: bool) -> String {
    let what = if is_sub {
        "sub-technique"
    } else {
        object.kind.label()
    };
    let id = object.id;
    let url = site_url(id).unwrap_or_default();
    format!("This {what} has no text yet. See [{id} on atlas.mitre.org]({url}).")
}
