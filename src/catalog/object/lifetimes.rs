//! The lifetimes of an object. Those of the catalog that is compiled in are decoded when they are asked for: a run over few pages asks for
//! those of few objects.

use std::ops::{Deref, DerefMut};
use std::slice;
use std::sync::OnceLock;

use super::Lifetime;

/// Lifetimes from old to new.
#[derive(Clone, Debug, Default)]
pub struct Lifetimes {
    encoded: &'static [u8],
    decoded: OnceLock<Vec<Lifetime>>,
}

impl Lifetimes {
    /// Returns lifetimes in the form of [`Lifetimes::encode`].
    pub(in crate::catalog) fn encoded(encoded: &'static [u8]) -> Self {
        Self {
            encoded,
            ..Self::default()
        }
    }

    pub(in crate::catalog) fn encode(&self) -> Result<Vec<u8>, postcard::Error> {
        postcard::to_allocvec(&**self)
    }
}

impl From<Vec<Lifetime>> for Lifetimes {
    fn from(all: Vec<Lifetime>) -> Self {
        Self {
            encoded: &[],
            decoded: OnceLock::from(all),
        }
    }
}

impl Deref for Lifetimes {
    type Target = Vec<Lifetime>;

    fn deref(&self) -> &Vec<Lifetime> {
        // The bytes are part of the binary, and a test reads all of them.
        let decode = || postcard::from_bytes(self.encoded).unwrap_or_default();
        self.decoded.get_or_init(decode)
    }
}

impl DerefMut for Lifetimes {
    fn deref_mut(&mut self) -> &mut Vec<Lifetime> {
        let _ = &**self;
        match self.decoded.get_mut() {
            Some(all) => all,
            None => unreachable!("they were decoded just now"),
        }
    }
}

impl<'a> IntoIterator for &'a Lifetimes {
    type Item = &'a Lifetime;
    type IntoIter = slice::Iter<'a, Lifetime>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'a> IntoIterator for &'a mut Lifetimes {
    type Item = &'a mut Lifetime;
    type IntoIter = slice::IterMut<'a, Lifetime>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}

impl PartialEq for Lifetimes {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Lifetimes {}
