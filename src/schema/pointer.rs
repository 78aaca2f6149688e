//! JSON pointers. <https://www.rfc-editor.org/rfc/rfc6901>

/// Returns the key that a pointer's part stands for.
pub(super) fn unescape(part: &str) -> String {
    part.replace("~1", "/").replace("~0", "~")
}

/// Returns a key as a part of a pointer.
#[must_use]
pub fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// Returns the pointer of the value of a key in the mapping at `pointer`.
pub(super) fn join(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", escape(key))
}

#[cfg(test)]
mod tests {
    use super::{escape, join, unescape};

    #[test]
    fn a_key_survives_a_pointer() {
        for key in ["a", "a/b", "a~b", "~1", "~0/", "", "C#"] {
            assert_eq!(unescape(&escape(key)), key);
        }
    }

    #[test]
    fn a_slash_in_a_key_is_no_separator() {
        assert_eq!(join("/a", "b/c"), "/a/b~1c");
    }
}
