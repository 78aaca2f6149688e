//! A quick search for phrases of absence: few texts around ids have any.

use crate::facts::vocabulary::{NOT_EXISTING, NOT_IN_CATALOG};

/// Bytes that are rare in prose, the rarest first. A phrase is searched for by the first of them that it has.
const RARE: &[u8] = b"xvgbn";

/// A phrase, and the place of the byte by which it is searched for.
type Anchored = (&'static [u8], usize);

const PHRASES: [Anchored; NOT_EXISTING.len() + NOT_IN_CATALOG.len()] = {
    let mut phrases: [Anchored; NOT_EXISTING.len() + NOT_IN_CATALOG.len()] =
        [(b"", 0); NOT_EXISTING.len() + NOT_IN_CATALOG.len()];
    let mut at = 0;
    while at < phrases.len() {
        phrases[at] = anchored(if at < NOT_EXISTING.len() {
            NOT_EXISTING[at]
        } else {
            NOT_IN_CATALOG[at - NOT_EXISTING.len()]
        });
        at += 1;
    }
    phrases
};

const fn anchored(phrase: &'static str) -> Anchored {
    let phrase = phrase.as_bytes();
    let mut rare = 0;
    while rare < RARE.len() {
        let mut at = 0;
        while at < phrase.len() {
            if phrase[at] == RARE[rare] {
                return (phrase, at);
            }
            at += 1;
        }
        rare += 1;
    }
    (phrase, 0)
}

/// For each byte the phrases that are searched for by it, in either case, as bits.
const BY_BYTE: [u32; 256] = {
    let mut by_byte = [0; 256];
    let mut at = 0;
    while at < PHRASES.len() {
        let byte = PHRASES[at].0[PHRASES[at].1];
        by_byte[byte as usize] |= 1 << at;
        by_byte[byte.to_ascii_uppercase() as usize] |= 1 << at;
        at += 1;
    }
    by_byte
};

/// For each byte the phrases in which it may be the next one, in either case, as bits.
const BY_NEXT: [u32; 256] = {
    let mut by_next = [0; 256];
    let mut at = 0;
    while at < PHRASES.len() {
        let (phrase, anchor) = PHRASES[at];
        let bit = 1 << at;
        if anchor + 1 == phrase.len() || phrase[anchor + 1] == b' ' {
            let mut byte = 0;
            while byte < by_next.len() {
                by_next[byte] |= bit;
                byte += 1;
            }
        } else {
            by_next[phrase[anchor + 1] as usize] |= bit;
            by_next[phrase[anchor + 1].to_ascii_uppercase() as usize] |= bit;
        }
        at += 1;
    }
    by_next
};

/// Returns whether a text may have one of the phrases, in whatever case and however its words are spaced.
pub(super) fn may_have_phrase(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut all = bytes.iter().enumerate();
    all.any(|(at, byte)| {
        let by_it = BY_BYTE[usize::from(*byte)];
        if by_it == 0 {
            return false;
        }
        // The next byte alone rules out nearly all. At the end of the text a phrase may end.
        let next = bytes
            .get(at + 1)
            .map_or(u32::MAX, |next| BY_NEXT[usize::from(*next)]);
        by_it & next != 0 && has_phrase_at(bytes, at, by_it & next)
    })
}

fn has_phrase_at(bytes: &[u8], at: usize, mut phrases: u32) -> bool {
    while phrases != 0 {
        let (phrase, anchor) = PHRASES[phrases.trailing_zeros() as usize];
        if agree(phrase[anchor + 1..].iter(), bytes[at + 1..].iter())
            && agree(phrase[..anchor].iter().rev(), bytes[..at].iter().rev())
        {
            return true;
        }
        phrases &= phrases - 1;
    }
    false
}

/// Returns whether a text begins with a phrase. Bytes that are not ASCII may be white space.
fn agree<'a>(phrase: impl Iterator<Item = &'a u8>, text: impl Iterator<Item = &'a u8>) -> bool {
    let mut text = text.peekable();
    for byte in phrase {
        if *byte == b' ' {
            let is_space =
                |byte: &&u8| byte.is_ascii_whitespace() || **byte == 0x0b || !byte.is_ascii();
            if text.next_if(is_space).is_none() {
                return false;
            }
            while text.next_if(is_space).is_some() {}
        } else if text
            .next_if(|other| byte.eq_ignore_ascii_case(other))
            .is_none()
        {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::may_have_phrase;
    use crate::facts::vocabulary::{NOT_EXISTING, NOT_IN_CATALOG};

    #[test]
    fn each_phrase_is_found_in_any_case_and_on_two_lines() {
        for phrase in NOT_EXISTING.iter().chain(&NOT_IN_CATALOG) {
            assert!(may_have_phrase(phrase), "{phrase}");
            assert!(may_have_phrase(&phrase.to_uppercase()), "{phrase}");
            let lines = phrase.replace(' ', " \n\u{a0}");
            assert!(
                may_have_phrase(&format!("AML.T0051 {lines} it")),
                "{phrase}"
            );
        }
        for other in [
            "",
            "n",
            "g",
            "An existing evasion of a model.",
            "not",
            "notin",
        ] {
            assert!(!may_have_phrase(other), "{other}");
        }
    }
}
