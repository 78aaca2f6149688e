//! Templates of the vault: `templates/case-study.md`. They hold placeholders in double braces and no code.

use super::heading::escaped;

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

/// Fills in a template, once from start to end: what a value holds is no placeholder. Unknown placeholders stay.
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
            "title" if in_front => Some(inside_quotes(values.title)),
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

/// Returns a text as it stands inside double quotes in YAML.
fn inside_quotes(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
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
}
