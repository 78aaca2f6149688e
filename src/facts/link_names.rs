//! The names of a page that links can lead to it by.

use serde::{Deserialize, Serialize};

use crate::syntax::tree::Data;
use crate::syntax::{Page, id};

#[derive(Serialize, Deserialize, Debug, Default)]
pub struct LinkNames {
    /// The aliases in its front matter.
    pub aliases: Vec<Box<str>>,
    /// The title of its front matter and its main heading, each also without the id before the name.
    pub titles: Vec<Box<str>>,
    /// The route that its front matter sets.
    pub slug: Option<Box<str>>,
    /// The last part of its route that its front matter sets.
    pub route_id: Option<Box<str>>,
}

pub(super) fn link_names(page: &Page<'_>) -> LinkNames {
    let front = page.front.as_ref();
    let set = |key| {
        let (_, text) = front?.text(key)?;
        Some(Box::from(text))
    };
    LinkNames {
        aliases: aliases(page),
        titles: titles(page),
        slug: set("slug"),
        route_id: set("id"),
    }
}

fn aliases(page: &Page<'_>) -> Vec<Box<str>> {
    let Some(front) = &page.front else {
        return Vec::new();
    };
    let tree = &front.tree;
    let Some(root) = tree.root() else {
        return Vec::new();
    };
    let value = tree
        .get(root, "aliases")
        .or_else(|| tree.get(root, "alias"));
    let of = |node| tree.text(node).map(Box::from);
    value.map_or_else(Vec::new, |value| match tree.data(value) {
        Data::List(items) => items.iter().filter_map(|&item| of(item)).collect(),
        _ => of(value).into_iter().collect(),
    })
}

fn titles(page: &Page<'_>) -> Vec<Box<str>> {
    let front = page.front.as_ref();
    let title = front.and_then(|front| front.text("title"));
    let title = title.map(|(_, title)| title);
    let heading = page.main_heading().map(|heading| &*heading.text);
    let whole = [title, heading].into_iter().flatten().map(str::trim);
    let names = whole.flat_map(|text| {
        let named = text.split_once(": ").filter(|(id, _)| id::is_id(id));
        [Some(text), named.map(|(_, name)| name.trim())]
    });
    let mut titles: Vec<Box<str>> = names
        .flatten()
        .filter(|text| !text.is_empty())
        .map(Box::from)
        .collect();
    titles.dedup();
    titles
}
