//! Data files: their format, their ATLAS form, and the parts that only their pages have.

mod form;
mod known;
mod shape;

pub use form::{Form, is_data, is_json};
pub use known::{KnownFormat, cluster_id, may_be_known};
pub use shape::{OfficialDetector, SECTIONS, Shape, looks_official};

use super::tree::NodeId;
use crate::text::Span;

/// The parts that only a YAML or JSON page has.
#[derive(Debug, Default)]
pub struct Document {
    pub form: Form,
    /// The ATLAS form; None for a file that the configuration includes.
    pub shape: Option<Shape>,
    /// The format of another tool that it has.
    pub known: Option<KnownFormat>,
    /// Whether it is the template of a data file, and so read as text.
    pub template: bool,
    /// Whether it was parsed without an error.
    pub sound: bool,
    /// The anchors, in document order.
    pub anchors: Vec<Anchor>,
    /// The templates in texts, in document order.
    pub templates: Vec<Template>,
    /// The paths of `!include`s, in document order.
    pub includes: Vec<NodeId>,
}

/// An anchor: `- &name`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    pub name: String,
    /// The anchored node.
    pub node: NodeId,
}

/// A template: `{{name.id}}` or `{{ create_internal_link(name) }}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// The name of the anchor.
    pub name: String,
    /// The bytes of the name.
    pub span: Span,
    /// The field of the object: `id`, `name`, or None for a link.
    pub field: Option<String>,
}
