//! Invisible characters.

/// The soft hyphen, which has its use in prose.
pub const SOFT_HYPHEN: char = '\u{ad}';

/// Returns whether `c` renders as nothing.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    is_selector(c)
        || is_tag(c)
        || matches!(c,
            '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}')
}

/// Returns whether `c` is a variation selector, which changes how the character before it looks.
#[must_use]
pub fn is_selector(c: char) -> bool {
    matches!(c,
        '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Returns whether `c` is a tag character or one of the unassigned code points around them, which render as nothing too.
fn is_tag(c: char) -> bool {
    matches!(c, '\u{e0000}'..='\u{e00ff}' | '\u{e01f0}'..='\u{e0fff}')
}
