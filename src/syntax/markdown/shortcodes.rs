//! Shortcodes of Hugo: calls of templates in a page. <https://gohugo.io/content-management/shortcodes/>

use crate::text::{Span, each_line};
use foldhash::{HashMap, HashSet};

/// Maximum number of bytes of a shortcode that are read for the file that it names.
const LONGEST: usize = 1000;

/// Names of the shortcodes `{{% name %}}` of a page that have an end, `{{% /name %}}`.
pub(super) struct Closed<'t>(HashSet<&'t str>);

impl<'t> Closed<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let ends = text.match_indices("{{% /");
        Self(
            ends.map(|(at, mark)| name(&text[at + mark.len()..]))
                .collect(),
        )
    }

    /// Returns whether a text starts with a shortcode that stands for Markdown from elsewhere: `{{% name %}}` without an end, or one
    /// that says so by its name or names a page.
    pub(super) fn includes(&self, text: &str) -> bool {
        let name = name(text.get(3..).unwrap_or_default().trim_start());
        let is_name = name.starts_with(|c: char| c.is_alphabetic());
        let says_so = || {
            ["include", "readfile", "content"]
                .iter()
                .any(|word| name.contains(word))
        };
        let is_open = || text.starts_with("{{%") && !self.0.contains(name);
        is_name && (says_so() || is_open() || names_page(text, name))
    }
}

/// Returns whether a shortcode, other than one for the address of a page, names a file of Markdown.
fn names_page(text: &str, name: &str) -> bool {
    let from = &text.as_bytes()[..text.len().min(LONGEST)];
    let end = memchr::memmem::find(from, b"}}").unwrap_or(0);
    let mut dots = memchr::memmem::find_iter(&from[..end], b".md");
    let is_address = ["ref", "link", "card", "button", "url"]
        .iter()
        .any(|word| name.contains(word));
    !is_address && dots.any(|at| matches!(from.get(at + 3), Some(b'"' | b'`' | b' ' | b'\n')))
}

fn name(text: &str) -> &str {
    let end = text.find(|c: char| c.is_ascii_whitespace() || "%>".contains(c));
    text[..end.unwrap_or(text.len())].trim_end_matches('/')
}

/// Returns the lines with `[[` between the two parts of a shortcode `{{< name >}}`, whose content is not Markdown unless the
/// shortcode makes it so. Mostly it is configuration, where `[[name]]` is a table.
pub(super) fn shortcode_lines(text: &str, body: usize) -> Vec<Span> {
    let rest = text.get(body..).unwrap_or_default();
    let mut found = Vec::new();
    if !rest.contains("{{< /") && !rest.contains("{{</") {
        return found;
    }
    let mut lines: Vec<Span> = Vec::new();
    let mut open = Open::default();
    let mut at = body;
    for line in each_line(rest) {
        for (at, mark) in line.match_indices("{{<") {
            let tag = line[at + mark.len()..].trim_start();
            let Some(tag) = tag.strip_prefix('/') else {
                open.push(name(tag), lines.len());
                continue;
            };
            if let Some(from) = open.close(name(tag.trim_start())) {
                found.extend_from_slice(&lines[from..]);
                lines.truncate(from);
            }
        }
        if !open.names.is_empty() && line.contains("[[") {
            lines.push(Span::new(at, at + line.len()));
        }
        at += line.len();
    }
    found.sort_unstable();
    found
}

/// The open shortcodes, with how many of the found lines are before each.
#[derive(Default)]
struct Open<'t> {
    names: Vec<(&'t str, usize)>,
    counts: HashMap<&'t str, usize>,
}

impl<'t> Open<'t> {
    fn push(&mut self, name: &'t str, lines: usize) {
        self.names.push((name, lines));
        *self.counts.entry(name).or_default() += 1;
    }

    /// Closes the last one of a name, and leaves those behind that have no end. Returns how many lines are before it.
    fn close(&mut self, name: &str) -> Option<usize> {
        self.counts.get(name).filter(|&&count| count > 0)?;
        while let Some((last, lines)) = self.names.pop() {
            if let Some(count) = self.counts.get_mut(last) {
                *count -= 1;
            }
            if last == name {
                return Some(lines);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{Closed, shortcode_lines};

    #[test]
    fn shortcodes_that_stand_for_markdown() {
        for (text, expected) in [
            ("{{% include \"a.md\" %}}\n", true),
            ("{{< readfile \"a.md\" >}}\n", true),
            ("{{< markdown_inline\n  path=\"docs/a.md\"\n>}}\n", true),
            ("{{< ref \"a.md\" >}}\n", false),
            ("{{< hextra/card link=\"a.md\" >}}\n", false),
            ("{{< note >}} a.md {{< /note >}}\n", false),
            ("{{% snippet %}}\n", true),
            ("{{% alert %}}\ntext\n{{% /alert %}}\n", false),
            ("{{%/* include */%}}\n", false),
        ] {
            assert_eq!(Closed::of(text).includes(text), expected, "{text}");
        }
    }

    #[test]
    fn configuration_in_a_shortcode_is_no_markdown() {
        let read = |text: &str| -> Vec<String> {
            let lines = shortcode_lines(text, 0).into_iter();
            lines
                .map(|line| text[line.range()].trim().to_owned())
                .collect()
        };
        let text = "[[out]]\n{{< new-in 0.1 />}}\n[[out]]\n{{< toggle file=hugo >}}\n[[menus.main]]\na = 1\n{{< /toggle >}}\n[[out]]\n";
        assert_eq!(read(text), ["[[menus.main]]"]);
        let text =
            "{{< tabpane >}}\n{{< tab \"a\" >}}\n[[x]]\n{{< /tab >}}\n[[y]]\n{{< /tabpane >}}\n";
        assert_eq!(read(text), ["[[x]]", "[[y]]"]);
        assert_eq!(read("{{< toggle >}}\n[[x]]\n"), Vec::<String>::new());
        assert_eq!(read("{{< /toggle >}}\n[[x]]\n"), Vec::<String>::new());
    }
}
