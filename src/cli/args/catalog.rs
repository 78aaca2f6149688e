//! Arguments of `catalog`.

use std::path::PathBuf;

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum CatalogCommand {
    /// Print an object: names, tactics, parent, successor, page, who uses it; or a release
    #[command(
        after_help = "Examples:\n  atlas-lint catalog show AML.T0045\n  atlas-lint catalog show 'External Harms: Financial Harm'\n  atlas-lint catalog show AML.T0020 --catalog 2026.05\n  atlas-lint catalog show latest"
    )]
    Show {
        /// An id, or a name as messages print it; or a release, such as `2026.05` or `latest`
        #[arg(value_name = "ID|NAME|RELEASE")]
        object: String,
        /// The release to look at, or an official file; the newest known if not given
        #[arg(long, value_name = "RELEASE|FILE")]
        catalog: Option<String>,
    },
    /// Find objects by words of a name, old or new, or by an ATT&CK id
    #[command(
        after_help = "Examples:\n  atlas-lint catalog search poison\n  atlas-lint catalog search prompt injection\n  atlas-lint catalog search T1566"
    )]
    Search {
        /// Parts of a name, all of which it has; or a part of an id
        #[arg(required = true)]
        words: Vec<String>,
        /// The release to look at, or an official file; the newest known if not given
        #[arg(long, value_name = "RELEASE|FILE")]
        catalog: Option<String>,
    },
    /// List the releases with their dates and how many objects they have
    Releases,
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
    /// Read an official release file into the vault's catalog
    #[command(
        long_about = "Read an official release file into the vault's catalog.\n\nThe file is ATLAS.yaml of a release, v6 or the form before (v5), detected from its content. What it says replaces unverified \
                      facts of its release and fills gaps; a file that contradicts an official one read before is refused. The facts, with the release and the file's SHA-256, are kept in \
                      atlas-lint-catalog.jsonl beside the vault's atlas-lint.yaml (in the vault's root if there is none), which every command run in the vault then uses.",
        after_help = "Example:\n  atlas-lint catalog import ATLAS-2026.10.yaml"
    )]
    Import {
        /// The file
        file: PathBuf,
    },
}
