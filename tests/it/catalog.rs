//! The catalog: what it answers, and how files are read into it.

mod answers;
mod commands;
pub mod files;
mod frameworks;
mod imports;
mod lines;
mod merge;
mod refused;
mod relations;
mod words;
