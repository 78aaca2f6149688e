//! Fixes: what they make of a page, what is written, and that an injected defect comes back as it was.

mod binary;
mod engine;
mod hostile;
mod pages;
mod trips;
