//! Lines of a text.

/// Iterates over the lines of a text, each with its line feed. Several times as fast as `str::split_inclusive` on long lines.
pub fn each_line(text: &str) -> impl Iterator<Item = &str> {
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
    let last = (!text.is_empty() && !text.ends_with('\n')).then_some(text.len());
    let mut from = 0;
    ends.chain(last).map(move |end| {
        let line = &text[from..end];
        from = end;
        line
    })
}

#[cfg(test)]
mod tests {
    use super::each_line;

    #[test]
    fn lines_are_those_of_the_standard_library() {
        for text in ["", "a", "\n", "a\n", "a\nb", "a\r\n\nb\n", "é\nü"] {
            let expected: Vec<&str> = text.split_inclusive('\n').collect();
            assert_eq!(each_line(text).collect::<Vec<_>>(), expected, "{text:?}");
        }
    }
}
