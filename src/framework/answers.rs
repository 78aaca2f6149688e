//! What the frameworks answer to the look-up that they share with ATLAS.

use super::definition::Status;
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
            let framework = entry.framework();
            let mut named = entry.named(&plain);
            let bearer = named.find(|object| {
                let name = object.names.last().map_or("", |(_, name)| name);
                *object.kind == *kind
                    && object.status == Status::Living
                    && normalized(name) == plain
            })?;
            Some((bearer.id.to_string(), framework.title.to_string()))
        })
    }
}
