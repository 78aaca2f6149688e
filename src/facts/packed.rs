//! Facts as bytes: a fraction of the memory, in one allocation a page.

use serde::Deserialize;

use super::{Declaration, Facts, LinkNames, study};
use crate::syntax::Link;
use crate::text::Span;

/// The first facts of a page, which are unpacked without the others.
#[derive(Deserialize, Debug)]
pub struct Names {
    /// See [`Facts::front_id`].
    pub front_id: Option<(Box<str>, Span)>,
    /// See [`Facts::declaration`].
    pub declaration: Option<Declaration>,
    /// See [`Facts::link_names`].
    pub link_names: LinkNames,
}

impl Facts {
    /// Packs the facts.
    #[must_use]
    pub fn pack(&self) -> Option<Box<[u8]>> {
        postcard::to_allocvec(self).ok().map(Vec::into_boxed_slice)
    }

    /// Unpacks facts. None if the bytes are not those of facts.
    #[must_use]
    pub fn unpack(packed: &[u8]) -> Option<Self> {
        let mut facts: Self = postcard::from_bytes(packed).ok()?;
        facts.technique_steps = study::technique_steps(&facts.studies);
        Some(facts)
    }

    /// Unpacks only the names of a page.
    #[must_use]
    pub fn unpack_names(packed: &[u8]) -> Option<Names> {
        Some(postcard::take_from_bytes(packed).ok()?.0)
    }

    /// Unpacks only the links of a page.
    #[must_use]
    pub fn unpack_links(packed: &[u8]) -> Option<Vec<Link>> {
        let (_, behind) = postcard::take_from_bytes::<Names>(packed).ok()?;
        Some(postcard::take_from_bytes(behind).ok()?.0)
    }
}
