//! Selection of a page's type and schema.

use std::sync::LazyLock;

use super::built_in::BUILT_IN;
use super::compiled::Schema;
use crate::syntax::Page;
use crate::syntax::tree::Data;

/// Conditions of a page type. All of those that are set must hold.
#[derive(Debug, Default)]
pub struct Match {
    /// Globs for the path of the page, relative to the vault.
    pub paths: Option<globset::GlobSet>,
    /// Front matter keys with their values.
    pub front_matter: Vec<(String, serde_json::Value)>,
    /// A pattern for the first heading.
    pub heading: Option<regex::Regex>,
}

#[derive(Debug)]
pub struct PageType {
    pub name: String,
    /// Conditions for the page; None for a built-in type, which is recognized by ids.
    pub matches: Option<Match>,
    pub schema: PageSchema,
}

#[derive(Debug)]
pub enum PageSchema {
    /// A schema of the vault, compiled when the configuration was read.
    Own(Box<Schema>),
    /// A built-in schema, compiled for the first page that needs it.
    BuiltIn(&'static LazyLock<Schema>),
}

impl PageSchema {
    /// Returns the built-in schema of this name.
    #[must_use]
    pub fn built_in(name: &str) -> Option<Self> {
        let at = BUILT_IN.iter().position(|(known, _)| *known == name)?;
        Some(Self::BuiltIn(&COMPILED[at]))
    }

    /// Returns the compiled schema.
    #[must_use]
    pub fn get(&self) -> &Schema {
        match self {
            Self::Own(schema) => schema,
            Self::BuiltIn(schema) => schema,
        }
    }
}

/// Built-in schemas in the order of [`BUILT_IN`].
static COMPILED: [LazyLock<Schema>; BUILT_IN.len()] = [
    LazyLock::new(|| compile(0)),
    LazyLock::new(|| compile(1)),
    LazyLock::new(|| compile(2)),
    LazyLock::new(|| compile(3)),
    LazyLock::new(|| compile(4)),
    LazyLock::new(|| compile(5)),
    LazyLock::new(|| compile(6)),
    LazyLock::new(|| compile(7)),
    LazyLock::new(|| compile(8)),
];

#[expect(
    clippy::panic,
    reason = "the text is part of the binary, and tests compile it"
)]
fn compile(at: usize) -> Schema {
    let (name, text) = BUILT_IN[at];
    Schema::built_in(name, text)
        .unwrap_or_else(|error| panic!("the built-in schema {name}: {}", error.message))
}

/// All page types, in the order of matching.
#[derive(Debug, Default)]
pub struct PageTypes(pub Vec<PageType>);

impl PageTypes {
    /// Returns the type of a page at `path`: the first that matches.
    #[must_use]
    pub fn of(&self, page: &Page<'_>, path: &str) -> Option<&PageType> {
        self.0.iter().find(|page_type| match &page_type.matches {
            Some(matches) => matches.hold(page, path),
            None => match page.document.as_ref() {
                Some(document) => document
                    .shape
                    .is_some_and(|shape| shape.page_type() == page_type.name),
                None => is_built_in(&page_type.name, page),
            },
        })
    }
}

impl Match {
    fn hold(&self, page: &Page<'_>, path: &str) -> bool {
        let front = |key: &str, wanted: &serde_json::Value| {
            page.front.as_ref().is_some_and(|front| {
                let value = front.tree.root().and_then(|root| front.tree.get(root, key));
                value.is_some_and(|value| front.tree.to_json(value, &|_| Vec::new()) == *wanted)
            })
        };
        self.paths.as_ref().is_none_or(|globs| globs.is_match(path))
            && self
                .front_matter
                .iter()
                .all(|(key, value)| front(key, value))
            && self.heading.as_ref().is_none_or(|pattern| {
                page.main_heading()
                    .is_some_and(|heading| pattern.is_match(&heading.text))
            })
    }
}

/// Returns whether a page has a built-in type. A case study has its type in the front matter, unless it is plainly one of something else,
/// or an id of its kind in heading or title; the other types only have the ids.
fn is_built_in(name: &str, page: &Page<'_>) -> bool {
    let front = |key: &str| {
        let front = page.front.as_ref()?;
        let node = front.tree.get(front.tree.root()?, key)?;
        match front.tree.data(node) {
            Data::Text(text) => Some(text.as_ref()),
            _ => None,
        }
    };
    let prefix = match name {
        "case-study" => "AML.CS",
        "technique" => "AML.T",
        "tactic" => "AML.TA",
        "mitigation" => "AML.M",
        _ => return false,
    };
    if name == "case-study" && front("type") == Some("case-study") && !is_about_others(page) {
        return true;
    }
    let heading = page.main_heading().map(|heading| &*heading.text);
    [heading, front("title")]
        .into_iter()
        .flatten()
        .any(|text| has_id(text, prefix))
}

/// Returns whether a page that calls itself a case study is one of something else, such as of a customer: it has keys or sections that
/// no study of an attack needs, none that one has, and does not speak of ATLAS. A page that only starts is none.
fn is_about_others(page: &Page<'_>) -> bool {
    const OF_ALL: [&str; 4] = ["id", "title", "type", "sidebar_position"];
    let keys = || {
        let front = page.front.as_ref();
        let entries = front.and_then(|front| Some(front.tree.entries(front.tree.root()?)));
        entries.unwrap_or_default().iter().map(|entry| &*entry.key)
    };
    let sections = || page.headings.iter().filter(|heading| heading.level > 1);
    let has_more = keys().any(|key| !OF_ALL.contains(&key)) || sections().next().is_some();
    has_more && !keys().any(is_key_of_study) && !speaks_of_atlas(page) && {
        // The names of the sections of a study, misspelled ones too.
        sections().all(|heading| {
            let text = heading.text.to_lowercase();
            !text.starts_with("step") && !["metad", "proced"].iter().any(|it| text.contains(it))
        })
    }
}

fn is_key_of_study(key: &str) -> bool {
    matches!(
        key.to_lowercase().as_str(),
        "actor" | "atlas-source" | "incident-date" | "procedure" | "tactics" | "techniques"
    )
}

fn speaks_of_atlas(page: &Page<'_>) -> bool {
    const WORDS: [&str; 6] = [
        "AML.",
        "aml.",
        "ATLAS",
        "atlas.mitre.org",
        ".CS0",
        "Technique:",
    ];
    let text = page.source.text().as_bytes();
    let has = |word: &&str| memchr::memmem::find(text, word.as_bytes()).is_some();
    !page.ids.is_empty() || WORDS.iter().any(has)
}

/// Returns whether a text starts with an id and a colon. The id has four characters after the prefix, a sub-technique three
/// more.
fn has_id(text: &str, prefix: &str) -> bool {
    let Some((id, _)) = text.split_once(": ") else {
        return false;
    };
    let number = id.strip_prefix(prefix).unwrap_or_default();
    let (number, sub) = number.split_once('.').unwrap_or((number, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    number.len() == 4 && digits(number) && (sub.is_empty() || (sub.len() == 3 && digits(sub)))
}

#[cfg(test)]
mod tests {
    use super::{Match, PageSchema, PageType, PageTypes, has_id};
    use crate::syntax::{self, ReadOptions};
    use crate::text::Source;

    #[test]
    fn a_text_has_an_id_of_a_kind_if_a_colon_follows_all_of_it() {
        assert!(has_id("AML.T0051: LLM Prompt Injection", "AML.T"));
        assert!(has_id("AML.T0051.000: Direct", "AML.T"));
        for other in [
            "AML.T0051",
            "AML.T051: x",
            "AML.T00510: x",
            "AML.T0051.00: x",
            "AML.TA0001: x",
            "About AML.T0051: x",
            "AML.T0051:x",
        ] {
            assert!(!has_id(other, "AML.T"), "{other}");
        }
    }

    fn named(name: &str, matches: Option<Match>) -> PageType {
        PageType {
            name: name.to_owned(),
            matches,
            schema: PageSchema::built_in("tactic").expect("a built-in schema"),
        }
    }

    #[test]
    fn a_page_has_the_first_type_all_of_whose_conditions_hold() {
        let heading = |pattern: &str| Some(regex::Regex::new(pattern).expect("a pattern"));
        let draft = |value: serde_json::Value| vec![("draft".to_owned(), value)];
        let types = PageTypes(vec![
            named(
                "both",
                Some(Match {
                    front_matter: draft(true.into()),
                    heading: heading("^AML"),
                    ..Match::default()
                }),
            ),
            named(
                "draft",
                Some(Match {
                    front_matter: draft(true.into()),
                    ..Match::default()
                }),
            ),
            named("technique", None),
        ]);
        let of = |text: &str| {
            let source = Source::new("a.md", text);
            let page = syntax::read(&source, &ReadOptions::default()).expect("a page");
            types.of(&page, "a.md").map(|found| found.name.clone())
        };
        let front = "---\ndraft: true\n---\n";
        let heading = "# AML.T0051: LLM Prompt Injection\n";
        assert_eq!(of(&format!("{front}{heading}")).as_deref(), Some("both"));
        assert_eq!(of(&format!("{front}# Notes\n")).as_deref(), Some("draft"));
        assert_eq!(of(heading).as_deref(), Some("technique"));
        let text = front.replace("true", "\"true\"");
        assert_eq!(of(&format!("{text}# Notes\n")), None, "a text is no flag");
    }
}
