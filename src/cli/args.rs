//! The arguments, which are the help.

mod catalog;
mod change;
mod check;
mod export;
mod fix;
mod new;
mod sync;
mod vault;

use std::path::PathBuf;

pub(super) use catalog::CatalogCommand;
pub(super) use change::WriteBaseline;
pub(super) use check::{CheckArgs, Color, FailOn, Format, Output, outputs_in};
pub(super) use export::{ExportArgs, Form};
pub(super) use new::{NewCommand, NewObjectArgs, NewOutput, NewStudyArgs, StudyType};
pub(super) use sync::SyncArgs;
pub(super) use vault::VaultArgs;

use clap::{Parser, Subcommand, ValueEnum};

/// Lints MITRE ATLAS case studies.
#[derive(Debug, Parser)]
#[command(
    name = "atlas-lint",
    version,
    about = "Lints MITRE ATLAS case studies: schemas, technique ids and links.",
    long_about = "Lints MITRE ATLAS case studies kept as Markdown.\n\nIt reads the whole vault, then checks that pages have the parts they need, that ATLAS ids exist and bear the names \
                  that stand beside them, and that links lead to the pages their labels name.",
    after_help = "Examples:\n  atlas-lint                         lint the vault around the current folder\n  atlas-lint content                 lint the vault in content/\n  atlas-lint a.md b.md               \
                  lint the whole vault, report on two pages\n  atlas-lint --catalog 2026.05       check against ATLAS 2026.05\n  atlas-lint explain wrong-name      what a rule finds, and what to do\n  \
                  atlas-lint catalog show AML.T0051  an id and its names through time\n\nExit codes:\n  0  checked, and nothing is at or above --fail-on\n  1  checked, and something is\n  2  could not check",
    args_conflicts_with_subcommands = true,
    max_term_width = 100
)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    #[command(flatten)]
    pub(super) check: CheckArgs,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Lint a vault (this is what happens without a command)
    #[command(
        after_help = "Examples:\n  atlas-lint check content --format json\n  atlas-lint check --select unresolved-link,ambiguous-link\n  atlas-lint check --fix              mend what has a safe fix\n  atlas-lint check --diff             show it, and write nothing\n  git show HEAD:a.md | atlas-lint check - --stdin-filename a.md"
    )]
    Check(Box<CheckArgs>),
    /// Print what a rule finds, why it matters, and what to do
    Explain {
        /// The rule's name, such as `wrong-name`
        rule: String,
    },
    /// List all rules
    Rules {
        /// How to print them
        #[arg(long, value_enum, default_value_t = ListFormat::Text)]
        format: ListFormat,
    },
    /// Print a page as its schema sees it, as JSON
    Show(ShowArgs),
    /// Write a Markdown case study as official YAML, or an official one as Markdown
    #[command(
        long_about = "Write a Markdown case study as official YAML, or an official one as Markdown.\n\nFacts that Markdown has no place for (uuid, reporter, created, modified, ids of references) stand in the front matter under \
                      `atlas-source`. A step that states no tactic is given its technique's only one; where there are several, nothing is written.",
        after_help = "Examples:\n  atlas-lint export content/case-studies/gpt-2.md --to v6\n  atlas-lint export gpt-2.md --to v5 --output AML.CS0007.yaml\n  \
                      atlas-lint export ATLAS-2026.05.yaml --id AML.CS0007 --to markdown --output gpt-2.md\n  atlas-lint export gpt-2.md --to contribution --output gpt-2.yaml\n\nExit codes:\n  0  written\n  2  not written: a step without a tactic, a file that is no case study"
    )]
    Export(ExportArgs),
    /// Look into the ATLAS catalogue
    Catalog {
        #[command(subcommand)]
        command: CatalogCommand,
    },
    /// Bring the vault's pages of tactics, techniques and mitigations up to the pinned release
    #[command(
        long_about = "Bring the vault's pages of tactics, techniques and mitigations up to the pinned release.\n\nIt writes pages for new objects as the vault's own pages are written, renames, and updates facts: dates, maturity, parents, \
                      lists of tactics, techniques, mitigations and case studies, and their counts. The page of a retired object says so in its front matter. What people wrote is not touched. A second run changes nothing.",
        after_help = "Examples:\n  atlas-lint sync content --check            what would change; exit code 1 if anything would\n  atlas-lint sync content --diff             the same, line by line\n  atlas-lint sync content --catalog 2026.09\n\nExit codes:\n  0  done, or nothing to do\n  1  with --check or --diff: something would change\n  2  could not, or not everywhere"
    )]
    Sync(SyncArgs),
    /// Write a new page as the vault's pages are written, a page type, or a vault
    New {
        #[command(subcommand)]
        command: NewCommand,
    },
    /// Write a commented atlas-lint.yaml that pins the newest known release
    Init {
        /// The folder to write it in
        #[arg(default_value = ".")]
        folder: PathBuf,
    },
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, clap::Args)]
pub(super) struct ShowArgs {
    /// The page
    pub(super) page: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    /// A table
    Text,
    /// A JSON array
    Json,
}
