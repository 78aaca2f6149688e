//! Edits inside YAML values. Each new value is parsed, and quoted if YAML would read something else.

use std::cell::OnceCell;

use super::rejection::Rejection;
use crate::diagnostic::{Edit, Fix, Promise};
use crate::syntax::tree::{Data, Tree};
use crate::syntax::yaml::follows_block_indicator;
use crate::syntax::{self, Page};
use crate::text::{Span, splice};

/// Maximum size of a YAML value that is parsed for a fix, in bytes.
const LONGEST_VALUE: usize = 4096;

/// Values of YAML in a page: of its front matter, or of the whole page if it is YAML.
pub(super) struct YamlValues<'p> {
    page: &'p Page<'p>,
    /// Its scalars, in the order of the text.
    scalars: OnceCell<Vec<Span>>,
}

impl<'p> YamlValues<'p> {
    pub(super) fn new(page: &'p Page<'p>) -> Self {
        Self {
            page,
            scalars: OnceCell::new(),
        }
    }

    /// Checks the edits of a fix inside YAML values, and quotes values that need it.
    pub(super) fn check(&self, fix: &mut Fix) -> Result<(), Rejection> {
        if self.page.document.is_none() && self.page.front.is_none() {
            return Ok(());
        }
        let edits = std::mem::take(&mut fix.edits);
        fix.edits.reserve_exact(edits.len());
        let mut edits = edits.into_iter().peekable();
        while let Some(edit) = edits.next() {
            // Markup and whole values were made for their place.
            let is_made = matches!(edit.promise, Promise::Markup | Promise::Scalar(_));
            if is_made || !self.in_yaml(edit.span) {
                fix.edits.push(edit);
                continue;
            }
            let scalar = self.scalar(edit.span).ok_or(Rejection::Value)?;
            let mut inside = vec![edit];
            while let Some(next) = edits.next_if(|next| scalar.contains(next.span)) {
                inside.push(next);
            }
            fix.edits.extend(self.value(scalar, inside)?);
        }
        Ok(())
    }

    /// Returns the edits of one scalar, with quotes if needed.
    fn value(&self, scalar: Span, edits: Vec<Edit>) -> Result<Vec<Edit>, Rejection> {
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
                .ok_or(Rejection::Value);
        }
        let raw = self.page.source.slice(scalar);
        if raw.len() > LONGEST_VALUE {
            return Err(Rejection::Value);
        }
        // A number or a date stays one.
        let is_other = syntax::scalar(raw).is_none() && !raw.starts_with(['"', '\'']);
        if is_other && edits.iter().all(|edit| is_harmless(&edit.replacement)) {
            return Ok(edits);
        }
        let value = wanted(raw, scalar, &edits).ok_or(Rejection::Value)?;
        let new = applied(
            raw,
            scalar,
            edits.iter().map(|edit| edit.replacement.as_str()),
            &edits,
        );
        // In a flow collection these would end the value.
        let count = |text: &str, mark: char| text.matches(mark).count();
        let more = |mark: char| count(&new, mark) > count(raw, mark);
        let adds_flow =
            [',', '[', ']', '{', '}'].into_iter().any(more) && !new.starts_with(['"', '\'']);
        if !adds_flow && syntax::scalar(&new).as_deref() == Some(value.as_str()) {
            return Ok(edits);
        }
        if edits
            .iter()
            .any(|edit| matches!(edit.promise, Promise::Target(_)))
        {
            return Err(Rejection::Value);
        }
        // Single quotes, unless the value has double ones or an apostrophe.
        let double = raw.starts_with('"') || (!raw.starts_with('\'') && value.contains('\''));
        let quoted = syntax::quoted(&value, Some(if double { '"' } else { '\'' }));
        if syntax::scalar(&quoted).as_deref() != Some(value.as_str()) {
            return Err(Rejection::Value);
        }
        let promise = Promise::Scalar(value);
        Ok(vec![Edit {
            span: scalar,
            replacement: quoted,
            promise,
        }])
    }

    /// Returns whether a scalar is a block scalar (`|` or `>`), which has no escapes.
    fn is_block(&self, scalar: Span) -> bool {
        follows_block_indicator(&self.page.source.text()[..scalar.start as usize])
    }

    fn in_yaml(&self, span: Span) -> bool {
        match (&self.page.document, &self.page.front) {
            (Some(_), _) => true,
            (None, Some(front)) => front.body.contains(span),
            (None, None) => false,
        }
    }

    /// Returns the scalar that contains an edit.
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

/// Returns the scalars of a tree, including keys.
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

/// Returns whether a text means the same in every kind of scalar, as a part of it.
fn is_harmless(text: &str) -> bool {
    let starts = text.starts_with(char::is_alphanumeric);
    let plain = |c: char| c.is_alphanumeric() || " -_./()+".contains(c);
    starts && !text.ends_with(' ') && text.chars().all(plain)
}

/// Returns the raw text of a scalar with each edit replaced by a text.
fn applied<'t>(
    raw: &str,
    scalar: Span,
    texts: impl Iterator<Item = &'t str>,
    edits: &[Edit],
) -> String {
    let inside = |span: Span| Span {
        start: span.start - scalar.start,
        end: span.end - scalar.start,
    };
    let edits = edits.iter().map(|edit| inside(edit.span));
    splice(raw, edits.zip(texts))
}

/// Returns the value that a scalar has after its edits. Each edit is first applied as a unique mark, which shows where it is in the value.
fn wanted(raw: &str, scalar: Span, edits: &[Edit]) -> Option<String> {
    // A value of this length holds fewer different words.
    let mut marks = (0..LONGEST_VALUE).map(|n| format!("Mark{n}x"));
    let mark = marks.find(|mark| !raw.contains(mark.as_str()))?;
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
