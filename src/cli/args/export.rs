//! Arguments of `export`.

use std::path::PathBuf;

use clap::ValueEnum;

use super::vault::VaultArgs;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ExportArgs {
    /// The page, or a YAML file in one of ATLAS's forms; with --check a page, a folder, or nothing for the whole vault
    #[arg(
        required_unless_present = "check",
        default_value = ".",
        hide_default_value = true
    )]
    pub(in crate::cli) file: PathBuf,
    /// The form to write
    #[arg(
        long,
        value_enum,
        value_name = "FORM",
        required_unless_present = "check",
        default_value = "v6",
        hide_default_value = true
    )]
    pub(in crate::cli) to: Form,
    /// Before a contribution: list the steps of all case studies that lack a tactic, and write nothing
    #[arg(long, conflicts_with_all = ["to", "id", "output", "force"])]
    pub(in crate::cli) check: bool,
    /// Which case study of a YAML file that holds several
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) id: Option<String>,
    /// Write to a file, which must not be there yet, instead of to stdout
    #[arg(short, long, value_name = "FILE")]
    pub(in crate::cli) output: Option<PathBuf>,
    /// Replace the file that --output names
    #[arg(long, requires = "output")]
    pub(in crate::cli) force: bool,
    #[command(flatten)]
    pub(in crate::cli) place: VaultArgs,
}

/// A form of a case study.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Form {
    /// An object of ATLAS data before v6
    V5,
    /// An object of ATLAS data v6, with its relationships
    V6,
    /// A Markdown page
    Markdown,
    /// What the form on the ATLAS site saves: one case study, as `study` and `meta`
    Submission,
    /// What the form for contributions saves, with a contact to fill in
    Contribution,
}
