//! Steps whose `leads-to` closes a loop or names a step that does not exist.

use foldhash::{HashMap, HashSet};
use std::cell::OnceCell;

use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::context::AloneContext;
use crate::facts::Study;
use crate::nearest::Names;
use crate::settings::Level;
use crate::text::Span;

pub static RULE: Rule = Rule {
    name: "cyclic-procedure",
    summary: "a `leads-to` that loops, or names a step that does not exist",
    docs: include_str!("cyclic-procedure.md"),
    theme: Theme::Procedures,
    level: Level::Error,
    fix: FixKind::None,
    since: "0.1.0",
    needs: Needs::Page,
    handling: Handling::USUAL,
    check: Check::Alone(check),
};

fn check(context: &AloneContext<'_>, findings: &mut Findings) {
    for study in &context.facts.studies {
        check_study(context, study, findings);
    }
}

fn check_study(context: &AloneContext<'_>, study: &Study, findings: &mut Findings) {
    let text = |span| context.source.slice(span).trim_matches(['"', '\'']);
    let steps: Vec<Links<'_>> = study
        .steps
        .iter()
        .map(|step| Links {
            id: step.number.map_or("", text),
            leads_to: step.leads_to.iter().map(|&span| text(span)).collect(),
        })
        .collect();
    let names = OnceCell::new();
    let mut first: HashMap<&str, Span> = HashMap::default();
    for span in study.steps.iter().filter_map(|step| step.number) {
        first.entry(text(span)).or_insert(span);
    }
    // If one step has the wrong number, the number is the defect and `misnumbered-step` reports it.
    let missing_id = missing_id(&steps);
    let is_typo = |flaw: &Flaw| {
        let target = study.steps[flaw.step].leads_to[flaw.target];
        !flaw.loops && missing_id.as_deref() == Some(text(target))
    };
    for flaw in flaws(&steps).into_iter().filter(|flaw| !is_typo(flaw)) {
        let step = &study.steps[flaw.step];
        let span = step.leads_to[flaw.target];
        let (from, to) = (steps[flaw.step].id, text(span));
        let about = format!("{from} {to}");
        if flaw.loops && from == to {
            findings
                .add(span, "itself", format!("step `{from}` leads to itself"))
                .help("remove it, or write the id of the next step")
                .about(about);
        } else if flaw.loops {
            let found = findings.add(
                span,
                "leads back",
                format!("step `{from}` leads back to `{to}`, which leads to it"),
            );
            found
                .help("a procedure goes forward: remove the link that goes back")
                .about(about);
            if let Some(&first) = first.get(to) {
                found.related(context.file, first, "back to here");
            }
        } else {
            let names = names.get_or_init(|| Names::new(steps.iter().map(|step| step.id)));
            let near = names.nearest(to, 1);
            let such_as = near.map_or(String::new(), |at| format!(", such as `{}`", steps[at].id));
            let help = format!("write the `step-id` of a step of this case study{such_as}");
            findings
                .add(
                    span,
                    "no such step",
                    format!(
                        "step `{from}` leads to `{to}`, which is not a step of this case study"
                    ),
                )
                .help(help)
                .about(about);
        }
    }
}

/// Returns the one id missing from `S00`, `S01` and so on, if a single step has a wrong id in its place: a duplicate, or one
/// outside the sequence that no step leads to.
fn missing_id(steps: &[Links<'_>]) -> Option<String> {
    let mut missing: HashSet<String> = (0..steps.len()).map(|at| format!("S{at:02}")).collect();
    let mut others = steps.iter().filter(|step| !missing.remove(step.id));
    let other = others.next()?;
    let is_alone = others.next().is_none();
    let is_twice = || steps.iter().filter(|step| step.id == other.id).count() > 1;
    let is_free = || !steps.iter().any(|step| step.leads_to.contains(&other.id));
    (is_alone && (is_twice() || is_free()))
        .then(|| missing.into_iter().next())
        .flatten()
}

/// A step and the ids of the steps that it leads to.
struct Links<'t> {
    id: &'t str,
    leads_to: Vec<&'t str>,
}

/// A wrong link between steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Flaw {
    /// The index of the step that the link starts from.
    step: usize,
    /// The index of the link among that step's links.
    target: usize,
    /// Whether the link closes a loop; otherwise it names a step that does not exist.
    loops: bool,
}

/// The state of a step in the depth-first search.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Visit {
    No,
    /// The step is on the current path.
    Open,
    Done,
}

/// Returns the links that name no step and those that close a loop, in step order. Removing them leaves no loop. If several
/// steps have the same id, links lead to the first.
fn flaws(steps: &[Links<'_>]) -> Vec<Flaw> {
    let mut places: HashMap<&str, usize> = HashMap::default();
    for (at, step) in steps.iter().enumerate() {
        places.entry(step.id).or_insert(at);
    }
    let mut found = Vec::new();
    let mut seen = vec![Visit::No; steps.len()];
    // The current path: each step, and how many of its links were followed. An explicit stack, because a page may hold a chain of
    // 100,000 steps.
    let mut path: Vec<(usize, usize)> = Vec::new();
    // A procedure starts at S00, whatever the order of the file.
    let mut starts: Vec<usize> = (0..steps.len()).collect();
    starts.sort_by_key(|&at| (steps[at].id, at));
    for start in starts {
        if seen[start] == Visit::No {
            seen[start] = Visit::Open;
            path.push((start, 0));
        }
        while let Some((step, target)) = path.pop() {
            let Some(id) = steps[step].leads_to.get(target) else {
                seen[step] = Visit::Done;
                continue;
            };
            path.push((step, target + 1));
            let mut flaw = |loops| {
                found.push(Flaw {
                    step,
                    target,
                    loops,
                });
            };
            match places.get(id) {
                None => flaw(false),
                Some(&next) => match seen[next] {
                    Visit::Open => flaw(true),
                    Visit::Done => {}
                    Visit::No => {
                        seen[next] = Visit::Open;
                        path.push((next, 0));
                    }
                },
            }
        }
    }
    found.sort_by_key(|flaw| (flaw.step, flaw.target));
    found
}

#[cfg(test)]
mod tests {
    use super::{Links, flaws};

    /// Returns `(step, target, loops)` of each flaw in steps written as `S00 S01,S02`.
    fn flaws_of(steps: &[&str]) -> Vec<(usize, usize, bool)> {
        let read = |text: &&'static str| {
            let (id, targets) = text.split_once(' ').unwrap_or((text, ""));
            let leads_to = targets.split(',').filter(|target| !target.is_empty());
            Links {
                id,
                leads_to: leads_to.collect(),
            }
        };
        let steps: Vec<&'static str> = steps.iter().map(|step| &*step.to_string().leak()).collect();
        let steps: Vec<Links<'_>> = steps.iter().map(read).collect();
        let found = flaws(&steps).into_iter();
        found
            .map(|flaw| (flaw.step, flaw.target, flaw.loops))
            .collect()
    }

    #[test]
    fn forward_links_have_no_flaw() {
        assert_eq!(flaws_of(&[]), []);
        assert_eq!(flaws_of(&["S00 S01", "S01 S02", "S02"]), []);
        // Branches that meet again, in any order of the file.
        assert_eq!(flaws_of(&["S03", "S01 S03", "S00 S01,S02", "S02 S03"]), []);
    }

    #[test]
    fn a_loop_is_reported_where_it_closes() {
        assert_eq!(flaws_of(&["S00 S00"]), [(0, 0, true)]);
        assert_eq!(flaws_of(&["S00 S01", "S01 S02", "S02 S00"]), [(2, 0, true)]);
        assert_eq!(
            flaws_of(&["S02 S03,S01", "S01 S02", "S00 S01", "S03"]),
            [(0, 1, true)]
        );
        // Two loops, one finding each.
        assert_eq!(
            flaws_of(&["S00 S01", "S01 S00,S02", "S02 S01"]),
            [(1, 0, true), (2, 0, true)]
        );
    }

    #[test]
    fn a_link_to_a_missing_step_is_reported() {
        assert_eq!(flaws_of(&["S00 S01,S07", "S01"]), [(0, 1, false)]);
        assert_eq!(flaws_of(&["S00 S00,S07"]), [(0, 0, true), (0, 1, false)]);
    }

    #[test]
    fn links_lead_to_the_first_of_equal_ids() {
        assert_eq!(flaws_of(&["S00 S01", "S01", "S01 S00"]), []);
    }

    #[test]
    fn a_long_procedure_needs_no_deep_stack() {
        let steps: Vec<String> = (0..200_000)
            .map(|at| format!("{at:06} {:06}", at + 1))
            .collect();
        let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
        assert_eq!(flaws_of(&steps), [(199_999, 0, false)]);
    }
}
