//! The binary, driven as people drive it.

mod exit;
mod help;
mod output;
mod schemas;
mod scope;
mod statistics;
