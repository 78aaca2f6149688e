//! What is told of findings that are not reported, as they were there before.

use std::path::PathBuf;

use clap::ValueEnum;

/// What is told of findings that were there before.
#[derive(Clone, Debug, Default, clap::Args)]
pub(in crate::cli) struct ChangeArgs {
    /// Judge what git would commit: report only what the staged change causes
    #[arg(
        long,
        conflicts_with_all = ["new_since", "stdin_filename", "fix", "diff", "write_baseline"],
        help_heading = "Change"
    )]
    pub(in crate::cli) staged: bool,
    /// Report only what is not found at a revision too; `REV...` is where its history and HEAD's part
    #[arg(
        long,
        value_name = "REV",
        conflicts_with_all = ["stdin_filename", "write_baseline"],
        help_heading = "Change"
    )]
    pub(in crate::cli) new_since: Option<String>,
    /// Report only findings that this file does not hold [default: `baseline:` of the configuration]
    #[arg(long, value_name = "FILE", help_heading = "Baseline")]
    pub(in crate::cli) baseline: Option<PathBuf>,
    /// Write the baseline: `all` that is found, or `shrink`, which only takes out what is gone [default: shrink if the file is there]
    #[arg(
        long,
        value_enum,
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "auto",
        hide_possible_values = true,
        value_name = "shrink|all",
        conflicts_with_all = ["stdin_filename", "fix", "diff"],
        help_heading = "Baseline"
    )]
    pub(in crate::cli) write_baseline: Option<WriteBaseline>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum WriteBaseline {
    /// Shrink a file that is there, else all
    #[value(hide = true)]
    Auto,
    /// Take out what is gone
    Shrink,
    /// Put in all that is found
    All,
}
