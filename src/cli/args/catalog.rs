//! Arguments of `catalog`.

use std::path::PathBuf;

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum CatalogCommand {
    /// Print an object: its names through time, tactics, parent, successor
    #[command(
        after_help = "Examples:\n  atlas-lint catalog show AML.T0045\n  atlas-lint catalog show 'Poison Training Data' --catalog 2026.05"
    )]
    Show {
        /// An id or a name
        #[arg(value_name = "ID|NAME")]
        object: String,
        /// The release to look at, or an official file; the newest known if not given
        #[arg(long, value_name = "RELEASE|FILE")]
        catalog: Option<String>,
    },
    /// Print what changed between two releases
    #[command(after_help = "Example:\n  atlas-lint catalog diff 2026.02 2026.05")]
    Diff {
        /// The earlier release
        #[arg(value_name = "A")]
        from: String,
        /// The later release
        #[arg(value_name = "B")]
        to: String,
    },
    /// Read an official release file into the vault's catalogue
    #[command(
        long_about = "Read an official release file into the vault's catalogue.\n\nThe file is ATLAS.yaml of a release, v6 or the form before (v5), told by its content. What it says replaces unverified \
                      facts of its release and fills gaps; a file that contradicts an official one read before is refused. The facts, with the release and the file's SHA-256, are kept in \
                      atlas-lint-catalog.jsonl beside the vault's atlas-lint.yaml (in the vault's root if there is none), which every command run in the vault then uses.",
        after_help = "Example:\n  atlas-lint catalog import ATLAS-2026.10.yaml"
    )]
    Import {
        /// The file
        file: PathBuf,
    },
}
