//! The end of a check: prints the findings and decides the exit code.

use std::time::Instant;

use super::args::{CheckArgs, FailOn, Format};
use super::error::Error;
use super::outcome::Outcome;
use super::report::{self, Layout};
use super::setup::Setup;
use super::stderr::{self, note, status};
use super::stdout::StdoutError;
use super::terminal::Terminal;
use super::unchecked::{note_of, templates};
use crate::check::Report;
use crate::config::FILE_NAME;
use crate::disk;
use crate::render::{Context, Counts, count_causes};
use crate::text::Sources;
use crate::vault::path::name_of;

/// Destination of findings, besides the files of `--output`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FindingsTo {
    Stdout,
    /// stdout takes the fixed page.
    Stderr,
    /// stdout takes a diff instead of findings.
    Files,
}

/// Prints the findings, writes the files of `--output`, and decides the exit code.
pub(super) fn finish(
    args: &CheckArgs,
    setup: &Setup,
    sources: &Sources,
    found: Report,
    to: FindingsTo,
    started: Instant,
) -> Result<Outcome, Error> {
    let terminal = match to {
        FindingsTo::Stderr => Terminal::of_stderr(args.color),
        _ => Terminal::of(args.color),
    };
    let root = &setup.place.root;
    let folder =
        disk::git_root(root).map_or_else(|| ".".to_owned(), |git| disk::relative(&git, root));
    let (prefix, inside) = disk::from_here(root);
    let total = Counts::of(&found.diagnostics);
    let dialects = found.dialects;
    let causes = count_causes(&found.diagnostics);
    let mut shown = found.diagnostics;
    shown.retain(|finding| args.show_suppressed || finding.hidden.is_none());
    let most = args.max_findings.unwrap_or(usize::MAX).min(shown.len());
    let context = Context {
        sources,
        diagnostics: &shown,
        total,
        causes: &causes,
        pages: found.pages,
        unchecked: &found.unchecked,
        vault: &folder,
        prefix: &prefix,
        inside: &inside,
        release: setup.pinned.catalog.release_name(setup.pinned.release),
        pinned: setup.pinned.named,
        dialects: &dialects,
        version: env!("CARGO_PKG_VERSION"),
        incomplete: found.incomplete,
        elapsed: started.elapsed(),
        width: terminal.width,
        color: terminal.color,
        unicode: terminal.unicode,
        docs_url: &crate::rules::docs_url,
    };
    let format = args.format.unwrap_or(terminal.format());
    // `--max-findings` limits what is printed, not files and counts.
    let printed = Context {
        diagnostics: &shown[..most],
        ..context
    };
    // Only what a person reads on a terminal is cut.
    let layout = if format == Format::Full && terminal.interactive && !args.all {
        Layout::Overview
    } else {
        Layout::All(format)
    };
    print(&context, &printed, layout, args.statistics, to)?;
    if !args.quiet && to != FindingsTo::Files {
        let summary = crate::render::summary_line(&printed);
        status(&Terminal::of_stderr(args.color).fit(summary));
        notes(args, setup, sources, found.pages);
        if let Some(templates) = templates(&found.templates) {
            note(&templates);
        }
        if let Some(unchecked) = note_of(&found.unchecked, sources.is_partly_searched()) {
            note(&unchecked);
        }
    }
    if found.incomplete && to == FindingsTo::Files {
        stderr::error("not everything could be checked; run it without --diff to see why");
        return Ok(Outcome::Failed);
    }
    if found.incomplete {
        stderr::error(
            "not everything could be checked; see unreadable-file and internal-error above",
        );
        return Ok(Outcome::Failed);
    }
    report::write_outputs(&context, &args.output)?;
    Ok(outcome(args.fail_on, total))
}

fn print(
    whole: &Context<'_>,
    printed: &Context<'_>,
    layout: Layout,
    statistics: bool,
    to: FindingsTo,
) -> Result<(), StdoutError> {
    match (to, statistics) {
        (FindingsTo::Stdout, true) => report::statistics(whole)?,
        (FindingsTo::Stdout, false) => {
            if layout == Layout::All(Format::Github) {
                report::job_summary(printed);
            }
            report::print(printed, layout)?;
        }
        (FindingsTo::Stderr, true) => report::statistics_on_stderr(whole),
        (FindingsTo::Stderr, false) => report::print_on_stderr(printed, layout),
        (FindingsTo::Files, _) => {}
    }
    Ok(())
}

/// Returns the outcome of a complete check.
pub(super) fn outcome(fail_on: FailOn, total: Counts) -> Outcome {
    let fails = match fail_on {
        FailOn::Error => total.errors > 0,
        FailOn::Warning => total.findings() > 0,
        FailOn::Never => false,
    };
    if fails {
        Outcome::Findings
    } else {
        Outcome::Clean
    }
}

/// Notes configurations inside the vault, which are not read: several vaults may have been checked as one by mistake.
fn other_configurations(setup: &Setup, sources: &Sources) {
    let root = &setup.place.root;
    let is_other = |path: &&String| {
        name_of(path) == FILE_NAME && setup.place.config.as_deref() != Some(&root.join(path))
    };
    let others: Vec<&String> = sources.others().iter().filter(is_other).collect();
    let Some(first) = others.first() else { return };
    let more = match others.len() - 1 {
        0 => "is".to_owned(),
        more => format!("and {more} more are"),
    };
    note(&format!(
        "{first} {more} not read, as all of {} was taken for one vault; name the vault that is meant",
        root.display()
    ));
}

/// Notes what a clean result might hide.
fn notes(args: &CheckArgs, setup: &Setup, sources: &Sources, pages: usize) {
    let paths: Vec<&str> = sources.files().iter().map(|file| file.path()).collect();
    for (key, glob) in setup.config.idle_globs(&paths) {
        let glob = crate::render::escape::text(&glob);
        note(&format!("`{glob}` in `{key}` matches no page"));
    }
    if !args.place.no_config && args.place.config.is_none() {
        other_configurations(setup, sources);
    }
    if pages == 0 {
        note("the paths select no page of the vault, so nothing was checked");
    }
}
