//! Slugs of headings, as sites make them.

use foldhash::HashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Ways to make slugs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlugStyle {
    /// As GitHub and Docusaurus. <https://github.com/Flet/github-slugger>
    Github,
    /// As GitHub, of ASCII alone: an option of Hugo. <https://gohugo.io/configuration/markup/#parserautoidtype>
    GithubAscii,
    /// As Blackfriday: an option of Hugo, for addresses from before version 0.60. <https://pkg.go.dev/github.com/russross/blackfriday/v2>
    Blackfriday,
    /// As `MkDocs`. <https://python-markdown.github.io/extensions/toc/#slugify>
    PythonMarkdown,
}

/// Returns the slug of a heading's rendered text.
#[must_use]
pub fn slug(text: &str, style: SlugStyle) -> String {
    match style {
        SlugStyle::Github => github(text),
        SlugStyle::GithubAscii => github(&text.nfd().filter(char::is_ascii).collect::<String>()),
        SlugStyle::Blackfriday => blackfriday(text),
        SlugStyle::PythonMarkdown => python_markdown(text),
    }
}

/// Returns a slug as GitHub makes it: in lower case, with dashes for blanks, and of the rest only letters, marks, numbers, `-` and `_`.
/// The blank that follows an image at the start is a dash too.
fn github(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .filter(|&c| c.is_alphanumeric() || is_combining_mark(c) || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

/// Returns a slug as Blackfriday makes it: letters and numbers in lower case, with one dash for whatever is between two of them.
fn blackfriday(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    words.join("-").to_lowercase()
}

/// Returns a slug as Python-Markdown makes it: the ASCII of the decomposed text, with runs of blanks and dashes as one dash.
fn python_markdown(text: &str) -> String {
    let kept = text.nfkd().filter(char::is_ascii);
    let kept = kept.filter(|c| c.is_ascii_alphanumeric() || " \t\n-_".contains(*c));
    let kept: String = kept.collect();
    let mut out = String::with_capacity(kept.len());
    // Blanks around what is left are trimmed before they become dashes.
    for c in kept.trim().chars() {
        match c {
            '-' | ' ' | '\t' | '\n' if out.ends_with('-') => {}
            '-' | ' ' | '\t' | '\n' => out.push('-'),
            c => out.push(c.to_ascii_lowercase()),
        }
    }
    out
}

/// Slugs that a page has so far. A repeated one gets a number.
#[derive(Debug, Default)]
pub struct Slugs {
    seen: HashMap<String, usize>,
}

impl Slugs {
    /// Returns the slug that the next heading gets.
    pub fn next(&mut self, text: &str, style: SlugStyle) -> String {
        let base = slug(text, style);
        let separator = match style {
            SlugStyle::PythonMarkdown => '_',
            _ => '-',
        };
        let mut next = base.clone();
        // Python-Markdown numbers an empty slug at once.
        while self.seen.contains_key(&next)
            || (next.is_empty() && style == SlugStyle::PythonMarkdown)
        {
            let count = self.seen.entry(base.clone()).or_default();
            *count += 1;
            next = format!("{base}{separator}{count}");
        }
        self.seen.insert(next.clone(), 0);
        next
    }

    /// Returns the slug that the next heading gets, and the one without the dashes at its ends: GitHub makes a dash of a blank beside an
    /// image, which other sites trim.
    pub fn next_forms(&mut self, text: &str, style: SlugStyle) -> [String; 2] {
        let slug = self.next(text, style);
        [slug.trim_matches('-').to_owned(), slug]
    }
}

#[cfg(test)]
mod tests {
    use super::{SlugStyle, Slugs, slug};

    #[test]
    fn slugs_are_those_of_github() {
        for (text, expected) in [
            ("frame.ipc Readonly", "frameipc-readonly"),
            ("x [array<string>]", "x-arraystring"),
            ("prop iOS", "prop-ios"),
            ("C++ & Rust", "c--rust"),
            ("\u{2699}\u{fe0f} Setup", "\u{fe0f}-setup"),
            ("Über uns", "über-uns"),
            ("1. Step", "1-step"),
            ("A_b - c", "a_b---c"),
            (" 2.1 Use Async", "-21-use-async"),
            ("Ends with a picture ", "ends-with-a-picture-"),
            ("", ""),
        ] {
            assert_eq!(slug(text, SlugStyle::Github), expected, "{text}");
        }
    }

    #[test]
    fn slugs_of_hugo_have_options() {
        for (text, ascii, blackfriday) in [
            ("A & B: c_d", "a--b-c_d", "a-b-c-d"),
            ("  v1.2.3 (new!)", "--v123-new", "v1-2-3-new"),
            ("\u{dc}ber caf\u{e9}", "uber-cafe", "\u{fc}ber-caf\u{e9}"),
        ] {
            assert_eq!(slug(text, SlugStyle::GithubAscii), ascii, "{text}");
            assert_eq!(slug(text, SlugStyle::Blackfriday), blackfriday, "{text}");
        }
    }

    #[test]
    fn slugs_of_mkdocs_are_ascii() {
        for (text, expected) in [
            ("Über uns", "uber-uns"),
            ("C++ & Rust", "c-rust"),
            ("A - B", "a-b"),
            ("1. Step", "1-step"),
            ("日本", ""),
            ("H-MEM (Иерархия)", "h-mem"),
            ("(Иерархия) H-MEM -", "h-mem-"),
            ("- A", "-a"),
            ("A  (b) - c", "a-b-c"),
        ] {
            assert_eq!(slug(text, SlugStyle::PythonMarkdown), expected, "{text}");
        }
    }

    #[test]
    fn repeated_slugs_are_numbered_and_do_not_meet_others() {
        let of = |style: SlugStyle, texts: &[&str]| -> Vec<String> {
            let mut slugs = Slugs::default();
            texts.iter().map(|text| slugs.next(text, style)).collect()
        };
        let github = of(SlugStyle::Github, &["A", "A-1", "A", "A"]);
        assert_eq!(github, ["a", "a-1", "a-2", "a-3"]);
        let mkdocs = of(SlugStyle::PythonMarkdown, &["A", "A", "A"]);
        assert_eq!(mkdocs, ["a", "a_1", "a_2"]);
        let empty = of(SlugStyle::PythonMarkdown, &["日", "本"]);
        assert_eq!(empty, ["_1", "_2"]);
    }
}
