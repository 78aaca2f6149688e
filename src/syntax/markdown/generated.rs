//! Parts of a page that the generator of its site adds: its anchors are not known, or are not those of headings.

use super::anchors::html_heading_slugs;
use super::directives::code_spans;
use super::shortcodes::Closed;
use super::{parser_options, rendered};
use crate::dialect::{Dialect, SlugStyle, Slugs, slug};
use crate::syntax::attributes::{attribute_ids, may_have_lists};
use crate::syntax::wiki::covering;
use crate::text::each_line;
use std::cell::LazyCell;

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
    let code = LazyCell::new(|| code_spans(rest, body, parser_options()));
    let mut at = body;
    let mut starts = each_line(rest).map(|line| {
        let start = line.trim_start();
        let from = at + line.len() - start.len();
        at += line.len();
        (from, start)
    });
    let called = LazyCell::new(|| Closed::of(rest));
    starts.any(|(at, start)| {
        marks.iter().any(|mark| start.starts_with(mark))
            && (dialect != Dialect::Hugo || called.includes(&text[at..]))
            && covering(&code, at).is_none()
    })
}

/// Collects the ids that the generator of a site may give to other parts than headings.
pub(super) fn ids(text: &str, dialect: Dialect, found: &mut Vec<Box<str>>) {
    match dialect {
        Dialect::Mkdocs => {
            attribute_ids(text, found);
            tab_ids(text, found);
        }
        Dialect::Hugo => term_ids(text, found),
        Dialect::Github | Dialect::Obsidian => {
            if dialect == Dialect::Github {
                html_heading_slugs(text, found);
                // mdBook gives ids to terms too.
                term_ids(text, found);
                comment_ids(text, found);
            }
            if may_have_lists(text) {
                attribute_ids(text, found);
            }
        }
        Dialect::Docusaurus => {}
    }
}

/// Collects the ids that Wiki.js gives to the heading before a comment: `### id <!-- {#id-alt} -->`. <https://docs.requarks.io/editors/markdown>
fn comment_ids(text: &str, found: &mut Vec<Box<str>>) {
    const OPENING: &str = "<!-- {#";
    for at in memchr::memmem::find_iter(text.as_bytes(), OPENING) {
        let before = text[..at].rsplit('\n').next().unwrap_or_default();
        let rest = text[at + OPENING.len()..]
            .lines()
            .next()
            .unwrap_or_default();
        let inside = rest.split_once("} -->").map(|(inside, _)| inside);
        let id = inside.and_then(|inside| inside.split_whitespace().next());
        found.extend(id.filter(|_| before.starts_with('#')).map(Box::from));
    }
}

/// Returns whether other pages include the page, by the name of a folder around it, so that its links to anchors are theirs.
pub(super) fn is_part(path: &str) -> bool {
    // Few paths have any such name.
    if memchr::memmem::find(path.as_bytes(), b"s/").is_none() {
        return false;
    }
    let mut folders = path.split('/').rev().skip(1);
    folders.any(|name| {
        matches!(
            name.trim_start_matches('_'),
            "includes" | "partials" | "sections" | "snippets"
        )
    })
}

/// Collects the ids that Hugo and mdBook give to the terms of definition lists: lines above one that starts with `: `.
/// <https://gohugo.io/configuration/markup/#parserautodefinitiontermid>
pub(super) fn term_ids(text: &str, found: &mut Vec<Box<str>>) {
    if memchr::memmem::find(text.as_bytes(), b"\n:").is_none() {
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

#[cfg(test)]
mod tests {
    use super::{generates, tab_ids, term_ids};
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
}
