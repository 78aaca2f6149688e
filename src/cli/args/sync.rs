//! Arguments of `sync`.

use std::path::PathBuf;

use super::vault::VaultArgs;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct SyncArgs {
    /// The vault [default: the one around the current folder]
    pub(in crate::cli) path: Option<PathBuf>,
    /// Write nothing; list what would change
    #[arg(long, help_heading = "Output")]
    pub(in crate::cli) check: bool,
    /// Write nothing; print what would change as a unified diff
    #[arg(long, conflicts_with = "check", help_heading = "Output")]
    pub(in crate::cli) diff: bool,
    /// Afterwards pin the release in the configuration: that of --catalog, else the newest known
    #[arg(long, conflicts_with = "no_config", help_heading = "Vault")]
    pub(in crate::cli) pin: bool,
    #[command(flatten)]
    pub(in crate::cli) place: VaultArgs,
}
