//! The arguments; their doc comments are the help.

mod catalog;
mod change;
mod check;
mod export;
mod fix;
mod new;
mod sync;
mod vault;

use std::ffi::OsString;
use std::path::PathBuf;

pub(super) use catalog::CatalogCommand;
pub(super) use change::WriteBaseline;
pub(super) use check::{CheckArgs, Color, FailOn, Format, Output, outputs_in};
pub(super) use export::{ExportArgs, Form};
pub(super) use new::{NewCommand, NewObjectArgs, NewOutput, NewStudyArgs, StudyType};
pub(super) use sync::SyncArgs;
pub(super) use vault::VaultArgs;

use clap::{Arg, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::render::hung;

/// Lints MITRE ATLAS case studies.
#[derive(Debug, Parser)]
#[command(
    name = "atlas-lint",
    version,
    about = "Lints MITRE ATLAS case studies: schemas, technique ids and links",
    long_about = "Lints MITRE ATLAS case studies kept as Markdown.\n\nIt reads the whole vault, then checks that pages have the parts they need, that ATLAS ids exist and have the names \
                  written next to them, and that links lead to the pages that their labels name.",
    after_help = "Examples:\n  atlas-lint                         lint the vault around the current folder\n  atlas-lint content                 lint the vault in content/\n  atlas-lint a.md b.md               \
                  lint the whole vault, report on two pages\n  atlas-lint --catalog 2026.05       check against ATLAS 2026.05\n  atlas-lint explain wrong-name      what a rule finds, and what to do\n  \
                  atlas-lint catalog show AML.T0051  an id and its names through time\n\nExit codes:\n  0  checked, no finding at or above --fail-on\n  1  checked, found some\n  2  could not check\n\n\
                  `atlas-lint check -h` lists the options of a check.",
    args_conflicts_with_subcommands = true
)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    #[command(flatten)]
    pub(super) check: CheckArgs,
    /// When to use color: auto, always, never
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        value_enum,
        default_value_t = Color::Auto,
        hide_possible_values = true,
        hide_default_value = true,
        help_heading = "Output"
    )]
    pub(super) color: Color,
}

/// Lines of help that are wider than this are hard to read.
const MAX_WIDTH: usize = 100;

/// Returns the command line, whose help has so many columns. `-h` leaves the options of a check to `check -h`; `--help` has all of them.
pub(super) fn command_line(width: usize) -> clap::Command {
    let of_check = |arg: Arg| {
        let is_global = arg.is_global_set();
        arg.hide_short_help(!is_global)
    };
    let width = width.min(MAX_WIDTH);
    let command = Args::command().mut_args(of_check);
    with_broken_examples(command, width).term_width(width)
}

/// Breaks the examples and exit codes of all commands. Where clap does, their second columns are lost.
fn with_broken_examples(mut command: clap::Command, width: usize) -> clap::Command {
    if let Some(help) = command.get_after_help() {
        let help = hung(&help.to_string(), width);
        command = command.after_help(help);
    }
    if let Some(help) = command.get_after_long_help() {
        let help = hung(&help.to_string(), width);
        command = command.after_long_help(help);
    }
    command.mut_subcommands(|command| with_broken_examples(command, width))
}

/// Returns the value of `--color` in arguments that ask for help or that clap rejects.
pub(super) fn color_in(words: impl Iterator<Item = OsString>) -> Color {
    let mut color = Color::Auto;
    let mut is_value = false;
    for word in words {
        let word = word.to_string_lossy();
        let value = word.strip_prefix("--color=").or(is_value.then_some(&*word));
        let value = value.and_then(|value| Color::from_str(value, false).ok());
        color = value.unwrap_or(color);
        is_value = word == "--color";
    }
    color
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Lint a vault (the default without a command)
    #[command(
        after_help = "`atlas-lint check --help` lists all options, with examples.",
        after_long_help = "Examples:\n  atlas-lint check content --format json\n  atlas-lint check --select unresolved-link,ambiguous-link\n  atlas-lint check --fix              apply safe fixes\n  atlas-lint check --diff             show them, and write nothing\n  git show HEAD:a.md | atlas-lint check - --stdin-filename a.md"
    )]
    Check(Box<CheckArgs>),
    /// Explain a rule with an example, or list the rules by theme
    Explain(ExplainArgs),
    /// List all rules
    Rules(RulesArgs),
    /// Print a page as its schema sees it, as JSON
    Show(ShowArgs),
    /// Write a Markdown case study as official YAML, or an official one as Markdown
    #[command(
        long_about = "Write a Markdown case study as official YAML, or an official one as Markdown.\n\nFacts that Markdown has no place for (uuid, reporter, created, modified, ids of references) stand in the front matter under \
                      `atlas-source`. A step that states no tactic is given its technique's only one; where there are several, nothing is written.",
        after_help = "Examples:\n  atlas-lint export content/case-studies/gpt-2.md --to v6\n  atlas-lint export gpt-2.md --to v5 --output AML.CS0007.yaml\n  \
                      atlas-lint export ATLAS.yaml --id AML.CS0007 --to markdown --output gpt-2.md\n  atlas-lint export gpt-2.md --to contribution --output gpt-2.yaml\n  atlas-lint export --check             which steps lack a tactic\n\nExit codes:\n  0  written; with --check: no step lacks a tactic\n  1  with --check: some do\n  2  not written: a step without a tactic, a file that is not a case study"
    )]
    Export(ExportArgs),
    /// Look up ATLAS objects, compare releases
    Catalog {
        #[command(subcommand)]
        command: CatalogCommand,
    },
    /// Bring the vault's pages of tactics, techniques and mitigations up to the pinned release
    #[command(
        long_about = "Bring the vault's pages of tactics, techniques and mitigations up to the pinned release.\n\nIt writes pages for new objects as the vault's own pages are written, renames, and updates facts: dates, maturity, parents, \
                      lists of tactics, techniques, mitigations and case studies, and their counts. The page of a retired object says so in its front matter. What people wrote is not touched. A second run changes nothing.",
        after_help = "Examples:\n  atlas-lint sync content --check            what would change\n  atlas-lint sync content --diff             the same, line by line\n  atlas-lint sync content --catalog 2026.09\n  atlas-lint sync content --pin              to the newest release, and pin that\n\nExit codes:\n  0  done, or nothing to do\n  1  with --check or --diff: something would change\n  2  could not, or not everywhere"
    )]
    Sync(SyncArgs),
    /// Write a new page as the vault's pages are written, a page type, or a vault
    New {
        #[command(subcommand)]
        command: NewCommand,
    },
    /// Write a commented atlas-lint.yaml that pins the release that fits the vault
    #[command(
        long_about = "Write a commented atlas-lint.yaml that pins the release that fits the vault.\n\nIt counts, for each release, the findings that depend on it. The release with the fewest is pinned if at least 20 pages declare tactics, techniques or \
                      mitigations, and it has at most half as many findings as the newest and at least 10 fewer; else the newest is. The dialect and the folders of built pages and of templates that it saw are written too.",
        after_help = "Examples:\n  atlas-lint init\n  atlas-lint init content"
    )]
    Init {
        /// The folder to write it in
        #[arg(default_value = ".")]
        folder: PathBuf,
    },
    /// Show the configuration in force, and where each value comes from
    Config(ConfigArgs),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, clap::Args)]
pub(super) struct ExplainArgs {
    /// The rule's name, such as `wrong-name`; without it, the rules are listed by theme
    pub(super) rule: Option<String>,
    /// Output format
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub(super) format: ListFormat,
}

#[derive(Debug, clap::Args)]
pub(super) struct RulesArgs {
    /// Output format
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub(super) format: ListFormat,
}

#[derive(Debug, clap::Args)]
pub(super) struct ConfigArgs {
    /// A page, whose type, dialect and levels are shown too, or a folder of the vault
    pub(super) page: Option<PathBuf>,
    /// Output format
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub(super) format: ListFormat,
    #[command(flatten)]
    pub(super) place: VaultArgs,
}

#[derive(Debug, clap::Args)]
pub(super) struct ShowArgs {
    /// The page
    pub(super) page: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    /// Text for people
    Text,
    /// JSON
    Json,
}

#[cfg(test)]
mod tests {
    use super::{Color, color_in};

    #[test]
    fn the_last_color_that_can_be_read_counts() {
        let of = |line: &str| color_in(line.split(' ').map(Into::into));
        assert_eq!(of("--nonsense"), Color::Auto);
        assert_eq!(of("--color always -h"), Color::Always);
        assert_eq!(of("--color=always --color never"), Color::Never);
        assert_eq!(of("--color=never --color=red"), Color::Never);
        assert_eq!(of("always"), Color::Auto);
    }
}
