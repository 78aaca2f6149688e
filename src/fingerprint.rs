//! A name for a finding that stays the same while the page around it moves.

use std::collections::HashMap;

/// Names findings, in their order. Of findings that are alike, the first keeps its name when another is added behind it.
#[derive(Debug, Default)]
pub struct Fingerprints {
    seen: HashMap<u64, u64>,
}

impl Fingerprints {
    /// The fingerprint of the next finding of `rule` about `about` in the page at `path`: 16 hexadecimal digits.
    #[must_use]
    pub fn next(&mut self, rule: &str, path: &str, about: &str) -> String {
        let mut hash = OFFSET;
        for part in [rule, path, about] {
            hash = fnv1a(hash, part.as_bytes());
            // A byte that no text holds, so that parts cannot run into one another.
            hash = fnv1a(hash, &[0xff]);
        }
        let nth = self.seen.entry(hash).or_default();
        let name = fnv1a(hash, &nth.to_le_bytes());
        *nth += 1;
        format!("{name:016x}")
    }
}

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0100_0000_01b3;

/// FNV-1a: the same on every platform and in every release, unlike the hashes of the standard library.
fn fnv1a(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(PRIME)
    })
}

#[cfg(test)]
mod tests {
    use super::Fingerprints;

    #[test]
    fn equal_findings_are_told_apart_and_names_never_change() {
        let mut names = Fingerprints::default();
        assert_eq!(names.next("rule", "a.md", "x"), "725283f45117f15e");
        assert_eq!(names.next("rule", "a.md", "x"), "914d4afd5c073b7f");
        assert_ne!(
            names.next("rule", "a.m", "dx"),
            names.next("rule", "a.md", "x")
        );
        let mut again = Fingerprints::default();
        assert_eq!(again.next("rule", "a.md", "x"), "725283f45117f15e");
    }
}
