//! Findings, counts and errors in the formats that were asked for.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use super::args::{Format, Output};
use super::ci_job;
use super::error::Error;
use super::stderr::{self, note};
use super::stdout::{self, StdoutError};
use super::terminal::Terminal;
use crate::check::Checked;
use crate::config::Problem;
use crate::disk;
use crate::render::{
    Context, Counts, concise, full, github, gitlab, json, junit, overview, sarif, statistics,
    summary,
};
use crate::text::{Source, Sources};

/// Layout of printed findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// All of them.
    All(Format),
    /// A picture for each cause, and no more than can be read.
    Overview,
}

impl Layout {
    fn write(self, out: &mut dyn Write, context: &Context<'_>) -> io::Result<()> {
        match self {
            Self::All(format) => write(out, context, format),
            Self::Overview => overview::write(out, context),
        }
    }
}

/// Prints the findings on stdout.
pub(super) fn print(context: &Context<'_>, layout: Layout) -> Result<(), StdoutError> {
    stdout::write_with(|out| layout.write(out, context))
}

/// Prints the findings on stderr.
pub(super) fn print_on_stderr(context: &Context<'_>, layout: Layout) {
    stderr::write_with(|out| layout.write(out, context));
}

/// Prints on stdout how many findings each rule and cause has: as JSON if findings would be, else as text.
pub(super) fn statistics(context: &Context<'_>, layout: Layout) -> Result<(), StdoutError> {
    stdout::write_with(|out| counts(out, context, layout))
}

/// Prints the statistics on stderr.
pub(super) fn statistics_on_stderr(context: &Context<'_>, layout: Layout) {
    stderr::write_with(|out| counts(out, context, layout));
}

fn counts(out: &mut dyn Write, context: &Context<'_>, layout: Layout) -> io::Result<()> {
    match layout {
        Layout::All(Format::Json) => statistics::write_json(out, context),
        _ => statistics::write(out, context),
    }
}

fn write(out: &mut dyn Write, context: &Context<'_>, format: Format) -> io::Result<()> {
    match format {
        Format::Full => full::write(out, context),
        Format::Concise => concise::write(out, context),
        Format::Json => json::write(out, context),
        Format::Sarif => {
            if let Some(cut) = sarif::cut_note(context) {
                note(&cut);
            }
            sarif::write(out, context)
        }
        Format::Github => github::write(out, context),
        Format::Gitlab => gitlab::write(out, context),
        Format::Junit => junit::write(out, context),
    }
}

/// Appends to the summary of the GitHub job, if there is one. A failure is only a note.
pub(super) fn job_summary(context: &Context<'_>) {
    let Some(file) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|file| !file.is_empty()) else {
        return;
    };
    let text = summary::markdown(context, ci_job::files_at_commit().as_deref());
    if let Err(why) = disk::append_to_file(Path::new(&file), &text) {
        note(&format!(
            "the summary of the job could not be written: {why}"
        ));
    }
}

/// Refuses two `--output` options that name one file, also through links as far as the file exists, and files in a folder that does not
/// exist: all findings would be printed before that is known.
pub(super) fn check_outputs(outputs: &[Output]) -> Result<(), Error> {
    let folder = |output: &&Output| output.file.parent().unwrap_or(Path::new("")).to_path_buf();
    let is_missing = |output: &&Output| {
        let folder = folder(output);
        !folder.as_os_str().is_empty() && !folder.is_dir()
    };
    if let Some(output) = outputs.iter().find(is_missing) {
        return Err(Error::Message(format!(
            "--output names {}, whose folder {} does not exist",
            output.file.display(),
            folder(&output).display()
        )));
    }
    let mut seen = HashSet::new();
    let twice = outputs
        .iter()
        .find(|output| !seen.insert(disk::absolute_or_new(&output.file)));
    match twice {
        Some(twice) => Err(Error::Message(format!(
            "--output names {} twice",
            twice.file.display()
        ))),
        None => Ok(()),
    }
}

/// Writes the files that `--output` names. They have no colors and links, whatever the terminal shows.
pub(super) fn write_outputs(context: &Context<'_>, outputs: &[Output]) -> Result<(), Error> {
    for output in outputs {
        let plain = Context {
            interactive: false,
            color: false,
            links: None,
            ..*context
        };
        disk::write_report(&output.file, |out| write(out, &plain, output.format))
            .map_err(Error::at(&output.file))?;
    }
    Ok(())
}

/// Prints on stderr the error that ends a run.
pub(super) fn error(error: &Error) {
    match error {
        Error::Message(message) => stderr::error(message),
        Error::Config(problem) => config_problem(problem),
        Error::File { path, problems } => stderr::errors_in(path, problems),
        Error::Stdout(error) => stderr::error(&error.to_string()),
    }
}

/// Prints on stderr a configuration or schema that cannot be used, as findings in it.
fn config_problem(problem: &Problem) {
    let terminal = Terminal::stderr();
    let path = problem.source.path();
    let current = disk::absolute(Path::new(".")).unwrap_or_default();
    let shown = disk::relative(&current, Path::new(path));
    let text = problem.source.text();
    let sources = Sources::new(vec![Source::new(shown, text)], Vec::new());
    let context = Context {
        sources: &sources,
        diagnostics: &problem.diagnostics,
        total: Counts::of(&problem.diagnostics),
        causes: "",
        pages: 0,
        checked: Checked::default(),
        unchecked: &[],
        vault: "",
        prefix: "",
        inside: "",
        release: "",
        pinned: false,
        dialects: "",
        version: env!("CARGO_PKG_VERSION"),
        incomplete: true,
        elapsed: Duration::ZERO,
        width: terminal.width,
        interactive: terminal.interactive,
        color: terminal.palette.color,
        links: None,
        unicode: terminal.unicode,
        docs_url: &crate::rules::docs_url,
    };
    stderr::write_with(|out| full::write(out, &context));
    if ci_job::is_github() {
        let git = disk::git_root(&current).unwrap_or(current);
        let shown = disk::relative(&git, Path::new(path));
        let sources = Sources::new(vec![Source::new(shown, text)], Vec::new());
        let context = Context {
            sources: &sources,
            ..context
        };
        stderr::write_with(|out| github::write(out, &context));
    }
}
