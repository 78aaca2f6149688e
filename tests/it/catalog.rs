//! The catalogue against its sources in `../shared`, and the answers it gives.

mod agrees;
mod answers;
mod at_release;
pub mod build;
mod facts;
pub mod files;
mod imports;
mod merge;
mod order;
mod refused;
mod relations;
mod source;
mod words;
