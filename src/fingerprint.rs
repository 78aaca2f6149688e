//! Fingerprints of findings, which stay the same when the page around them changes.

use std::collections::HashMap;

/// Fingerprints of the findings of a run, in order. Equal findings are numbered, so that the first keeps its fingerprint when another is
/// added after it.
#[derive(Debug, Default)]
pub struct Fingerprints {
    seen: HashMap<u64, u64>,
}

impl Fingerprints {
    /// Returns the fingerprint of the next finding of `rule` about `about` in the page at `path`, as 16 hexadecimal digits.
    #[must_use]
    pub fn next(&mut self, rule: &str, path: &str, about: &str) -> String {
        let mut hash = OFFSET;
        for part in [rule, path, about] {
            hash = fnv1a(hash, part.as_bytes());
            // This byte is not in any UTF-8 text, so it separates the parts.
            hash = fnv1a(hash, &[0xff]);
        }
        let nth = self.seen.entry(hash).or_default();
        let fingerprint = fnv1a(hash, &nth.to_le_bytes());
        *nth += 1;
        format!("{fingerprint:016x}")
    }
}

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0100_0000_01b3;

/// Continues an FNV-1a hash, which is the same on every platform and in every release, unlike the hashes of the standard library.
fn fnv1a(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(PRIME)
    })
}

#[cfg(test)]
mod tests {
    use super::Fingerprints;

    #[test]
    fn fingerprints_are_distinct_and_stable() {
        let mut fingerprints = Fingerprints::default();
        assert_eq!(fingerprints.next("rule", "a.md", "x"), "725283f45117f15e");
        assert_eq!(fingerprints.next("rule", "a.md", "x"), "914d4afd5c073b7f");
        assert_ne!(
            fingerprints.next("rule", "a.m", "dx"),
            fingerprints.next("rule", "a.md", "x")
        );
        let mut again = Fingerprints::default();
        assert_eq!(again.next("rule", "a.md", "x"), "725283f45117f15e");
    }
}
