//! Whether a file could be read as text.

use super::span::Span;

/// Condition of a file: whether it could be read as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    Sound,
    /// The bytes are not UTF-8 text.
    Damaged {
        /// The first bad bytes.
        span: Span,
        why: Damage,
    },
    /// The file could not be read; holds the OS error.
    Unreadable(String),
}

/// Reason why bytes are not text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// A byte that is not valid UTF-8 at its position.
    NotUtf8(u8),
    /// UTF-16, recognized by its byte-order mark or its zero bytes.
    Utf16,
    /// A zero byte.
    Nul,
}
