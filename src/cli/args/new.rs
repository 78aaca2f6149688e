//! Arguments of `new`.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

use super::vault::VaultArgs;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum NewCommand {
    /// A case study
    #[command(
        long_about = "Write a new case study as the vault's case studies are written: placed, named and formed as they are, with the sections and fields that its schema requires. Pages \
                      that list case studies get an entry.\n\nThe id is the next one of the vault's own case studies, else LOCAL.CS0001. Where the vault has a file \
                      templates/case-study.md, it is used, with {{title}}, {{id}}, {{steps}}, {{date}} and {{release}} filled in.",
        after_help = "Examples:\n  atlas-lint new case-study 'Help desk' --date 2026-05 --technique AML.T0051.001\n  atlas-lint new case-study --from submission.yaml\n  \
                      $EDITOR \"$(atlas-lint new case-study 'Help desk')\"\n\nExit codes:\n  0  written\n  2  not written: the name or a technique is not usable, or `check` would report an error"
    )]
    CaseStudy(NewStudyArgs),
    /// The page of a technique or sub-technique, as `sync` would write it
    Technique(NewObjectArgs),
    /// The page of a tactic, as `sync` would write it
    Tactic(NewObjectArgs),
    /// The page of a mitigation, as `sync` would write it
    Mitigation(NewObjectArgs),
    /// A page type: a schema, a first page, and its lines in atlas-lint.yaml
    PageType {
        /// Its name, such as `playbook`
        name: String,
        #[command(flatten)]
        output: NewOutput,
        #[command(flatten)]
        place: VaultArgs,
    },
    /// A vault: a configuration, an index, and a page of each kind for `sync` to go by
    Vault {
        /// The folder, which must be empty or not exist
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// The ATLAS release to pin
        #[arg(long, value_name = "RELEASE")]
        catalog: Option<String>,
        /// How links are written: obsidian (the default), github, docusaurus, mkdocs, hugo
        #[arg(
            long,
            value_name = "DIALECT",
            value_parser = ["obsidian", "github", "docusaurus", "mkdocs", "hugo"],
            hide_possible_values = true
        )]
        dialect: Option<String>,
        #[command(flatten)]
        output: NewOutput,
    },
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct NewStudyArgs {
    /// Its name
    #[arg(required_unless_present = "from")]
    pub(in crate::cli) name: Option<String>,
    /// Its id [default: the next one of the vault's own]
    #[arg(long)]
    pub(in crate::cli) id: Option<String>,
    /// The day, month or year of the incident, such as 2026-05
    #[arg(long)]
    pub(in crate::cli) date: Option<String>,
    /// Whether it was a real attack, or researchers carried it out
    #[arg(long = "type", value_enum, value_name = "TYPE")]
    pub(in crate::cli) kind: Option<StudyType>,
    /// The technique of a step, by id or name; with `@` and a tactic where it has several (repeatable)
    #[arg(long = "technique", value_name = "ID-OR-NAME", conflicts_with = "from")]
    pub(in crate::cli) techniques: Vec<String>,
    /// Who reported the attack
    #[arg(long, value_name = "WHO")]
    pub(in crate::cli) reporter: Option<String>,
    /// A submission or contribution to ATLAS to read the case study from, in YAML or JSON
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) from: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) output: NewOutput,
    #[command(flatten)]
    pub(in crate::cli) place: VaultArgs,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct NewObjectArgs {
    /// Its id, or its name
    #[arg(value_name = "ID")]
    pub(in crate::cli) object: String,
    #[command(flatten)]
    pub(in crate::cli) output: NewOutput,
    #[command(flatten)]
    pub(in crate::cli) place: VaultArgs,
}

/// Arguments about the output of `new`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct NewOutput {
    /// Write nothing; print what would be written as a unified diff
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,
    /// Write nothing; print the new page
    #[arg(long, conflicts_with = "dry_run")]
    pub(in crate::cli) stdout: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum StudyType {
    Incident,
    Exercise,
}
