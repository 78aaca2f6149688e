#![forbid(unsafe_code)]
pub mod text;
pub mod nearest;
pub mod diagnostic;
pub mod settings;
pub mod syntax;
pub mod catalog;
pub mod model;
pub mod vault;
pub mod pairs;
pub mod schema;
pub mod render;
