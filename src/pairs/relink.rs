//! Targets of links that are to lead to another page.

use crate::syntax::{Link, LinkKind};

/// The target of a Markdown link, which stands in the page `from`, as it has to be written to lead to the page `to`. None where
/// the target does not stand in the link.
#[must_use]
pub fn relinked(link: &Link<'_>, from: &str, to: &str) -> Option<String> {
    if link.kind != LinkKind::Markdown {
        return None;
    }
    let path = if link.target.starts_with('/') {
        format!("/{to}")
    } else {
        relative(from, to)
    };
    // What would end a destination or be read as an escape is percent-encoded.
    let encoded = path.chars().fold(String::new(), |mut encoded, c| {
        match c {
            ' ' | '(' | ')' | '<' | '>' | '%' | '#' | '?' | '\\' => {
                encoded.push_str(&format!("%{:02X}", u32::from(c)));
            }
            c => encoded.push(c),
        }
        encoded
    });
    Some(encoded)
}

/// The path from the folder of one page to another page.
fn relative(from: &str, to: &str) -> String {
    let mut up: Vec<&str> = from.split('/').collect();
    up.pop();
    let to: Vec<&str> = to.split('/').collect();
    let shared = up.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let mut parts = vec![".."; up.len() - shared];
    parts.extend(&to[shared..]);
    parts.join("/")
}
