//! Bytes to pages. Nothing here fails: a page that cannot be read is a page with errors.
pub mod id;
pub mod tree;
pub mod yaml;
