//! Parts of a page that the generator of its site adds: its anchors are not known, or are not those of headings.

use super::anchors::html_heading_slugs;
use super::directives::code_spans;
use super::{parser_options, rendered};
use crate::dialect::{Dialect, SlugStyle, Slugs, slug};
use crate::syntax::attributes::attribute_ids;
use crate::syntax::wiki::covering;
use crate::text::{Span, each_line};

/// Returns whether a line includes another file or generates text, so that some headings of the page are not in its source.
pub(super) fn generates(text: &str, body: usize, dialect: Dialect) -> bool {
    let rest = text.get(body..).unwrap_or_default();
    let marks: &[&str] = match dialect {
        Dialect::Obsidian => return false,
        // Of mkdocstrings, snippets and macros.
        Dialect::Mkdocs => &["::: ", "--8<--", "{%", "{{"],
        Dialect::Hugo => &["{{%", "{{<"],
        // Of Jekyll, with which GitHub makes sites.
        Dialect::Github | Dialect::Docusaurus => &["{% include"],
    };
    let bytes = rest.as_bytes();
    let finds = |mark: &&str| match mark.as_bytes() {
        // So rare a character is found sooner than all of the mark.
        mark @ [b'{', ..] => {
            memchr::memchr_iter(b'{', bytes).any(|at| bytes[at..].starts_with(mark))
        }
        mark => memchr::memmem::find(bytes, mark).is_some(),
    };
    if !marks.iter().any(finds) {
        return false;
    }
    let mut at = body;
    let mut found = Vec::new();
    for line in each_line(rest) {
        let start = line.trim_start();
        if marks.iter().any(|mark| start.starts_with(mark))
            && (dialect != Dialect::Hugo || includes(start, rest))
        {
            found.push(at);
        }
        at += line.len();
    }
    if found.is_empty() {
        return false;
    }
    let code = code_spans(rest, body, parser_options());
    found.iter().any(|&at| covering(&code, at).is_none())
}

/// Collects the ids that the generator of a site may give to other parts than headings.
pub(super) fn ids(text: &str, dialect: Dialect, found: &mut Vec<Box<str>>) {
    match dialect {
        Dialect::Mkdocs => {
            attribute_ids(text, found);
            tab_ids(text, found);
        }
        Dialect::Hugo => term_ids(text, found),
        Dialect::Github => html_heading_slugs(text, found),
        _ => {}
    }
}

/// Returns whether other pages include the page, by the name of a folder around it, so that its links to anchors are theirs.
pub(super) fn is_part(path: &str) -> bool {
    // Few paths have any name with such a start.
    if memchr::memchr(b'_', path.as_bytes()).is_none() {
        return false;
    }
    let mut folders = path.split('/').rev().skip(1);
    folders.any(|name| matches!(name, "_includes" | "_partials" | "_snippets"))
}

/// Returns whether a line is a shortcode that stands for Markdown from elsewhere: `{{% name %}}` without an end, or one that says
/// so.
fn includes(line: &str, text: &str) -> bool {
    let inside = line.get(3..).unwrap_or_default().trim_start();
    let name = inside
        .split([' ', '%', '>', '\n'])
        .next()
        .unwrap_or_default();
    let is_name = name.starts_with(|c: char| c.is_alphabetic());
    let says_so = ["include", "readfile", "content"]
        .iter()
        .any(|word| name.contains(word));
    is_name && (says_so || (line.starts_with("{{%") && !text.contains(&format!("{{{{% /{name}"))))
}

/// Collects the ids that Hugo gives to the terms of definition lists: lines above one that starts with `: `.
/// <https://gohugo.io/configuration/markup/#parserautodefinitiontermid>
pub(super) fn term_ids(text: &str, found: &mut Vec<Box<str>>) {
    if !text.contains("\n:") {
        return;
    }
    let mut slugs = Slugs::default();
    let mut terms: Vec<&str> = Vec::new();
    for line in text.lines() {
        if line.starts_with(": ") || line.starts_with(":\t") {
            for term in terms.drain(..) {
                let id = slugs.next(&rendered(term), SlugStyle::Github);
                // A heading of the same name may have taken it.
                found.push(format!("{id}-1").into());
                found.push(id.into());
            }
        } else if line.trim().is_empty() {
            terms.clear();
        } else {
            terms.push(line);
        }
    }
}

/// Collects the ids that `MkDocs` may give to tabs, `=== "label"`: the slug of the label, alone and after that of its heading.
/// <https://facelessuser.github.io/pymdown-extensions/extensions/tabbed/#options>
pub(super) fn tab_ids(text: &str, found: &mut Vec<Box<str>>) {
    if !text.contains("=== \"") {
        return;
    }
    let mut above = String::new();
    for line in text.lines() {
        let line = line.trim_start();
        if let Some(label) = line.strip_prefix("=== \"") {
            let label = label.trim_end().trim_end_matches('"');
            // The names of icons, `:octicons-image-24:`, are not text.
            let words = label.split(' ').filter(|word| !is_icon(word));
            let label = slug(&words.collect::<Vec<_>>().join(" "), SlugStyle::Github);
            found.push(format!("{above}-{label}").into());
            found.push(label.into());
        } else if line.starts_with('#') {
            let heading = rendered(line.trim_start_matches('#'));
            above = slug(&heading, SlugStyle::PythonMarkdown);
        }
    }
}

fn is_icon(word: &str) -> bool {
    word.len() > 2 && word.starts_with(':') && word.ends_with(':')
}

/// Returns the lines with `[[` between the two parts of a shortcode `{{< name >}}`, whose content is not Markdown unless the
/// shortcode makes it so. Mostly it is configuration, where `[[name]]` is a table.
pub(super) fn shortcode_lines(text: &str, body: usize) -> Vec<Span> {
    let rest = text.get(body..).unwrap_or_default();
    let mut found = Vec::new();
    if !rest.contains("{{< /") && !rest.contains("{{</") {
        return found;
    }
    // The open shortcodes, with how many of the found lines are surely inside one.
    let mut lines: Vec<Span> = Vec::new();
    let mut open: Vec<(&str, usize)> = Vec::new();
    let mut at = body;
    for line in each_line(rest) {
        for (_, tag) in line
            .match_indices("{{<")
            .map(|(tag, mark)| (mark, &line[tag + mark.len()..]))
        {
            let tag = tag.trim_start();
            let (closes, tag) = match tag.strip_prefix('/') {
                Some(tag) => (true, tag.trim_start()),
                None => (false, tag),
            };
            let name = tag
                .split([' ', '>', '\t', '\n', '/'])
                .next()
                .unwrap_or_default();
            if !closes {
                open.push((name, lines.len()));
            } else if let Some(start) = open.iter().rposition(|(one, _)| *one == name) {
                // Those without an end are left behind.
                let from = open[start].1;
                open.truncate(start);
                found.extend_from_slice(&lines[from..]);
                lines.truncate(from);
            }
        }
        if !open.is_empty() && line.contains("[[") {
            lines.push(Span::new(at, at + line.len()));
        }
        at += line.len();
    }
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests {
    use super::{generates, shortcode_lines, tab_ids, term_ids};
    use crate::dialect::Dialect;

    fn texts(found: &[Box<str>]) -> Vec<&str> {
        found.iter().map(|text| &**text).collect()
    }

    #[test]
    fn lines_that_bring_headings_from_elsewhere() {
        for (text, dialect, expected) in [
            ("# A\n\n::: pydantic.config\n", Dialect::Mkdocs, true),
            ("--8<-- \"README.md\"\n", Dialect::Mkdocs, true),
            ("{{ table() }}\n", Dialect::Mkdocs, true),
            ("```\n{{ table() }}\n```\n", Dialect::Mkdocs, false),
            ("text ::: text\n", Dialect::Mkdocs, false),
            ("{{% include \"a.md\" %}}\n", Dialect::Hugo, true),
            ("{{< readfile \"a.md\" >}}\n", Dialect::Hugo, true),
            ("{{< ref \"a.md\" >}}\n", Dialect::Hugo, false),
            (
                "{{% alert %}}\ntext\n{{% /alert %}}\n",
                Dialect::Hugo,
                false,
            ),
            ("{{%/* include */%}}\n", Dialect::Hugo, false),
            ("{% include a.md %}\n", Dialect::Github, true),
            ("{{ x }}\n", Dialect::Github, false),
            ("{% include a.md %}\n", Dialect::Obsidian, false),
        ] {
            assert_eq!(generates(text, 0, dialect), expected, "{text}");
        }
    }

    #[test]
    fn terms_have_ids() {
        let mut found = Vec::new();
        term_ids(
            "`publishDir`\n: (`string`) The `folder`.\n\nStep 2\n: Do it.\n: Or not.\n\na : b\n",
            &mut found,
        );
        assert_eq!(
            texts(&found),
            ["publishdir-1", "publishdir", "step-2-1", "step-2"]
        );
    }

    #[test]
    fn tabs_have_ids() {
        let mut found = Vec::new();
        tab_ids(
            "## Logo\n\n=== \":octicons-image-24: Image\"\n\n    x\n\n=== \"... or me\"\n",
            &mut found,
        );
        assert_eq!(
            texts(&found),
            ["logo-image", "image", "logo--or-me", "-or-me"]
        );
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
