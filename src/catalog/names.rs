//! Names made comparable, and the indexes over them.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use super::{Catalog, Kind, Object, ReleaseIx};
use crate::nearest::{LONGEST, Letters};

/// A name reduced to what counts when names are compared: NFKC, lower case, `&` read as "and",
/// every run of characters that are neither letters nor digits as one space, no space at the ends.
///
/// "Data from Information Repositories: `RAG`" and "data from information-repositories rag" are
/// the same name.
#[must_use]
pub fn normalize_name(text: &str) -> String {
    // The name in hand is nearly always ASCII, where NFKC changes nothing.
    if text.is_ascii() {
        return normalize_ascii(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.nfkc().flat_map(spelled).flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(c);
        } else {
            gap = true;
        }
    }
    out
}

fn normalize_ascii(text: &str) -> String {
    // Room for an `&` that becomes a word.
    let mut out: Vec<u8> = Vec::with_capacity(text.len() + 4);
    let mut gap = false;
    for byte in text.bytes() {
        let letter = LETTERS[usize::from(byte)];
        if letter == 0 {
            gap = true;
            continue;
        }
        let is_and = letter == b'&';
        if (gap || is_and) && !out.is_empty() {
            out.push(b' ');
        }
        if is_and {
            out.extend_from_slice(b"and");
        } else {
            out.push(letter);
        }
        gap = is_and;
    }
    String::from_utf8(out).unwrap_or_default()
}

/// What each byte counts for in a name: a letter in lower case, a digit, an `&`, or nothing.
const LETTERS: [u8; 256] = {
    let mut letters = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        if byte.is_ascii_alphanumeric() || byte == b'&' {
            letters[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    letters
};

/// `&` as a word of its own, any other character as itself.
fn spelled(c: char) -> impl Iterator<Item = char> {
    let word = if c == '&' {
        [Some(' '), Some('a'), Some('n'), Some('d'), Some(' ')]
    } else {
        [Some(c), None, None, None, None]
    };
    word.into_iter().flatten()
}

/// Where a name stands: places in the lists of the catalogue.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub object: usize,
    pub lifetime: usize,
    pub name: usize,
}

/// Built once a catalogue, on the first question by name or for children.
#[derive(Clone, Debug)]
pub(super) struct Index {
    /// Normalised name to every place that bears it.
    pub by_name: HashMap<String, Vec<Place>>,
    /// Id of a parent to the objects that name it as theirs in any release.
    pub children: HashMap<String, Vec<usize>>,
    /// Normalised "Parent: Name" of sub-techniques to the objects, with any name of either.
    pub with_parent: HashMap<String, Vec<usize>>,
}

impl Index {
    fn of(catalog: &Catalog) -> Index {
        let mut by_name: HashMap<String, Vec<Place>> = HashMap::new();
        let mut children: HashMap<String, Vec<usize>> = HashMap::new();
        for (object, entry) in catalog.objects.iter().enumerate() {
            for (lifetime, lived) in entry.lifetimes.iter().enumerate() {
                for (name, version) in lived.names.iter().enumerate() {
                    by_name
                        .entry(normalize_name(&version.value))
                        .or_default()
                        .push(Place {
                            object,
                            lifetime,
                            name,
                        });
                }
                for parent in lived
                    .parent
                    .iter()
                    .filter_map(|version| version.value.as_ref())
                {
                    let list = children.entry(parent.clone()).or_default();
                    if list.last() != Some(&object) {
                        list.push(object);
                    }
                }
            }
        }
        Index {
            with_parent: with_parent(catalog, &children),
            by_name,
            children,
        }
    }
}

/// Joins each name of a parent with each of its sub-techniques', in whatever release they had them.
fn with_parent(
    catalog: &Catalog,
    children: &HashMap<String, Vec<usize>>,
) -> HashMap<String, Vec<usize>> {
    fn names(object: &Object) -> impl Iterator<Item = String> + '_ {
        let names = object.lifetimes.iter().flat_map(|lifetime| &lifetime.names);
        names.map(|version| normalize_name(&version.value))
    }
    let mut joined: HashMap<String, Vec<usize>> = HashMap::new();
    for (parent, children) in children {
        let Some(parent) = catalog.object(parent) else {
            continue;
        };
        for &place in children {
            let Some(child) = catalog.objects.get(place) else {
                continue;
            };
            for own in names(child) {
                for parent in names(parent) {
                    let places = joined.entry(format!("{parent} {own}")).or_default();
                    if places.last() != Some(&place) {
                        places.push(place);
                    }
                }
            }
        }
    }
    joined
}

impl Catalog {
    pub(super) fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::of(self))
    }

    /// The nearest current name, for "did you mean". Names are compared normalised; one that
    /// differs in more than a quarter of its characters is no candidate.
    pub(super) fn nearest_name(
        &self,
        pinned: ReleaseIx,
        text: &str,
        kind: Option<Kind>,
    ) -> Option<(&str, &str)> {
        let wanted = normalize_name(text);
        if wanted.len() > LONGEST {
            return None;
        }
        let limit = (wanted.chars().count() / 4).max(1);
        let bag = Letters::of(&wanted);
        let mut best: Option<(usize, &str, &str)> = None;
        for (name, places) in &self.index().by_name {
            // A page may hold 100,000 unknown names: what cannot be near is left out before the
            // costly comparison. One edit changes at most two counts of letters.
            if !bag.may_be_within(&Letters::of(name), limit)
                || wanted.len().abs_diff(name.len()) > limit * 4
            {
                continue;
            }
            let Some((id, current)) = places
                .iter()
                .find_map(|place| self.bearer(*place, pinned, kind))
            else {
                continue;
            };
            let distance = strsim::osa_distance(&wanted, name);
            // Ties go to the smaller id, as the map has no order of its own.
            if distance <= limit
                && best.is_none_or(|(least, least_id, _)| (distance, id) < (least, least_id))
            {
                best = Some((distance, id, current));
            }
        }
        best.map(|(_, id, name)| (id, name))
    }

    /// Id and name at `place`, if it is the name of a current object of that kind.
    fn bearer(&self, place: Place, pinned: ReleaseIx, kind: Option<Kind>) -> Option<(&str, &str)> {
        let object = self.objects.get(place.object)?;
        let lifetime = object.lifetimes.get(place.lifetime)?;
        let name = lifetime.names.get(place.name)?;
        let current = lifetime.spans(pinned) && super::at(&lifetime.names, pinned) == Some(name);
        (current && kind.is_none_or(|kind| kind == object.kind))
            .then_some((object.id.as_str(), name.value.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::normalize_name;

    #[test]
    fn only_letters_and_digits_count_in_a_name() {
        assert_eq!(
            normalize_name("  Evasion of ML: C&C  Traffic! "),
            "evasion of ml c and c traffic"
        );
        assert_eq!(
            normalize_name("Hacking ChatGPT\u{2019}s Memories"),
            normalize_name("Hacking ChatGPT's Memories")
        );
        assert_eq!(normalize_name("ＬＬＭ ﬁne-tuning É"), "llm fine tuning é");
        assert_eq!(normalize_name("\u{1b}[31m&"), "31m and");
        assert_eq!(normalize_name(" -- "), "");
        assert_eq!(normalize_name("&"), "and");
        assert_eq!(normalize_name("a&&b & c"), "a and and b and c");
    }

    /// What takes the short way reads as what takes the long one.
    #[test]
    fn ascii_reads_as_everything_else() {
        for text in [
            "",
            "&",
            " a",
            "a ",
            "A-b&C",
            "&&",
            "- & -",
            "x&",
            "AT&T: \"q\"",
        ] {
            let long = normalize_name(&format!("{text} \u{e9}"));
            let short = normalize_name(&format!("{text} e"));
            assert_eq!(
                long.trim_end_matches('\u{e9}'),
                short.trim_end_matches('e'),
                "{text}"
            );
        }
    }
}
