//! Order of versions: by their numbers.

use std::cmp::Ordering;

/// Compares two versions by the numbers in them: 9.0 comes before 10.0.
pub(super) fn compare(a: &str, b: &str) -> Ordering {
    let numbers = |version: &str| -> Vec<u32> {
        let parts = version.split(|c: char| !c.is_ascii_digit());
        parts.filter_map(|part| part.parse().ok()).collect()
    };
    numbers(a).cmp(&numbers(b))
}
