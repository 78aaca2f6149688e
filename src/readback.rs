//! Fixes read back before they are offered: what a fix writes has to read as the fix says.
//!
//! Links are read back where they are written, in [`crate::vault::Written`]. Here are words, ids and the values of YAML, each in a
//! few hundred bytes around it. When a fix is made, [`crate::fix`] reads the whole page back.

use std::cell::OnceCell;
use std::fmt;

use crate::diagnostic::{Edit, Fix, Promise};
use crate::syntax::tree::{Data, Tree};
use crate::syntax::{self, Page, id};
use crate::text::{Source, Span, is_invisible};

/// The longest value of YAML, in bytes, that is read back as a whole.
const LONGEST_VALUE: usize = 4096;
/// How many bytes before and behind an id are read with it.
const AROUND_ID: usize = 64;

/// Why a fix is not offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It would change nothing.
    Nothing,
    /// Its words hold markup.
    Markup,
    /// The id would not be read as the id that it is.
    Id,
    /// The value of YAML would not be read as it should be.
    Value,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nothing => "there is nothing to change",
            Self::Markup => "the text holds markup",
            Self::Id => "the text around it would join the id",
            Self::Value => "the YAML value would not hold it",
        })
    }
}

/// Reads back the fixes of one page.
pub struct ReadBack<'p> {
    page: &'p Page<'p>,
    source: &'p Source,
    /// The scalars of its YAML, in the order of the text.
    scalars: OnceCell<Vec<Span>>,
}

impl<'p> ReadBack<'p> {
    /// Reads back fixes of `page`, whose text is `source`.
    #[must_use]
    pub fn new(page: &'p Page<'p>, source: &'p Source) -> Self {
        Self {
            page,
            source,
            scalars: OnceCell::new(),
        }
    }

    /// Checks a fix, and quotes the values of YAML that need it.
    pub fn check(&self, fix: &mut Fix) -> Result<(), Refusal> {
        let written = |edit: &Edit| self.source.text().get(edit.span.range());
        let is_change = |edit: &Edit| written(edit).is_some_and(|old| old != edit.replacement);
        if !fix.edits.iter().any(is_change) {
            return Err(Refusal::Nothing);
        }
        for edit in &fix.edits {
            let old = written(edit).ok_or(Refusal::Nothing)?;
            match &edit.promise {
                Promise::Words if adds_markup(&edit.replacement, old) => {
                    return Err(Refusal::Markup);
                }
                Promise::Id(id) if !self.reads_as_id(edit, id) => return Err(Refusal::Id),
                _ => {}
            }
        }
        self.values(fix)
    }

    /// Whether the id that an edit writes in place of another one is read as such.
    fn reads_as_id(&self, edit: &Edit, id: &str) -> bool {
        if !mentions(self.page, edit.span) {
            // A tag, or an id in a URL: there is no other reading.
            return true;
        }
        let text = self.source.text();
        let (start, end) = (edit.span.start as usize, edit.span.end as usize);
        let before = &text[text.floor_char_boundary(start.saturating_sub(AROUND_ID))..start];
        let after = &text[end..text.ceil_char_boundary((end + AROUND_ID).min(text.len()))];
        let window = format!("{before}{}{after}", edit.replacement);
        let mut found = Vec::new();
        let candidates = id::candidates(&window);
        let candidates = candidates.into_iter().map(|at| at as usize);
        id::mentions(&window, 0, candidates, &mut found);
        let place = Span::new(before.len(), before.len() + edit.replacement.len());
        found
            .iter()
            .any(|found| found.span == place && found.malformed.is_none() && found.id == id)
    }

    /// Reads back what a fix writes into values of YAML. A value that has to be quoted for it is.
    fn values(&self, fix: &mut Fix) -> Result<(), Refusal> {
        if self.page.document.is_none() && self.page.front.is_none() {
            return Ok(());
        }
        let mut edits = std::mem::take(&mut fix.edits);
        edits.sort_by_key(|edit| edit.span);
        let mut edits = edits.into_iter().peekable();
        while let Some(edit) = edits.next() {
            // Markup (quotes and the like) was made for its place.
            if edit.promise == Promise::Markup || !self.in_yaml(edit.span) {
                fix.edits.push(edit);
                continue;
            }
            let scalar = self.scalar(edit.span).ok_or(Refusal::Value)?;
            let mut inside = vec![edit];
            while let Some(next) = edits.next_if(|next| scalar.contains(next.span)) {
                inside.push(next);
            }
            fix.edits.extend(self.value(scalar, inside)?);
        }
        Ok(())
    }

    /// The edits of one scalar as they can be made.
    fn value(&self, scalar: Span, edits: Vec<Edit>) -> Result<Vec<Edit>, Refusal> {
        let is_part = |edit: &Edit| edit.span != scalar && is_harmless(&edit.replacement);
        if edits.iter().all(is_part) {
            return Ok(edits);
        }
        if self.is_block(scalar) {
            let one_line = |edit: &Edit| {
                let text = &edit.replacement;
                text.trim() == text && !text.is_empty() && !text.contains(char::is_control)
            };
            return edits
                .iter()
                .all(one_line)
                .then_some(edits)
                .ok_or(Refusal::Value);
        }
        let raw = self.source.slice(scalar);
        // A number or a date stays one.
        let is_other = syntax::scalar(raw).is_none() && !raw.starts_with(['"', '\'']);
        if is_other && edits.iter().all(|edit| is_harmless(&edit.replacement)) {
            return Ok(edits);
        }
        let value = wanted(raw, scalar, &edits).ok_or(Refusal::Value)?;
        let new = applied(
            raw,
            scalar,
            edits.iter().map(|edit| edit.replacement.as_str()),
            &edits,
        );
        let in_flow = new.contains([',', '[', ']', '{', '}']) && !new.starts_with(['"', '\'']);
        if !in_flow && syntax::scalar(&new).as_deref() == Some(value.as_str()) {
            return Ok(edits);
        }
        if edits
            .iter()
            .any(|edit| matches!(edit.promise, Promise::Target(_)))
        {
            return Err(Refusal::Value);
        }
        let quoted = quoted(&value, raw);
        if syntax::scalar(&quoted).as_deref() != Some(value.as_str()) {
            return Err(Refusal::Value);
        }
        let promise = Promise::Scalar(value);
        Ok(vec![Edit {
            span: scalar,
            replacement: quoted,
            promise,
        }])
    }

    /// Whether a scalar is a block of lines behind `|` or `>`, which has no escapes.
    fn is_block(&self, scalar: Span) -> bool {
        let before = &self.source.text()[..scalar.start as usize];
        let header = before.trim_end();
        let own_line = before[header.len()..].contains('\n');
        let header =
            header.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-'));
        own_line && header.ends_with(['|', '>'])
    }

    fn in_yaml(&self, span: Span) -> bool {
        match (&self.page.document, &self.page.front) {
            (Some(_), _) => true,
            (None, Some(front)) => front.body.contains(span),
            (None, None) => false,
        }
    }

    /// The scalar that holds all bytes of an edit.
    fn scalar(&self, span: Span) -> Option<Span> {
        if !self.in_yaml(span) {
            return None;
        }
        let scalars = self.scalars.get_or_init(|| {
            let front = self.page.front.as_ref().map(|front| &front.tree);
            let document = self.page.document.as_ref().map(|_| &self.page.outline);
            let mut scalars: Vec<Span> = front
                .into_iter()
                .chain(document)
                .flat_map(scalars)
                .collect();
            scalars.sort_unstable();
            scalars
        });
        let after = scalars.partition_point(|scalar| scalar.start <= span.start);
        let scalar = *scalars.get(after.checked_sub(1)?)?;
        scalar.contains(span).then_some(scalar)
    }
}

/// The scalars of a tree, keys included.
fn scalars<'t>(tree: &'t Tree<'_>) -> impl Iterator<Item = Span> + 't {
    tree.nodes().flat_map(|node| {
        let own = match node.data {
            Data::List(_) | Data::Map(_) | Data::Alias(_) => None,
            _ => Some(node.span),
        };
        let keys = match &node.data {
            Data::Map(entries) => entries.as_slice(),
            _ => &[],
        };
        own.into_iter()
            .chain(keys.iter().map(|entry| entry.key_span))
    })
}

/// Whether the page has an id at exactly these bytes.
#[must_use]
pub fn mentions(page: &Page<'_>, span: Span) -> bool {
    page.ids_in(span).any(|mention| mention.span == span)
}

/// Whether words hold markup that the text in their place does not.
fn adds_markup(words: &str, old: &str) -> bool {
    let count = |text: &str, mark: char| text.matches(mark).count();
    let marks = |c: char| "[]<>`*{}|\\#$~^".contains(c) || c.is_control() || is_invisible(c);
    let pairs = ["::", "%%", "://", "www.", "__"];
    let entity = words
        .match_indices('&')
        .any(|(at, _)| words[at + 1..].starts_with(|c: char| c == '#' || c.is_alphanumeric()));
    entity && !old.contains('&')
        || words
            .chars()
            .any(|c| marks(c) && count(words, c) > count(old, c))
        || pairs
            .iter()
            .any(|pair| words.contains(pair) && !old.contains(pair))
}

/// Whether a text means the same in every kind of scalar, unless it is the whole of it.
fn is_harmless(text: &str) -> bool {
    let starts = text.starts_with(char::is_alphanumeric);
    let plain = |c: char| c.is_alphanumeric() || " -_./()+".contains(c);
    starts && !text.ends_with(' ') && text.chars().all(plain)
}

/// The raw text of a scalar with each edit replaced by a text.
fn applied<'t>(
    raw: &str,
    scalar: Span,
    texts: impl Iterator<Item = &'t str>,
    edits: &[Edit],
) -> String {
    let mut out = String::new();
    let mut done = 0;
    for (edit, text) in edits.iter().zip(texts) {
        let (start, end) = (edit.span.start - scalar.start, edit.span.end - scalar.start);
        out += raw.get(done..start as usize).unwrap_or_default();
        out += text;
        done = end as usize;
    }
    out + raw.get(done..).unwrap_or_default()
}

/// The value that a scalar has after its edits: each edit is read as a mark first, whose place in the value is then known.
fn wanted(raw: &str, scalar: Span, edits: &[Edit]) -> Option<String> {
    if raw.len() > LONGEST_VALUE {
        return None;
    }
    let mark = (0..)
        .map(|n| format!("Mark{n}x"))
        .find(|mark| !raw.contains(mark.as_str()))?;
    let quotes = ['"', '\'']
        .into_iter()
        .find(|&quote| raw.starts_with(quote));
    // An edit of the whole scalar, quotes included, has no other text to be read in.
    if let ([edit], Some(_)) = (edits, quotes)
        && edit.span == scalar
    {
        return syntax::scalar(&edit.replacement);
    }
    let marked = applied(raw, scalar, edits.iter().map(|_| mark.as_str()), edits);
    let read = syntax::scalar(&marked)?;
    let parts: Vec<&str> = read.split(mark.as_str()).collect();
    if parts.len() != edits.len() + 1 {
        return None;
    }
    let mut value = parts[0].to_owned();
    for (edit, part) in edits.iter().zip(&parts[1..]) {
        value += &edit.replacement;
        value += part;
    }
    Some(value)
}

/// A value in the quotes that it has, else in single ones unless it holds them.
fn quoted(value: &str, raw: &str) -> String {
    let single = raw.starts_with('\'') || (!raw.starts_with('"') && !value.contains('\''));
    if single {
        format!("'{}'", value.replace('\'', "''"))
    } else {
        format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

#[cfg(test)]
mod tests {
    use super::{Edit, Fix, ReadBack, Refusal, adds_markup};
    use crate::diagnostic::Safety;
    use crate::syntax::{self, ReadOptions};
    use crate::text::{FileId, Source, Span};

    /// The text after one edit of words, or why it is refused.
    fn fixed(text: &str, old: &str, new: &str) -> Result<String, Refusal> {
        let source = Source::new("a.md", text);
        let page = syntax::read(&source, FileId(0), ReadOptions::default()).expect("a page");
        let at = text.find(old).expect("the text holds it");
        let mut fix = Fix::replace(Safety::Safe, Span::new(at, at + old.len()), new);
        ReadBack::new(&page, &source).check(&mut fix)?;
        let mut out = text.to_owned();
        for edit in fix.edits.iter().rev() {
            out.replace_range(edit.span.range(), &edit.replacement);
        }
        Ok(out)
    }

    #[test]
    fn a_value_of_yaml_is_quoted_where_it_has_to_be() {
        let page = |value: &str| format!("---\nid: x\nname: {value}\n---\n# P\n");
        for (before, after) in [
            ("Old", "'Own: A'"),
            ("'Old'", "'Own: A'"),
            ("\"Old\"", "\"Own: A\""),
            ("see Old here", "'see Own: A here'"),
            ("'it''s Old'", "'it''s Own: A'"),
        ] {
            assert_eq!(fixed(&page(before), "Old", "Own: A"), Ok(page(after)));
        }
        assert_eq!(
            fixed(&page("'Old'"), "Old", "The owner's"),
            Ok(page("'The owner''s'"))
        );
        assert_eq!(
            fixed(&page("Old"), "Old", "The owner's: \"x\""),
            Ok(page("\"The owner's: \\\"x\\\"\""))
        );
        assert_eq!(fixed(&page("Old"), "Old", "1.0"), Ok(page("'1.0'")));
        assert_eq!(
            fixed(&page("|\n  Old"), "Old", "a: b"),
            Ok(page("|\n  a: b"))
        );
        assert_eq!(
            fixed(&page("[Old, b]"), "Old", "x, y"),
            Ok(page("['x, y', b]"))
        );
    }

    #[test]
    fn words_bring_no_markup() {
        for bad in [
            "a]]b",
            "<img onerror=x>",
            "<!-- x",
            "a\nb",
            "a`b",
            "x\u{1b}[0m",
            "a\u{202e}b",
            "%% x %%",
            "::error::x",
            "https://evil.example",
            "&#91;",
            "**a**",
            "a|b",
            "{x}",
            "__a__",
        ] {
            assert!(adds_markup(bad, "Old"), "{bad:?}");
        }
        for good in [
            "LLM Prompt Injection: Direct",
            "R & D (x), y's \"z\"",
            "a_b",
            "5-7/8 + 9",
        ] {
            assert!(!adds_markup(good, "Old"), "{good:?}");
        }
        assert!(!adds_markup("*New*", "*Old*"));
    }

    #[test]
    fn what_changes_nothing_is_not_a_fix() {
        assert_eq!(fixed("# P\n\nOld\n", "Old", "Old"), Err(Refusal::Nothing));
    }
}
