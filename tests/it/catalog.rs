//! The catalogue against its sources in `../shared`, and the answers it gives.

mod agrees;
mod answers;
mod at_release;
mod build;
mod facts;
mod files;
mod refused;
mod sha256;
mod source;
mod words;
