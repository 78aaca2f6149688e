//! Arguments of `catalog`.

use std::path::PathBuf;

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum CatalogCommand {
    /// Print an object: names, tactics, parent, successor, page, who uses it; or a release
    #[command(
        after_help = "Examples:\n  atlas-lint catalog show AML.T0045\n  atlas-lint catalog show 'External Harms: Financial Harm'\n  atlas-lint catalog show AML.T0020 --catalog 2026.05\n  atlas-lint catalog show latest\n  atlas-lint catalog show T1086\n  atlas-lint catalog show LLM06"
    )]
    Show {
        /// An id, or a name as messages print it; or a release, such as `2026.05` or `latest`
        #[arg(value_name = "ID|NAME|RELEASE")]
        object: String,
        /// The release to look at, or an official file; the newest known if not given
        #[arg(long, value_name = "RELEASE|FILE")]
        catalog: Option<String>,
    },
    /// Find objects by words of a name, old or new, or by an ATT&CK id, in ATLAS and then in other frameworks
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
    /// Print what changed between two releases, or two versions of another framework
    #[command(
        after_help = "Examples:\n  atlas-lint catalog diff 2026.02 2026.05\n  atlas-lint catalog diff attack 18.1 19.1\n  atlas-lint catalog diff owasp-llm 2023 2025"
    )]
    Diff {
        /// The earlier and the later release; before them, the framework if it is not ATLAS
        #[arg(value_names = ["[FRAMEWORK] A", "B"], num_args = 2..=3, required = true)]
        compared: Vec<String>,
    },
    /// Read an official release file into the vault's catalog, or a file of ATT&CK or CWE into a framework
    #[command(
        long_about = "Read an official release file into the vault's catalog.\n\nThe file is ATLAS.yaml of a release, v6 or the form before (v5), detected from its content. What it says replaces unverified \
                      facts of its release and fills gaps; a file that contradicts an official one read before is refused. The facts, with the release and the file's SHA-256, are kept in \
                      atlas-lint-catalog.jsonl beside the vault's atlas-lint.yaml (in the vault's root if there is none), which every command run in the vault then uses.\n\nAn ATT&CK STIX bundle (JSON) or the CSV of CWE is added to the history that is \
                      built in, and written to frameworks/KEY.yaml in the vault, for the key `frameworks` of the configuration.",
        after_help = "Examples:\n  atlas-lint catalog import ATLAS-2026.10.yaml\n  atlas-lint catalog import enterprise-attack-20.0.json\n  atlas-lint catalog import cwe-4.21.csv"
    )]
    Import {
        /// The file
        file: PathBuf,
    },
}
