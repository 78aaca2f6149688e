//! Messages of panics.

use std::any::Any;
use std::fmt;

/// The message of a panic.
#[derive(Clone, Debug)]
pub struct PanicMessage(String);

impl PanicMessage {
    /// Returns the message in a panic's payload.
    #[must_use]
    pub fn of(payload: &(dyn Any + Send)) -> Self {
        let text = payload
            .downcast_ref::<&str>()
            .copied()
            .or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        Self(text.unwrap_or("no reason given").to_owned())
    }
}

impl fmt::Display for PanicMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for PanicMessage {}
