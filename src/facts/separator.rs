//! Separators between an id and its name, and marks around a name: `ID: Name`, `ID - Name`, `ID -> Name`, `ID = Name`, `ID /
//! Name`, `ID | Name`, `ID, Name`, `Name (ID)` and the like.
//!
//! They are not part of the name, so a fix of the name keeps them.

use super::vocabulary::{
    BARS, COLONS, DASHES, LOOSE_SEPARATORS, MAX_NAME_BYTES, NAME_STOPS, OPENERS, PROSE_NAME_ENDS,
    QUOTES, WRAPS,
};
use crate::text::Span;

/// Separators, by how clearly they show that the id's name follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Only white space and emphasis.
    Blank,
    /// An arrow, equals sign, slash, bullet, comma or another mark. These also join different things: `AML.T0051 -> LLM
    /// Jailbreak -> Impact`.
    Loose,
    Dash,
    Colon,
}

impl Sign {
    /// Returns whether the rest of a text is the name, whatever it is. After another sign only a known name counts.
    #[must_use]
    pub fn is_strict(self) -> bool {
        matches!(self, Self::Colon | Self::Dash)
    }
}

/// Returns whether `c` may be next to an id that is a text by itself.
#[must_use]
pub fn is_mark(c: char) -> bool {
    c.is_whitespace() || matches!(c, '*' | '_' | '~' | '[' | ']' | '"' | '\'' | '>')
}

/// Returns whether `whole` contains only `part`, marks around it and the name of the framework.
pub fn is_alone<'t>(part: Span, whole: Span, slice: impl Fn(Span) -> &'t str) -> bool {
    let before = Span {
        end: part.start.max(whole.start),
        ..whole
    };
    let after = Span {
        start: part.end.min(whole.end),
        ..whole
    };
    let is_empty = |span| {
        let text = slice(span);
        let holds_marks = |text: &str| text.chars().all(is_mark);
        // The name of the framework is `ATLAS` or `MITRE`, or both.
        match text.chars().find(|c| c.is_alphanumeric()) {
            None => holds_marks(text),
            Some('A' | 'a' | 'M' | 'm') => holds_marks(without_framework(text).1),
            Some(_) => false,
        }
    };
    is_empty(before) && is_empty(after)
}

/// Returns whether `c` is white space, emphasis, a code mark, a quote, or the mark of a block quote on its next line.
fn is_around(c: char) -> bool {
    c.is_whitespace() || matches!(c, '*' | '_' | '~' | '`' | '>') || QUOTES.contains(&c)
}

/// Returns whether `c` separates an id from a name.
pub fn is_separator(c: char) -> bool {
    COLONS.contains(&c) || DASHES.contains(&c) || BARS.contains(&c) || LOOSE_SEPARATORS.contains(&c)
}

/// Classifies the text between an id and a name. None if it is empty.
fn sign(between: &str) -> Option<Sign> {
    let is_arrow = between
        .split('>')
        .rev()
        .skip(1)
        .any(|before| before.ends_with(['=', '~']) || before.ends_with(DASHES));
    let is_other = |c: char| !is_around(c) && !is_separator(c) && !matches!(c, '[' | ']');
    if is_arrow || between.contains(|c| LOOSE_SEPARATORS.contains(&c) || is_other(c)) {
        Some(Sign::Loose)
    } else if between.contains(COLONS) {
        Some(Sign::Colon)
    } else if between.contains(DASHES) || between.contains('|') {
        Some(Sign::Dash)
    } else if between.contains(char::is_whitespace) {
        Some(Sign::Blank)
    } else {
        None
    }
}

/// Splits the text after an id: the separator, the rest, and the start of the rest in `text`. A name starts with a letter or
/// digit, so anything before that is part of the separator.
pub fn behind(text: &str) -> Option<(Sign, &str, usize)> {
    let stops = |c: char| {
        c.is_alphanumeric() || NAME_STOPS.contains(&c) || (OPENERS.contains(&c) && c != '[')
    };
    let rest = text.trim_start_matches(|c| !stops(c));
    let at = text.len() - rest.len();
    if rest.starts_with(NAME_STOPS) {
        return None;
    }
    Some((sign(text.get(..at)?)?, rest, at))
}

/// Removes a separator or opening bracket from the end of the text before an id. None if there is neither.
pub fn before(text: &str) -> Option<&str> {
    let is_bracket = |c| matches!(c, '(' | '[' | '\u{ff08}');
    let rest = text.trim_end_matches(|c| is_around(c) || is_separator(c) || is_bracket(c));
    let between = text.get(rest.len()..)?;
    (between.contains(is_bracket) || between.contains(is_separator)).then_some(rest)
}

/// Returns the positions at which a name at the start of a text may end, in order.
#[must_use]
pub fn name_ends(text: &str) -> Vec<usize> {
    let text = text.get(..MAX_NAME_BYTES).unwrap_or(text);
    let mut found = Vec::new();
    // The end of the last one of each kind: ` - - ` holds one dash, and not two.
    let mut behind = [0; PROSE_NAME_ENDS.len()];
    for (at, byte) in text.bytes().enumerate() {
        if !may_end_name(byte) {
            continue;
        }
        let rest = &text.as_bytes()[at..];
        for (end, behind) in PROSE_NAME_ENDS.iter().zip(&mut behind) {
            if at >= *behind && rest.starts_with(end.as_bytes()) {
                *behind = at + end.len();
                if at > 0 && found.last() != Some(&at) {
                    found.push(at);
                }
            }
        }
    }
    found
}

/// Returns whether one of [`PROSE_NAME_ENDS`] starts with a byte.
fn may_end_name(byte: u8) -> bool {
    matches!(byte, b' ' | b':' | b'.' | b';' | b',') || !byte.is_ascii()
}

/// Returns whether a text ends like a sentence. Names do not.
pub fn is_sentence(text: &str) -> bool {
    text.trim_end_matches(is_around)
        .ends_with(['.', '!', '?', ';', '\u{2026}'])
}

/// Removes what surrounds a name: white space, emphasis, separators, quotes, whole brackets, a full stop. Also returns the
/// start of the rest in `text`.
pub fn bare(text: &str) -> (usize, &str) {
    let (mut at, mut rest) = (0, text);
    loop {
        let start = rest.trim_start_matches(|c: char| {
            !c.is_alphanumeric() && !OPENERS.contains(&c) && c != '&'
        });
        let mut from = at + rest.len() - start.len();
        let mut inner = bare_end(start);
        let wrap = WRAPS.iter().find_map(|(open, close)| {
            Some((*open, inner.strip_prefix(*open)?.strip_suffix(*close)?))
        });
        // `(A) and (B)` is not one pair of brackets.
        if let Some((open, within)) = wrap.filter(|(_, within)| !within.contains([')', '\u{ff09}']))
        {
            from += open.len_utf8();
            inner = within;
        }
        if inner.len() == rest.len() {
            return (at, rest);
        }
        (at, rest) = (from, inner);
    }
}

/// Removes the name of the framework, with its separator, from both ends: `MITRE ATLAS: LLM Jailbreak`, `LLM Jailbreak (MITRE
/// ATLAS)`. Also returns the start of the rest in `text`.
pub fn without_framework(text: &str) -> (usize, &str) {
    let start = framework_at_start(text);
    let rest = text.get(start..).unwrap_or_default();
    let end = rest.trim_end_matches(|c: char| !c.is_alphanumeric());
    let own = strip_word(end, "ATLAS")
        .map(|rest| strip_word(rest.trim_end(), "MITRE").unwrap_or(rest))
        .or_else(|| strip_word(end, "MITRE"));
    // "the techniques in MITRE ATLAS" is a phrase.
    let is_apart = |own: &&str| {
        let word = own.trim_end().rsplit(char::is_whitespace).next();
        !own.ends_with(char::is_alphanumeric)
            && !word.is_some_and(|word| word.starts_with(char::is_lowercase))
    };
    (start, own.filter(is_apart).unwrap_or(rest))
}

/// Removes a word of the framework's name, in any case, from the end of a text.
fn strip_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (rest, end) = text.split_at_checked(text.len().checked_sub(word.len())?)?;
    end.eq_ignore_ascii_case(word).then_some(rest)
}

/// Returns the length of the framework's name and its separator at the start of a text.
fn framework_at_start(text: &str) -> usize {
    let marks =
        |text: &'_ str| text.len() - text.trim_start_matches(|c| is_around(c) || c == '[').len();
    let lead = marks(text);
    let rest = text.get(lead..).unwrap_or_default();
    let word = |rest: &str, word: &str| {
        let (start, after) = rest.split_at_checked(word.len())?;
        start.eq_ignore_ascii_case(word).then_some(())?;
        let after = after.trim_start_matches(['\u{2122}', '\u{ae}']);
        (!after.starts_with(|c: char| c.is_alphanumeric())).then_some(rest.len() - after.len())
    };
    let publisher = word(rest, "MITRE").unwrap_or_default();
    let behind = rest.get(publisher..).unwrap_or_default().trim_start();
    let atlas = word(behind, "ATLAS").unwrap_or_default();
    // An early case study is called "MITRE - Physical Adversarial Attack on Face Identification".
    if atlas == 0 && (publisher == 0 || behind.starts_with(DASHES)) {
        return 0;
    }
    let is_mark = |c| is_around(c) || is_separator(c);
    let behind = behind.get(atlas..).unwrap_or_default();
    let behind = behind.trim_start_matches(is_mark);
    // "MITRE ATLAS Technique: Training Data Poisoning".
    let kind = KINDS.iter().find_map(|kind| {
        let rest = strip_start(behind, kind)?;
        rest.starts_with(COLONS)
            .then(|| rest.trim_start_matches(is_mark))
    });
    text.len() - kind.unwrap_or(behind).len()
}

/// Words for what a name is the name of, before a colon.
const KINDS: [&str; 4] = ["technique", "tactic", "mitigation", "case study"];

/// Removes a word, in any case, from the start of a text.
fn strip_start<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (start, rest) = text.split_at_checked(word.len())?;
    start.eq_ignore_ascii_case(word).then_some(rest)
}

/// Removes what may follow a name. A closing bracket stays if the text contains its opening one.
fn bare_end(text: &str) -> &str {
    let mut text = text;
    while let Some(last) = text.chars().next_back() {
        let opener = WRAPS
            .iter()
            .find(|(_, close)| *close == last)
            .map(|(open, _)| *open);
        let closes = opener.is_some_and(|open| text.contains(open));
        if last.is_alphanumeric() || closes {
            break;
        }
        text = text.get(..text.len() - last.len_utf8()).unwrap_or_default();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Sign, bare, before, behind};

    #[test]
    fn a_separator_is_no_part_of_the_name() {
        for (text, sign) in [
            (": Name", Sign::Colon),
            ("**: Name", Sign::Colon),
            (" - **Name", Sign::Dash),
            (" -- Name", Sign::Dash),
            ("\u{2014}Name", Sign::Dash),
            (" | Name", Sign::Dash),
            (" \\| Name", Sign::Dash),
            (" Name", Sign::Blank),
            (" -> Name", Sign::Loose),
            (" => Name", Sign::Loose),
            (" --> Name", Sign::Loose),
            (" \u{2192} Name", Sign::Loose),
            (" = Name", Sign::Loose),
            (" / Name", Sign::Loose),
            (", Name", Sign::Loose),
            (" \u{2022} Name", Sign::Loose),
            (" ~> Name", Sign::Loose),
            (" \u{25b8} Name", Sign::Loose),
            (" \u{bb} Name", Sign::Blank),
            (" - [Name", Sign::Dash),
            (" -\n> Name", Sign::Dash),
        ] {
            let found = behind(text).map(|(sign, rest, at)| (sign, rest, &text[at..]));
            assert_eq!(found, Some((sign, "Name", "Name")), "{text:?}");
        }
        for text in [
            "s", " + Name", ". Name", " & Name", "... Name", " <- Name", "; Name",
        ] {
            assert_eq!(behind(text), None, "{text:?}");
        }
        assert_eq!(behind("*(Name)"), None);
        for text in [
            "Name -> ",
            "Name = ",
            "Name (",
            "Name: **",
            "Name --",
            "Name \u{2022} [",
        ] {
            assert_eq!(before(text), Some("Name"), "{text:?}");
        }
        assert_eq!(before("Name "), None);
    }

    #[test]
    fn what_stands_around_a_name_is_cut() {
        for text in [
            "Name",
            "> Name",
            "= Name,",
            "Name:",
            "(Name)",
            "[Name]",
            "\"Name\"",
            "**Name** -",
            "Name.",
            "Name]",
            "(**Name**)",
            "\u{201c}Name\u{201d}",
            "Name ->",
            "Name \\",
            "\u{25b8} Name",
            "Name\u{2026}",
            "{Name}",
            "# Name",
            "\u{ab}Name\u{bb}",
            "Name)",
        ] {
            let (at, name) = bare(text);
            assert_eq!(
                (name, text[at..].starts_with(name)),
                ("Name", true),
                "{text:?}"
            );
        }
        for text in ["A (DGA)", "A [^1]", "(A) and (B)", "A: B"] {
            assert_eq!(bare(text), (0, text));
        }
        assert_eq!(bare(" -> ").1, "");
    }
}
