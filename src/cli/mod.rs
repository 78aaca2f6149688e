//! The command line: one file a subcommand.

mod args;
mod baseline;
mod catalog;
mod check;
mod explain;
mod export;
mod finish;
mod fix;
mod import;
mod init;
mod job;
mod old_report;
mod patch;
mod report;
mod scope;
mod setup;
mod show;
mod stdin;
mod sync;
mod terminal;
mod tree;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use args::{Args, Command};

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Checked, nothing at or above the level that fails.
    Clean,
    /// Checked, and something is.
    Findings,
    /// Could not check.
    Failed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Clean => ExitCode::SUCCESS,
            Outcome::Findings => ExitCode::from(1),
            Outcome::Failed => ExitCode::from(2),
        }
    }
}

/// Runs the program with the arguments of the process.
#[must_use]
pub fn run() -> ExitCode {
    // A rule that panics is a finding with a text of its own; the panic's own report would only repeat it.
    std::panic::set_hook(Box::new(|_| {}));
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return unparsed(&error),
    };
    let outcome = std::panic::catch_unwind(|| command(&args)).unwrap_or_else(|_| {
        old_report::take_away(&args::outputs_in(std::env::args_os().skip(1)));
        Err(format!(
            "atlas-lint failed; please report it at {}/issues",
            env!("CARGO_PKG_REPOSITORY")
        ))
    });
    match outcome {
        Ok(outcome) => outcome.into(),
        Err(why) => {
            complain(&why);
            Outcome::Failed.into()
        }
    }
}

/// Prints the help that was asked for, or what is wrong with the arguments. These may be names of a stranger's files, which a hook
/// passes on.
fn unparsed(error: &clap::Error) -> ExitCode {
    let help = clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
    if !error.use_stderr() || error.kind() == help {
        // Nowhere is left to report that stdout is closed.
        let _ = error.print();
        return if error.use_stderr() {
            Outcome::Failed.into()
        } else {
            ExitCode::SUCCESS
        };
    }
    // A file of an earlier run must not pass for this one's.
    old_report::take_away(&args::outputs_in(std::env::args_os().skip(1)));
    let text = crate::render::escape::log(&error.to_string());
    // Nowhere is left to report that stderr is closed.
    let _ = io::stderr().write_all(text.as_bytes());
    Outcome::Failed.into()
}

fn command(args: &Args) -> Result<Outcome, String> {
    match &args.command {
        None => check::run(&args.check),
        Some(Command::Check(check)) => check::run(check),
        Some(Command::Explain { rule }) => explain::explain(rule),
        Some(Command::Rules { format }) => explain::rules(*format),
        Some(Command::Show(show)) => show::run(show),
        Some(Command::Export(export)) => export::run(export),
        Some(Command::Catalog { command }) => catalog::run(command),
        Some(Command::Sync(args)) => sync::run(args),
        Some(Command::Init { folder }) => init::run(folder),
        Some(Command::Completions { shell }) => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Args::command(), "atlas-lint", &mut script);
            print(&String::from_utf8_lossy(&script)).map(|()| Outcome::Clean)
        }
    }
}

/// Says on stderr why the run could not do what it was asked.
fn complain(why: &str) {
    tell(&format!("error: {why}"));
}

/// Says something on stderr. The words may be a page's.
fn tell(line: &str) {
    // Nowhere is left to report that stderr is closed.
    let _ = writeln!(io::stderr(), "{}", crate::render::escape::log(line));
}

/// Prints to stdout lines that hold words of a file.
fn print_lines(text: &str) -> Result<(), String> {
    let safe = |line: &str| format!("{}\n", crate::render::escape::log_line(line));
    print(&text.lines().map(safe).collect::<String>())
}

/// Prints to stdout. A reader that went away, as `head` does, is no failure.
fn print(text: &str) -> Result<(), String> {
    print_bytes(text.as_bytes())
}

/// Prints to stdout the content of a file, which may not be text. It cannot be escaped, so it is refused where a CI job would take a
/// line of it for a command; `instead` says what to do then.
fn print_file(bytes: &[u8], instead: &str) -> Result<(), String> {
    let text = String::from_utf8_lossy(bytes);
    match job::on_stdout().and_then(|job| job.command_in(&text)) {
        Some(line) => Err(format!(
            "line {line} would be a command to the CI job that reads stdout; {instead}"
        )),
        None => print_bytes(bytes),
    }
}

fn print_bytes(bytes: &[u8]) -> Result<(), String> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(format!("stdout: {error}")),
        _ => Ok(()),
    }
}
