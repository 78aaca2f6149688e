//! Words of a shell command, for commands that a message suggests.

/// Returns a word as a POSIX shell reads it back.
pub(super) fn word(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "_-./+@%:,=".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Returns a path as a word that no program takes for an option.
pub(super) fn path(path: &std::path::Path) -> String {
    let text = path.to_string_lossy();
    if text.starts_with('-') {
        word(&format!("./{text}"))
    } else {
        word(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::{path, word};

    #[test]
    fn words_are_quoted_where_a_shell_needs_it() {
        for (text, quoted) in [
            ("content/a-b.md", "content/a-b.md"),
            ("Übung", "Übung"),
            ("my vault", "'my vault'"),
            ("it's", r"'it'\''s'"),
            ("$HOME", "'$HOME'"),
            ("", "''"),
        ] {
            assert_eq!(word(text), quoted);
        }
        assert_eq!(path("-x y".as_ref()), "'./-x y'");
    }
}
