//! Findings to stdout and to files.

use std::collections::{BTreeMap, HashSet};
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use super::args::{Color, Format, Output};
use super::tell;
use super::terminal::Terminal;
use crate::config::Problem;
use crate::disk;
use crate::render::{Context, Counts, concise, full, github, gitlab, json, junit, sarif, summary};
use crate::text::Sources;

/// Prints the findings.
pub(super) fn print(context: &Context<'_>, format: Format) -> Result<(), String> {
    to_stdout(|out| write(out, context, format))
}

/// Prints the findings where they leave stdout to the page.
pub(super) fn print_beside(context: &Context<'_>, format: Format) {
    to_stderr(|out| write(out, context, format));
}

/// Prints how many findings each rule has.
pub(super) fn statistics(context: &Context<'_>) -> Result<(), String> {
    to_stdout(|out| table(out, context))
}

/// Prints how many findings each rule has where that leaves stdout to the page.
pub(super) fn statistics_beside(context: &Context<'_>) {
    to_stderr(|out| table(out, context));
}

fn to_stderr(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
    let mut out = io::BufWriter::new(io::stderr().lock());
    // Nowhere is left to report that stderr is closed.
    let _ = write(&mut out).and_then(|()| out.flush());
}

fn to_stdout(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), String> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        // A reader that went away, as `head` does, is no failure.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(format!("stdout: {error}")),
        _ => Ok(()),
    }
}

fn write(out: &mut dyn Write, context: &Context<'_>, format: Format) -> io::Result<()> {
    match format {
        Format::Full => full::write(out, context),
        Format::Concise => concise::write(out, context),
        Format::Json => json::write(out, context),
        Format::Sarif => {
            if let Some(cut) = sarif::cut_note(context) {
                tell(&format!("note: {cut}"));
            }
            sarif::write(out, context)
        }
        Format::Github => github::write(out, context),
        Format::Gitlab => gitlab::write(out, context),
        Format::Junit => junit::write(out, context),
    }
}

/// Appends to the summary of the GitHub job, if there is one. That it cannot be written changes nothing else.
pub(super) fn job_summary(context: &Context<'_>) {
    let Some(file) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|file| !file.is_empty()) else {
        return;
    };
    if let Err(why) = disk::append_to_file(Path::new(&file), &summary::markdown(context)) {
        tell(&format!(
            "note: the summary of the job could not be written: {why}"
        ));
    }
}

/// That every file is named once. Links and other names of one file are followed as far as the file is there.
pub(super) fn apart(outputs: &[Output]) -> Result<(), String> {
    let real = |file: &Path| {
        let folder = file.parent().unwrap_or(Path::new(""));
        let name = file.file_name().unwrap_or_default();
        disk::absolute(file)
            .or_else(|_| disk::absolute(folder).map(|folder| folder.join(name)))
            .unwrap_or_else(|_| file.to_path_buf())
    };
    let mut seen = HashSet::new();
    match outputs
        .iter()
        .find(|output| !seen.insert(real(&output.file)))
    {
        Some(twice) => Err(format!("--output names {} twice", twice.file.display())),
        None => Ok(()),
    }
}

fn table(out: &mut dyn Write, context: &Context<'_>) -> io::Result<()> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in context.diagnostics {
        *counts.entry(finding.rule).or_default() += 1;
    }
    let mut rows: Vec<(&str, usize)> = counts.into_iter().collect();
    rows.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    for (rule, count) in rows {
        writeln!(out, "{count:6}  {rule}")?;
    }
    Ok(())
}

/// Writes the files that `--output` names. They hold no colour, whatever the terminal shows.
pub(super) fn write_outputs(context: &Context<'_>, outputs: &[Output]) -> Result<(), String> {
    for output in outputs {
        let plain = Context {
            color: false,
            ..*context
        };
        disk::write_report(&output.file, |out| write(out, &plain, output.format))
            .map_err(|why| format!("{}: {why}", output.file.display()))?;
    }
    Ok(())
}

/// Shows on stderr what is wrong in a file that keeps the run from starting.
pub(super) fn problem(problem: &Problem) {
    use std::io::IsTerminal;
    let color = if io::stderr().is_terminal() {
        Color::Auto
    } else {
        Color::Never
    };
    let terminal = Terminal::of(color);
    let path = problem.source.path();
    let current = disk::absolute(std::path::Path::new(".")).unwrap_or_default();
    let shown = disk::relative(&current, std::path::Path::new(path));
    let text = problem.source.text();
    let sources = Sources::new(vec![crate::text::Source::new(shown, text)], Vec::new());
    let context = Context {
        sources: &sources,
        diagnostics: &problem.diagnostics,
        total: Counts::of(&problem.diagnostics),
        pages: 0,
        vault: "",
        prefix: "",
        inside: "",
        release: "",
        pinned: false,
        version: env!("CARGO_PKG_VERSION"),
        incomplete: true,
        elapsed: Duration::ZERO,
        width: terminal.width,
        color: terminal.color,
        unicode: terminal.unicode,
        docs_url: &crate::rules::docs_url,
    };
    let mut text = Vec::new();
    if full::write(&mut text, &context).is_ok() {
        // Nowhere is left to report that stderr is closed.
        let _ = io::stderr().write_all(&text);
    }
}
