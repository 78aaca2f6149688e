//! The command line: one file a subcommand.
//!
//! # The modules, lowest first; a module imports only from rows above its own
//!
//! ```text
//! 0 outcome, ci_job, inputs, shell, unchecked  exit codes; the CI job; a hash of what was read; words of a shell, and for unchecked files
//! 1 args, stdout                       arguments; stdout
//! 2 error, terminal, hints             errors that end a run; what the terminal can show; hints for unknown words
//! 3 stderr, progress, rule_list        errors and notes; how far a run has come; all rules
//! 4 vault_catalog, report, diff, write_plan  releases; other frameworks; findings and changes in the formats that were asked for; files
//! 5 setup, stale_report                vault, configuration and release; reports of an earlier run
//! 6 stdin, baseline, cache             a page from stdin; the baseline file; pages of earlier runs
//! 7 own_files, tree, finish            files of this program; the files to check; the end of a check
//! 8 scope, fix                         the pages to report on; --fix and --diff
//! 9 check, config, explain, export, import, init, new, show, sync
//! 10 catalog                           `import` is a command of `catalog`
//! ```

mod args;
mod baseline;
mod cache;
mod catalog;
mod check;
mod ci_job;
mod config;
mod diff;
mod error;
mod explain;
mod export;
mod finish;
mod fix;
mod hints;
mod import;
mod init;
mod inputs;
mod new;
mod outcome;
mod own_files;
mod progress;
mod report;
mod rule_list;
mod scope;
mod setup;
mod shell;
mod show;
mod stale_report;
mod stderr;
mod stdin;
mod stdout;
mod sync;
mod terminal;
mod tree;
mod unchecked;
mod vault_catalog;
mod write_plan;

use std::process::ExitCode;

use clap::FromArgMatches;

use args::{Args, Command};
use error::Error;
use outcome::Outcome;
use terminal::Terminal;

/// Runs the program with the arguments of the process.
#[must_use]
pub fn run() -> ExitCode {
    // A rule that panics becomes a finding with the panic's message; the default hook would only print it a second time.
    std::panic::set_hook(Box::new(|_| {}));
    let parsed = command_line().try_get_matches();
    let args = match parsed.and_then(|matches| Args::from_arg_matches(&matches)) {
        Ok(args) => args,
        Err(mut error) => {
            hints::refine(&mut error);
            return unparsed(&error);
        }
    };
    terminal::set_color(args.color);
    let result = std::panic::catch_unwind(|| command(&args)).unwrap_or_else(|_| {
        stale_report::remove(&args::outputs_in(std::env::args_os().skip(1)));
        Err(Error::Message(format!(
            "atlas-lint failed; please report it at {}/issues",
            env!("CARGO_PKG_REPOSITORY")
        )))
    });
    let outcome = result.unwrap_or_else(|error| {
        report::error(&error);
        Outcome::Failed
    });
    outcome.into()
}

fn command_line() -> clap::Command {
    args::command_line(Terminal::stdout().width)
}

/// Prints the help that was asked for, or an error in the arguments. These may be names of untrusted files, passed on by a hook.
fn unparsed(error: &clap::Error) -> ExitCode {
    terminal::set_color(args::color_in(std::env::args_os().skip(1)));
    let help = clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
    if !error.use_stderr() {
        return match stdout::print(&shown(error, Terminal::stdout())) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => Outcome::Failed.into(),
        };
    }
    if error.kind() == help {
        stderr::painted(shown(error, Terminal::stderr()));
        return Outcome::Failed.into();
    }
    // A report of an earlier run must not be taken for one of this run.
    stale_report::remove(&args::outputs_in(std::env::args_os().skip(1)));
    let text = error.to_string();
    let text = text.trim_start_matches("error: ").trim_end();
    if ci_job::is_github() {
        stderr::error(&hints::one_line(text));
    } else {
        stderr::error(text);
    }
    Outcome::Failed.into()
}

/// Returns help as a terminal shows it. Usage and examples, which clap does not break, may be wider than the terminal.
fn shown(help: &clap::Error, terminal: Terminal) -> String {
    let text = help.render();
    let text = if terminal.palette.color {
        text.ansi().to_string()
    } else {
        text.to_string()
    };
    terminal.fit(text)
}

fn command(args: &Args) -> Result<Outcome, Error> {
    match &args.command {
        None => check::run(&args.check),
        Some(Command::Check(check)) => check::run(check),
        Some(Command::Explain(args)) => explain::explain(args),
        Some(Command::Rules(args)) => rule_list::run(args.format),
        Some(Command::Show(show)) => show::run(show),
        Some(Command::Export(export)) => export::run(export),
        Some(Command::Catalog { command }) => catalog::run(command),
        Some(Command::Sync(args)) => sync::run(args),
        Some(Command::Config(args)) => config::run(args),
        Some(Command::New { command }) => new::run(command),
        Some(Command::Init { folder }) => init::run(folder),
        Some(Command::Completions { shell }) => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut command_line(), "atlas-lint", &mut script);
            stdout::print(&String::from_utf8_lossy(&script))?;
            Ok(Outcome::Clean)
        }
    }
}
