//! Makes any text safe to put on a page, so that it opens no section, adds no field and breaks no link.

use super::context::Context;
use super::fragment;
use super::lines::{trim, without_markers};
use super::links;
use super::study::Reference;
use crate::syntax::Page;
use crate::syntax::tree::Tree;
use crate::syntax::{self, ReadOptions};
use crate::text::Source;

/// The part of a page that a text is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    /// Below the heading of the page.
    Lead,
    /// In a step.
    Step,
}

/// Fields that would change what the page or the step states.
const FIELDS: [&str; 8] = [
    "ID",
    "Case Study ID",
    "Technique ID",
    "Tactic ID",
    "Mitigation ID",
    "Parent Technique",
    "Technique",
    "Tactic",
];

/// Returns an official text as the page shows it. It stays as it is where that is safe. Otherwise its markup is escaped, and
/// where even that changes the page, the text becomes a code block.
pub(super) fn block(
    text: &str,
    place: Container,
    references: &[Reference],
    context: &Context<'_>,
) -> String {
    let shown = trim(&links::to_page(text, references, context).replace('\0', "")).to_owned();
    if shown.is_empty() || is_safe(&shown, place, context) {
        return shown;
    }
    let escaped = escape_lines(&shown);
    let bare = escape_lines(&separate_brackets(trim(&text.replace('\0', ""))));
    for candidate in [escaped, bare] {
        if is_safe(&candidate, place, context) {
            return candidate;
        }
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat((longest + 1).max(3));
    format!("{fence}text\n{}\n{fence}", trim(text).replace('\0', ""))
}

/// Returns a name or another short text on one line.
pub(super) fn one_line(text: &str) -> String {
    let text: String = text
        .chars()
        .filter(|c| c.is_whitespace() || !c.is_control())
        .collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    separate_brackets(&words.join(" ")).replace("<!--", "\\<!--")
}

/// Puts a backslash between double brackets.
fn separate_brackets(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '[' && out.ends_with('[') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Returns whether a page with this text has the sections, fields and links that it has without it.
fn is_safe(text: &str, place: Container, context: &Context<'_>) -> bool {
    let (before, after) = match place {
        Container::Lead => ("# A\n\n", "\n\n## Z\n"),
        Container::Step => (
            "## A\n\n### Step 1: B\n\n**Technique:** C\n\n",
            "\n\n### Step 2: Z\n",
        ),
    };
    let source = Source::new("a.md", format!("{before}{text}{after}"));
    let Some(page) = syntax::read(&source, &ReadOptions::default()) else {
        return false;
    };
    let edges = match place {
        Container::Lead => 1,
        Container::Step => 2,
    };
    let inside = page.headings.len().checked_sub(edges + 1);
    let deepest = match place {
        Container::Lead => u8::MAX,
        Container::Step => 4,
    };
    let last = page.headings.last().is_some_and(|heading| {
        heading.text.ends_with('Z') && heading.span.start as usize > before.len() + text.len()
    });
    let deep = page.headings.iter().skip(edges).take(inside.unwrap_or(0));
    inside.is_some()
        && last
        && page.errors.is_empty()
        && deep
            .into_iter()
            .all(|heading| heading.level >= deepest && deepest <= 6)
        && adds_no_fields(&page, place)
        && page.links.iter().all(|link| {
            !link.kind.is_wiki() || context.vault.linked_page(context.file, link).is_some()
        })
}

/// Returns whether the text added no field that the page or the step is read from.
fn adds_no_fields(page: &Page<'_>, place: Container) -> bool {
    let outline: &Tree<'_> = &page.outline;
    let Some(root) = outline.root() else {
        return false;
    };
    let step = || {
        let mut steps = outline.sections_of(outline.section("A")?.value).iter();
        steps.find(|step| step.key == "Step 1: B" && step.nth == 1)
    };
    let section = match place {
        Container::Lead => Some(root),
        Container::Step => step().map(|step| step.value),
    };
    let Some(section) = section else {
        return false;
    };
    let entries = outline.fields_of(section);
    let meaningful = entries
        .iter()
        .filter(|entry| FIELDS.contains(&entry.key.as_ref()));
    let first_is_ours = entries.first().is_some_and(|entry| {
        entry.key == "Technique" && entry.nth == 1 && outline.text(entry.value) == Some("C")
    });
    match place {
        Container::Lead => meaningful.count() == 0,
        Container::Step => meaningful.count() == 1 && first_is_ours,
    }
}

/// Escapes what opens headings, fields, and blocks that may have no end.
fn escape_lines(text: &str) -> String {
    let source = fragment::source(text);
    let page = fragment::parse(&source);
    let in_code = |at: usize| {
        let page = page.as_ref();
        page.is_some_and(|page| fragment::is_opaque(page, at))
    };
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let body = without_markers(line);
        let body = if line.trim_start().starts_with("**") || body.is_empty() {
            line.trim_start_matches([' ', '\t', '>'])
        } else {
            body
        };
        let start = line.len() - body.len();
        let opens_block = body.starts_with(['<', '`', '~']);
        let is_rule =
            !body.trim().is_empty() && body.trim().bytes().all(|b| b == b'=' || b == b'-');
        let is_field = body.starts_with("**") || body.starts_with("__");
        let opens = body.starts_with('#') || is_rule || is_field;
        out.push_str(line.get(..start).unwrap_or_default());
        if opens_block || (opens && !in_code(at + start)) {
            out.push('\\');
            if is_field {
                out.push_str(body.get(..1).unwrap_or_default());
                out.push('\\');
                out.push_str(body.get(1..).unwrap_or_default());
                at += line.len();
                continue;
            }
        }
        out.push_str(body);
        at += line.len();
    }
    out
}
