//! Facts as bytes: a fraction of the memory, in one allocation a page.

use std::sync::{Arc, OnceLock};

use lz4_flex::block::{compress_prepend_size_with_dict, decompress_size_prepended_with_dict};
use serde::Deserialize;

use crate::facts::{Declaration, Facts, LinkNames};
use crate::syntax::Link;
use crate::text::Span;

/// Upper bound on the bytes of a dictionary. Its words are looked up anew for each page.
const MAX_DICTIONARY: usize = 4096;

/// Bytes that the pages of a run have in common, such as ids and folders: those of the first page that was packed.
pub(super) type Dictionary = OnceLock<Arc<[u8]>>;

/// The facts of a page as bytes.
#[derive(Debug)]
pub(super) struct Packed {
    bytes: Box<[u8]>,
    dictionary: Arc<[u8]>,
}

/// The first facts of a page, which are unpacked without the others.
#[derive(Deserialize, Debug)]
pub struct PageNames {
    /// See [`Facts::front_id`].
    pub front_id: Option<(Box<str>, Span)>,
    /// See [`Facts::declaration`].
    pub declaration: Option<Declaration>,
    /// See [`Facts::link_names`].
    pub link_names: LinkNames,
}

impl Packed {
    pub(super) fn of(facts: &Facts, dictionary: &Dictionary) -> Option<Self> {
        let bytes = postcard::to_allocvec(facts).ok()?;
        let first = || bytes[..bytes.len().min(MAX_DICTIONARY)].into();
        let dictionary = dictionary.get_or_init(first);
        Some(Self {
            bytes: compress_prepend_size_with_dict(&bytes, dictionary).into(),
            dictionary: Arc::clone(dictionary),
        })
    }

    /// Unpacks the facts. None if the bytes are not those of facts.
    pub(super) fn facts(&self) -> Option<Facts> {
        let facts: Facts = postcard::from_bytes(&self.bytes()?).ok()?;
        Some(facts.completed())
    }

    /// Unpacks only the names of the page.
    pub(super) fn names(&self) -> Option<PageNames> {
        Some(postcard::take_from_bytes(&self.bytes()?).ok()?.0)
    }

    /// Unpacks only the links of the page.
    pub(super) fn links(&self) -> Option<Vec<Link>> {
        let bytes = self.bytes()?;
        let (_, behind) = postcard::take_from_bytes::<PageNames>(&bytes).ok()?;
        Some(postcard::take_from_bytes(behind).ok()?.0)
    }

    fn bytes(&self) -> Option<Vec<u8>> {
        decompress_size_prepended_with_dict(&self.bytes, &self.dictionary).ok()
    }
}
