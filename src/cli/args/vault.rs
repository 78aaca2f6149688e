//! Which vault a command works on.

use std::path::PathBuf;

/// Which vault, and as of which release.
#[derive(Clone, Debug, Default, clap::Args)]
pub(in crate::cli) struct VaultArgs {
    /// The ATLAS release (`2026.05`, an older number such as `5.4.0`, or `latest`), or an official file
    #[arg(long, value_name = "RELEASE|FILE", help_heading = "Vault")]
    pub(in crate::cli) catalog: Option<String>,
    /// The root of the vault
    #[arg(long, value_name = "DIR", help_heading = "Vault")]
    pub(in crate::cli) vault: Option<PathBuf>,
    /// The configuration [default: the nearest atlas-lint.yaml]
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with = "no_config",
        help_heading = "Vault"
    )]
    pub(in crate::cli) config: Option<PathBuf>,
    /// Read no configuration
    #[arg(long, help_heading = "Vault")]
    pub(in crate::cli) no_config: bool,
}
