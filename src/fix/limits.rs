//! Limits on fixes.

/// Fixes that have not settled after so many rounds are given up: safe ones, and then those that need review.
pub const MOST_ROUNDS: usize = 100;

/// The size, in bytes, that a page of `size` bytes may reach in a run.
#[must_use]
pub fn most_bytes(size: usize) -> usize {
    size.saturating_mul(2).saturating_add(64 << 10)
}
