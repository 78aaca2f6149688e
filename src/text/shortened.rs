//! Texts and lists that are shortened for a message.

use std::fmt::{Display, Write as _};

/// Returns the first characters of a text, at most `most`, and `...` if there are others.
#[must_use]
pub fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((cut, _)) => format!("{}...", &text[..cut]),
        None => text.to_owned(),
    }
}

/// Lists the first `most` items and how many others of `all` there are: `a, b and 3 more`. The others are not looked at.
#[must_use]
pub fn shortened_list<T: Display>(
    items: impl IntoIterator<Item = T>,
    all: usize,
    most: usize,
) -> String {
    let mut list = String::new();
    for (at, item) in items.into_iter().take(most).enumerate() {
        let comma = if at == 0 { "" } else { ", " };
        let _ = write!(list, "{comma}{item}");
    }
    if all > most {
        let _ = write!(list, " and {} more", all - most);
    }
    list
}

#[cfg(test)]
mod tests {
    use super::{shortened, shortened_list};

    #[test]
    fn what_fits_is_whole() {
        assert_eq!(shortened("日本", 2), "日本");
        assert_eq!(shortened("日本語", 2), "日本...");
        assert_eq!(shortened_list(["a", "b"], 2, 2), "a, b");
        assert_eq!(
            shortened_list(["a", "b", "c", "d"], 4, 2),
            "a, b and 2 more"
        );
    }
}
