//! Templates of the vault: `templates/case-study.md`. They hold placeholders in double braces and no code.

use super::heading::escaped;
use crate::syntax::{double_quoted, inside, quoted};

/// The values of the placeholders.
#[derive(Clone, Copy, Debug)]
pub(super) struct Values<'v> {
    pub(super) title: &'v str,
    pub(super) id: &'v str,
    pub(super) steps: &'v str,
    pub(super) date: &'v str,
    pub(super) release: &'v str,
}

/// Returns the path of the template for a kind of page.
pub(super) fn path_of(kind: &str) -> String {
    format!("templates/{kind}.md")
}

/// Fills in a template, once from start to end: braces in a value are not placeholders. Unknown placeholders stay.
pub(super) fn fill_in(template: &str, values: Values<'_>) -> String {
    let front = front_end(template);
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(start) = rest.find("{{") {
        let Some(length) = rest.get(start..).and_then(|rest| rest.find("}}")) else {
            break;
        };
        let in_front = template.len() - rest.len() + start < front;
        let name = rest.get(start + 2..start + length).unwrap_or_default();
        let text = match name.trim() {
            "title" if in_front => {
                let line = template[..template.len() - rest.len() + start].rfind('\n');
                let before =
                    &template[line.map_or(0, |at| at + 1)..template.len() - rest.len() + start];
                let after = rest.get(start + length + 2..).unwrap_or_default();
                Some(in_yaml(
                    values.title,
                    before,
                    after.lines().next().unwrap_or_default(),
                ))
            }
            "title" => Some(escaped(values.title)),
            "id" => Some(values.id.to_owned()),
            "steps" => Some(values.steps.trim_end().to_owned()),
            "date" => Some(values.date.to_owned()),
            "release" => Some(values.release.to_owned()),
            _ => None,
        };
        let end = start + length + 2;
        out += rest.get(..start).unwrap_or_default();
        out += &text.unwrap_or_else(|| rest.get(start..end).unwrap_or_default().to_owned());
        rest = rest.get(end..).unwrap_or_default();
    }
    out + rest
}

/// Returns the end of the front matter.
fn front_end(template: &str) -> usize {
    let mut at = 0;
    for (number, line) in template.split_inclusive('\n').enumerate() {
        let is_mark = line.trim_end() == "---";
        if number == 0 && !is_mark {
            return 0;
        }
        if number > 0 && is_mark {
            return at;
        }
        at += line.len();
    }
    0
}

/// Returns a title as the front matter of a template needs it between these texts of its line.
fn in_yaml(title: &str, before: &str, after: &str) -> String {
    if let Some(quote) = open_quote(before) {
        return inside(title, quote);
    }
    let value = before.split_once(": ").map_or(before, |(_, value)| value);
    let value = value.trim_start_matches([' ', '-']);
    let is_list = value.starts_with('[');
    let starts = value.is_empty() || (is_list && value.trim_end().ends_with(['[', ',']));
    let after = after.trim();
    let ends = after.is_empty() || (is_list && after.starts_with([',', ']']));
    if !starts || !ends {
        title.to_owned()
    } else if is_list && title.contains([',', '[', ']', '{', '}']) {
        double_quoted(title)
    } else {
        quoted(title, None)
    }
}

/// Returns the quote that a text opens and does not close. An apostrophe in a word does not count.
fn open_quote(text: &str) -> Option<char> {
    let (mut open, mut last) = (None, ' ');
    for c in text.chars() {
        open = match open {
            Some(quote) if quote == c => None,
            None if matches!(c, '"' | '\'') && !last.is_alphanumeric() => Some(c),
            open => open,
        };
        last = c;
    }
    open
}

#[cfg(test)]
mod tests {
    use super::{Values, fill_in};

    #[test]
    fn placeholders_are_filled_in_once() {
        let values = Values {
            title: "A \"{{id}}\" [b]",
            id: "LOCAL.CS0001",
            steps: "### Step 1: {{title}}\n\n",
            date: "2026-05",
            release: "2026.09",
        };
        let template = "---\ntitle: \"{{id}}: {{ title }}\"\n---\n# {{title}}\n{{steps}}\n{{date}} {{release}} {{other}} {{";
        assert_eq!(
            fill_in(template, values),
            "---\ntitle: \"LOCAL.CS0001: A \\\"{{id}}\\\" [b]\"\n---\n# A \"\\{\\{id\\}\\}\" \\[b\\]\n### Step 1: {{title}}\n2026-05 2026.09 {{other}} {{"
        );
    }

    #[test]
    fn titles_are_quoted_as_the_front_matter_needs_it() {
        let title = |template: &str, title| {
            let values = Values {
                title,
                id: "LOCAL.CS0001",
                steps: "",
                date: "2026-05",
                release: "2026.09",
            };
            fill_in(&format!("---\n{template}\n---\n"), values)
                .lines()
                .nth(1)
                .unwrap_or_default()
                .to_owned()
        };
        assert_eq!(
            title("title: {{title}}", "Tay Poisoning"),
            "title: Tay Poisoning"
        );
        for word in ["yes", "- a", "[a", "*a", "&a", "a:", "a: b"] {
            assert_eq!(
                title("title: {{title}}", word),
                format!("title: \"{word}\"")
            );
            assert_eq!(title("- {{title}}", word), format!("- \"{word}\""));
            assert_eq!(
                title("aliases: [{{title}}, x]", word),
                format!("aliases: [\"{word}\", x]")
            );
        }
        assert_eq!(title("title: {{title}}", "a, b"), "title: a, b");
        assert_eq!(
            title("aliases: [x, {{title}}]", "a, b"),
            "aliases: [x, \"a, b\"]"
        );
        assert_eq!(
            title("title: \"x, {{title}}\"", "a \"b\""),
            "title: \"x, a \\\"b\\\"\""
        );
        assert_eq!(title("title: '{{title}}'", "it's"), "title: 'it''s'");
        assert_eq!(
            title("title: '{{id}}: {{title}}'", "it's"),
            "title: 'LOCAL.CS0001: it''s'"
        );
        assert_eq!(
            title("title: {{title}}", "say \"a\" \\ b"),
            "title: say \"a\" \\ b"
        );
    }
}
