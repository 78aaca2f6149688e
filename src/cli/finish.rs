//! The end of a check: findings printed and judged.

use std::time::Instant;

use super::args::{CheckArgs, FailOn, Format};
use super::report;
use super::setup::Setup;
use super::terminal::Terminal;
use super::{Outcome, complain, tell};
use crate::check::Report;
use crate::config::FILE_NAME;
use crate::disk;
use crate::render::{Context, Counts};
use crate::text::Sources;
use crate::vault::path::name_of;

/// Where findings go, besides the files of `--output`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FindingsTo {
    Stdout,
    /// stdout belongs to a page.
    Stderr,
    /// stdout belongs to a diff, which says more.
    Files,
}

/// Prints the findings and judges them.
pub(super) fn finish(
    args: &CheckArgs,
    setup: &Setup,
    sources: &Sources,
    found: Report,
    to: FindingsTo,
    started: Instant,
) -> Result<Outcome, String> {
    let terminal = match to {
        FindingsTo::Stderr => Terminal::of_stderr(args.color),
        _ => Terminal::of(args.color),
    };
    let root = &setup.place.root;
    let folder =
        disk::git_root(root).map_or_else(|| ".".to_owned(), |git| disk::relative(&git, root));
    let (prefix, inside) = disk::from_here(root);
    let total = Counts::of(&found.diagnostics);
    let mut shown = found.diagnostics;
    shown.retain(|finding| args.show_suppressed || finding.hidden.is_none());
    let most = args.max_findings.unwrap_or(usize::MAX).min(shown.len());
    let context = Context {
        sources,
        diagnostics: &shown,
        total,
        pages: found.pages,
        vault: &folder,
        prefix: &prefix,
        inside: &inside,
        release: setup.pinned.catalog.release_name(setup.pinned.release),
        pinned: setup.pinned.named,
        version: env!("CARGO_PKG_VERSION"),
        incomplete: found.incomplete,
        elapsed: started.elapsed(),
        width: terminal.width,
        color: terminal.color,
        unicode: terminal.unicode,
        docs_url: &crate::rules::docs_url,
    };
    let format = args.format.unwrap_or(terminal.format());
    // Only what is printed is cut: files and counts are whole.
    let printed = Context {
        diagnostics: &shown[..most],
        ..context
    };
    show(&context, &printed, format, args.statistics, to)?;
    if !args.quiet && to != FindingsTo::Files {
        tell(&crate::render::summary_line(&printed));
        notes(args, setup, sources, found.pages);
    }
    if found.incomplete && to == FindingsTo::Files {
        complain("not everything could be checked; run it without --diff to see why");
        return Ok(Outcome::Failed);
    }
    if found.incomplete {
        complain("not everything could be checked; see unreadable-file and internal-error above");
        return Ok(Outcome::Failed);
    }
    report::write_outputs(&context, &args.output)?;
    Ok(judge(args.fail_on, total))
}

fn show(
    whole: &Context<'_>,
    printed: &Context<'_>,
    format: Format,
    statistics: bool,
    to: FindingsTo,
) -> Result<(), String> {
    match (to, statistics) {
        (FindingsTo::Stdout, true) => report::statistics(whole)?,
        (FindingsTo::Stdout, false) => {
            if format == Format::Github {
                report::job_summary(printed);
            }
            report::print(printed, format)?;
        }
        (FindingsTo::Stderr, true) => report::statistics_beside(whole),
        (FindingsTo::Stderr, false) => report::print_beside(printed, format),
        (FindingsTo::Files, _) => {}
    }
    Ok(())
}

pub(super) fn judge(fail_on: FailOn, total: Counts) -> Outcome {
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

/// Says which configurations in the vault are not read: pages of several vaults may have been taken for those of one.
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
    tell(&format!(
        "note: {first} {more} not read, as all of {} was taken for one vault; name the vault that is meant",
        root.display()
    ));
}

/// Says on stderr what a clean result might hide.
fn notes(args: &CheckArgs, setup: &Setup, sources: &Sources, pages: usize) {
    let paths: Vec<&str> = sources.files().iter().map(|file| file.path()).collect();
    for (key, glob) in setup.config.idle_globs(&paths) {
        let glob = crate::render::escape::text(&glob);
        tell(&format!("note: `{glob}` in `{key}` matches no page"));
    }
    if !args.place.no_config && args.place.config.is_none() {
        other_configurations(setup, sources);
    }
    if pages == 0 {
        tell("note: the paths select no page of the vault, so nothing was checked");
    }
}
