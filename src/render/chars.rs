//! Characters that a reader cannot see, or that a terminal obeys.

use crate::text;

/// Returns whether a character is a variation selector that is printed as it is. Those of the supplement are not: a row of them can
/// carry an invisible text.
pub(super) fn is_printed_selector(c: char) -> bool {
    text::is_selector(c) && !matches!(c, '\u{e0100}'..='\u{e01ef}')
}

/// Returns whether a character only changes how the one before it looks (a selector or a skin tone), and may be left out.
pub(super) fn is_dressing(c: char) -> bool {
    is_printed_selector(c) || matches!(c, '\u{1f3fb}'..='\u{1f3ff}')
}

/// Returns whether `c` may control a terminal, is invisible, or cannot be written in XML: controls, line separators,
/// `Default_Ignorable_Code_Point` (bidi controls, zero-width characters, fillers, selectors, tags) and noncharacters.
pub(super) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}'..='\u{ffff}' | '\u{13430}'..='\u{1345f}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}
