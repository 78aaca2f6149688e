//! Exit codes.

use std::process::ExitCode;

/// Result of a run that completed, or that reported an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Checked, nothing at or above the level of `--fail-on`.
    Clean,
    /// Checked, with a finding at or above that level.
    Findings,
    /// Could not check, or not everything. The reason is already on stderr.
    Failed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Clean => ExitCode::SUCCESS,
            Outcome::Findings => ExitCode::from(1),
            Outcome::Failed => ExitCode::from(2),
        }
    }
}
