//! Invisible characters.

mod named;
mod runs;
mod scripts;

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::context::AloneContext;
use crate::diagnostic::{Applicability, Edit, Fix};
use crate::settings::Level;
use crate::syntax::{Link, LinkKind};
use crate::text::{Condition, SOFT_HYPHEN, Span, shortened, shortened_list};
use named::Named;
use runs::{runs, spelled};

pub static RULE: Rule = Rule {
    name: "invisible-character",
    summary: "invisible characters: direction controls, tag characters, zero-width characters",
    docs: include_str!("invisible-character.md"),
    theme: Theme::Text,
    level: Level::Error,
    fix: FixKind::Unsafe,
    since: "0.1.0",
    needs: Needs::Text,
    handling: Handling::USUAL,
    check: Check::Alone(check),
};

fn check(context: &AloneContext<'_>, findings: &mut Findings) {
    let text = context.source.text();
    if context.source.condition() != &Condition::Sound || text.is_ascii() {
        return;
    }
    let found = runs(text, context.source.bom_len());
    if !found.is_empty() {
        let named = Named::new(context.source);
        // A target or an id is broken even where the text says by what.
        let is_sample = |run: &Range<usize>| {
            let is_meant = named.is_around(run)
                || hides_fence(text, run)
                || fills_element(text, run)
                || keeps_indent(text, run);
            is_meant && !in_target(context, run) && !in_id(text, run)
        };
        let mut messages = messages(text, found);
        messages.retain(|message| !message.first().is_some_and(is_sample));
        for message in by_line(context, messages) {
            report(context, &message, findings);
        }
    }
    for hyphen in soft_hyphens(context) {
        report(context, &[hyphen], findings);
    }
}

/// Returns whether a run at the start of a line keeps a fence from being one, as in a block of code that shows another.
fn hides_fence(text: &str, run: &Range<usize>) -> bool {
    let after = &text[run.end..];
    let before = text[..run.start].trim_end_matches([' ', '\t']);
    let is_first = before.is_empty() || before.ends_with('\n');
    is_first && (after.starts_with("```") || after.starts_with("~~~"))
}

/// Returns whether a zero-width space at the start of a line keeps white space behind it from making a block of code, as editors write it
/// for an indented paragraph. Without it the text would be code.
fn keeps_indent(text: &str, run: &Range<usize>) -> bool {
    let after = &text[run.end..];
    let line = text[..run.start].rfind('\n').map_or(0, |end| end + 1);
    let before = &text[line..run.start];
    &text[run.clone()] == "\u{200b}"
        && before
            .chars()
            .all(|c| matches!(c, ' ' | '>' | '-' | '*' | '+'))
        && (after.starts_with('\t') || after.starts_with("    "))
}

/// Returns whether a zero-width space is all that an element holds, as the links that generators put beside headings.
fn fills_element(text: &str, run: &Range<usize>) -> bool {
    &text[run.clone()] == "\u{200b}"
        && text[..run.start].ends_with('>')
        && text[run.end..].starts_with("</")
}

/// Joins the runs that spell one message: those with nothing but white space between them, and short ones that are spread over a line.
fn messages(text: &str, runs: Vec<Range<usize>>) -> Vec<Vec<Range<usize>>> {
    /// The tags of a flag are more.
    const SHORT: usize = 3;
    let spells = |run: &Range<usize>| spelled(&text[run.clone()]).is_some();
    let is_short = |run: &Range<usize>| text[run.clone()].chars().nth(SHORT).is_none();
    let mut found: Vec<Vec<Range<usize>>> = Vec::new();
    for run in runs {
        let message = found.last_mut().filter(|message| {
            message.last().is_some_and(|last| {
                let between = &text[last.end..run.start];
                let is_near = between.trim().is_empty()
                    || (is_short(last) && is_short(&run) && !between.contains('\n'));
                is_near && spells(last) && spells(&run)
            })
        });
        match message {
            Some(message) => message.push(run),
            None => found.push(vec![run]),
        }
    }
    found
}

/// Joins the messages of a line in which one character stands many times, as in a pasted formula, or in a text that was made unreadable
/// to filters. What is in a target or in an id is a defect of its own, and so is what turns the direction.
fn by_line(context: &AloneContext<'_>, messages: Vec<Vec<Range<usize>>>) -> Vec<Vec<Range<usize>>> {
    /// The most messages of a line that stay apart.
    const FEW: usize = 3;
    let text = context.source.text();
    let crowd = |message: &[Range<usize>]| {
        let first = message.first()?;
        let only = text[first.clone()].chars().next().filter(|c| !turns(*c))?;
        let is_plain = message.iter().all(|run| {
            text[run.clone()].chars().all(|c| c == only)
                && spelled(&text[run.clone()]).is_none()
                && !in_target(context, run)
                && !in_id(text, run)
        });
        is_plain.then(|| (context.source.line_index(first.start), only))
    };
    let crowds: Vec<Option<(usize, char)>> = messages.iter().map(|it| crowd(it)).collect();
    let mut sizes: HashMap<(usize, char), usize> = HashMap::new();
    for crowd in crowds.iter().flatten() {
        *sizes.entry(*crowd).or_default() += 1;
    }
    let mut joined: Vec<Vec<Range<usize>>> = Vec::new();
    // The message that each crowd has.
    let mut places: HashMap<(usize, char), usize> = HashMap::new();
    for (message, crowd) in messages.into_iter().zip(crowds) {
        let crowd = crowd.filter(|crowd| sizes[crowd] > FEW);
        match crowd.map(|crowd| places.entry(crowd)) {
            Some(Entry::Occupied(known)) => joined[*known.get()].extend(message),
            new => {
                if let Some(Entry::Vacant(new)) = new {
                    new.insert(joined.len());
                }
                joined.push(message);
            }
        }
    }
    joined
}

/// Returns whether a character changes the direction of the text behind it.
fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Returns soft hyphens where they do harm: in the target of a link to a page and in an id. Programs put them into the names of
/// images.
fn soft_hyphens(context: &AloneContext<'_>) -> Vec<Range<usize>> {
    let text = context.source.text();
    let mut written = [0; 2];
    let hyphen: &str = SOFT_HYPHEN.encode_utf8(&mut written);
    memchr::memmem::find_iter(text.as_bytes(), hyphen)
        .map(|at| at..at + hyphen.len())
        .filter(|run| in_target_of_page(context, run) || in_id(text, run))
        .collect()
}

/// Returns the link whose target holds a run. Links are in page order and rarely nest, so a few before the run suffice.
fn link_to<'p>(context: &AloneContext<'p>, run: &Range<usize>) -> Option<&'p Link> {
    const NESTED: usize = 4;
    let run = Span::new(run.start, run.end);
    let links = &context.page.links;
    let after = links.partition_point(|link| link.span.start <= run.start);
    let mut before = links.iter().take(after).rev().take(NESTED);
    before.find(|link| link.target_span.contains(run))
}

fn in_target(context: &AloneContext<'_>, run: &Range<usize>) -> bool {
    link_to(context, run).is_some()
}

/// Returns whether a run is in the target of a link that shows no image.
fn in_target_of_page(context: &AloneContext<'_>, run: &Range<usize>) -> bool {
    let is_shown = |link: &Link| matches!(link.kind, LinkKind::Embed | LinkKind::Image);
    link_to(context, run).is_some_and(|link| !is_shown(link))
}

/// Returns whether the text around a run would be an id without it.
fn in_id(text: &str, run: &Range<usize>) -> bool {
    const REACH: usize = 24;
    let inner = |c: &char| c.is_ascii_alphanumeric() || *c == '.' || !c.is_ascii();
    let before = text[..run.start]
        .chars()
        .rev()
        .take_while(inner)
        .take(REACH);
    let after = text[run.end..].chars().take_while(inner).take(REACH);
    let before: String = before.filter(char::is_ascii).collect();
    let after: String = after.filter(char::is_ascii).collect();
    let parts = !before.is_empty() && after.contains(|c: char| c.is_ascii_alphanumeric());
    let word: String = before.chars().rev().chain(after.chars()).collect();
    let id = word.split_once("AML.");
    parts && id.is_some_and(|(_, rest)| rest.contains(|c: char| c.is_ascii_digit()))
}

/// Reports one or more runs that belong together, at the first.
fn report(context: &AloneContext<'_>, runs: &[Range<usize>], findings: &mut Findings) {
    let text = context.source.text();
    let Some(run) = runs.first() else {
        return;
    };
    let hidden: String = runs.iter().map(|run| &text[run.clone()]).collect();
    let place = if in_target(context, run) {
        " in the target of a link"
    } else if in_id(text, run) {
        " in an id"
    } else {
        ""
    };
    let words = spelled(&hidden);
    let points = code_points(&hidden);
    let one = hidden.chars().nth(1).is_none();
    let message = match (&words, hidden.chars().next()) {
        (Some(words), _) => format!("hidden text{place} says \"{}\" in {points}", shown(words)),
        (None, Some(only)) if one => {
            format!(
                "invisible character {points} ({}){place}",
                scripts::name(only)
            )
        }
        _ => format!("invisible characters {points}{place}"),
    };
    let label = match words {
        Some(_) => "hidden text".to_owned(),
        None if one => "invisible".to_owned(),
        None => format!("{} invisible characters", hidden.chars().count()),
    };
    let span = |run: &Range<usize>| Span::new(run.start, run.end);
    let found = findings
        .add(span(run), label, message)
        .help(help(&hidden))
        .about(kinds(&hidden));
    for more in runs.iter().skip(1) {
        found.related(context.file, span(more), "it goes on here");
    }
    found.fix(Fix {
        message: "delete it".to_owned(),
        applicability: Applicability::Unsafe,
        edits: runs.iter().map(|run| Edit::markup(span(run), "")).collect(),
    });
}

fn help(hidden: &str) -> &'static str {
    if spelled(hidden).is_some() {
        "delete it, and find out who wrote it: people do not see it, but a model reads it"
    } else if hidden.contains(turns) {
        "delete it: it makes the text around it look different from what it is"
    } else {
        "delete it"
    }
}

/// Lists the characters of a run, each once.
fn kinds(hidden: &str) -> String {
    let kinds: BTreeSet<char> = hidden.chars().collect();
    let kinds = kinds.into_iter().map(|c| format!("U+{:04X}", c as u32));
    kinds.collect::<Vec<_>>().join(", ")
}

/// Lists the first code points of a run, and how many more there are.
fn code_points(hidden: &str) -> String {
    const MOST: usize = 4;
    let points = hidden.chars().map(|c| format!("U+{:04X}", c as u32));
    shortened_list(points, hidden.chars().count(), MOST)
}

/// Escapes and shortens hidden words for a message.
fn shown(words: &str) -> String {
    const LONGEST: usize = 60;
    let shown = shortened(words, LONGEST);
    shown.chars().flat_map(char::escape_debug).collect()
}
