//! Arguments of fixes.

/// Arguments about fixes.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub(in crate::cli) struct FixArgs {
    /// Apply safe fixes, and print what remains
    ///
    /// With `-`, the fixed page goes to stdout, and findings go to stderr.
    #[arg(long, help_heading = "Fixes")]
    pub(in crate::cli) fix: bool,
    /// With --fix or --diff: also apply fixes that need review
    #[arg(long, help_heading = "Fixes")]
    pub(in crate::cli) unsafe_fixes: bool,
    /// Write nothing; print what --fix would change as a diff
    #[arg(long, help_heading = "Fixes")]
    pub(in crate::cli) diff: bool,
}
