//! The styles that a text can be written in.

use std::sync::OnceLock;

use regex::Regex;

/// Way to escape texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escaping {
    /// As in official files: everything but ASCII is escaped.
    Ascii,
    /// For front matter: letters of every script stay, and `[[` and `AML` are escaped so that tools see no link or id.
    FrontMatter,
}

/// Returns whether only double quotes can hold a character.
pub(super) fn needs_escape(c: char, escaping: Escaping) -> bool {
    match c {
        '\n' | ' '..='~' => false,
        _ if escaping == Escaping::Ascii => true,
        // Invisible characters are escaped.
        '\u{a0}'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{feff}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{fff0}'..='\u{10ffff}' => true,
        c => c.is_control(),
    }
}

/// The styles that a text can be written in; double quotes always work.
pub(super) struct Styles {
    pub(super) plain: bool,
    pub(super) single: bool,
}

impl Styles {
    pub(super) fn of(text: &str, escaping: Escaping) -> Self {
        let special = text.chars().any(|c| needs_escape(c, escaping));
        let misleading =
            escaping == Escaping::FrontMatter && (text.contains("[[") || has_aml(text));
        let space_break = text.contains(" \n");
        let break_space = text.contains("\n ");
        let single = !special && !misleading && !space_break && !break_space;
        let edge = |c: char| c == ' ' || c == '\n';
        let plain = single
            && !text.is_empty()
            && !text.contains('\n')
            && !text.starts_with(edge)
            && !text.ends_with(edge)
            && !has_indicators(text)
            && !resolves_to_other_type(text);
        Self { plain, single }
    }
}

fn has_aml(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes
        .windows(3)
        .any(|three| three.eq_ignore_ascii_case(b"aml"))
}

/// Returns whether a plain text would hold YAML syntax.
fn has_indicators(text: &str) -> bool {
    let white = |c: Option<char>| c.is_none_or(|c| matches!(c, ' ' | '\t' | '\n'));
    let mut chars = text.chars();
    let first = chars.next();
    let second_is_white = white(chars.next());
    text.starts_with("---")
        || text.starts_with("...")
        || text.starts_with(|c| "#,[]{}&*!|>'\"%@`".contains(c))
        || (matches!(first, Some('?' | ':' | '-')) && second_is_white)
        || text.contains(": ")
        || text.ends_with(':')
        || text.contains(" #")
}

/// Returns whether YAML 1.1 or 1.2 reads the plain text as a number, a date, a boolean or null.
fn resolves_to_other_type(text: &str) -> bool {
    const TYPED: &str = concat!(
        r"^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF|~|null|Null|NULL|<<|=",
        r"|[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?",
        r"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
        r"|[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?[0-9][0-9_]*|[-+]?0x[0-9a-fA-F_]+|[-+]?0o[0-7]+",
        r"|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?",
        r"|[0-9]{4}-[0-9]{2}-[0-9]{2}",
        r"|[0-9]{4}-[0-9][0-9]?-[0-9][0-9]?(?:[Tt]|[ \t]+)[0-9][0-9]?:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9][0-9]?(?::[0-9][0-9])?))?)$"
    );
    static PATTERN: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = PATTERN.get_or_init(|| Regex::new(TYPED).ok());
    // No such value is that long.
    text.len() < 100
        && pattern
            .as_ref()
            .is_none_or(|pattern| pattern.is_match(text))
}
