//! Names from the command line or from a file, in headings and in front matter; and the placeholder for missing text.

use super::error::{Error, MAX_NAME};
use crate::syntax::{double_quoted, quoted};
use crate::text::is_invisible;

/// Placeholder for text that is still to be written.
pub(super) const PLACEHOLDER: &str = "[To be documented]";

/// Returns a name on one line, if a page can have it.
pub(super) fn checked_name(name: &str) -> Result<String, Error> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let name = words.join(" ");
    if let Some(bad) = name.chars().find(|c| c.is_control() || is_invisible(*c)) {
        return Err(Error::Invisible(bad));
    }
    if !name.contains(char::is_alphanumeric) {
        return Err(Error::EmptyName);
    }
    if name.chars().count() > MAX_NAME {
        return Err(Error::LongName);
    }
    if name.matches("{{").count() > 1 {
        return Err(Error::TemplateMark);
    }
    Ok(name)
}

/// Returns a text as the text of a heading, with the characters escaped that Markdown would read as markup.
pub(super) fn escaped(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let at = |index: usize| chars.get(index).copied();
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut out = String::with_capacity(text.len());
    for (index, &c) in chars.iter().enumerate() {
        let before = index.checked_sub(1).and_then(at);
        let after = at(index + 1);
        let is_markup = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '{' | '}' | '$' | '~' => true,
            '_' => !(is_word(before) && is_word(after)),
            '&' => is_word(after) || after == Some('#'),
            '%' | '=' => before == Some(c) || after == Some(c),
            '!' => after == Some('['),
            '#' => after.is_none() || before.is_none() || after == Some('#'),
            _ => false,
        };
        if is_markup {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Returns a value for front matter: in the quotes that the vault uses if they can hold it, else in double quotes.
pub(super) fn yaml_value(text: &str, quote: Option<char>) -> String {
    if text.contains("[[") || text.contains("{{") {
        // An escaped bracket keeps tools from reading a link.
        return double_quoted(text).replace("[[", "\\u005b[");
    }
    quoted(text, quote)
}

#[cfg(test)]
mod tests {
    use super::{checked_name, escaped, yaml_value};
    use crate::scaffold::Error;

    #[test]
    fn names_are_single_lines_of_visible_text() {
        assert_eq!(checked_name(" a \n b ").as_deref(), Ok("a b"));
        assert_eq!(checked_name("a\u{1b}[31m"), Err(Error::Invisible('\u{1b}')));
        assert_eq!(
            checked_name("a\u{202e}b"),
            Err(Error::Invisible('\u{202e}'))
        );
        assert_eq!(checked_name("/ -- "), Err(Error::EmptyName));
        assert_eq!(checked_name(&"a".repeat(201)), Err(Error::LongName));
    }

    #[test]
    fn headings_hold_names_literally() {
        assert_eq!(escaped("C# & snake_case, 50%"), "C# & snake_case, 50%");
        assert_eq!(
            escaped("[[a|b]] {#x} <b> `c`"),
            "\\[\\[a|b\\]\\] \\{#x\\} \\<b> \\`c\\`"
        );
        assert_eq!(
            escaped("_a_ %%b%% &amp; C#"),
            "\\_a\\_ \\%\\%b\\%\\% \\&amp; C\\#"
        );
    }

    #[test]
    fn values_are_quoted_where_needed() {
        assert_eq!(yaml_value("Tay Poisoning", None), "Tay Poisoning");
        assert_eq!(yaml_value("no", None), "\"no\"");
        assert_eq!(yaml_value("it's", Some('\'')), "'it''s'");
        assert_eq!(yaml_value("a: \"b\"", None), "\"a: \\\"b\\\"\"");
        assert_eq!(yaml_value("[[a]]", Some('\'')), "\"\\u005b[a]]\"");
    }
}
