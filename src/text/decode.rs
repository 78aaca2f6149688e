//! Decodes bytes to text in which every offset stays the same.

use super::condition::{Condition, Damage};
use super::span::Span;

/// Returns the text of a file and its condition.
pub(super) fn decode(bytes: Vec<u8>) -> (String, Condition) {
    let zero = memchr::memchr(0, &bytes);
    let damaged = |start: usize, length: usize, why| Condition::Damaged {
        span: Span::new(start, start + length),
        why,
    };
    let utf16 = bytes.starts_with(&[0xff, 0xfe])
        || bytes.starts_with(&[0xfe, 0xff])
        || (zero.is_some_and(|at| at < 2) && looks_like_utf16(&bytes));
    if utf16 {
        let condition = damaged(0, bytes.len().min(2), Damage::Utf16);
        return (placeholder(&bytes), condition);
    }
    match String::from_utf8(bytes) {
        Ok(text) => {
            let condition = zero.map_or(Condition::Sound, |at| damaged(at, 1, Damage::Nul));
            (text, condition)
        }
        Err(error) => {
            let start = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let byte = bytes.get(start).copied().unwrap_or_default();
            let condition = match zero {
                Some(at) if at < start => damaged(at, 1, Damage::Nul),
                _ => damaged(start, 1, Damage::NotUtf8(byte)),
            };
            (placeholder(&bytes), condition)
        }
    }
}

/// Returns whether bytes without a byte-order mark are UTF-16: in plain text, one byte of most pairs is zero, always on the same side. A
/// file of zeros only, which a crash may leave, is not UTF-16.
fn looks_like_utf16(bytes: &[u8]) -> bool {
    let pairs = bytes.len().min(64) / 2;
    let zeros = |side: usize| {
        let bytes = bytes.iter().take(pairs * 2).skip(side).step_by(2);
        bytes.filter(|&&byte| byte == 0).count()
    };
    let (first, second) = (zeros(0), zeros(1));
    first.min(second) == 0 && first.max(second) >= 2.max(pairs / 2)
}

/// Returns bytes as text in which each byte that is not valid UTF-8 is `?`.
fn placeholder(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::decode;
    use crate::text::{Condition, Damage, Span};

    #[test]
    fn every_byte_keeps_its_offset() {
        let damaged = |start, end, why| Condition::Damaged {
            span: Span::new(start, end),
            why,
        };
        for (bytes, text, condition) in [
            (&b"a\xc3\xa9"[..], "a\u{e9}", Condition::Sound),
            (b"a\xff\xc3b", "a??b", damaged(1, 2, Damage::NotUtf8(0xff))),
            (b"abc\0d", "abc\0d", damaged(3, 4, Damage::Nul)),
            (b"abc\0\xff", "abc\0?", damaged(3, 4, Damage::Nul)),
            (b"\xff\xfea\0", "??a\0", damaged(0, 2, Damage::Utf16)),
            (b"a\0b\0c\0", "a\0b\0c\0", damaged(0, 2, Damage::Utf16)),
            (b"\0\0\0\0", "\0\0\0\0", damaged(0, 1, Damage::Nul)),
        ] {
            assert_eq!(decode(bytes.to_vec()), (text.to_owned(), condition));
        }
    }
}
