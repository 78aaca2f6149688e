//! Arguments that leave out findings which existed before.

use std::path::PathBuf;

use clap::ValueEnum;

/// Arguments that decide which findings count as new.
#[derive(Clone, Debug, Default, clap::Args)]
pub(in crate::cli) struct ChangeArgs {
    /// Report only what the staged change causes
    ///
    /// What git would commit is checked, and only findings that it introduces are reported.
    #[arg(
        long,
        conflicts_with_all = ["new_since", "stdin_filename", "fix", "diff", "write_baseline"],
        help_heading = "Changes"
    )]
    pub(in crate::cli) staged: bool,
    /// Report only what is not found at REV too
    ///
    /// `REV...` means the merge base of REV and HEAD.
    #[arg(
        long,
        value_name = "REV",
        conflicts_with_all = ["stdin_filename", "write_baseline"],
        help_heading = "Changes"
    )]
    pub(in crate::cli) new_since: Option<String>,
    /// Report only what this file does not hold
    ///
    /// The default is `baseline:` of the configuration.
    #[arg(long, value_name = "FILE", help_heading = "Changes")]
    pub(in crate::cli) baseline: Option<PathBuf>,
    /// Write the baseline: shrink or all
    ///
    /// `all` records all findings; `shrink` only removes those that are gone, and is the default if the file exists. Where nothing names a
    /// file, it is atlas-lint-baseline.jsonl, and the configuration is made to name it.
    #[arg(
        long,
        value_enum,
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "auto",
        hide_possible_values = true,
        value_name = "HOW",
        conflicts_with_all = ["stdin_filename", "fix", "diff"],
        help_heading = "Changes"
    )]
    pub(in crate::cli) write_baseline: Option<WriteBaseline>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum WriteBaseline {
    /// `shrink` if the file exists, else `all`
    #[value(hide = true)]
    Auto,
    /// Remove findings that are gone
    Shrink,
    /// Record all findings
    All,
}
