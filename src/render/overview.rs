//! Pictures for people on a terminal, who read the first screens: one for each cause, and no more than can be read.

use std::collections::HashMap;
use std::io;

use unicode_width::UnicodeWidthStr;

use super::causes::{Cause, causes};
use super::context::Context;
use super::full;
use super::places::NARROW;
use super::summary_line::count;
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::{FileId, grouped_digits};

/// How many pictures are drawn at most.
const MOST_PICTURES: usize = 100;

/// A rule with more causes than this is shown by examples.
const MOST_CAUSES: usize = 20;

/// How many pictures a rule gets that is shown by examples.
const EXAMPLES: usize = 5;

/// How many pages are listed with the number of their findings.
const MOST_PAGES: usize = 5;

/// How many places are listed below a picture at most.
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
    let ellipsis = ellipsis(cx);
    writeln!(
        out,
        "{ellipsis} and {} more; --all shows them, --statistics counts them",
        grouped_digits(more)
    )
}

/// Returns the line that lists the other findings of a cause, as far as they fit in a line.
fn same(cx: &Context<'_>, others: &[&Diagnostic]) -> String {
    let number = grouped_digits(others.len());
    let places = if others.len() == 1 { "place" } else { "places" };
    let mut line = format!("  the same in {number} more {places}: ");
    let end = format!(", {} (--all lists them)", ellipsis(cx));
    let room = cx.width.max(NARROW).saturating_sub(end.width());
    for (at, finding) in others.iter().enumerate() {
        let label = &finding.primary;
        let position = cx.region(label).start;
        let place = format!("{}:{}", cx.path(label.file), position.line);
        let comma = if at == 0 { "" } else { ", " };
        let is_full = line.width() + comma.len() + place.width() > room;
        if at == MOST_PLACES || at > 0 && is_full {
            return line + &end;
        }
        line += comma;
        line += &place;
    }
    line
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
        for finding in std::iter::once(&cause.first).chain(&cause.others) {
            *counts.entry(finding.primary.file).or_default() += 1;
        }
    }
    let findings = grouped_digits(total);
    let causes = grouped_digits(causes.len());
    let s = if total == 1 { "" } else { "s" };
    let pages = count(counts.len(), "page");
    writeln!(
        out,
        "{rule}: {findings} more finding{s} with {causes} other subject{}, in {pages}:",
        if causes == "1" { "" } else { "s" },
    )?;
    let mut counts: Vec<(FileId, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(file, count)| (std::cmp::Reverse(*count), *file));
    for (file, count) in counts.iter().take(MOST_PAGES) {
        writeln!(out, "{:>7}  {}", grouped_digits(*count), cx.path(*file))?;
    }
    let more = counts.len().saturating_sub(MOST_PAGES);
    if more > 0 {
        let rest: usize = counts.iter().skip(MOST_PAGES).map(|(_, count)| count).sum();
        let other = count(more, "other page");
        writeln!(out, "{:>7}  in {other}", grouped_digits(rest))?;
    }
    writeln!(out)
}

fn ellipsis(cx: &Context<'_>) -> &'static str {
    if cx.unicode { "…" } else { "..." }
}
