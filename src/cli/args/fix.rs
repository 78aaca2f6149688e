//! What is told of fixes.

/// Whether findings are mended.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub(in crate::cli) struct FixArgs {
    /// Mend what has a safe fix, and print what remains; with `-`, the mended page goes to stdout
    #[arg(long, help_heading = "Fixes")]
    pub(in crate::cli) fix: bool,
    /// With --fix or --diff: take the fixes that need a look too
    #[arg(long, help_heading = "Fixes")]
    pub(in crate::cli) unsafe_fixes: bool,
    /// Write nothing; print what --fix would change as a unified diff
    #[arg(long, help_heading = "Fixes")]
    pub(in crate::cli) diff: bool,
}
