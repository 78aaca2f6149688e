//! A look at a text before the YAML parser sees it.

use super::error::ReadError;

/// The largest text that is read. The largest official file has 0.8 MiB.
const MAX_BYTES: usize = 16 << 20;
/// How many brackets may be open at once, counted without regard to quotes, or how many list
/// dashes may start one line. Official files stay below 10.
const MAX_NESTING: usize = 200;

/// Refuses cheaply what the YAML parser would take too long for.
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
    // Official files end with a line, and the smallest has 66 KB. A short text may be anybody's own.
    if text.len() > 1 << 16 && !text.ends_with('\n') {
        return Err(ReadError::NoLastLineEnd {
            line: text.lines().count(),
        });
    }
    Ok(())
}
