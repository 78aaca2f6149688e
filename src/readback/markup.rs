//! Decides whether a replacement changes the markup of a page.

use std::collections::BTreeMap;

use crate::text::is_invisible;

/// Returns whether a replacement adds or removes markup, for example half of a pair of marks.
#[must_use]
pub fn changes_markup(words: &str, old: &str) -> bool {
    // The marks of a quote that goes on over several lines are layout, as its line ends are.
    let old = old.split('\n');
    let old: Vec<&str> = old
        .map(|line| line.trim_start_matches([' ', '\t', '>']))
        .collect();
    let old = old.join(" ");
    let old = old.as_str();
    let control = words.contains(char::is_control);
    let pairs = ["::", "%%", "://", "www."];
    let adds_pair = |pair: &&str| words.contains(*pair) && !old.contains(*pair);
    control
        || marks(words) != marks(old)
        || edge_marks(words) != edge_marks(old)
        || entities(words) > entities(old)
        || pairs.iter().any(adds_pair)
}

/// Counts the marks that are markup at any position.
fn marks(text: &str) -> BTreeMap<char, usize> {
    let mut marks = BTreeMap::new();
    let is_mark = |c: &char| "[]<>`*{}|\\#$~^\"=".contains(*c) || is_invisible(*c);
    for mark in text.chars().filter(is_mark) {
        *marks.entry(mark).or_default() += 1;
    }
    marks
}

/// Counts underscores and quotes at the edge of a word, where they are markup.
fn edge_marks(text: &str) -> (usize, usize) {
    let chars: Vec<char> = text.chars().collect();
    let inside = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| chars.get(at));
        let beside = [before, chars.get(at + 1)];
        beside
            .iter()
            .all(|c| c.is_some_and(|c| c.is_alphanumeric()))
    };
    let count = |marks: &[char]| {
        let found = chars.iter().enumerate();
        found
            .filter(|(at, c)| marks.contains(c) && !inside(*at))
            .count()
    };
    (count(&['_']), count(&['\'']))
}

/// Counts possible character references.
fn entities(text: &str) -> usize {
    let starts = |c: char| c == '#' || c.is_alphanumeric();
    let found = text.match_indices('&');
    found
        .filter(|(at, _)| text[at + 1..].starts_with(starts))
        .count()
}

#[cfg(test)]
mod tests {
    use super::changes_markup;

    #[test]
    fn words_bring_no_markup() {
        for bad in [
            "a]]b",
            "<img onerror=x>",
            "<!-- x",
            "a\nb",
            "a`b",
            "x\u{1b}[0m",
            "a\u{202e}b",
            "%% x %%",
            "::error::x",
            "https://evil.example",
            "&#91;",
            "**a**",
            "a|b",
            "{x}",
            "__a__",
        ] {
            assert!(changes_markup(bad, "Old"), "{bad:?}");
        }
        for good in [
            "LLM Prompt Injection: Direct",
            "R & D (x), y's z",
            "a_b",
            "5-7/8 + 9",
        ] {
            assert!(!changes_markup(good, "Old"), "{good:?}");
        }
        assert!(!changes_markup("*New*", "*Old*"));
        for half in [
            "ML** Artifact",
            "ML_ Artifact",
            "ML\" Artifact",
            "ML' Artifact",
            "ML *Artifact*",
        ] {
            assert!(changes_markup("AI Artifact", half), "{half:?}");
        }
    }
}
