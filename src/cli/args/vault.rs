//! Arguments that choose the vault.

use std::path::PathBuf;

/// Arguments about the vault and the release.
#[derive(Clone, Debug, Default, clap::Args)]
pub(in crate::cli) struct VaultArgs {
    /// Release of ATLAS, or an official file
    ///
    /// A release is `2026.05`, an older version number such as `5.4.0`, or `latest`.
    #[arg(long, value_name = "RELEASE|FILE", help_heading = "Vault")]
    pub(in crate::cli) catalog: Option<String>,
    /// Root of the vault
    #[arg(long, value_name = "DIR", help_heading = "Vault")]
    pub(in crate::cli) vault: Option<PathBuf>,
    /// Configuration file
    ///
    /// The default is the nearest atlas-lint.yaml.
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with = "no_config",
        help_heading = "Vault"
    )]
    pub(in crate::cli) config: Option<PathBuf>,
    /// Read no configuration
    #[arg(long, hide_short_help = true, help_heading = "Vault")]
    pub(in crate::cli) no_config: bool,
}
