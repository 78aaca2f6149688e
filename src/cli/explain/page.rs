//! One rule, explained.

use serde::Serialize;

use super::parts::{Parts, document};
use super::shown::{Frame, Shown};
use crate::cli::rule_list::Listed;
use crate::cli::terminal::Terminal;
use crate::render::{Palette, Style, wrapped};
use crate::rules::{FixKind, Rule, docs_url};

/// Lines of prose that are wider than this are hard to read.
const MAX_WIDTH: usize = 100;

/// Returns what a rule finds, why it matters and what to do, with an example, for a person.
pub(super) fn text(rule: &Rule, terminal: Terminal) -> String {
    let palette = terminal.palette;
    let width = terminal.width.min(MAX_WIDTH);
    let document = document(rule);
    let parts = Parts::of(&document);
    let mut text = head(rule, palette, width);
    for (title, part) in [
        ("What it finds", parts.finds),
        ("Why it matters", parts.why),
        ("What to do", parts.what_to_do),
        ("Details", parts.details),
    ] {
        if !part.is_empty() {
            text += &format!(
                "\n{}\n\n{}",
                palette.paint(Style::Strong, title),
                prose(part, palette, width)
            );
        }
    }
    if let Some(shown) = Shown::of(rule, &document) {
        let frame = Frame {
            width,
            color: terminal.palette.color,
            unicode: terminal.unicode,
        };
        let title = format!("Example: {}", shown.title);
        let title = palette.paint(Style::Strong, &wrapped(&title, width));
        text += &format!("\n{title}\n\n{}", shown.pictures(frame));
        if let Some((fix, count, diff)) = shown.diff_of_all() {
            let whose = match (count, &shown.next) {
                (1, None) => "Its fix",
                (1, Some(_)) => "Fix of the first",
                _ => "Their fixes",
            };
            let title = format!("{whose} ({})", fix.applicability.as_str());
            text += &format!("\n{}\n\n", palette.paint(Style::Strong, &title));
            for line in diff.lines() {
                text += &format!("{}\n", palette.diff_line(line));
            }
        }
    }
    let url = docs_url(rule.name);
    let link = palette.link(&url, &palette.paint(Style::Dim, &url));
    text + &format!("\n{link}\n")
}

/// Returns the name of the rule and the facts about it.
fn head(rule: &Rule, palette: Palette, width: usize) -> String {
    let level = rule.level.as_str();
    let fix = match rule.fix {
        FixKind::None => "none",
        FixKind::Unsafe => "unsafe: review it, then apply it with --fix --unsafe-fixes",
        FixKind::Safe => "safe, applied by --fix; some need --unsafe-fixes",
    };
    let mut text = format!("{}\n\n", palette.paint(Style::Strong, rule.name));
    for (key, value) in [
        ("level", palette.paint(rule.level.into(), level)),
        ("fix", fix.to_owned()),
        ("since", rule.since.to_owned()),
        ("theme", rule.theme.name().to_owned()),
    ] {
        let lines = wrapped(&value, width.saturating_sub(9).max(MIN_COLUMN));
        let lines = lines.replace('\n', "\n         ");
        text += &format!("  {key:5}  {lines}\n");
    }
    text
}

const MIN_COLUMN: usize = 11;

/// Lays out paragraphs and lists of a document, indented.
fn prose(part: &str, palette: Palette, width: usize) -> String {
    let mut text = String::new();
    for (n, paragraph) in part.split("\n\n").enumerate() {
        if n > 0 {
            text.push('\n');
        }
        for item in items(paragraph) {
            let (mark, words) = match item.strip_prefix("- ") {
                Some(words) => ("  - ", words),
                None => ("  ", item.as_str()),
            };
            // Indented lines are code.
            let lines = if item.starts_with("    ") {
                words.to_owned()
            } else {
                wrapped(words, width.saturating_sub(mark.len()))
            };
            for (n, line) in lines.lines().enumerate() {
                let mark = if n == 0 { mark } else { &"    "[..mark.len()] };
                text += &format!("{mark}{}\n", palette.code(line));
            }
        }
    }
    text
}

/// Joins the lines of a paragraph or of each list entry. Lines of code stay as they are.
fn items(paragraph: &str) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    for line in paragraph.lines() {
        let is_code = line.starts_with("    ");
        match items.last_mut() {
            Some(last) if !is_code && !line.starts_with("- ") => {
                last.push(' ');
                last.push_str(line.trim_start());
            }
            _ => items.push(line.to_owned()),
        }
    }
    items
}

/// Output of `explain RULE --format json`.
#[derive(Serialize)]
struct Explained<'d> {
    #[serde(flatten)]
    rule: Listed,
    finds: &'d str,
    why: &'d str,
    what_to_do: &'d str,
    details: &'d str,
    #[serde(skip_serializing_if = "Option::is_none")]
    example: Option<ExampleJson<'d>>,
}

#[derive(Serialize)]
struct ExampleJson<'d> {
    title: &'d str,
    release: &'static str,
    files: Vec<FileJson<'d>>,
    message: &'d str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'d str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<FixJson>,
}

#[derive(Serialize)]
struct FileJson<'d> {
    path: &'d str,
    text: &'d str,
}

#[derive(Serialize)]
struct FixJson {
    #[serde(rename = "safety")]
    applicability: &'static str,
    diff: String,
}

pub(super) fn json(rule: &Rule) -> serde_json::Result<String> {
    let document = document(rule);
    let parts = Parts::of(&document);
    let shown = Shown::of(rule, &document);
    let example = shown.as_ref().map(|shown| ExampleJson {
        title: shown.title,
        release: shown.release,
        files: shown
            .sources
            .files()
            .iter()
            .map(|source| FileJson {
                path: source.path(),
                text: source.text(),
            })
            .collect(),
        message: &shown.finding.message,
        help: shown.finding.help.as_deref(),
        fix: shown.diff().map(|(fix, diff)| FixJson {
            applicability: fix.applicability.as_str(),
            diff,
        }),
    });
    let explained = Explained {
        rule: Listed::of(rule),
        finds: parts.finds,
        why: parts.why,
        what_to_do: parts.what_to_do,
        details: parts.details,
        example,
    };
    let text = serde_json::to_string_pretty(&explained)?;
    Ok(crate::render::stream::printable(&text) + "\n")
}

#[cfg(test)]
mod tests {
    use super::items;

    #[test]
    fn lines_are_joined_but_for_entries_and_code() {
        let text = "Words that\ngo on.\n- one\n  more of it\n- two\n    code: 1\n    code: 2";
        assert_eq!(
            items(text),
            [
                "Words that go on.",
                "- one more of it",
                "- two",
                "    code: 1",
                "    code: 2"
            ]
        );
    }
}
