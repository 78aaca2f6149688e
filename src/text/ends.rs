//! The start and the end of a text, in whole characters. Offsets past the end of a text count as its end.

/// Returns the last boundary of characters up to `at`.
#[must_use]
pub fn boundary_before(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at)
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or_default()
}

/// Returns the first boundary of characters from `at` on.
#[must_use]
pub fn boundary_after(text: &str, at: usize) -> usize {
    let (at, end) = (at.min(text.len()), text.len());
    (at..end)
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(end)
}

/// Returns the longest start of a text with at most `length` bytes.
#[must_use]
pub fn first_bytes(text: &str, length: usize) -> &str {
    &text[..boundary_before(text, length)]
}

/// Returns the longest end of a text with at most `length` bytes.
#[must_use]
pub fn last_bytes(text: &str, length: usize) -> &str {
    &text[boundary_after(text, text.len().saturating_sub(length))..]
}

#[cfg(test)]
mod tests {
    use super::{first_bytes, last_bytes};

    #[test]
    fn a_character_is_never_cut() {
        let text = "aé\u{1f600}";
        let starts = [0, 1, 2, 3, 6, 7, 9].map(|length| first_bytes(text, length));
        assert_eq!(starts, ["", "a", "a", "aé", "aé", text, text]);
        let ends = [0, 3, 4, 5, 6, 7, 9].map(|length| last_bytes(text, length));
        let face = "\u{1f600}";
        assert_eq!(ends, ["", "", face, face, "é\u{1f600}", text, text]);
    }
}
