//! Frameworks of a run: those that are compiled in and those of the user, with what the configuration says of each.

use std::sync::OnceLock;

use regex::bytes::Regex;

use super::definition::Framework;
use super::embedded::{self, BuiltIn};
use super::items::{Item, items};
use super::names::Names;
use super::numbers::Numbers;
use super::pattern::{compiled, prefixes};

/// Frameworks of a run.
#[derive(Debug)]
pub struct Frameworks {
    entries: Vec<Entry>,
}

/// Version or edition that a framework is judged by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pin {
    Release(String),
    Edition(String),
}

/// A framework of a run.
#[derive(Debug)]
pub struct Entry {
    key: String,
    prefixes: Vec<String>,
    hosts: Vec<String>,
    data: Data,
    pub pin: Option<Pin>,
    /// The front matter keys whose values are its ids.
    pub keys: Vec<String>,
    pattern: OnceLock<Option<Regex>>,
    start: OnceLock<Option<Regex>>,
    in_context: OnceLock<Option<Regex>>,
    names: OnceLock<Names>,
    items: OnceLock<Vec<Item>>,
    numbers: OnceLock<Numbers>,
}

#[derive(Debug)]
enum Data {
    BuiltIn(&'static BuiltIn),
    Read(Box<Framework>),
}

impl Frameworks {
    /// Returns the frameworks that are compiled in, without pins.
    #[must_use]
    pub fn built_in() -> Self {
        let entries = embedded::all().iter().map(|built_in| {
            let prefixes = built_in.prefixes.iter().map(|&it| it.to_owned());
            let mut entry = Entry::new(built_in.key, prefixes.collect(), Data::BuiltIn(built_in));
            entry.keys = default_keys(built_in.key);
            entry.hosts = built_in.hosts.iter().map(|&it| it.to_owned()).collect();
            entry
        });
        Self {
            entries: entries.collect(),
        }
    }

    /// Returns no frameworks.
    #[must_use]
    pub fn none() -> Self {
        Self {
            entries: Vec::new(),
        }
    }

    /// Adds a framework of the user. It takes the place of one with the same key.
    ///
    /// # Errors
    /// A form of ids that is no regular expression.
    pub fn add(&mut self, framework: Framework) -> Result<&mut Entry, String> {
        let prefixes = prefixes(&framework.ids)?;
        self.remove(&framework.key);
        let key = framework.key.clone();
        let hosts = hosts(&framework);
        let mut entry = Entry::new(&key, prefixes, Data::Read(Box::new(framework)));
        entry.hosts = hosts;
        self.entries.push(entry);
        let last = self.entries.len() - 1;
        Ok(&mut self.entries[last])
    }

    /// Removes a framework: its ids are no ids.
    pub fn remove(&mut self, key: &str) {
        self.entries.retain(|entry| entry.key != key);
    }

    /// Returns the frameworks.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Returns the framework with a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// Returns the framework with a key, to set its pin.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| entry.key == key)
    }
}

/// Returns the front matter keys of a framework: its name, and the part before the hyphen, which all lists of one publisher share.
fn default_keys(key: &str) -> Vec<String> {
    let mut keys = vec![key.to_owned()];
    if let Some((publisher, _)) = key.split_once('-') {
        keys.push(publisher.to_owned());
    }
    keys
}

impl Entry {
    fn new(key: &str, prefixes: Vec<String>, data: Data) -> Self {
        Self {
            key: key.to_owned(),
            prefixes,
            hosts: Vec::new(),
            data,
            pin: None,
            keys: vec![key.to_owned()],
            pattern: OnceLock::new(),
            start: OnceLock::new(),
            in_context: OnceLock::new(),
            names: OnceLock::new(),
            items: OnceLock::new(),
            numbers: OnceLock::new(),
        }
    }

    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Returns whether it was added by the user.
    #[must_use]
    pub fn is_of_user(&self) -> bool {
        matches!(self.data, Data::Read(_))
    }

    /// Returns the framework.
    #[must_use]
    pub fn framework(&self) -> &Framework {
        match &self.data {
            Data::BuiltIn(built_in) => built_in.get(),
            Data::Read(framework) => framework,
        }
    }

    /// Returns what its ids begin with.
    pub(super) fn prefixes(&self) -> &[String] {
        &self.prefixes
    }

    /// Returns whether its objects have pages on a host.
    pub(super) fn has_pages_on(&self, host: &str) -> bool {
        self.hosts.iter().any(|own| own == host)
    }

    /// Returns whether its ids may begin at the start of `text`.
    pub(super) fn may_begin(&self, text: &[u8]) -> bool {
        let mut prefixes = self.prefixes.iter();
        prefixes.any(|prefix| text.starts_with(prefix.as_bytes()))
    }

    /// Returns the pattern of an id at the start of a text, as its first group. It ends where no letter, digit or sign goes on.
    pub(super) fn pattern(&self) -> Option<&Regex> {
        let pattern = || {
            let ids = &self.framework().ids;
            compiled(&format!(
                r"^((?:{ids}))(?:$|[^A-Za-z0-9_.\-]|[.\-](?:$|[^A-Za-z0-9])|[:\-](?:19|20)\d\d(?:$|[^A-Za-z0-9_]))"
            ))
        };
        self.pattern.get_or_init(pattern).as_ref()
    }

    /// Returns a text that is one of its ids as a whole, in its form.
    pub(super) fn whole<'t>(&self, text: &'t str) -> Option<&'t str> {
        let is_id = self.may_begin(text.as_bytes());
        let id = self
            .pattern()
            .filter(|_| is_id)?
            .captures(text.as_bytes())?;
        let length = id.get(1)?.len();
        let rest = text.get(length..)?.trim_start_matches([':', '-']);
        let is_year = rest.len() == 4 && rest.bytes().all(|b| b.is_ascii_digit());
        (rest.is_empty() || is_year).then(|| text.get(..length))?
    }

    /// Returns the id at the start of a text, whatever follows.
    pub(super) fn at_start<'t>(&self, text: &'t str) -> Option<&'t str> {
        let pattern = || compiled(&format!("^(?:{})", self.framework().ids));
        let pattern = self.start.get_or_init(pattern).as_ref()?;
        text.get(..pattern.find(text.as_bytes())?.end())
    }

    /// Returns whether an id counts only beside a word of its framework.
    pub(super) fn needs_context(&self, id: &str) -> bool {
        let framework = self.framework();
        if framework.context.is_empty() {
            return false;
        }
        let Some(ids) = &framework.context_ids else {
            return true;
        };
        let pattern = || compiled(&format!("^(?:{ids})$"));
        let pattern = self.in_context.get_or_init(pattern).as_ref();
        pattern.is_some_and(|pattern| pattern.is_match(id.as_bytes()))
    }

    /// Returns whether an id is above all that are known, so that a newer version may have brought it.
    pub(super) fn is_newer(&self, id: &str) -> bool {
        let framework = self.framework();
        let numbers = self.numbers.get_or_init(|| Numbers::of(framework));
        numbers.is_newer(framework, id)
    }

    /// Returns the entries of all editions.
    pub(super) fn items(&self) -> &[Item] {
        self.items.get_or_init(|| items(self.framework()))
    }

    /// Returns the objects that have or had a normalized name.
    pub(super) fn named(&self, name: &str) -> impl Iterator<Item = &super::definition::Object> {
        let framework = self.framework();
        let names = self.names.get_or_init(|| Names::of(framework));
        names.objects(framework, name)
    }
}

/// Returns the hosts of a framework's URLs.
pub(super) fn hosts(framework: &Framework) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for url in &framework.urls {
        let host = url.split('/').next().unwrap_or(url);
        if !found.iter().any(|known| known == host) {
            found.push(host.to_owned());
        }
    }
    found
}
