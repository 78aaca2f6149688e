//! Search for two bytes in a row.

/// Returns where two ASCII characters stand in a row. For so short a pattern this is faster than a search for a string.
#[must_use]
pub fn find_pair(text: &str, [first, second]: [u8; 2]) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut firsts = memchr::memchr_iter(first, bytes);
    firsts.find(|at| bytes.get(at + 1) == Some(&second))
}

#[cfg(test)]
mod tests {
    use super::find_pair;

    #[test]
    fn a_pair_is_found_where_a_string_is() {
        for text in ["", "*", "**", "a*b**c", "***", "\u{e9}**", "*a", "]("] {
            assert_eq!(find_pair(text, *b"**"), text.find("**"), "{text}");
            assert_eq!(find_pair(text, *b"]("), text.find("]("), "{text}");
        }
    }
}
