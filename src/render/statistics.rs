//! Counts of findings by rule and by cause.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use serde::Serialize;

use super::causes::{Cause, causes};
use super::context::Context;
use super::counts::Counts;
use super::escape;
use super::json::{Catalog, Summary, Tool, VERSION};
use super::mark::{SAFE, UNSAFE};
use super::palette::Style;
use super::stream;
use super::wrap::{columns, hanging};
use crate::diagnostic::Diagnostic;
use crate::text::{FileId, grouped_digits};

/// Maximum number of causes in the text format.
const MOST_CAUSES: usize = 20;

/// The least columns of a count.
const COUNT: usize = 6;

/// The columns behind a count.
const GAP: usize = 2;

/// The findings of a rule.
struct OfRule<'a> {
    rule: &'a str,
    findings: Vec<&'a Diagnostic>,
    causes: usize,
}

impl OfRule<'_> {
    /// Returns its line: a count in so many columns, and the marks of fixes behind a name of so many.
    fn line(&self, cx: &Context<'_>, (count, width): (usize, usize)) -> String {
        let palette = cx.palette();
        let counts = Counts::of(self.findings.iter().copied());
        let style = if counts.errors > 0 {
            Style::Error
        } else {
            Style::Warning
        };
        let name = palette.link(&(cx.docs_url)(self.rule), &palette.paint(style, self.rule));
        let mut line = format!(
            "{:>count$}{:GAP$}{name}",
            grouped_digits(self.findings.len()),
            ""
        );
        let mut blanks = width.saturating_sub(self.rule.len());
        for (n, mark, style) in [
            (counts.fixable, SAFE, Style::Note),
            (counts.unsafe_fixable, UNSAFE, Style::Warning),
        ] {
            if n > 0 {
                let n = grouped_digits(n);
                line += &format!("{:blanks$}  {} {n}", "", palette.paint(style, mark));
                blanks = 0;
            }
        }
        line
    }
}

/// Writes a line for each rule, those with the most findings first, and one for each cause of several findings.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write(out: &mut dyn Write, cx: &Context<'_>) -> io::Result<()> {
    let palette = cx.palette();
    let (rules, causes) = counted(cx);
    let most = rules.iter().map(|rule| rule.findings.len()).max();
    let count = grouped_digits(most.unwrap_or(0)).len().max(COUNT);
    let indent = count + GAP;
    let lines = |width: usize| -> Vec<String> {
        let lines = rules.iter().map(|rule| rule.line(cx, (count, width)));
        lines.collect()
    };
    let longest = rules.iter().map(|rule| rule.rule.len()).max();
    let mut table = lines(longest.unwrap_or(0));
    if cx.interactive && table.iter().any(|line| columns(line) > cx.width) {
        table = lines(0);
    }
    for line in table {
        writeln!(out, "{line}")?;
    }
    let several: Vec<&Cause<'_>> = causes.iter().filter(|cause| cause.findings() > 1).collect();
    if several.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{}", palette.paint(Style::Strong, "by cause:"))?;
    let room = if cx.interactive { cx.width } else { usize::MAX };
    for cause in several.iter().take(MOST_CAUSES) {
        let rule = palette.paint(Style::from(cause.first.severity), cause.first.rule);
        let words = format!("{rule}: {}", escape::text(&cause.first.message));
        writeln!(
            out,
            "{:>count$}{:GAP$}{}",
            grouped_digits(cause.findings()),
            "",
            hanging(&words, room, indent)
        )?;
    }
    let more = several.len().saturating_sub(MOST_CAUSES);
    if more > 0 {
        let more = grouped_digits(more);
        let more = format!("{} and {more} more; --format json lists all", cx.ellipsis());
        writeln!(out, "{:indent$}{}", "", hanging(&more, room, indent))?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    tool: Tool<'a>,
    catalog: Catalog<'a>,
    vault: &'a str,
    rules: Vec<RuleCounts<'a>>,
    causes: Vec<CauseCounts<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct RuleCounts<'a> {
    rule: &'a str,
    url: String,
    #[serde(flatten)]
    counts: FindingCounts,
    causes: usize,
}

#[derive(Serialize)]
struct CauseCounts<'a> {
    rule: &'a str,
    about: &'a str,
    /// That of its first finding.
    message: &'a str,
    #[serde(flatten)]
    counts: FindingCounts,
}

#[derive(Serialize)]
struct FindingCounts {
    findings: usize,
    errors: usize,
    warnings: usize,
    fixable: usize,
    unsafe_fixable: usize,
    pages: usize,
}

impl FindingCounts {
    fn of(findings: &[&Diagnostic]) -> Self {
        let counts = Counts::of(findings.iter().copied());
        let pages: BTreeSet<FileId> = findings.iter().map(|found| found.primary.file).collect();
        Self {
            findings: findings.len(),
            errors: counts.errors,
            warnings: counts.warnings,
            fixable: counts.fixable,
            unsafe_fixable: counts.unsafe_fixable,
            pages: pages.len(),
        }
    }
}

/// Writes the counts of all rules and causes as JSON.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_json(out: &mut dyn Write, cx: &Context<'_>) -> io::Result<()> {
    let (rules, causes) = counted(cx);
    let rules = rules.iter().map(|rule| RuleCounts {
        rule: rule.rule,
        url: (cx.docs_url)(rule.rule),
        counts: FindingCounts::of(&rule.findings),
        causes: rule.causes,
    });
    let causes = causes.iter().map(|cause| {
        let findings: Vec<&Diagnostic> = cause.all().collect();
        CauseCounts {
            rule: cause.first.rule,
            about: cause.first.about.as_str(),
            message: &cause.first.message,
            counts: FindingCounts::of(&findings),
        }
    });
    let document = Document {
        version: VERSION,
        tool: Tool::of(cx),
        catalog: Catalog::of(cx),
        vault: cx.vault,
        rules: rules.collect(),
        causes: causes.collect(),
        summary: Summary::of(cx),
    };
    stream::write(out, &document)
}

/// Counts the findings by rule and by cause, most frequent first.
fn counted<'a>(cx: &Context<'a>) -> (Vec<OfRule<'a>>, Vec<Cause<'a>>) {
    let mut causes = causes(cx.diagnostics.iter());
    let mut by_rule: BTreeMap<&str, OfRule<'a>> = BTreeMap::new();
    for cause in &causes {
        let rule = cause.first.rule;
        let of_rule = by_rule.entry(rule).or_insert(OfRule {
            rule,
            findings: Vec::new(),
            causes: 0,
        });
        of_rule.causes += 1;
        of_rule.findings.extend(cause.all());
    }
    let mut rules: Vec<OfRule<'a>> = by_rule.into_values().collect();
    rules.sort_by_key(|rule| std::cmp::Reverse(rule.findings.len()));
    causes.sort_by_key(|cause| std::cmp::Reverse(cause.findings()));
    (rules, causes)
}
