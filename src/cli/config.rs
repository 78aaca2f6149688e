//! `config`: the configuration in force, and where each value comes from.

mod in_force;
mod keys;

use serde_json::Value;

use super::args::{ConfigArgs, ListFormat};
use super::error::Error;
use super::outcome::Outcome;
use super::setup::{Request, cores, set_up};
use super::stdout::print;
use super::terminal::print_rows;
use crate::disk;
use crate::framework::Usage;
use crate::render::stream;
use crate::text::{Row, RowStyle, Rows};
use in_force::{InForce, OnPage};

pub(super) fn run(args: &ConfigArgs) -> Result<Outcome, Error> {
    let named: Vec<_> = args.page.iter().cloned().collect();
    let setup = set_up(&Request::of(&args.place, &named))?;
    let included = setup.config.included()?;
    let root = &setup.place.root;
    let sources = disk::read_vault(root, None, &|path| included.is_match(path), cores());
    let store = setup.store(cores());
    let pages = store.read(&sources);
    let page = match &args.page {
        None => None,
        Some(path) if path.is_dir() => None,
        Some(path) => {
            let below = disk::relative(root, &disk::absolute(path)?);
            let found = sources.find(&below).and_then(|file| {
                let source = sources.get(file);
                pages.get(file).map(|page| (source, page))
            });
            let not_one = || format!("{} is not a page of {}", path.display(), root.display());
            Some(found.ok_or_else(|| Error::Message(not_one()))?)
        }
    };
    let dialects = &store.options().dialects;
    let paths = sources.files().iter().filter(|file| !file.is_hidden());
    let paths = paths
        .map(|file| file.path())
        .filter(|path| disk::is_page(path));
    let paths: Vec<&str> = paths.collect();
    let page = page.map(|(source, page)| (&**source, page));
    let mut followed = Usage::default();
    for (file, source) in sources.ids().zip(sources.files()) {
        if let Some(page) = pages.get(file).filter(|_| !source.is_hidden()) {
            followed.add(Usage::of(page, &setup.frameworks, &setup.view()));
        }
    }
    let seen = (&*paths, followed.in_words());
    let in_force = InForce::of(&setup, &args.place, dialects, seen, page);
    match args.format {
        ListFormat::Json => {
            let text = serde_json::to_string_pretty(&in_force).map_err(Error::new)?;
            print(&(stream::printable(&text) + "\n"))?;
        }
        ListFormat::Text => print_rows(&Table::of(&in_force).rows)?,
    }
    Ok(Outcome::Clean)
}

/// Keys and values, with the origin of each value in brackets.
struct Table {
    rows: Rows,
}

impl Table {
    fn of(in_force: &InForce) -> Self {
        let mut rows = Self {
            rows: Rows::default(),
        };
        let config = &in_force.config;
        rows.add(
            "config",
            config.value.as_deref().unwrap_or("none"),
            &config.from,
        );
        rows.add("vault", &in_force.vault.value, &in_force.vault.from);
        rows.add("dialect", &in_force.dialect.value, &in_force.dialect.from);
        rows.release(in_force);
        let vault_ids = &in_force.vault_ids;
        rows.add("vault-ids", &vault_ids.value.to_string(), &vault_ids.from);
        rows.add(
            "exclude",
            &in_words(&in_force.exclude.value),
            &in_force.exclude.from,
        );
        rows.add(
            "include",
            &in_words(&in_force.include.value),
            &in_force.include.from,
        );
        let baseline = &in_force.baseline;
        rows.add(
            "baseline",
            baseline.value.as_deref().unwrap_or("none"),
            &baseline.from,
        );
        rows.frameworks(in_force);
        rows.types(in_force);
        rows.levels(in_force);
        if let Some(page) = &in_force.page {
            rows.page(page);
        }
        rows
    }

    fn release(&mut self, in_force: &InForce) {
        let release = &in_force.release;
        let pinned = if release.pinned {
            "pinned"
        } else {
            "not pinned"
        };
        let official = if release.official {
            ""
        } else {
            ", in part from public pages"
        };
        let value = format!("{}, {pinned}{official}", release.name.value);
        self.add("release", &value, &release.name.from);
    }

    fn frameworks(&mut self, in_force: &InForce) {
        let mut key = "frameworks";
        for set in &in_force.frameworks {
            let value = format!("{}: {}", set.framework, set.version);
            self.add(std::mem::take(&mut key), &value, &set.from);
        }
        for words in &in_force.followed {
            self.add(std::mem::take(&mut key), words, "the pages");
        }
    }

    fn types(&mut self, in_force: &InForce) {
        let (own, built_in): (Vec<_>, Vec<_>) = in_force
            .page_types
            .iter()
            .partition(|found| found.from != "default");
        let mut key = "page types";
        for found in own {
            let value = format!("{}: {}", found.name, found.schema);
            self.add(std::mem::take(&mut key), &value, &found.from);
        }
        let names: Vec<&str> = built_in.iter().map(|found| found.name.as_str()).collect();
        self.add(key, &names.join(", "), "built-in");
    }

    fn levels(&mut self, in_force: &InForce) {
        let mut key = "levels";
        for set in &in_force.levels {
            let paths = set.paths.as_ref().map(in_words);
            let paths = paths.map_or_else(String::new, |paths| format!(" for {paths}"));
            let value = format!("{}: {}{paths}", set.rule, set.level);
            let from = format!("{}; default {}", set.from, set.default);
            self.add(std::mem::take(&mut key), &value, &from);
        }
        let others = if in_force.levels.is_empty() {
            "all rules"
        } else {
            "all other rules"
        };
        self.add(key, others, "default");
    }

    fn page(&mut self, page: &OnPage) {
        self.rows.line("");
        let reported = &page.reported;
        self.add("page", &page.path, "");
        self.add("page type", page.page_type.as_deref().unwrap_or("none"), "");
        self.add("dialect", page.dialect, "");
        let answer = if reported.value { "yes" } else { "no" };
        self.add("reported", answer, &reported.from);
        let mut key = "levels";
        for set in &page.levels {
            let value = format!("{}: {}", set.rule, set.level);
            let from = format!("default {}", set.default);
            self.add(std::mem::take(&mut key), &value, &from);
        }
    }

    /// Adds a row. An empty key continues the row before.
    fn add(&mut self, key: &str, value: &str, from: &str) {
        let from = if from.is_empty() {
            String::new()
        } else {
            format!(" ({from})")
        };
        let value = format!("{value}{from}");
        match self.rows.0.last_mut() {
            Some(row) if key.is_empty() => row.values.push(value),
            _ => self.rows.add(Row {
                style: RowStyle::Name,
                indent: 0,
                label: key.to_owned(),
                column: 14,
                values: vec![value],
            }),
        }
    }
}

/// Returns the strings of a list in words.
fn in_words(list: &Value) -> String {
    let items = list.as_array().into_iter().flatten();
    let items: Vec<&str> = items.filter_map(Value::as_str).collect();
    if items.is_empty() {
        "none".to_owned()
    } else {
        items.join(", ")
    }
}
