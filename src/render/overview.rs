//! Pictures for people on a terminal, who read the first screens: one for each cause, and no more than can be read.

use std::collections::HashMap;
use std::io;

use unicode_width::UnicodeWidthStr;

use super::causes::{Cause, causes};
use super::context::Context;
use super::full;
use super::palette::Style;
use super::places::NARROW;
use super::summary_line::count;
use super::wrap::{hanging_parts, wrapped};
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::{FileId, grouped_digits};

/// Maximum number of pictures.
const MOST_PICTURES: usize = 100;

/// A rule with more causes than this is shown by examples.
const MOST_CAUSES: usize = 20;

/// Number of pictures of a rule that is shown by examples.
const EXAMPLES: usize = 5;

/// Number of pages that are listed with their counts of findings.
const MOST_PAGES: usize = 5;

/// The blanks before the second line of a list of places.
const INDENT: usize = 4;

/// The columns of a count and the blanks behind it.
const COUNT: usize = 9;

/// Maximum number of places listed below a picture.
const MOST_PLACES: usize = 10;

/// Writes a picture for each cause, with the other places that it has. Many causes are cut, errors last.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write(out: &mut dyn io::Write, cx: &Context<'_>) -> io::Result<()> {
    let mut causes = causes(cx.diagnostics.iter());
    let mut by_rule: HashMap<&str, usize> = HashMap::new();
    for cause in &causes {
        *by_rule.entry(cause.first.rule).or_default() += 1;
    }
    let is_long = |rule: &str| by_rule.get(rule).is_some_and(|&n| n > MOST_CAUSES);
    if causes.len() > MOST_PICTURES || by_rule.keys().any(|rule| is_long(rule)) {
        causes.sort_by_key(|cause| cause.first.severity != Severity::Error);
    }
    let mut drawn: HashMap<&str, usize> = HashMap::new();
    let mut pictures = 0;
    let (shown, left): (Vec<Cause<'_>>, Vec<Cause<'_>>) = causes.into_iter().partition(|cause| {
        let of_rule = drawn.entry(cause.first.rule).or_default();
        let fits = pictures < MOST_PICTURES && (*of_rule < EXAMPLES || !is_long(cause.first.rule));
        *of_rule += usize::from(fits);
        pictures += usize::from(fits);
        fits
    });
    for cause in &shown {
        let picture = full::one(cx, cause.first).map_err(io::Error::other)?;
        write!(out, "{picture}")?;
        if !cause.others.is_empty() {
            writeln!(out, "{}", same(cx, &cause.others))?;
        }
        writeln!(out)?;
    }
    if left.is_empty() {
        return Ok(());
    }
    for (rule, causes) in in_order(&left, is_long) {
        pages(out, cx, rule, &causes)?;
    }
    let more = left.iter().map(Cause::findings).sum();
    let ellipsis = cx.ellipsis();
    let more = grouped_digits(more);
    let line = format!("{ellipsis} and {more} more; --all shows them, --statistics counts them");
    writeln!(out, "{}", wrapped(&line, cx.width.max(NARROW)))
}

/// Returns the lines that list the other findings of a cause: as many places as fit in a line, and the last one too if no other is left.
fn same(cx: &Context<'_>, others: &[&Diagnostic]) -> String {
    let number = grouped_digits(others.len());
    let places = if others.len() == 1 { "place" } else { "places" };
    let words = format!("  the same in {number} more {places}:");
    let mut used = words.width();
    let mut parts = vec![words];
    let end = format!("{} (--all lists them)", cx.ellipsis());
    let width = cx.width.max(NARROW);
    let room = width.saturating_sub(end.width() + 1);
    for (at, finding) in others.iter().enumerate() {
        let file = finding.primary.file;
        let line = cx.region(&finding.primary).start.line;
        let is_last = at + 1 == others.len();
        let behind = format!(":{line}{}", if is_last { "" } else { "," });
        // The first place and the last have a line of their own if they have to.
        let path = if at == 0 || is_last {
            cx.path_within(file, width.saturating_sub(behind.len() + INDENT))
        } else {
            cx.path(file)
        };
        let place = path + &behind;
        let is_room = at < MOST_PLACES && used + 1 + place.width() <= room;
        if at > 0 && !is_last && !is_room {
            return hanging_parts(&parts, &end, width, INDENT);
        }
        used += 1 + place.width();
        parts.push(cx.link_to_file(file, &place));
    }
    hanging_parts(&parts, "", width, INDENT)
}

/// Returns the rules that are shown by examples with their other causes, in the order of the first one.
fn in_order<'c, 'a>(
    left: &'c [Cause<'a>],
    is_long: impl Fn(&str) -> bool,
) -> Vec<(&'a str, Vec<&'c Cause<'a>>)> {
    let mut rules: Vec<(&str, Vec<&Cause<'_>>)> = Vec::new();
    for cause in left.iter().filter(|cause| is_long(cause.first.rule)) {
        let rule = cause.first.rule;
        match rules.iter_mut().find(|(known, _)| *known == rule) {
            Some((_, causes)) => causes.push(cause),
            None => rules.push((rule, vec![cause])),
        }
    }
    rules
}

/// Writes how many findings of a rule have no picture, by page, those with the most first.
fn pages(
    out: &mut dyn io::Write,
    cx: &Context<'_>,
    rule: &str,
    causes: &[&Cause<'_>],
) -> io::Result<()> {
    let mut counts: HashMap<FileId, usize> = HashMap::new();
    let mut total = 0;
    for cause in causes {
        total += cause.findings();
        for finding in cause.all() {
            *counts.entry(finding.primary.file).or_default() += 1;
        }
    }
    let findings = grouped_digits(total);
    let causes = grouped_digits(causes.len());
    let s = if total == 1 { "" } else { "s" };
    let pages = count(counts.len(), "page");
    let subjects = if causes == "1" { "subject" } else { "subjects" };
    let rule = cx.palette().link(
        &(cx.docs_url)(rule),
        &cx.palette().paint(Style::Strong, rule),
    );
    let line =
        format!("{rule}: {findings} more finding{s} with {causes} other {subjects}, in {pages}:");
    writeln!(out, "{}", wrapped(&line, cx.width.max(NARROW)))?;
    let mut counts: Vec<(FileId, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(file, count)| (std::cmp::Reverse(*count), *file));
    for (file, count) in counts.iter().take(MOST_PAGES) {
        let path = cx.path_within(*file, cx.width.max(NARROW) - COUNT);
        let path = cx.link_to_file(*file, &path);
        writeln!(out, "{:>7}  {path}", grouped_digits(*count))?;
    }
    let more = counts.len().saturating_sub(MOST_PAGES);
    if more > 0 {
        let rest: usize = counts.iter().skip(MOST_PAGES).map(|(_, count)| count).sum();
        let other = count(more, "other page");
        writeln!(out, "{:>7}  in {other}", grouped_digits(rest))?;
    }
    writeln!(out)
}
