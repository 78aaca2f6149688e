//! Unicode ranges that decide whether an invisible character has a function.

/// Returns whether `c` belongs to a right-to-left script.
pub(super) fn is_right_to_left(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{61b}' | '\u{61d}'..='\u{8ff}'
        | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// Returns whether `c` belongs to a script that uses joiners in its spelling: right-to-left scripts, Mongolian, and the scripts
/// of South and Southeast Asia.
pub(super) fn spells_with_joiners(c: char) -> bool {
    is_right_to_left(c)
        || is_mongolian(c)
        || breaks_without_spaces(c)
        || matches!(c,
            '\u{900}'..='\u{dff}' | '\u{f00}'..='\u{fff}'
            | '\u{1700}'..='\u{177f}' | '\u{1900}'..='\u{1c7f}' | '\u{1cd0}'..='\u{1cff}'
            | '\u{a800}'..='\u{aaff}' | '\u{abc0}'..='\u{abff}' | '\u{11000}'..='\u{11fff}')
}

/// Returns whether `c` belongs to a script without spaces between words, where a zero-width space marks a possible line break.
pub(super) fn breaks_without_spaces(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{f00}'..='\u{fff}' | '\u{1000}'..='\u{109f}'
        | '\u{1780}'..='\u{17ff}' | '\u{1950}'..='\u{19ff}' | '\u{1a20}'..='\u{1aaf}'
        | '\u{1b00}'..='\u{1b7f}' | '\u{a980}'..='\u{a9ff}' | '\u{aa60}'..='\u{aadf}')
}

/// Returns whether `c` is Mongolian, which has its own variation selectors.
pub(super) fn is_mongolian(c: char) -> bool {
    matches!(c, '\u{1800}'..='\u{18af}' | '\u{11660}'..='\u{1167f}')
}

/// Returns whether `c` is Hangul, whose fillers replace a missing part of a syllable.
pub(super) fn is_hangul(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11ff}' | '\u{3131}'..='\u{318e}' | '\u{a960}'..='\u{a97f}'
        | '\u{ac00}'..='\u{d7ff}' | '\u{ffa1}'..='\u{ffdc}')
}

/// Returns whether `c` is a Chinese character. These have many variants, chosen by selectors.
pub(super) fn is_han(c: char) -> bool {
    matches!(c,
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// Returns whether `c` is a letter or punctuation mark of Chinese, Japanese or Korean.
pub(super) fn is_east_asian(c: char) -> bool {
    is_han(c)
        || is_hangul(c)
        || matches!(c, '\u{3000}'..='\u{30ff}' | '\u{ff00}'..='\u{ff9f}' | '\u{2018}'..='\u{201d}')
}

/// Returns whether `c` may be part of an emoji, next to a joiner or a selector.
pub(super) fn is_emoji(c: char) -> bool {
    matches!(c,
        '\u{a9}' | '\u{ae}' | '\u{203c}' | '\u{2049}' | '\u{20e3}' | '\u{2122}' | '\u{2139}'
        | '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{23ff}' | '\u{2460}'..='\u{24ff}'
        | '\u{25a0}'..='\u{27bf}' | '\u{2900}'..='\u{297f}' | '\u{2b00}'..='\u{2bff}'
        | '\u{3030}' | '\u{303d}' | '\u{3297}' | '\u{3299}' | '\u{1f000}'..='\u{1faff}')
}

/// Returns the name of an invisible character for messages.
pub(super) fn name(c: char) -> &'static str {
    match c {
        '\u{ad}' => "soft hyphen",
        '\u{34f}' => "combining grapheme joiner",
        '\u{61c}' => "Arabic letter mark",
        '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' => "Hangul filler",
        '\u{180e}' => "Mongolian vowel separator",
        '\u{200b}' => "zero-width space",
        '\u{200c}' => "zero-width non-joiner",
        '\u{200d}' => "zero-width joiner",
        '\u{200e}' => "left-to-right mark",
        '\u{200f}' => "right-to-left mark",
        '\u{202a}' => "left-to-right embedding",
        '\u{202b}' => "right-to-left embedding",
        '\u{202c}' => "end of an embedding or override",
        '\u{202d}' => "left-to-right override",
        '\u{202e}' => "right-to-left override",
        '\u{2060}' => "word joiner",
        '\u{2061}'..='\u{2064}' => "invisible operator",
        '\u{2066}' => "left-to-right isolate",
        '\u{2067}' => "right-to-left isolate",
        '\u{2068}' => "first strong isolate",
        '\u{2069}' => "end of an isolate",
        '\u{206a}'..='\u{206f}' => "deprecated format character",
        '\u{feff}' => "byte-order mark inside the text",
        '\u{fff9}'..='\u{fffb}' => "annotation mark",
        _ if crate::text::is_selector(c) => "variation selector",
        _ => "tag character",
    }
}
