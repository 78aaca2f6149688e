//! The line of an object.

use serde::Deserialize;
use serde_json::{Value, json};

use super::error::ObjectError;
use super::lifetime::{self, LifetimeLine, Releases};
use super::text::Text;
use crate::catalog::kind::Kind;
use crate::catalog::object::{Lifetime, Object};
use crate::catalog::store::Catalog;

#[derive(Deserialize)]
#[serde(expecting = "a mapping")]
pub(super) struct ObjectLine<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow, rename = "lives")]
    lifetimes: Vec<LifetimeLine<'a>>,
}

impl ObjectLine<'_> {
    pub(super) fn resolve(self, releases: &Releases) -> Result<Object, ObjectError> {
        let id = String::from(self.id);
        let kind = Kind::of_id(&id).ok_or(ObjectError::Id)?;
        let lifetimes = self.lifetimes.into_iter();
        let lifetimes: Option<Vec<Lifetime>> = lifetimes
            .map(|lifetime| lifetime.resolve(releases))
            .collect();
        let lifetimes = lifetimes.ok_or(ObjectError::UnknownRelease)?;
        if lifetimes.is_empty() || lifetimes.iter().any(|lifetime| lifetime.names.is_empty()) {
            return Err(ObjectError::NoName(id));
        }
        Ok(Object {
            id,
            kind,
            lifetimes: lifetimes.into(),
        })
    }
}

/// Returns the line of an object, without a line end.
pub(super) fn write(catalog: &Catalog, object: &Object) -> String {
    let lifetimes = object.lifetimes.iter();
    let lifetimes: Value = lifetimes
        .map(|lifetime| lifetime::write(catalog, lifetime))
        .collect();
    json!({ "id": object.id, "lives": lifetimes }).to_string()
}
