//! MDX in Markdown: `import` and `export`, and `{expressions}`. <https://mdxjs.com/docs/what-is-mdx/>

use foldhash::HashSet;

use super::directives::code_spans;
use crate::syntax::wiki::covering;
use crate::text::{Source, Span};
use pulldown_cmark::Options;

/// Returns the parts of an MDX page that are code: blocks of `import` and `export`, expressions, comments. An expression that is
/// never closed is text.
pub(super) fn code(source: &Source, body: usize, options: Options) -> Vec<Span> {
    let rest = source.text().get(body..).unwrap_or_default();
    let has_modules = rest.contains("import ") || rest.contains("export ");
    if !has_modules && memchr::memchr(b'{', rest.as_bytes()).is_none() {
        return Vec::new();
    }
    let mut skipped = code_spans(rest, body, options);
    let mut found = Vec::new();
    if has_modules {
        modules(rest, body, &skipped, &mut found);
        skipped.extend_from_slice(&found);
        skipped.sort_unstable();
    }
    expressions(rest, body, &skipped, &mut found);
    found.sort_unstable();
    found
}

/// Returns whether a page uses a component, so that some of its headings may be those of the component: one that it imports, or
/// one at the start of a line, which the site may know without an import.
pub(super) fn has_components(text: &str) -> bool {
    let is_block = |line: &str| {
        let tag = line.trim_start().strip_prefix('<');
        tag.is_some_and(|tag| tag.starts_with(char::is_uppercase))
    };
    text.lines().any(is_block) || uses_import(text)
}

/// Returns whether a page imports a component and uses it.
fn uses_import(text: &str) -> bool {
    let ends = |c: char| !c.is_alphanumeric() && c != '_';
    let length = |tag: &str| tag.find(ends).unwrap_or(tag.len());
    let mut imports = text.lines().filter_map(|line| line.strip_prefix("import "));
    let Some(first) = imports.next() else {
        return false;
    };
    // Collected once, as a page may import and use thousands.
    let used: HashSet<&str> = memchr::memchr_iter(b'<', text.as_bytes())
        .map(|at| &text[at + 1..])
        .map(|tag| &tag[..length(tag)])
        .collect();
    std::iter::once(first).chain(imports).any(|names| {
        let names = names.split(" from ").next().unwrap_or_default();
        let mut names = names.split(ends);
        names.any(|name| name.starts_with(char::is_uppercase) && used.contains(name))
    })
}

/// Finds blocks that start with `import` or `export` and end at a blank line.
fn modules(text: &str, base: usize, code: &[Span], found: &mut Vec<Span>) {
    let mut at = 0;
    let mut open: Option<usize> = None;
    for line in text.split_inclusive('\n') {
        let is_code = covering(code, base + at).is_some();
        if line.trim().is_empty() {
            if let Some(start) = open.take() {
                found.push(Span::new(start, at).shift(base));
            }
        } else if open.is_none()
            && !is_code
            && (line.starts_with("import ") || line.starts_with("export "))
            && is_module(line)
        {
            open = Some(at);
        }
        at += line.len();
    }
    if let Some(start) = open {
        found.push(Span::new(start, at).shift(base));
    }
}

/// Returns whether a line is code and not a sentence that starts with the word.
fn is_module(line: &str) -> bool {
    const STARTS: [&str; 8] = [
        "const ",
        "let ",
        "var ",
        "function ",
        "default ",
        "class ",
        "async ",
        "{",
    ];
    let (word, rest) = line.split_once(' ').unwrap_or_default();
    let rest = rest.trim_start();
    match word {
        "import" => rest.contains(['\'', '"']) || rest.contains('{'),
        _ => STARTS.iter().any(|start| rest.starts_with(start)) || rest.starts_with('*'),
    }
}

/// Finds the outermost `{...}` outside code. In an expression, braces inside quotes do not count.
fn expressions(text: &str, base: usize, code: &[Span], found: &mut Vec<Span>) {
    let bytes = text.as_bytes();
    let mut state = Braces::default();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if state.depth == 0 {
            let Some(next) = memchr::memchr(b'{', &bytes[at..]) else {
                break;
            };
            at += next;
            if let Some(hidden) = covering(code, base + at) {
                at = (hidden.end as usize - base).max(at + 1);
                continue;
            }
            let escaped = at > 0 && bytes[at - 1] == b'\\';
            let is_heading_id = bytes.get(at + 1) == Some(&b'#');
            if escaped || is_heading_id {
                at += 1;
                continue;
            }
            state = Braces {
                depth: 1,
                start: at,
                quote: None,
            };
        } else {
            let comment = state.quote.is_none() && bytes[at..].starts_with(b"/*");
            if comment {
                match memchr::memmem::find(&bytes[at..], b"*/") {
                    Some(end) => {
                        at += end + 2;
                        continue;
                    }
                    None => break,
                }
            }
            if state.step(byte) {
                found.push(Span::new(state.start, at + 1).shift(base));
            }
        }
        at += 1;
    }
}

#[derive(Default)]
struct Braces {
    depth: usize,
    start: usize,
    quote: Option<u8>,
}

impl Braces {
    /// Moves over a byte of an expression. Returns whether it closes the expression.
    fn step(&mut self, byte: u8) -> bool {
        match (self.quote, byte) {
            (None, b'"' | b'\'' | b'`') => self.quote = Some(byte),
            (Some(quote), _) if quote == byte => self.quote = None,
            // A quote that the line leaves open is an apostrophe.
            (Some(b'"' | b'\''), b'\n') => self.quote = None,
            (None, b'{') => self.depth += 1,
            (None, b'}') => {
                self.depth -= 1;
                return self.depth == 0;
            }
            _ => {}
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::{code, has_components};
    use crate::text::Source;
    use pulldown_cmark::Options;

    fn read(text: &str) -> Vec<String> {
        let source = Source::new("a.mdx", text);
        let spans = code(&source, 0, Options::empty());
        spans
            .iter()
            .map(|span| source.slice(*span).to_owned())
            .collect()
    }

    #[test]
    fn modules_and_expressions_are_code() {
        for (text, expected) in [
            (
                "export const grid = [[1, 2]];\n\ntext",
                &["export const grid = [[1, 2]];\n"][..],
            ),
            (
                "<M rows={[[1, 2]]} /> {/* [old](./old.md) */}",
                &["{[[1, 2]]}", "{/* [old](./old.md) */}"],
            ),
            (
                "import X from './x'\nimport Y from \"y\"\n\n# A {#b}",
                &["import X from './x'\nimport Y from \"y\"\n"],
            ),
            ("import data before the weekend", &[]),
            ("export it", &[]),
            (
                "`{a}` \\{b} {c: '}'} {/* } */ d}",
                &["{c: '}'}", "{/* } */ d}"],
            ),
            ("{don't\n} [x](y)", &["{don't\n}"]),
            ("{ open [x](y)", &[]),
            ("```\n{a}\nimport x from 'y'\n```\n", &[]),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn a_component_is_imported_and_used_or_starts_a_line() {
        assert!(has_components(
            "import Intro from './_intro.mdx';\n\n<Intro />\n"
        ));
        assert!(has_components("import { A, Tabs } from 'x'\n<Tabs>"));
        assert!(!has_components("import Intro from './_intro.mdx';\n"));
        assert!(has_components("import A from 'x'\n\nSee <A />"));
        assert!(has_components("  <Intro />"));
        assert!(!has_components(
            "import Tab from 'x'\n\nA `<Tabs>` and <Tabs>"
        ));
        assert!(!has_components("<details>\n<br />"));
    }
}
