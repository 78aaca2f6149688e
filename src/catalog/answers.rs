//! What ATLAS answers to the look-up that it shares with other frameworks.

use super::kind::Kind;
use super::lookup::stemming_from;
use super::normalize::normalize_name;
use super::search::search;
use super::show::show;
use super::view::View;
use crate::lookup::Lookup;
use crate::text::Rows;

impl Lookup for View<'_> {
    fn show(&self, id: &str) -> Option<Rows> {
        Kind::of_id(&id.to_ascii_uppercase())?;
        show(*self, id).ok()
    }

    fn show_named(&self, name: &str) -> Option<Rows> {
        show(*self, name).ok()
    }

    fn search(&self, words: &str) -> Option<Rows> {
        search(*self, words).ok()
    }

    fn bearer(&self, name: &str, kind: &str) -> Option<(String, String)> {
        let kind = Kind::ALL.into_iter().find(|own| own.label() == kind)?;
        let hits = self.by_normalized_name(&normalize_name(name));
        let mut hits = hits
            .iter()
            .filter(|hit| hit.object.kind == kind && hit.lives);
        let id = hits.next()?.object.id.clone();
        Some((id, "ATLAS".to_owned()))
    }

    fn stemming_from(&self, id: &str) -> Vec<String> {
        stemming_from(*self, &id.to_ascii_uppercase())
    }

    fn stems(&self, name: &str, id: &str) -> bool {
        let hits = self.by_normalized_name(&normalize_name(name));
        hits.iter().any(|hit| {
            let lifetimes = hit.object.lifetimes.iter();
            let mut references = lifetimes.flat_map(|lifetime| &lifetime.attack_reference);
            references.any(|reference| reference.value.as_deref() == Some(id))
        })
    }

    fn completed(&self, id: &str, name: &str) -> Option<String> {
        let id = format!("AML.{id}");
        let plain = normalize_name(name);
        let mut names = self.names(&id);
        let is_it = names.any(|own| normalize_name(&own.value) == plain);
        is_it.then_some(id)
    }
}
