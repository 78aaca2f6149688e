//! Search for the letters that ids start with.

/// Number of places that [`candidates`] looks at together, and in which it looks closer where something is found.
const BLOCK: usize = 64;
const PART: usize = 16;

/// Returns the offsets of the letters `AML`, in any case.
#[must_use]
pub fn candidates(text: &str) -> Vec<u32> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(block) = bytes[at..].first_chunk::<{ BLOCK + 2 }>() {
        if may_hold_letters(block) {
            for from in (0..BLOCK).step_by(PART) {
                let part = block[from..].first_chunk::<{ PART + 2 }>();
                if let Some(part) = part.filter(|part| may_hold_letters(part)) {
                    letters(part, at + from, &mut found);
                }
            }
        }
        at += BLOCK;
    }
    letters(&bytes[at..], at, &mut found);
    found
}

/// Returns whether some bytes may hold `AML`: whether they have the rarest two of the letters in a row. Without a branch for each
/// place, compilers make vector instructions of this.
fn may_hold_letters<const N: usize>(bytes: &[u8; N]) -> bool {
    let mut found = 0;
    for at in 2..N {
        let is_m = bytes[at - 1] & !0x20 == b'M';
        let is_l = bytes[at] & !0x20 == b'L';
        found |= u8::from(is_m) & u8::from(is_l);
    }
    found != 0
}

/// Collects the places of `AML` in `bytes`, which start at `base`.
fn letters(bytes: &[u8], base: usize, found: &mut Vec<u32>) {
    for (at, word) in bytes.windows(3).enumerate() {
        if word[1] & !0x20 == b'M' && word.eq_ignore_ascii_case(b"AML") {
            found.extend(u32::try_from(base + at));
        }
    }
}
