//! Limits of size and nesting, checked before the YAML parser runs.

use super::error::ReadError;

/// The largest text that is read. The largest official file has 0.8 MiB.
const MAX_BYTES: usize = 16 << 20;
/// The most brackets that may be open at once, inside quotes too, and the most list dashes that may
/// start a line. Official files stay below 10.
const MAX_NESTING: usize = 200;

/// Checks a text at little cost, as the YAML parser takes quadratic time for deep nesting.
pub(super) fn check(text: &str) -> Result<(), ReadError> {
    if text.len() > MAX_BYTES {
        return Err(ReadError::TooLarge {
            max_mib: MAX_BYTES >> 20,
        });
    }
    let mut open = 0usize;
    for (line, text) in (1..).zip(text.lines()) {
        let indicators = text
            .bytes()
            .take_while(|b| matches!(b, b' ' | b'-' | b'?' | b':'))
            .filter(|b| *b != b' ')
            .count();
        for byte in text.bytes() {
            match byte {
                b'[' | b'{' => open += 1,
                b']' | b'}' => open = open.saturating_sub(1),
                _ => {}
            }
            if open > MAX_NESTING {
                break;
            }
        }
        if open > MAX_NESTING || indicators > MAX_NESTING {
            return Err(ReadError::TooDeep {
                line,
                max_depth: MAX_NESTING,
            });
        }
    }
    // Official files end with a line end, and the smallest has 66 KB. A shorter text may be any file.
    if text.len() > 1 << 16 && !text.ends_with('\n') {
        return Err(ReadError::NoLastLineEnd {
            line: text.lines().count(),
        });
    }
    Ok(())
}
