//! Words of lists that do not say how long they are.

/// Returns whether an entry, in lower case, says that there are more: `and 12 more`, `...`, `see the full list`.
pub(super) fn says_more(entry: &str) -> bool {
    /// A longer entry is an ordinary one that contains the word.
    const LONGEST: usize = 40;
    let is_more = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        matches!(word, "more" | "others" | "remaining" | "rest")
    };
    let short = entry.chars().nth(LONGEST).is_none();
    ["...", "\u{2026}", "etc"]
        .iter()
        .any(|dots| entry.starts_with(dots) || entry.ends_with(dots))
        || [
            "see all",
            "view all",
            "show all",
            "full list",
            "complete list",
        ]
        .iter()
        .any(|all| entry.contains(all))
        || (short && entry.split_whitespace().any(is_more))
}

/// Returns whether the line that introduces a list, in lower case, says that it is only a part.
pub(super) fn says_part(line: &str) -> bool {
    let words = line.split(|c: char| !c.is_alphanumeric());
    let parts = [
        "among",
        "example",
        "excerpt",
        "first",
        "highlights",
        "include",
        "includes",
        "including",
        "latest",
        "most",
        "new",
        "notable",
        "recent",
        "sample",
        "selected",
        "selection",
        "some",
        "top",
    ];
    words.into_iter().any(|word| parts.contains(&word))
        || line.contains("such as")
        || line.contains("e.g.")
}

/// Returns whether an entry stands for several: `A1 through A6`, `cats, dogs, etc.`.
pub(super) fn has_range(entry: &str) -> bool {
    let words: Vec<&str> = entry.split_whitespace().collect();
    let is_number = |word: &str| word.contains(|c: char| c.is_ascii_digit());
    let is_range =
        |three: &[&str]| matches!(three, [from, "through", to] if is_number(from) && is_number(to));
    let last = words.last().map(|word| word.trim_end_matches('.'));
    words.windows(3).any(is_range) || last == Some("etc")
}

/// Returns whether an entry says that there are none: `None yet`.
pub(super) fn says_none(entry: &str) -> bool {
    ["no ", "none", "n/a", "nothing"]
        .iter()
        .any(|none| entry.starts_with(none))
}
