//! Limits on fixes.

/// Maximum number of rounds of each phase. Fixes that have not converged by then are dropped.
pub const MOST_ROUNDS: usize = 100;

/// Returns the maximum size, in bytes, that fixes may grow a page of `size` bytes to.
#[must_use]
pub fn most_bytes(size: usize) -> usize {
    size.saturating_mul(2).saturating_add(64 << 10)
}
