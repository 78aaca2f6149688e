//! The vault that an example describes, and what the linter finds in it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use atlas_lint::analysis::{PageView, mentions};
use atlas_lint::catalog::{Catalog, View};
use atlas_lint::check::{Checked, Report, Settings, check, with_vault};
use atlas_lint::config::Config;
use atlas_lint::context::VaultContext;
use atlas_lint::date::Date;
use atlas_lint::diagnostic::Diagnostic;
use atlas_lint::disk::page_of;
use atlas_lint::filter::Filters;
use atlas_lint::fix::{Repaired, repair};
use atlas_lint::pages::PageStore;
use atlas_lint::render::{Context, Counts, json};
use atlas_lint::syntax::ReadOptions;
use atlas_lint::text::{Source, Sources};

use super::around::{self, Around};
use super::document::{Block, Section};

/// The day on which every example runs.
const TODAY: &str = "2026-06-15";

/// The vault of a section.
pub struct Example<'s> {
    files: Vec<&'s Block>,
    config: &'s str,
    pub(super) release: &'s str,
}

impl<'s> Example<'s> {
    /// None where a section holds no file.
    pub fn of(section: &'s Section) -> Option<Self> {
        let blocks = &section.blocks;
        let files: Vec<&Block> = blocks.iter().filter(|block| block.is_file()).collect();
        let wants = |word: &str| blocks.iter().any(|block| block.is(word));
        assert_eq!(
            !files.is_empty(),
            wants("diagnostics"),
            "the section `{}` has files and says what is expected, or neither",
            section.title
        );
        let release = blocks
            .iter()
            .filter_map(|block| block.info.as_deref())
            .flat_map(|info| info.split(' '))
            .find_map(|word| word.strip_prefix("catalog="))
            .unwrap_or("2026.05");
        let config = blocks.iter().find(|block| block.is("config"));
        (!files.is_empty()).then_some(Self {
            files,
            config: config.map_or("", |block| &block.body),
            release,
        })
    }

    pub fn sources(&self) -> Sources {
        sources(&self.files, self.config)
    }

    pub fn look(&self, sources: &Sources) -> Report {
        with_settings(self, |view, settings| check(sources, view, settings))
    }

    /// Returns each id of each page with the name that it is paired with, whether or not anything is wrong with them.
    pub fn pairs(&self, sources: &Sources) -> String {
        with_settings(self, |view, settings| {
            with_vault(sources, view, settings, |context, _| pairs(context))
        })
    }

    /// Returns what is found as JSON, suppressed findings among it.
    pub fn report(&self) -> String {
        let sources = self.sources();
        let report = self.look(&sources);
        let context = Context {
            incomplete: report.incomplete,
            ..context(&sources, &report.diagnostics, self.release)
        };
        let mut out = Vec::new();
        json::write(&mut out, &context).expect("a report can be written");
        String::from_utf8(out).expect("a report is UTF-8")
    }

    /// Fixes what is found in texts.
    pub fn repair(&self, sources: Sources, unsafe_too: bool) -> Repaired {
        let first = self.look(&sources);
        let source = Source::new("atlas-lint.yaml", self.config);
        let config = Config::read(&source).unwrap_or_else(|_| panic!("a config"));
        let read = read_options(&self.files, &config);
        repair(sources, first, unsafe_too, read, &|sources| {
            self.look(sources)
        })
    }
}

fn sources(files: &[&Block], config: &str) -> Sources {
    let config = Config::read(&Source::new("atlas-lint.yaml", config)).unwrap_or_default();
    let included = config.included().expect("globs");
    let mut read = Vec::new();
    let mut others = Vec::new();
    for file in files {
        let path = file.path.as_deref().unwrap_or_default();
        let Some(path) = around::inside(&config, path) else {
            continue;
        };
        let path = path.to_owned();
        let wanted = included.is_match(&path);
        if file.has("unreadable") {
            read.push(Source::unreadable(path, file.body.trim()));
            continue;
        }
        match page_of(&path, wanted, bytes(file)) {
            Some(source) => read.push(source),
            None => others.push(path),
        }
    }
    Sources::new(read, others)
}

/// The bytes that a fence stands for.
fn bytes(file: &Block) -> Vec<u8> {
    let mut text = file.body.clone();
    if file.has("no-eol") {
        text.pop();
    }
    if file.has("crlf") {
        text = text.replace('\n', "\r\n");
    }
    let mut bytes = if file.has("escapes") {
        unescape(&text)
    } else {
        text.into_bytes()
    };
    if file.has("bom") {
        bytes.splice(0..0, [0xef, 0xbb, 0xbf]);
    }
    bytes
}

fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        rest = &rest[at..];
        if let Some(hex) = rest.strip_prefix("\\x") {
            bytes
                .push(u8::from_str_radix(&hex[..2], 16).expect("two hexadecimal digits after \\x"));
            rest = &hex[2..];
        } else if let Some(hex) = rest.strip_prefix("\\u{") {
            let end = hex.find('}').expect("a closing brace after \\u{");
            let code = u32::from_str_radix(&hex[..end], 16).expect("hexadecimal digits in \\u{}");
            let c = char::from_u32(code).expect("a character in \\u{}");
            bytes.extend_from_slice(c.to_string().as_bytes());
            rest = &hex[end + 1..];
        } else {
            bytes.push(b'\\');
            rest = &rest[1..];
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}

fn read_options(files: &[&Block], config: &Config) -> ReadOptions {
    ReadOptions {
        dialects: Arc::new(around::dialects(files, config)),
        skip_comments: config.skips_comments(),
    }
}

/// Calls `work` with the catalog and the settings of an example.
fn with_settings<T>(
    example: &Example<'_>,
    work: impl FnOnce(View<'static>, &Settings<'_>) -> T,
) -> T {
    let config_source = || Source::new("atlas-lint.yaml", example.config);
    let config = Config::read(&config_source())
        .unwrap_or_else(|problem| panic!("the config of an example: {problem:?}"));
    let texts: BTreeMap<&str, &str> = example
        .files
        .iter()
        .filter_map(|file| Some((file.path.as_deref()?, file.body.as_str())))
        .collect();
    let load = |path: &str| {
        texts
            .get(path)
            .map(|text| (*text).to_owned())
            .ok_or("no such file".to_owned())
    };
    let page_types = config
        .page_types(&config_source(), &|path| Ok(path.to_owned()), &load)
        .unwrap_or_else(|problem| panic!("the page types of an example: {problem:?}"));
    let levels = config.levels().expect("levels");
    let excluded = config.excluded().expect("globs");
    let settings = Settings {
        store: &PageStore::new(read_options(&example.files, &config), &page_types, 1),
        outside: &Around::of(&example.files, &config),
        vault_ids: config.catalog.vault_ids,
        bare_names: config.checks_bare_names(),
        filters: Filters {
            levels: &levels,
            baseline: None,
            update: None,
            reported: &|path| !excluded.is_match(path),
            older: None,
        },
        today: Date::parse(TODAY).expect("a day"),
    };
    let catalog = Catalog::embedded();
    let release = config.catalog.release.as_deref().unwrap_or(example.release);
    let release = catalog
        .release(release)
        .unwrap_or_else(|| panic!("no release {release}"));
    work(catalog.at(release), &settings)
}

/// Lists the ids of a vault with their names: the path and line, the id as it is written and as it is read where the two differ, and the
/// name, if there is one.
fn pairs(context: &VaultContext<'_>) -> String {
    let mut lines = String::new();
    for page in context.vault.pages() {
        let source = page.get().source;
        let page = PageView {
            file: page.file,
            facts: page.facts,
            vault: context.vault,
            view: context.view_of(page.file),
            knows_vault_ids: context.vault_ids,
        };
        for mention in mentions(&page) {
            let line = source.position(mention.span.start as usize).line;
            let written = source.slice(mention.span);
            let _ = write!(lines, "{}:{line} {written}", source.path());
            let read = match mention.malformed {
                Some(malformed) => malformed.meant.as_deref().unwrap_or("?"),
                None => mention.id.as_ref(),
            };
            if read != written {
                let _ = write!(lines, " ({read})");
            }
            if let Some(name) = mention.name {
                let _ = write!(lines, " \"{}\"", name.shown());
            }
            lines.push('\n');
        }
    }
    lines
}

pub(super) fn context<'a>(
    sources: &'a Sources,
    found: &'a [Diagnostic],
    release: &'a str,
) -> Context<'a> {
    Context {
        sources,
        diagnostics: found,
        total: Counts::of(found),
        causes: "",
        pages: sources.files().len(),
        checked: Checked::default(),
        unchecked: &[],
        vault: ".",
        prefix: "",
        inside: "",
        release,
        pinned: true,
        dialects: "obsidian",
        version: "0.0.0",
        incomplete: false,
        elapsed: std::time::Duration::ZERO,
        width: 100,
        interactive: false,
        color: false,
        links: None,
        unicode: true,
        docs_url: &atlas_lint::rules::docs_url,
    }
}
