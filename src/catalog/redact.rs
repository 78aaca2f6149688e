//! Removes quotations from the messages of parsers. Whoever reads a message may not be allowed to read
//! the file, as anybody can name a file to this program in a pull request.

/// Starts of messages that hold only words, names and counts of this program.
const SAFE_STARTS: [&str; 7] = [
    "missing field `",
    "duplicate field `",
    "a text of ",
    "a number where ",
    "a list of more than ",
    "a mapping of more than ",
    "invalid length ",
];

/// Returns the message of a deserializer about data of the wrong shape, without what it quotes.
pub(super) fn redacted(message: &str) -> String {
    // The expectation comes last and is in the words of this program; before it, the data is quoted.
    if let Some((_, expected)) = message.rsplit_once(", expected ") {
        return format!("expected {expected} here");
    }
    let starts = SAFE_STARTS.iter();
    let safe = starts.filter_map(|start| message.rfind(start)).max();
    match safe.map(|start| &message[start..]) {
        Some(safe) if !safe.contains('"') => safe.to_owned(),
        _ => "its structure is not that of a release".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::redacted;

    #[test]
    fn quoted_data_is_left_out() {
        for (message, expected) in [
            (
                "invalid type: string \"secret\", expected a list",
                "expected a list here",
            ),
            ("missing field `id`", "missing field `id`"),
            (
                "techniques[3]: secret: a text of 500 bytes where a name or a word is expected",
                "a text of 500 bytes where a name or a word is expected",
            ),
            (
                "unknown variant `secret`",
                "its structure is not that of a release",
            ),
            (
                "secret \"missing field `secret\"",
                "its structure is not that of a release",
            ),
        ] {
            assert_eq!(redacted(message), expected);
        }
    }
}
