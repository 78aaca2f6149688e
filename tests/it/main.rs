//! All other tests, as one binary.

mod catalog;
mod cli;
mod content;
mod corpus;
mod render;
mod seed;
mod tidy;
mod yaml;
