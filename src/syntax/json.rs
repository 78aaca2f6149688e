//! JSON as one spanned tree, as strict as RFC 8259: `serde_json` gives no positions.

mod escapes;

use std::borrow::Cow;

use serde_json::Number;

use super::tree::{Data, Entry, NodeId, Tree, without_repeats};
use super::yaml::{YamlError, YamlErrorKind};
use crate::text::Span;
pub(super) use escapes::escape;
pub use escapes::without_escapes;
pub(super) use escapes::write_escape;

/// Maximum depth of lists and objects.
const MAX_DEPTH: usize = 256;
/// Maximum number of values.
const MAX_NODES: usize = 1_000_000;

/// Parses one document. `base` is the start of `text` in its file, and spans count from the start of the file. With an error the tree
/// is incomplete.
#[must_use]
pub fn parse(text: &str, base: usize) -> (Tree<'_>, Vec<YamlError>) {
    read(text, base, Form::Value)
}

/// Parses a document with comments, and commas after the last values, as in the configuration of many programs.
#[must_use]
pub fn parse_commented(text: &str, base: usize) -> (Tree<'_>, Vec<YamlError>) {
    read(text, base, Form::Commented)
}

/// Parses a document of one value a line (JSON Lines) as a list.
#[must_use]
pub fn parse_lines(text: &str, base: usize) -> (Tree<'_>, Vec<YamlError>) {
    read(text, base, Form::Lines)
}

/// The forms of JSON.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Value,
    Commented,
    Lines,
}

fn read(text: &str, base: usize, form: Form) -> (Tree<'_>, Vec<YamlError>) {
    let mut reader = Reader {
        form,
        text,
        base,
        at: 0,
        tree: Tree::default(),
        errors: Vec::new(),
    };
    let result = if form == Form::Lines {
        reader.lines()
    } else {
        reader.document()
    };
    if let Err(error) = result {
        reader.errors.push(error);
    }
    (reader.tree, reader.errors)
}

struct Reader<'s> {
    form: Form,
    text: &'s str,
    base: usize,
    at: usize,
    tree: Tree<'s>,
    /// Repeated keys, after which reading goes on.
    errors: Vec<YamlError>,
}

/// A list or an object without its end yet.
struct Open<'s> {
    id: NodeId,
    start: usize,
    content: Content<'s>,
}

enum Content<'s> {
    List(Vec<NodeId>),
    Map(Vec<Entry<'s>>, Option<Key<'s>>),
}

struct Key<'s> {
    text: Cow<'s, str>,
    span: Span,
}

type Read<T> = Result<T, YamlError>;

impl<'s> Reader<'s> {
    fn document(&mut self) -> Read<()> {
        let root = self.value()?;
        self.tree.set_root(root);
        self.blanks();
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.error("text after the end of the value", Some("remove it"))),
        }
    }

    fn lines(&mut self) -> Read<()> {
        let root = self.tree.add(self.span(0, self.text.len()), Data::Null);
        self.tree.set_root(root);
        let mut items = Vec::new();
        loop {
            self.blanks();
            if self.peek().is_none() {
                let whole = self.span(0, self.text.len());
                self.tree.set(root, whole, Data::List(items));
                return Ok(());
            }
            items.push(self.value()?);
        }
    }

    /// Reads one value, with all that is in it.
    fn value(&mut self) -> Read<NodeId> {
        let mut open: Vec<Open<'s>> = Vec::new();
        loop {
            let mut done = self.next_in(&mut open)?;
            // A value that is complete may complete those around it.
            while let Some(id) = done {
                let Some(around) = open.last_mut() else {
                    return Ok(id);
                };
                match &mut around.content {
                    Content::List(items) => items.push(id),
                    Content::Map(entries, key) => {
                        if let Some(key) = key.take() {
                            entries.push(Entry {
                                key: key.text,
                                nth: 1,
                                key_span: key.span,
                                value: id,
                            });
                        }
                    }
                }
                done = self.after_value(&mut open)?;
            }
        }
    }

    /// Reads what comes next in the innermost open value: its next value, if that is complete, or the start of a list or an object.
    fn next_in(&mut self, open: &mut Vec<Open<'s>>) -> Read<Option<NodeId>> {
        self.blanks();
        let start = self.at;
        match self.peek() {
            Some(b'[') => {
                self.begin(open, start, Content::List(Vec::new()))?;
                self.blanks();
                if self.take(b']') {
                    return Ok(self.close(open));
                }
                Ok(None)
            }
            Some(b'{') => {
                self.begin(open, start, Content::Map(Vec::new(), None))?;
                self.blanks();
                if self.take(b'}') {
                    return Ok(self.close(open));
                }
                self.key(open)?;
                Ok(None)
            }
            Some(b'"') => {
                let (text, span) = self.string()?;
                self.leaf(span, Data::Text(text)).map(Some)
            }
            Some(b'-' | b'0'..=b'9') => self.number().map(Some),
            Some(_) => self.word().map(Some),
            None => Err(self.error("the end of the file where a value was expected", None)),
        }
    }

    /// Reads what follows a complete value: a comma, or the end of the list or object around it, which is then complete too.
    fn after_value(&mut self, open: &mut Vec<Open<'s>>) -> Read<Option<NodeId>> {
        self.blanks();
        let is_list = matches!(
            open.last().map(|around| &around.content),
            Some(Content::List(_))
        );
        let end = if is_list { b']' } else { b'}' };
        if self.take(end) {
            return Ok(self.close(open));
        }
        let comma = self.at;
        if !self.take(b',') {
            let (why, help) = if is_list {
                (
                    "no `,` or `]` after a value",
                    "put a comma before this, or close the list",
                )
            } else {
                (
                    "no `,` or `}` after a value",
                    "put a comma before this, or close the object",
                )
            };
            return Err(self.error(why, Some(help)));
        }
        self.blanks();
        if self.peek() == Some(end) && self.form == Form::Commented {
            self.at += 1;
            return Ok(self.close(open));
        }
        if self.peek() == Some(end) {
            self.at = comma;
            return Err(self.error("a comma after the last value", Some("remove it")));
        }
        if !is_list {
            self.key(open)?;
        }
        Ok(None)
    }

    fn begin(&mut self, open: &mut Vec<Open<'s>>, start: usize, content: Content<'s>) -> Read<()> {
        if open.len() >= MAX_DEPTH {
            return Err(self.error("nested more than 256 levels deep", None));
        }
        let id = self.leaf(self.span(start, start + 1), Data::Null)?;
        self.at += 1;
        open.push(Open { id, start, content });
        Ok(())
    }

    fn close(&mut self, open: &mut Vec<Open<'s>>) -> Option<NodeId> {
        let closed = open.pop()?;
        let data = match closed.content {
            Content::List(items) => Data::List(items),
            Content::Map(entries, _) => Data::Map(self.unique(entries)),
        };
        let span = self.span(closed.start, self.at);
        self.tree.set(closed.id, span, data);
        Some(closed.id)
    }

    /// Removes entries that repeat a key, and reports them.
    fn unique(&mut self, entries: Vec<Entry<'s>>) -> Vec<Entry<'s>> {
        const MAX_ERRORS: usize = 1_000;
        without_repeats(entries, &mut |entry, first| {
            if self.errors.len() < MAX_ERRORS {
                let key = entry.key.into_owned();
                self.errors.push(YamlError {
                    span: entry.key_span,
                    kind: YamlErrorKind::RepeatedKey { key, first },
                });
            }
        })
    }

    /// Reads a key and its colon.
    fn key(&mut self, open: &mut [Open<'s>]) -> Read<()> {
        self.blanks();
        if self.peek() != Some(b'"') {
            return Err(self.error(
                "a key that is not in double quotes",
                Some("put it in double quotes"),
            ));
        }
        let (text, span) = self.string()?;
        // As in YAML, a key is a node of its own too: an id may be one.
        self.leaf(span, Data::Text(text.clone()))?;
        self.blanks();
        if !self.take(b':') {
            return Err(self.error("no `:` after a key", None));
        }
        if let Some(Content::Map(_, key)) = open.last_mut().map(|around| &mut around.content) {
            *key = Some(Key { text, span });
        }
        Ok(())
    }

    fn string(&mut self) -> Read<(Cow<'s, str>, Span)> {
        let start = self.at;
        self.at += 1;
        let mut decoded: Option<String> = None;
        let mut from = self.at;
        loop {
            let rest = &self.text.as_bytes()[self.at..];
            let stop = rest
                .iter()
                .position(|&b| b == b'"' || b == b'\\' || b < 0x20);
            let Some(stop) = stop else {
                self.at = start;
                return Err(self.error("a string that is never closed", Some("close it with `\"`")));
            };
            self.at += stop;
            match rest[stop] {
                b'"' => {
                    let last = &self.text[from..self.at];
                    self.at += 1;
                    let span = self.span(start, self.at);
                    let text = match decoded {
                        None => Cow::Borrowed(last),
                        Some(decoded) => Cow::Owned(decoded + last),
                    };
                    return Ok((text, span));
                }
                b'\\' => {
                    let part = &self.text[from..self.at];
                    let (c, length) = escape(&self.text[self.at..])
                        .ok_or_else(|| self.error("an escape that JSON does not have", None))?;
                    let decoded = decoded.get_or_insert_default();
                    decoded.push_str(part);
                    decoded.push(c);
                    self.at += length;
                    from = self.at;
                }
                _ => {
                    let why = "a control character in a string";
                    return Err(self.error(why, Some("write it as an escape")));
                }
            }
        }
    }

    fn number(&mut self) -> Read<NodeId> {
        let start = self.at;
        let rest = &self.text[start..];
        let length = number_length(rest.as_bytes())
            .ok_or_else(|| self.error("a number that JSON does not have", None))?;
        self.at += length;
        let span = self.span(start, self.at);
        let written = &rest[..length];
        let number = serde_json::from_str::<Number>(written).map_err(|_| YamlError {
            span,
            kind: YamlErrorKind::NumberOutOfRange,
        })?;
        self.leaf(span, Data::Number(number))
    }

    fn word(&mut self) -> Read<NodeId> {
        let rest = &self.text[self.at..];
        let words = [
            ("true", Data::Bool(true)),
            ("false", Data::Bool(false)),
            ("null", Data::Null),
        ];
        let found = words.into_iter().find(|(word, _)| rest.starts_with(word));
        let Some((word, data)) = found else {
            let (why, help) = if rest.starts_with("//") || rest.starts_with("/*") {
                ("a comment", Some("remove it: JSON has no comments"))
            } else {
                (
                    "a value that JSON does not have",
                    Some("put it in double quotes if it is text"),
                )
            };
            return Err(self.error(why, help));
        };
        let span = self.span(self.at, self.at + word.len());
        self.at += word.len();
        self.leaf(span, data)
    }

    fn leaf(&mut self, span: Span, data: Data<'s>) -> Read<NodeId> {
        let id = self.tree.add(span, data);
        if id.index() >= MAX_NODES {
            return Err(self.error("more than 1,000,000 values", None));
        }
        Ok(id)
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(start, end).shift(self.base)
    }

    fn blanks(&mut self) {
        loop {
            let rest = &self.text.as_bytes()[self.at..];
            let blank = |b: &&u8| matches!(b, b' ' | b'\t' | b'\n' | b'\r');
            self.at += rest.iter().take_while(blank).count();
            match self.comment().filter(|_| self.form == Form::Commented) {
                Some(length) => self.at += length,
                None => return,
            }
        }
    }

    /// Returns the length of the comment that starts here. None if it is not closed.
    fn comment(&self) -> Option<usize> {
        let rest = self.text.get(self.at..)?;
        if rest.starts_with("//") {
            return Some(memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len()));
        }
        let inside = rest.strip_prefix("/*")?;
        Some(memchr::memmem::find(inside.as_bytes(), b"*/")? + "/**/".len())
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    fn error(&self, why: &'static str, help: Option<&'static str>) -> YamlError {
        let c = self
            .text
            .get(self.at..)
            .and_then(|rest| rest.chars().next());
        let width = c.filter(|c| !c.is_control()).map_or(0, char::len_utf8);
        YamlError {
            span: self.span(self.at, self.at + width),
            kind: YamlErrorKind::Other {
                format: "JSON",
                why: why.into(),
                help,
            },
        }
    }
}

/// Returns the length of the number at the start of a text.
fn number_length(text: &[u8]) -> Option<usize> {
    let digits = |at: usize| {
        let rest = text.get(at..).unwrap_or_default();
        rest.iter().take_while(|b| b.is_ascii_digit()).count()
    };
    let mut at = usize::from(text.first() == Some(&b'-'));
    let whole = digits(at);
    if whole == 0 || (whole > 1 && text.get(at) == Some(&b'0')) {
        return None;
    }
    at += whole;
    if text.get(at) == Some(&b'.') {
        let fraction = digits(at + 1);
        at += (fraction > 0).then_some(fraction + 1)?;
    }
    if matches!(text.get(at), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(text.get(at + 1), Some(b'+' | b'-')));
        let exponent = digits(at + 1 + sign);
        at += (exponent > 0).then_some(exponent + 1 + sign)?;
    }
    Some(at)
}

#[cfg(test)]
mod tests;
