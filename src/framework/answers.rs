//! What the frameworks answer to the look-up that they share with ATLAS.

use super::definition::{Object, Status};
use super::phrase::normalized;
use super::registry::Frameworks;
use super::search::search;
use super::show::{show, show_named};
use crate::lookup::Lookup;
use crate::text::Rows;

impl Lookup for Frameworks {
    fn show(&self, id: &str) -> Option<Rows> {
        show(self, id)
    }

    fn show_named(&self, name: &str) -> Option<Rows> {
        show_named(self, name)
    }

    fn search(&self, words: &str) -> Option<Rows> {
        let rows = search(self, words);
        (!rows.0.is_empty()).then_some(rows)
    }

    fn bearer(&self, name: &str, kind: &str) -> Option<(String, String)> {
        let plain = normalized(name);
        self.entries().iter().find_map(|entry| {
            let is_bearer = |object: &&Object| {
                let name = object.names.last().map_or("", |(_, name)| name);
                *object.kind == *kind
                    && object.status == Status::Living
                    && normalized(name) == plain
            };
            // Parts of a framework, such as the domains of ATT&CK, may each have one.
            let mut bearers = entry.named(&plain).filter(is_bearer);
            let bearer = bearers.next().filter(|_| bearers.next().is_none())?;
            Some((bearer.id.to_string(), entry.framework().title.to_string()))
        })
    }
}
