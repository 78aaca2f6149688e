#![forbid(unsafe_code)]
pub mod text;
pub mod nearest;
pub mod diagnostic;
pub mod syntax;
