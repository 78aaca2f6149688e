//! The text of a file, and where it comes from.

use std::fmt::Debug;
use std::hash::{BuildHasher, Hasher};

use foldhash::quality::FixedState;

use super::condition::Condition;
use super::decode;
use super::stamp::Stamp;

/// Reader of files whose texts need not stay in memory.
pub trait Reader: Debug + Send + Sync {
    /// Reads the bytes of the file at a path of the vault.
    ///
    /// # Errors
    ///
    /// The file cannot be read; holds the reason in words.
    fn read(&self, path: &str) -> Result<Vec<u8>, String>;

    /// Returns what shows that the file has changed, if the system tells.
    fn stamp(&self, _path: &str) -> Option<Stamp> {
        None
    }
}

/// The text of a file, and whether it could be read.
#[derive(Clone, Debug)]
pub(super) struct Content {
    pub(super) text: Box<str>,
    pub(super) condition: Condition,
}

impl Content {
    pub(super) fn of(bytes: Result<Vec<u8>, String>) -> Self {
        match bytes {
            Ok(bytes) => {
                let (text, condition) = decode::decode(bytes);
                Self {
                    text: text.into(),
                    condition,
                }
            }
            Err(why) => Self::unreadable(why),
        }
    }

    pub(super) fn unreadable(why: impl Into<String>) -> Self {
        Self {
            text: Box::default(),
            condition: Condition::Unreadable(why.into()),
        }
    }

    /// Returns a number that differs if the text does.
    pub(super) fn digest(&self) -> u64 {
        let mut hasher = FixedState::default().build_hasher();
        hasher.write(self.text.as_bytes());
        hasher.finish()
    }
}

/// What the first reading of a file found, whose text was let go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FirstReading {
    pub(super) digest: u64,
    pub(super) condition: Condition,
}

impl FirstReading {
    pub(super) fn of(content: &Content) -> Self {
        Self {
            digest: content.digest(),
            condition: content.condition.clone(),
        }
    }
}
