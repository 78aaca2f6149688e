//! Facts as bytes: a fraction of the memory, in one allocation a page.

use std::sync::{Arc, OnceLock};

use lz4_flex::block::{
    compress_prepend_size, compress_prepend_size_with_dict, decompress_size_prepended,
    decompress_size_prepended_with_dict, uncompressed_size,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::facts::{Declaration, Facts, LinkNames};
use crate::syntax::Link;
use crate::text::Span;

/// Upper bound on the bytes of a dictionary. Its words are looked up anew for each page.
const MAX_DICTIONARY: usize = 4096;

/// Upper bound on the bytes of unpacked facts from a cache.
const MAX_UNPACKED: usize = 256 << 20;

/// No text shrinks more than this.
const MAX_RATIO: usize = 256;

/// Bytes that the pages of a run have in common, such as ids and folders: those of the first page that was packed.
pub(super) type Dictionary = OnceLock<Arc<[u8]>>;

/// The facts of a page as bytes.
#[derive(Serialize, Deserialize, Debug)]
pub(super) struct Packed {
    bytes: Box<[u8]>,
    /// The dictionary of this run. A cache has none, as it outlives the run.
    #[serde(skip)]
    dictionary: Option<Arc<[u8]>>,
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
        let bytes = encoded(facts)?;
        let first = || bytes[..bytes.len().min(MAX_DICTIONARY)].into();
        let dictionary = dictionary.get_or_init(first);
        Some(Self {
            bytes: compress_prepend_size_with_dict(&bytes, dictionary).into(),
            dictionary: Some(Arc::clone(dictionary)),
        })
    }

    /// Packs facts so that another run can unpack them.
    pub(super) fn alone(facts: &Facts) -> Option<Self> {
        Some(Self {
            bytes: compress_prepend_size(&encoded(facts)?).into(),
            dictionary: None,
        })
    }

    /// Unpacks facts from a cache, whose stated size may be wrong.
    pub(super) fn bounded_facts(&self) -> Option<Facts> {
        let (size, _) = uncompressed_size(&self.bytes).ok()?;
        let most = MAX_UNPACKED.min(self.bytes.len().saturating_mul(MAX_RATIO));
        (size <= most).then(|| self.facts())?
    }

    /// Unpacks the facts. None if the bytes are not those of facts.
    pub(super) fn facts(&self) -> Option<Facts> {
        let facts: Facts = decoded(&self.bytes()?)?;
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
        let bytes = match &self.dictionary {
            Some(dictionary) => decompress_size_prepended_with_dict(&self.bytes, dictionary),
            None => decompress_size_prepended(&self.bytes),
        };
        bytes.ok()
    }
}

pub(super) fn encoded<T: Serialize>(value: &T) -> Option<Vec<u8>> {
    postcard::to_allocvec(value).ok()
}

/// Returns a value whose bytes these are, all of them.
pub(super) fn decoded<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let (value, rest) = postcard::take_from_bytes(bytes).ok()?;
    rest.is_empty().then_some(value)
}
