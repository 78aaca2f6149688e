//! The end of a check: prints the findings and decides the exit code.

use std::borrow::Cow;
use std::path::Path;
use std::time::Instant;

use super::args::{CheckArgs, FailOn, Format};
use super::error::Error;
use super::outcome::Outcome;
use super::report::{self, Layout};
use super::setup::Setup;
use super::stderr::{self, note};
use super::stdout::StdoutError;
use super::terminal::Terminal;
use super::unchecked::{note_of, note_on_hidden, templates};
use crate::check::Report;
use crate::config::FILE_NAME;
use crate::diagnostic::{Diagnostic, Severity};
use crate::disk;
use crate::render::{Context, Counts, count_causes, encoded, escape, summary_line};
use crate::text::Sources;
use crate::text::path::name_of;

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
        FindingsTo::Stderr => Terminal::stderr(),
        _ => Terminal::stdout(),
    };
    let root = &setup.place.root;
    let links = terminal.palette.links.then(|| file_url(root));
    let folder =
        disk::git_root(root).map_or_else(|| ".".to_owned(), |git| disk::relative(&git, root));
    let (prefix, inside) = disk::from_here(root);
    let total = Counts::of(&found.diagnostics);
    let dialects = found.dialects;
    let causes = count_causes(&found.diagnostics);
    let mut shown = found.diagnostics;
    shown.retain(|finding| args.show_suppressed || finding.hidden.is_none());
    let format = args.format.unwrap_or(terminal.format());
    let first = first_findings(&shown, args.max_findings, format);
    let context = Context {
        sources,
        diagnostics: &shown,
        total,
        causes: &causes,
        pages: found.pages,
        checked: found.checked,
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
        interactive: terminal.interactive,
        color: terminal.palette.color,
        links: links.as_deref(),
        unicode: terminal.unicode,
        docs_url: &crate::rules::docs_url,
    };
    // `--max-findings` limits what is printed, not files and counts.
    let printed = Context {
        diagnostics: &first,
        ..context
    };
    // Only what a person reads on a terminal is cut.
    let layout = match format {
        Format::Full if terminal.interactive && !args.all => Layout::Overview,
        _ => Layout::All(format),
    };
    print(&context, &printed, layout, args.statistics, to)?;
    if !args.quiet && to != FindingsTo::Files {
        let palette = Terminal::stderr().palette;
        stderr::painted(escape::no_commands(&summary_line(&printed, palette)));
        notes(args, setup, sources, found.pages);
        let also = [
            templates(&found.templates),
            note_of(&found.unchecked, sources.is_partly_searched()),
            note_on_hidden(root, &found.unchecked, &found.below_dot, found.pages),
        ];
        also.iter().flatten().for_each(|text| note(text));
        found.usage.in_words().iter().for_each(|text| note(text));
    }
    if found.incomplete {
        stderr::error(match to {
            FindingsTo::Files => {
                "not everything could be checked; run it without --diff to see why"
            }
            _ => "not everything could be checked; see unreadable-file and internal-error above",
        });
        return Ok(Outcome::Failed);
    }
    report::write_outputs(&context, &args.output)?;
    // Texts that were let go are read again to show the findings.
    if sources.changed().next().is_some() {
        stderr::error(
            "pages changed while their findings were written, so some places are wrong; run again",
        );
        return Ok(Outcome::Failed);
    }
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
        (FindingsTo::Stdout, true) => report::statistics(whole, layout)?,
        (FindingsTo::Stdout, false) => {
            if layout == Layout::All(Format::Github) {
                report::job_summary(printed);
            }
            report::print(printed, layout)?;
        }
        (FindingsTo::Stderr, true) => report::statistics_on_stderr(whole, layout),
        (FindingsTo::Stderr, false) => report::print_on_stderr(printed, layout),
        (FindingsTo::Files, _) => {}
    }
    Ok(())
}

/// Returns the `file:` URL of a folder, with a slash at its end.
fn file_url(folder: &Path) -> String {
    let path = folder.to_string_lossy().replace('\\', "/");
    let path = path.trim_start_matches("//?/").trim_matches('/');
    // The colon of a drive is not encoded: <https://www.rfc-editor.org/rfc/rfc8089#appendix-E.2>
    let (drive, path) = match path.split_once(':') {
        Some((drive, path)) if drive.len() == 1 => (format!("{drive}:"), path),
        _ => (String::new(), path),
    };
    format!("file:///{drive}{}/", encoded(path))
}

/// Returns the findings to print: the first ones, or those that a person is to see first.
fn first_findings(
    findings: &[Diagnostic],
    most: Option<usize>,
    format: Format,
) -> Cow<'_, [Diagnostic]> {
    match most {
        Some(most) if most < findings.len() && format == Format::Full => {
            Cow::Owned(most_severe(findings, most))
        }
        Some(most) => Cow::Borrowed(&findings[..most.min(findings.len())]),
        None => Cow::Borrowed(findings),
    }
}

/// Returns as many findings as a person is to see, in their order: warnings only if there is room beside all errors.
fn most_severe(findings: &[Diagnostic], most: usize) -> Vec<Diagnostic> {
    let is_error = |finding: &&Diagnostic| finding.severity == Severity::Error;
    let mut warnings = most.saturating_sub(findings.iter().filter(is_error).count());
    let mut fits = |finding: &&Diagnostic| {
        let is_warning = !is_error(finding);
        let fits = !is_warning || warnings > 0;
        warnings -= usize::from(is_warning && fits);
        fits
    };
    let first = findings.iter().filter(|finding| fits(finding));
    first.take(most).cloned().collect()
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
        "{first} {more} not read, because {} was checked as one vault; pass a vault as the argument",
        root.display()
    ));
}

/// Notes what a clean result might hide.
fn notes(args: &CheckArgs, setup: &Setup, sources: &Sources, pages: usize) {
    let paths: Vec<&str> = sources.files().iter().map(|file| file.path()).collect();
    // A hidden folder is excluded from the note on it.
    let known = paths.iter().copied();
    let hidden = sources.below_dot().iter().map(String::as_str);
    let all: Vec<&str> = known.chain(hidden).collect();
    let is_exclude = |key: &str| key == "exclude";
    let idle = setup.config.idle_globs(&paths).into_iter();
    let idle_of_all = setup.config.idle_globs(&all).into_iter();
    let idle = idle.filter(|(key, _)| !is_exclude(key));
    let idle_of_all = idle_of_all.filter(|(key, _)| is_exclude(key));
    for (key, glob) in idle_of_all.chain(idle) {
        let glob = crate::render::escape::text(&glob);
        note(&format!("`{glob}` in `{key}` matches no page"));
    }
    if !args.place.no_config && args.place.config.is_none() {
        other_configurations(setup, sources);
    }
    if pages == 0 {
        note("no page of the vault matches these paths, so nothing was checked");
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{FailOn, Outcome, file_url, outcome};
    use crate::render::Counts;

    #[test]
    fn the_level_decides_which_findings_fail_a_run() {
        let counts = |errors, warnings| Counts {
            errors,
            warnings,
            ..Counts::default()
        };
        for (fail_on, clean, warning, error) in [
            (FailOn::Error, false, false, true),
            (FailOn::Warning, false, true, true),
            (FailOn::Never, false, false, false),
        ] {
            let fails = |counts| outcome(fail_on, counts) == Outcome::Findings;
            let found = [counts(0, 0), counts(0, 1), counts(1, 1)].map(fails);
            assert_eq!(found, [clean, warning, error], "{fail_on:?}");
        }
    }

    #[test]
    fn the_url_of_a_folder_is_whole_on_every_system() {
        let of = |folder: &str| file_url(Path::new(folder));
        assert_eq!(of("/home/a b/kb"), "file:///home/a%20b/kb/");
        assert_eq!(of("/home/kb/"), "file:///home/kb/");
        assert_eq!(of(r"\\?\C:\kb"), "file:///C:/kb/");
        assert_eq!(of("/home/a:b"), "file:///home/a%3Ab/");
    }
}
