//! Splitting of an id into its parts.

/// Cursor over an id in any form.
pub(super) struct Cursor<'s> {
    pub(super) rest: &'s str,
    pub(super) at: usize,
}

impl<'s> Cursor<'s> {
    fn left(&self) -> &'s str {
        self.rest.get(self.at..).unwrap_or_default()
    }

    fn take(&mut self, length: usize) -> &'s str {
        let taken = self.left().get(..length).unwrap_or_default();
        self.at += taken.len();
        taken
    }

    pub(super) fn separator(&mut self) -> &'s str {
        let length = usize::from(self.left().starts_with(['.', '-', '_', ' ', ':']));
        self.take(length)
    }

    /// Takes the separator between kind and number. A colon ends a word: `AML.T: 2023`.
    pub(super) fn inner_separator(&mut self) -> &'s str {
        let length = usize::from(self.left().starts_with(['.', '-', '_', ' ']));
        self.take(length)
    }

    /// Takes `TA`, `CS`, `T` or `M`, in any case.
    pub(super) fn kind(&mut self) -> Option<&'s str> {
        let left = self.left();
        let long = left
            .get(..2)
            .filter(|kind| kind.eq_ignore_ascii_case("TA") || kind.eq_ignore_ascii_case("CS"));
        let short = left
            .get(..1)
            .filter(|kind| kind.eq_ignore_ascii_case("T") || kind.eq_ignore_ascii_case("M"));
        let length = long.or(short)?.len();
        Some(self.take(length))
    }

    /// Takes digits, and look-alike letters among them if there is at least one digit.
    pub(super) fn digits(&mut self) -> &'s str {
        let left = self.left();
        let run = left
            .bytes()
            .take_while(|b| b.is_ascii_digit() || matches!(b, b'O' | b'o' | b'I' | b'l'))
            .count();
        let digits = left.get(..run).unwrap_or_default();
        let whole = digits.len() == 4 && digits.contains(|c: char| c.is_ascii_digit());
        if whole || digits.starts_with(|c: char| c.is_ascii_digit()) {
            self.take(run)
        } else {
            ""
        }
    }

    /// Takes the part after the number: separator and digits.
    pub(super) fn sub(&mut self) -> (&'s str, &'s str) {
        let left = self.left();
        let digits = left.strip_prefix(['.', '-', '_', '/']).map_or(0, |rest| {
            rest.bytes().take_while(u8::is_ascii_digit).count()
        });
        // ATT&CK URLs have the form `AML.T0051/001`; `AML.T0051/2` could be anything.
        if left.starts_with('/') && digits != 3 {
            return ("", "");
        }
        // `AML.T0051-2024` is an id and a year; `AML.T0051-54` is a range.
        let year = digits > 3 && !left.starts_with('.');
        if digits == 0 || year || self.is_range(left, digits) {
            return ("", "");
        }
        (self.take(1), self.take(digits))
    }

    /// Returns whether a dash and the last two digits of a higher number follow.
    fn is_range(&self, left: &str, digits: usize) -> bool {
        let read = self.rest.get(..self.at).unwrap_or_default();
        let from = self.at.checked_sub(2).and_then(|at| read.get(at..));
        let to = left
            .get(1..3)
            .filter(|_| left.starts_with('-') && digits == 2);
        matches!((from, to), (Some(from), Some(to)) if from < to)
    }
}

/// Returns the length of a well-formed id at the start of `rest`, if its next character surely ends it.
pub(super) fn usual_length(rest: &[u8]) -> Option<usize> {
    let rest = rest.strip_prefix(b"AML.")?;
    let kind = match rest {
        [b'T', b'A', ..] | [b'C', b'S', ..] => 2,
        [b'T' | b'M', ..] => 1,
        _ => return None,
    };
    let has_digits = |from: usize, count: usize| {
        let digits = rest.get(from..from + count);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_digit))
    };
    if !has_digits(kind, 4) {
        return None;
    }
    let mut length = kind + 4;
    if kind == 1 && rest[0] == b'T' && rest.get(length) == Some(&b'.') && has_digits(length + 1, 3)
    {
        length += 4;
    }
    let ends = rest.get(length).is_none_or(|byte| {
        matches!(
            byte,
            b' ' | b'\n' | b'\r' | b',' | b':' | b';' | b')' | b']' | b'|' | b'*' | b'"' | b'\''
        )
    });
    ends.then_some("AML.".len() + length)
}
