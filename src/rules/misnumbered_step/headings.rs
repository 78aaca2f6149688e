//! Checks that the step headings of a Markdown page are numbered in page order.

use super::Findings;
use super::mentions::mentions_any;
use crate::context::PageContext;
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix};
use crate::facts::{StepForm, StepHeading};
use crate::text::{Source, Span};

/// A heading that counts as a step.
struct Counted<'h> {
    heading: &'h StepHeading,
    /// The number as written; `None` if the heading has no readable one.
    number: Option<u64>,
    /// The number that the step should have.
    due: u64,
}

pub(super) fn check(context: &PageContext<'_>, findings: &mut Findings) {
    let source = context.source;
    let Some(procedure) = &context.facts.procedure else {
        return;
    };
    let headings = &procedure.headings;
    let is_own =
        |heading: &&StepHeading| heading.form == StepForm::Whole && heading.level > procedure.level;
    let Some(level) = headings.iter().find(is_own).map(|heading| heading.level) else {
        return;
    };
    let after = next_numbers(headings, level, source);
    let mut steps: Vec<Counted<'_>> = Vec::new();
    for (at, heading) in headings.iter().enumerate() {
        let number = number(heading, source);
        let is_first = number == Some(1) && starts_again(steps.last(), heading, source);
        let due = if is_first {
            1
        } else {
            due(steps.last(), number)
        };
        // A heading of another level or form counts as a step only if it has the number due here and the next step does not.
        let fits = number == Some(due) && after[at] != number;
        match (heading.form, heading.level == level) {
            (StepForm::Whole | StepForm::Loose, true) => {}
            (StepForm::Misspelled(word), true) => {
                report_misspelled(heading, word, source, findings);
            }
            (StepForm::Bare(gap), true) if fits && due > 1 => {
                report_missing_word(heading, gap, source, findings);
            }
            (StepForm::Whole, false) if heading.level < level || (fits && due > 1) => {
                report_wrong_level(heading, level, source, findings);
            }
            _ => continue,
        }
        steps.push(Counted {
            heading,
            number,
            due,
        });
    }
    report_misnumbered(context, &steps, findings);
}

/// Returns the number due after a step. A step with several techniques is probably several steps whose headings are lost, which
/// the schema reports. The lost steps count if the next number leaves room for them.
fn due(before: Option<&Counted<'_>>, number: Option<u64>) -> u64 {
    let Some(before) = before else { return 1 };
    let next = before.due + 1;
    let lost = before.heading.techniques.saturating_sub(1) as u64;
    number
        .filter(|number| (next..=next + lost).contains(number))
        .unwrap_or(next)
}

/// Returns whether a tab ends between two steps: each tab shows the steps of one system, so they start again.
fn starts_again(before: Option<&Counted<'_>>, heading: &StepHeading, source: &Source) -> bool {
    let start = before.map_or(heading.span.start, |before| before.heading.span.end);
    let between = Span {
        start,
        end: heading.span.start,
    };
    source.slice(between).lines().any(|line| {
        let line = line.trim_start();
        line.starts_with("</") || line.starts_with("=== \"") || line.starts_with("{{< /")
    })
}

fn number(heading: &StepHeading, source: &Source) -> Option<u64> {
    let number = source.slice(heading.number?).parse();
    (heading.form != StepForm::Loose).then_some(number.unwrap_or(u64::MAX))
}

/// Returns, for each heading, the number of the next step of the form `Step 4: Title` at the level of the steps or above.
fn next_numbers(headings: &[StepHeading], level: u8, source: &Source) -> Vec<Option<u64>> {
    let mut next = None;
    let mut found: Vec<Option<u64>> = headings
        .iter()
        .rev()
        .map(|heading| {
            let after = next;
            if heading.form == StepForm::Whole && heading.level <= level {
                next = number(heading, source);
            }
            after
        })
        .collect();
    found.reverse();
    found
}

/// Reports the first misnumbered step. The fix numbers all of them.
fn report_misnumbered(context: &PageContext<'_>, steps: &[Counted<'_>], findings: &mut Findings) {
    let is_off = |step: &&Counted<'_>| step.number.is_some_and(|number| number != step.due);
    let Some(place) = steps.iter().position(|step| is_off(&step)) else {
        return;
    };
    let first = &steps[place];
    let (Some(number), Some(span)) = (first.number, first.heading.number) else {
        return;
    };
    let (written, due) = (context.source.slice(span), first.due);
    let before = steps[..place]
        .iter()
        .find(|step| step.number == Some(number));
    let message = match before {
        Some(_) => format!("two steps have the number {written}: the second one is step {due}"),
        None => format!("step {due} of the procedure has the number {written}"),
    };
    let last = steps.last().map_or(due, |step| step.due);
    let found = findings.add(span, format!("should be {due}"), message);
    found
        .help(format!(
            "number the steps 1 to {last} in the order of the page"
        ))
        .about(format!("step {due}"));
    if let Some(earlier) = before.and_then(|step| step.heading.number) {
        found.related(context.page.file, earlier, "the first one");
    }
    let changed: Vec<(u64, u64, Span)> = steps[place..]
        .iter()
        .filter(is_off)
        .filter_map(|step| Some((step.due, step.number?, step.heading.number?)))
        .collect();
    renumber(context, &changed, steps, found);
}

/// Adds the fix, which numbers the steps in page order. It needs review if a text names a step by its old number or a link leads
/// to its heading. It also needs review if the numbers decrease and one is due to another step: then the order of the page may be
/// wrong instead.
fn renumber(
    context: &PageContext<'_>,
    changed: &[(u64, u64, Span)],
    steps: &[Counted<'_>],
    found: &mut Diagnostic,
) {
    let last = steps.last().map_or(1, |step| step.due);
    let numbers: Vec<u64> = steps.iter().filter_map(|step| step.number).collect();
    let is_due = |number: &u64| changed.iter().any(|(due, ..)| due == number);
    let goes_back = numbers.windows(2).any(|pair| pair[1] < pair[0])
        && changed.iter().any(|(_, number, _)| is_due(number));
    let mut old: Vec<u64> = changed.iter().map(|(_, number, _)| *number).collect();
    old.sort_unstable();
    let headings: Vec<Span> = steps.iter().map(|step| step.heading.span).collect();
    let linked = || {
        let subpaths = context.vault.vault.subpaths_into(context.page.file);
        subpaths
            .iter()
            .any(|subpath| mentions_any(subpath, &old, &[]))
    };
    let named = || mentions_any(context.source.text(), &old, &headings);
    let applicability = if goes_back || linked() || named() {
        Applicability::Unsafe
    } else {
        Applicability::Safe
    };
    found.fix(Fix {
        message: format!("number the steps 1 to {last}"),
        applicability,
        edits: changed
            .iter()
            .map(|(due, _, span)| Edit::words(*span, due.to_string()))
            .collect(),
    });
}

fn report_misspelled(heading: &StepHeading, word: Span, source: &Source, findings: &mut Findings) {
    let written = source.slice(word);
    findings
        .add(
            word,
            "not `Step`",
            format!(
                "`{}` is not a step: it starts with `{written}`",
                source.slice(heading.span)
            ),
        )
        .help("write `Step`")
        .about(source.slice(heading.span))
        .fix(Fix::replace(Applicability::Safe, word, "Step"));
}

fn report_missing_word(heading: &StepHeading, gap: Span, source: &Source, findings: &mut Findings) {
    let number = heading.number.map_or("", |number| source.slice(number));
    let text = source.slice(heading.span);
    let start = heading.span.start as usize;
    findings
        .add(
            heading.span,
            "a step without the word",
            format!("`{text}` is not a step: it lacks the word `Step`"),
        )
        .help(format!("write `Step {number}: ` before its title"))
        .about(text)
        .fix(Fix {
            message: format!("write `Step {number}: `"),
            applicability: Applicability::Unsafe,
            edits: vec![
                Edit::words(Span::empty(start), "Step "),
                Edit::words(gap, ": "),
            ],
        });
}

fn report_wrong_level(heading: &StepHeading, level: u8, source: &Source, findings: &mut Findings) {
    let text = source.slice(heading.span);
    let marks = "#".repeat(usize::from(level));
    let found = findings.add(
        heading.span,
        "another level",
        format!(
            "`{text}` is a heading of level {}, but the other steps are of level {level}",
            heading.level
        ),
    );
    found.help(format!("write `{marks} {text}`")).about(text);
    // An underlined heading has no `#` to change.
    let before = source
        .text()
        .get(..heading.span.start as usize)
        .unwrap_or_default();
    let open = before.trim_end_matches([' ', '\t']);
    let own = open.len() - open.trim_end_matches('#').len();
    if own == usize::from(heading.level) {
        let span = Span::new(open.len() - own, open.len());
        found.fix(Fix::edit(Applicability::Unsafe, Edit::markup(span, marks)));
    }
}
