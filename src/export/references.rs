//! Writes and reads the entries of a reference list: `1. [Title](url)`.

use super::escape::one_line;
use super::sidecar::{Sidecar, SidecarReference, fingerprint};
use super::study::Reference;
use crate::syntax::tree::NodeId;
use crate::syntax::{Link, LinkKind, Page, links_in};
use crate::text::{Source, Span};

/// Returns a reference as an entry of the list.
pub(super) fn to_markdown(reference: &Reference) -> String {
    let title = reference.title.as_deref().map(one_line);
    let title = title.map(|title| escape_title(&title)).unwrap_or_default();
    // A link cannot hold every text. What is not a URL is written as code.
    let url = reference.url.as_deref().unwrap_or_default().trim();
    let is_url =
        url.contains("://") && !url.contains(|c: char| c.is_whitespace() || c.is_control());
    match (title.as_str(), url) {
        ("", "") => "(untitled)".to_owned(),
        (title, "") => plain_start(title),
        ("", url) if is_url && !url.contains(['<', '>']) => format!("<{url}>"),
        (title, url) if is_url => format!("[{title}]({})", destination(url)),
        (title, url) => {
            let url = one_line(&url.replace('`', "'"));
            let title = if title.is_empty() {
                "(untitled)".to_owned()
            } else {
                plain_start(title)
            };
            format!("{title} `{url}`")
        }
    }
}

/// Escapes the start of a title that would open a list or a heading.
fn plain_start(title: &str) -> String {
    let digits = title.len() - title.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = title.split_at(digits);
    let marked = rest.starts_with(|c: char| c.is_ascii_punctuation() && c != '\\');
    format!("{number}{}{rest}", if marked { "\\" } else { "" })
}

/// Writes a URL as the target of a link.
fn destination(url: &str) -> String {
    let mut out = String::new();
    let mut chars = url.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek();
        match c {
            '\0' | '\n' | '\r' => {}
            '<' | '>' => out.extend(['\\', c]),
            '\\' if next.is_none_or(char::is_ascii_punctuation) => out.push_str("\\\\"),
            '&' if url.contains(';') => out.push_str("\\&"),
            c => out.push(c),
        }
    }
    let plain = !out.is_empty() && !out.contains(|c: char| c.is_whitespace() || "()<>".contains(c));
    if plain { out } else { format!("<{out}>") }
}

/// Escapes a title for the text of a link.
fn escape_title(title: &str) -> String {
    let mut out = String::new();
    let mut chars = title.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek();
        let needs_escape = match c {
            // `\[[` and `\<!--` are already escaped.
            '[' | ']' | '<' => !out.ends_with('\\'),
            '\\' => next.is_none_or(|c| c.is_ascii_punctuation() && !"[<".contains(*c)),
            _ => false,
        };
        if needs_escape {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Removes the escapes from the text of a link.
fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\\' && chars.peek().is_some_and(char::is_ascii_punctuation) {
            out.extend(chars.next());
        } else {
            out.push(c);
        }
    }
    out
}

/// Reads the list in the section `References`, and completes its entries from the sidecar.
pub(super) fn read(page: &Page<'_>, sidecar: &Sidecar) -> Vec<Reference> {
    let outline = &page.outline;
    let list = outline
        .section("References")
        .and_then(|section| outline.get(section.value, "items"));
    let items: &[NodeId] = list.map_or(&[], |list| outline.items(list));
    let mut unmatched: Vec<Option<&SidecarReference>> =
        sidecar.references.iter().map(Some).collect();
    let mut first = 0;
    items
        .iter()
        .map(|&item| {
            let read = entry(page, outline.node(item).span);
            let found = find(&unmatched, first, &read);
            let Some(official) = found.and_then(|at| unmatched.get_mut(at)?.take()) else {
                return read;
            };
            while unmatched.get(first).is_some_and(Option::is_none) {
                first += 1;
            }
            if official.fingerprint.is_some() {
                Reference {
                    id: official.id.clone(),
                    title: official.title.clone(),
                    url: official.url.clone(),
                }
            } else {
                Reference {
                    id: official.id.clone(),
                    ..read
                }
            }
        })
        .collect()
}

/// Most references of the sidecar to compare with one entry. Without a limit the time would be quadratic.
const SEARCH_LIMIT: usize = 100;

/// Finds the reference of the sidecar that belongs to an entry, and is usually the next one.
fn find(unmatched: &[Option<&SidecarReference>], first: usize, read: &Reference) -> Option<usize> {
    let shown = shown_fingerprint(read);
    let fits = |official: Option<&SidecarReference>| {
        official.is_some_and(|official| match &official.fingerprint {
            Some(fingerprint) => *fingerprint == shown,
            None => official.url == read.url,
        })
    };
    let near = unmatched.get(first..)?.iter().take(SEARCH_LIMIT);
    near.copied().position(fits).map(|at| first + at)
}

/// Returns the fingerprint of what a page shows of a reference.
pub(super) fn shown_fingerprint(read: &Reference) -> String {
    let part = |text: &Option<String>| text.clone().unwrap_or_default();
    fingerprint(&format!("{}\n{}", part(&read.title), part(&read.url)))
}

fn entry(page: &Page<'_>, span: Span) -> Reference {
    let link = links_in(&page.links, span).find(|link| {
        let outside = matches!(link.kind, LinkKind::Markdown) && span.contains(link.span);
        outside && (link.target.contains("://") || link.label.is_some())
    });
    let text = page.source.slice(span);
    match link {
        Some(link) => from_link(link, page.source, span),
        None => from_text(text),
    }
}

/// Reads an entry with a link. Text around the link is part of the title.
fn from_link(link: &Link, source: &Source, span: Span) -> Reference {
    let label = link.label.map(|label| unescape(source.slice(label)));
    let before = source.slice(Span::new(span.start as usize, link.span.start as usize));
    let after = source.slice(Span::new(link.span.end as usize, span.end as usize));
    let alone = before.trim().is_empty() && after.trim().is_empty();
    let title = if alone {
        label
    } else {
        let whole = format!("{before}{}{after}", label.unwrap_or_default());
        let words: Vec<&str> = whole.split_whitespace().collect();
        let whole = words.join(" ");
        let ends = [' ', ',', ':', '-', '\u{2013}', '\u{2014}'];
        Some(whole.trim_matches(ends).to_owned()).filter(|title| !title.is_empty())
    };
    Reference {
        id: None,
        title,
        url: Some(link.target.to_string()),
    }
}

/// Reads an entry without a link, but perhaps with a bare URL.
fn from_text(text: &str) -> Reference {
    let at = ["https://", "http://"]
        .iter()
        .filter_map(|scheme| text.find(scheme))
        .min();
    let Some(at) = at else {
        let title = unescape(text);
        return Reference {
            title: Some(title).filter(|title| !title.is_empty()),
            ..Reference::default()
        };
    };
    let (before, rest) = text.split_at(at);
    let url = rest.split_whitespace().next().unwrap_or_default();
    let after = rest.get(url.len()..).unwrap_or_default();
    let ends = [' ', ',', ':', '-', '\u{2013}', '\u{2014}', '\n'];
    let title = format!("{before}{after}");
    Reference {
        id: None,
        title: Some(title.trim_matches(ends).to_owned()).filter(|title| !title.is_empty()),
        url: Some(url.to_owned()),
    }
}
