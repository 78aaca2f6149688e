//! The facts of a page as they stay in memory: as they are, or packed into bytes.
//!
//! Facts are many small allocations. Packed, those of a large vault take about a third of the memory, and the rules of a page unpack
//! them in much less time than the page was parsed in.

use std::ops::Deref;
use std::sync::OnceLock;

use super::brief::Brief;
use super::packed::{Dictionary, Packed, PageNames};
use crate::facts::{Declaration, Facts, LinkNames};
use crate::syntax::Link;
use crate::text::Span;

/// The facts of a page.
#[derive(Debug)]
pub struct KeptFacts {
    pub brief: Brief,
    packed: Option<Packed>,
    /// The facts, if they were never packed or somebody needs them for as long as the vault.
    whole: OnceLock<Box<Facts>>,
}

/// Facts that are dropped after use, unless they stay in memory anyway.
#[derive(Debug)]
pub enum Lent<'k, T: ?Sized, U: Deref<Target = T> = Box<T>> {
    Kept(&'k T),
    Unpacked(U),
}

/// The links of a page, lent like its facts.
pub type LentLinks<'k> = Lent<'k, [Link], Vec<Link>>;

impl<T: ?Sized, U: Deref<Target = T>> Deref for Lent<'_, T, U> {
    type Target = T;

    fn deref(&self) -> &T {
        match self {
            Self::Kept(kept) => kept,
            Self::Unpacked(unpacked) => unpacked,
        }
    }
}

/// The names of a page, lent like its facts.
#[derive(Debug)]
pub enum LentNames<'k> {
    Kept(&'k Facts),
    Unpacked(PageNames),
}

impl LentNames<'_> {
    /// See [`Facts::front_id`].
    #[must_use]
    pub fn front_id(&self) -> Option<&(Box<str>, Span)> {
        match self {
            Self::Kept(facts) => facts.front_id.as_ref(),
            Self::Unpacked(names) => names.front_id.as_ref(),
        }
    }

    /// See [`Facts::declaration`].
    #[must_use]
    pub fn declaration(&self) -> Option<&Declaration> {
        match self {
            Self::Kept(facts) => facts.declaration.as_ref(),
            Self::Unpacked(names) => names.declaration.as_ref(),
        }
    }

    /// See [`Facts::link_names`].
    #[must_use]
    pub fn link_names(&self) -> &LinkNames {
        match self {
            Self::Kept(facts) => &facts.link_names,
            Self::Unpacked(names) => &names.link_names,
        }
    }
}

impl KeptFacts {
    /// Keeps facts as they are if `is_kept`, and packs them otherwise.
    pub(super) fn new(facts: Facts, is_kept: bool, dictionary: &Dictionary) -> Self {
        let packed = (!is_kept)
            .then(|| Self::packed(&facts, dictionary))
            .flatten();
        packed.unwrap_or_else(|| Self::whole(facts))
    }

    /// Keeps facts as they are.
    pub(super) fn whole(facts: Facts) -> Self {
        Self {
            brief: Brief::of(&facts),
            packed: None,
            whole: OnceLock::from(Box::new(facts)),
        }
    }

    fn packed(facts: &Facts, dictionary: &Dictionary) -> Option<Self> {
        Some(Self {
            brief: Brief::of(facts),
            packed: Some(Packed::of(facts, dictionary)?),
            whole: OnceLock::new(),
        })
    }

    /// Keeps facts as a cache had them, which can be unpacked.
    pub(super) fn of_cache(brief: Brief, packed: Packed) -> Self {
        Self {
            brief,
            packed: Some(packed),
            whole: OnceLock::new(),
        }
    }

    fn unpack(&self) -> Option<Box<Facts>> {
        self.packed.as_ref()?.facts().map(Box::new)
    }

    /// Returns the facts. If they have to be unpacked for this, they are dropped after use.
    #[must_use]
    pub fn lend(&self) -> Option<Lent<'_, Facts>> {
        match self.whole.get() {
            Some(facts) => Some(Lent::Kept(facts)),
            None => self.unpack().map(Lent::Unpacked),
        }
    }

    /// Returns the names of the page, as [`Self::lend`] does.
    #[must_use]
    pub fn lend_names(&self) -> Option<LentNames<'_>> {
        match self.whole.get() {
            Some(facts) => Some(LentNames::Kept(facts)),
            None => self.packed.as_ref()?.names().map(LentNames::Unpacked),
        }
    }

    /// Returns the links of the page, as [`Self::lend`] does.
    #[must_use]
    pub fn lend_links(&self) -> Option<LentLinks<'_>> {
        match self.whole.get() {
            Some(facts) => Some(Lent::Kept(&facts.links)),
            None => self.packed.as_ref()?.links().map(Lent::Unpacked),
        }
    }

    /// Returns the facts. If they have to be unpacked for this, they then stay so.
    #[must_use]
    pub fn get(&self) -> Option<&Facts> {
        if self.whole.get().is_none() {
            let facts = self.unpack()?;
            self.whole.get_or_init(|| facts);
        }
        self.whole.get().map(|facts| &**facts)
    }
}
