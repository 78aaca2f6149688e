//! Front matter. The Markdown parser's own support is off: it fails after a byte-order mark, and takes pairs of `---` in the
//! body for front matter.

use std::sync::Arc;

use foldhash::HashSet;

use super::error::{SyntaxError, WikiLinkError};
use super::id;
use super::link::{Link, LinkKind};
use super::page::{Front, Page};
use super::tags;
use super::tree::{Data, NodeId, Tree};
use super::wiki;
use super::yaml::{self, YamlErrorKind};
use crate::text::{Condition, Source, Span, find_pair};

/// The extent of the front matter in a text that starts at `start` (after a byte-order mark).
pub(super) struct Cut {
    fence: Span,
    body: Span,
    /// Where the body starts.
    pub(super) end: usize,
    closed: bool,
}

/// Finds the front matter: from a first line `---` to a line `---` or `...`. A first line `---` without a key after it is a
/// thematic break.
pub(super) fn cut(text: &str, start: usize) -> Option<Cut> {
    let mut lines = Lines { text, at: start };
    let (first, body_start) = lines.next()?;
    if text.get(first.clone())?.trim_end() != "---" {
        return None;
    }
    let fence = Span::new(first.start, first.start + 3);
    let mut unclosed_end = None;
    for (line, next) in lines {
        let content = text.get(line.clone()).unwrap_or_default();
        if matches!(content.trim_end(), "---" | "...") {
            let body = Span::new(body_start, line.start);
            if is_section(text.get(body.range())?) {
                return None;
            }
            return Some(Cut {
                fence,
                body,
                end: next,
                closed: true,
            });
        }
        if unclosed_end.is_none() && (content.trim().is_empty() || content.starts_with('#')) {
            unclosed_end = Some(line.start);
        }
    }
    let end = unclosed_end.unwrap_or(text.len());
    let body = Span::new(body_start, end);
    let starts_with_key = text
        .get(body.range())?
        .lines()
        .next()
        .and_then(|line| line.split_once(':'))
        .is_some_and(|(key, _)| is_plain_key(key));
    starts_with_key.then_some(Cut {
        fence,
        body,
        end,
        closed: false,
    })
}

/// Returns whether the text between two lines `---` is a section of the page between thematic breaks: a heading, a blank line, and nothing
/// that looks like data.
fn is_section(body: &str) -> bool {
    let mut lines = body.lines();
    let is_heading =
        |line: &str| line.trim_start_matches('#').starts_with(' ') && line.starts_with('#');
    let is_data = |line: &str| {
        let line = line.trim();
        let key = line
            .split_once([':', '='])
            .map(|(key, _)| key.trim_matches(['"', '\'']));
        key.is_some_and(|key| key.split_whitespace().count() <= MOST_KEY_WORDS)
            || line.starts_with(['-', '{', '[', '}', ']'])
    };
    lines.next().is_some_and(is_heading)
        && lines.next().is_some_and(|line| line.trim().is_empty())
        && lines.clone().any(|line| !line.trim().is_empty())
        && !lines.any(is_data)
}

/// The most words of a key. Words before a colon in a sentence are more.
const MOST_KEY_WORDS: usize = 3;

/// Returns where the body starts after front matter in TOML, which Hugo knows: lines between two `+++`. It is not read.
pub(super) fn after_toml(text: &str, start: usize) -> usize {
    let mut lines = Lines { text, at: start };
    let is_fence =
        |line: std::ops::Range<usize>| text.get(line).is_some_and(|line| line.trim_end() == "+++");
    if !lines.next().is_some_and(|(line, _)| is_fence(line)) {
        return start;
    }
    let end = lines.find_map(|(line, next)| is_fence(line).then_some(next));
    end.unwrap_or(start)
}

fn is_plain_key(key: &str) -> bool {
    !key.is_empty()
        && key
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
}

struct Lines<'s> {
    text: &'s str,
    at: usize,
}

impl Iterator for Lines<'_> {
    /// The bytes of a line without its end, and the start of the next line.
    type Item = (std::ops::Range<usize>, usize);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let start = self.at;
        let length = memchr::memchr(b'\n', rest.as_bytes());
        self.at = start + length.map_or(rest.len(), |at| at + 1);
        Some((start..start + length.unwrap_or(rest.len()), self.at))
    }
}

/// The parts of a page that come from front matter.
pub(super) struct Read<'s> {
    pub(super) front: Front<'s>,
    pub(super) links: Vec<Link>,
    pub(super) ids: Vec<id::IdToken>,
    pub(super) errors: Vec<SyntaxError>,
}

/// Returns a Markdown page of which only the front matter is read again, if it holds one of the places. Its links and ids are those of an
/// earlier reading.
#[must_use]
pub fn page_with_front<'s>(
    source: &'s Source,
    places: &[Span],
    links: &Arc<Vec<Link>>,
    ids: &Arc<Vec<id::IdToken>>,
) -> Page<'s> {
    let is_sound = source.condition() == &Condition::Sound;
    let cut = cut(source.text(), source.bom_len()).filter(|cut| {
        let mut places = places.iter();
        is_sound && places.any(|place| (place.start as usize) < cut.end)
    });
    Page {
        front: cut.map(|cut| read(source, &cut, &[]).front),
        links: Arc::clone(links),
        ids: Arc::clone(ids),
        ..Page::empty(source)
    }
}

/// Reads the front matter.
pub(super) fn read<'s>(source: &'s Source, cut: &Cut, candidates: &[u32]) -> Read<'s> {
    let mut errors = Vec::new();
    if !cut.closed {
        errors.push(SyntaxError::UnclosedFrontMatter { fence: cut.fence });
    }
    let text = source.slice(cut.body);
    let (tree, yaml_errors) = yaml::parse(text, cut.body.start as usize);
    // The end of an unclosed block is a guess, so only its opening is reported.
    if cut.closed {
        errors.extend(yaml_errors.into_iter().map(|error| {
            colon_in_value(text, cut.body, &error).unwrap_or(SyntaxError::Yaml(error))
        }));
        // What the parser made of it before an error says nothing about the whole.
        if errors.is_empty() {
            errors.extend(not_a_mapping(&tree));
        }
    }
    let mut read = Read {
        links: Vec::new(),
        ids: Vec::new(),
        front: Front {
            fence: cut.fence,
            body: cut.body,
            sound: errors.is_empty(),
            tree,
        },
        errors,
    };
    if read.front.sound {
        read.values(source, candidates);
    }
    read
}

impl<'s> Read<'s> {
    /// Collects links and ids from the text values.
    fn values(&mut self, source: &'s Source, candidates: &[u32]) {
        let tree = &self.front.tree;
        let tags: HashSet<NodeId> = tags::nodes(tree).into_iter().collect();
        for id in tree.ids() {
            let node = tree.node(id);
            let Data::Text(_) = node.data else { continue };
            let raw = source.slice(node.span);
            let base = node.span.start as usize;
            if find_pair(raw, *b"[[").is_some() {
                let (mut links, errors) = wiki::Scan::new(raw, base, false).links(&[]);
                if raw.starts_with('\'') {
                    // Between single quotes, YAML writes one as two.
                    for link in links.iter_mut().filter(|link| link.target.contains("''")) {
                        link.target = link.target.replace("''", "'").into();
                    }
                }
                self.links.extend(links);
                self.errors.extend(
                    errors
                        .into_iter()
                        .filter_map(|error| unclosed(source, node.span, error)),
                );
            }
            // Tags are lower case by custom (`atlas/aml.t0051`), so case is ignored in their ids.
            if tags.contains(&id) {
                continue;
            }
            let inside = id::within(candidates, node.span);
            id::tokens(raw, base, inside, &mut self.ids);
        }
        let links = &self.links;
        self.ids.retain(|token| {
            let in_target = |link: &Link| link.target_span.contains(token.span);
            !links.iter().any(in_target)
        });
        self.links
            .retain(|link| matches!(link.kind, LinkKind::Wiki | LinkKind::Embed));
    }
}

/// Returns the error of an unclosed link in a value. Other brackets in a value were hardly meant as a link.
fn unclosed(source: &Source, value: Span, error: SyntaxError) -> Option<SyntaxError> {
    let SyntaxError::WikiLink {
        span,
        kind: WikiLinkError::Unclosed { mut target },
    } = error
    else {
        return None;
    };
    let written = source.slice(value);
    let inner = value.narrowed(written.starts_with(['"', '\'']));
    target.end = target.end.min(inner.end);
    let part = |start, end| source.slice(Span { start, end });
    let before = part(inner.start, span.start.max(inner.start));
    let after = part(target.end, inner.end).trim_end();
    // `[[0-9]+` and `[[:alpha:]` are patterns.
    let is_whole = matches!(before, "" | "!") && matches!(after, "" | "]");
    let is_pattern =
        target.start >= target.end || part(target.start, target.end).starts_with([':', '^']);
    let is_link = is_whole && !is_pattern && !part(span.end, value.end).contains("]]");
    is_link.then_some(SyntaxError::WikiLink {
        span,
        kind: WikiLinkError::Unclosed { target },
    })
}

fn not_a_mapping(tree: &Tree<'_>) -> Option<SyntaxError> {
    let root = tree.root()?;
    let found = match tree.data(root) {
        Data::Map(_) | Data::Null => return None,
        Data::List(_) => "a list",
        _ => "a single value",
    };
    Some(SyntaxError::FrontMatterNotMapping {
        span: tree.node(root).span,
        found,
    })
}

/// Finds an unquoted second colon, as in `title: AML.CS0007: GPT-2`: before a space or at the end of the value, where YAML does
/// not allow one.
fn colon_in_value(text: &str, body: Span, error: &yaml::YamlError) -> Option<SyntaxError> {
    if !matches!(error.kind, YamlErrorKind::Syntax(_)) {
        return None;
    }
    let at = (error.span.start.checked_sub(body.start)? as usize).min(text.len());
    // The parser stops at the second colon or after it: look at that line, then at the one before.
    let line_start = |at: usize| text[..at].rfind('\n').map_or(0, |at| at + 1);
    let here = line_start(at);
    let starts = [Some(here), here.checked_sub(1).map(line_start)];
    starts.into_iter().flatten().find_map(|start| {
        let line = text.get(start..)?.lines().next()?;
        let (key, rest) = line.split_once(": ")?;
        let value = rest.trim_start();
        let value_start = start + line.len() - value.len();
        // ` #` starts a comment.
        let value = value.find(" #").map_or(value, |at| &value[..at]).trim_end();
        let inner = value.find(": ");
        let colon = inner.or_else(|| value.strip_suffix(':').map(str::len))?;
        let key = key.trim_start_matches([' ', '-']);
        let marked = |text: &str| text.starts_with(|c| "\"'[]{}|>&*!#%@`,?".contains(c));
        if key.is_empty() || marked(key) || marked(value) {
            return None;
        }
        let value = Span::new(value_start, value_start + value.len());
        let colon = Span::new(value_start + colon, value_start + colon + 1);
        Some(SyntaxError::ColonInValue {
            span: colon.shift(body.start as usize),
            value: value.shift(body.start as usize),
        })
    })
}
