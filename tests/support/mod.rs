//! Examples in Markdown: reading them, running them, writing them back.

pub mod promises;
pub mod same;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use atlas_lint::catalog::Catalog;
use atlas_lint::check::{Report, Settings, check};
use atlas_lint::config::Config;
use atlas_lint::date::Date;
use atlas_lint::diagnostic::Diagnostic;
use atlas_lint::disk::is_page;
use atlas_lint::fix::{Repaired, repair};
use atlas_lint::pages::PageStore;
use atlas_lint::render::{Context, Counts, full, json};
use atlas_lint::syntax::ReadOptions;
use atlas_lint::syntax::data::{is_data, looks_official};
use atlas_lint::text::{Source, Sources};

/// The day on which every example runs.
const TODAY: &str = "2026-06-15";

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Returns the documents with examples, as paths from the root of the repository.
pub fn documents() -> Vec<String> {
    let mut found = Vec::new();
    for folder in ["src/rules", "tests/rules"] {
        for entry in std::fs::read_dir(Path::new(ROOT).join(folder)).expect("the folder is there") {
            let name = entry.expect("the folder can be read").file_name();
            let name = name.to_str().expect("a name in UTF-8");
            if name.ends_with(".md") {
                found.push(format!("{folder}/{name}"));
            }
        }
    }
    found.sort();
    assert!(found.len() > 100, "{} documents", found.len());
    found
}

/// A document with examples.
pub struct Document {
    /// What stands before the first section.
    pub lead: String,
    pub sections: Vec<Section>,
}

/// One example.
pub struct Section {
    pub title: String,
    pub blocks: Vec<Block>,
}

/// Prose, or a fence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The file that the fence holds, if a path stands before it.
    pub path: Option<String>,
    /// The words after the backticks; None for prose.
    pub info: Option<String>,
    fence: String,
    pub body: String,
}

impl Block {
    fn is(&self, word: &str) -> bool {
        self.info
            .as_deref()
            .is_some_and(|info| info.split(' ').next() == Some(word))
    }

    fn has(&self, word: &str) -> bool {
        self.info
            .as_deref()
            .is_some_and(|info| info.split(' ').any(|other| other == word))
    }

    fn is_file(&self) -> bool {
        self.path.is_some() && !self.is("fixed") && self.info.is_some()
    }
}

impl Document {
    pub fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut document = Self {
            lead: String::new(),
            sections: Vec::new(),
        };
        let mut lines = text.lines();
        let mut path: Option<String> = None;
        while let Some(line) = lines.next() {
            if let Some(title) = line.strip_prefix("## ") {
                document.sections.push(Section {
                    title: title.to_owned(),
                    blocks: Vec::new(),
                });
                continue;
            }
            let Some(section) = document.sections.last_mut() else {
                document.lead.push_str(line);
                document.lead.push('\n');
                continue;
            };
            let fence: String = line.chars().take_while(|&c| c == '`').collect();
            if fence.len() >= 3 {
                let mut body = String::new();
                for line in lines.by_ref().take_while(|line| *line != fence) {
                    body.push_str(line);
                    body.push('\n');
                }
                section.blocks.push(Block {
                    path: path.take(),
                    info: Some(line[fence.len()..].to_owned()),
                    fence,
                    body,
                });
                continue;
            }
            path = line
                .strip_prefix('`')
                .and_then(|line| line.strip_suffix("`:"))
                .map(str::to_owned)
                .or(path.filter(|_| line.is_empty()));
            section.prose(line);
        }
        document
    }

    pub fn text(&self) -> String {
        let mut text = self.lead.clone();
        for section in &self.sections {
            let _ = writeln!(text, "## {}", section.title);
            for block in &section.blocks {
                match &block.info {
                    None => text.push_str(&block.body),
                    Some(info) => {
                        let _ = write!(
                            text,
                            "{}{info}\n{}{}\n",
                            block.fence, block.body, block.fence
                        );
                    }
                }
            }
        }
        text
    }

    /// The fences of one kind.
    pub fn expected<'d>(&'d self, word: &'d str) -> impl Iterator<Item = &'d Block> {
        self.sections
            .iter()
            .flat_map(|section| &section.blocks)
            .filter(move |block| block.is(word))
    }
}

impl Section {
    fn prose(&mut self, line: &str) {
        match self.blocks.last_mut() {
            Some(block) if block.info.is_none() => {
                block.body.push_str(line);
                block.body.push('\n');
            }
            _ => self.blocks.push(Block {
                path: None,
                info: None,
                fence: String::new(),
                body: format!("{line}\n"),
            }),
        }
    }
}

/// The vault of a section.
pub struct Example<'s> {
    files: Vec<&'s Block>,
    config: &'s str,
    release: &'s str,
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
        run(sources, self.config, self.release, &self.files)
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
        let read = read_options(&config);
        repair(sources, first, unsafe_too, read, &|sources| {
            self.look(sources)
        })
    }
}

/// The blocks of a section with what is found in the place of what is expected.
pub fn run_section(section: &Section) -> Vec<Block> {
    let Some(example) = Example::of(section) else {
        return section.blocks.clone();
    };
    let sources = example.sources();
    let mut report = example.look(&sources);
    report.diagnostics.retain(|found| found.hidden.is_none());
    let mut repaired: Option<Repaired> = None;
    let mut actual = section.blocks.clone();
    for block in &mut actual {
        if block.is("diagnostics") {
            block.body = report
                .diagnostics
                .iter()
                .map(|found| concise(&sources, found))
                .collect();
        } else if block.is("full") {
            block.body = pictures(&sources, &report.diagnostics, example.release);
        } else if block.is("fixed") {
            let path = block.path.clone().expect("a `fixed` fence has a path");
            let repaired = repaired.get_or_insert_with(|| example.repair(example.sources(), true));
            let file = repaired.sources.find(&path);
            let file = file.unwrap_or_else(|| panic!("no file {path}"));
            block.body = in_a_fence(repaired.sources.get(file).text());
            if block.has("crlf") {
                // The document itself has LF; that every line end is still CRLF is what the word says.
                assert_eq!(
                    block.body.matches('\n').count(),
                    block.body.matches("\r\n").count(),
                    "{path}"
                );
                block.body = block.body.replace("\r\n", "\n");
            }
        }
    }
    actual
}

fn sources(files: &[&Block], config: &str) -> Sources {
    let config = Config::read(&Source::new("atlas-lint.yaml", config)).unwrap_or_default();
    let included = config.included().expect("globs");
    let mut read = Vec::new();
    let mut others = Vec::new();
    for file in files {
        let path = file.path.clone().unwrap_or_default();
        let wanted = is_data(&path) && included.is_match(&path);
        let official = is_data(&path) && looks_official(&file.body);
        if !is_page(&path) && !wanted && !official {
            others.push(path);
        } else if file.has("unreadable") {
            read.push(Source::unreadable(path, file.body.trim()));
        } else {
            read.push(Source::from_bytes(path, bytes(file)).include(wanted));
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

fn read_options(config: &Config) -> ReadOptions {
    ReadOptions {
        dialect: config.dialect(),
        skip_comments: config.skips_comments(),
    }
}

fn run(sources: &Sources, config: &str, release: &str, files: &[&Block]) -> Report {
    let config_source = || Source::new("atlas-lint.yaml", config);
    let config = Config::read(&config_source())
        .unwrap_or_else(|problem| panic!("the config of an example: {problem:?}"));
    let texts: BTreeMap<&str, &str> = files
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
        store: &PageStore::new(read_options(&config), &page_types, 1),
        vault_ids: config.catalog.vault_ids,
        levels: &levels,
        baseline: None,
        update: None,
        reported: &|path| !excluded.is_match(path),
        today: Date::parse(TODAY).expect("a day"),
    };
    let catalog = Catalog::embedded();
    let release = config.catalog.release.as_deref().unwrap_or(release);
    let release = catalog
        .release(release)
        .unwrap_or_else(|| panic!("no release {release}"));
    check(sources, catalog.at(release), &settings)
}

fn concise(sources: &Sources, found: &Diagnostic) -> String {
    let source = sources.get(found.primary.file);
    let at = source.position(found.primary.span.start as usize);
    format!(
        "{}:{}:{}: {}[{}] {}\n",
        source.path(),
        at.line,
        at.column,
        found.severity.as_str(),
        found.rule,
        found.message
    )
}

fn context<'a>(sources: &'a Sources, found: &'a [Diagnostic], release: &'a str) -> Context<'a> {
    Context {
        sources,
        diagnostics: found,
        total: Counts::of(found),
        pages: sources.files().len(),
        vault: ".",
        prefix: "",
        inside: "",
        release,
        pinned: true,
        version: "0.0.0",
        incomplete: false,
        elapsed: std::time::Duration::ZERO,
        width: 100,
        color: false,
        unicode: true,
        docs_url: &atlas_lint::rules::docs_url,
    }
}

fn pictures(sources: &Sources, found: &[Diagnostic], release: &str) -> String {
    let context = context(sources, found, release);
    let mut out = Vec::new();
    full::write(&mut out, &context).expect("pictures can be drawn");
    let text = String::from_utf8(out).expect("pictures are UTF-8");
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_end().to_owned() + "\n"
}

/// A text as a fence can hold it: without a byte-order mark, with LF, and with a line end.
fn in_a_fence(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    if text.ends_with('\n') {
        text
    } else {
        text + "\n"
    }
}

/// What differs in a section, as a diff of each fence.
pub fn difference(expected: &[Block], actual: &[Block]) -> String {
    let mut text = String::new();
    for (expected, actual) in expected.iter().zip(actual).filter(|(a, b)| a != b) {
        let fence = expected.info.as_deref().unwrap_or_default();
        let diff = similar::TextDiff::from_lines(&expected.body, &actual.body);
        let mut diff = diff.unified_diff();
        let diff = diff
            .header(&format!("expected in the `{fence}` fence"), "found")
            .to_string();
        text.push_str(&diff);
    }
    text
}
