//! Pages of any pieces of markup, in any order and in every dialect, are read without a panic, and every span slices its text.

use std::panic::catch_unwind;
use std::sync::Arc;

use atlas_lint::dialect::{Dialect, Dialects, Marks};
use atlas_lint::facts::facts;
use atlas_lint::schema::PageTypes;
use atlas_lint::syntax::{self, ReadOptions};
use atlas_lint::text::Source;

/// Marks that open, close or hide others.
const PIECES: [&str; 36] = [
    "{",
    "}",
    "{`",
    "`}",
    "<A x={",
    "/>",
    "</A>",
    "{/*",
    "*/}",
    "<!--",
    "-->",
    "%%",
    "`",
    "```\n",
    "$",
    "$$",
    "\n",
    "\n\n",
    "- ",
    "> ",
    "| a | b |\n|---|---|\n",
    "# ",
    "[a](no.md)",
    "![[b#c]]",
    "[[b|c]]",
    "[^1]",
    "[^1]: x\n",
    "AML.T0051",
    "import a from 'b'\n",
    "export const a = {",
    "{{< x >}}",
    "---\n",
    "<b id=x>",
    "\\",
    "{% raw %}",
    "word é ",
];
const TEXTS: usize = 4_000;

/// Returns a text of pieces that a number chooses.
fn text(seed: u64) -> String {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).expect("31 bits")
    };
    let count = 4 + next() % 20;
    (0..count).map(|_| PIECES[next() % PIECES.len()]).collect()
}

/// Reads a page of this text. Panics if a span does not fit.
fn read(path: &str, text: &str, dialect: Dialect) {
    let source = Source::new(path, text);
    let options = ReadOptions {
        dialects: Arc::new(Dialects::set(dialect, Marks::default())),
        skip_comments: true,
    };
    let page = syntax::read(&source, &options).expect("a page");
    let facts = facts(&page, &PageTypes::default());
    let links = facts
        .links
        .iter()
        .flat_map(|link| [link.span, link.target_span]);
    let headings = facts.headings.iter().map(|heading| heading.span);
    let ids = facts.ids.iter().map(|token| token.span);
    for span in links.chain(headings).chain(ids) {
        assert!(text.get(span.range()).is_some(), "{span:?}");
    }
}

#[test]
fn pages_of_any_pieces_are_read() {
    let failed = atlas_lint::parallel::map(2, TEXTS, |seed| {
        let text = text(seed as u64);
        let bad = |path: &'static str, dialect| {
            catch_unwind(|| read(path, &text, dialect))
                .is_err()
                .then(|| format!("{path}, {dialect:?}: {text:?}"))
        };
        let all = Dialect::ALL.into_iter();
        all.flat_map(|dialect| [bad("a.md", dialect), bad("a.mdx", dialect)])
            .flatten()
            .collect::<Vec<_>>()
    });
    let failed: Vec<String> = failed.into_iter().flatten().collect();
    assert!(
        failed.is_empty(),
        "{} pages, such as {}",
        failed.len(),
        failed[0]
    );
}
