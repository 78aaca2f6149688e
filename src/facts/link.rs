//! What the target of a link alone says about where it leads.

use crate::dialect::LinkCounts;
use crate::facts::url::{has_scheme, is_attack_route, is_web, route};
use crate::syntax::{Link, LinkKind, Page};

/// Returns whether a link leads to another site, to another scheme, or is a search.
#[must_use]
pub fn is_external(link: &Link) -> bool {
    let target: &str = &link.target;
    if link.kind.is_wiki() {
        // `[[## x]]` and `[[^^ x]]` are searches that the editor has not replaced yet.
        return target.starts_with("##")
            || target.starts_with("^^")
            || (has_scheme(target) && target.contains("://"));
    }
    has_scheme(target)
        || is_web(target)
        || target.starts_with("//")
        || (target.contains(['{', '}']) && (target.contains("{{") || target.contains("}}")))
        || is_attack_route(target)
        || is_code(target)
        || is_resource(target)
        || target.is_empty()
}

/// Returns whether a target names a part of a program, as pages do that rustdoc, `ExDoc`, Doxygen or Documenter reads: `` `Plug.Conn` ``,
/// `tower::Service`, `crate#features`, `@ref`. <https://doc.rust-lang.org/rustdoc/write-documentation/linking-to-items-by-name.html>,
/// <https://documenter.juliadocs.org/stable/man/syntax/>
fn is_code(target: &str) -> bool {
    let bytes = target.as_bytes();
    matches!(bytes, [b'`', .., b'`'])
        || matches!(target, "@cite" | "@extref" | "@id" | "@ref")
        || memchr::memmem::find(bytes, b"::").is_some()
        || target
            .strip_prefix("crate")
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('#'))
}

/// Returns whether a target is the id of a block of Logseq, `((...))`, or of a note or file of Joplin: `:/` and 32 hexadecimal digits.
/// <https://docs.logseq.com/#/page/block%20reference>, <https://joplinapp.org/help/apps/markdown/>
fn is_resource(target: &str) -> bool {
    let block = target.strip_prefix("((");
    let block = block.and_then(|rest| rest.strip_suffix("))"));
    if block
        .is_some_and(|id| !id.is_empty() && id.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-'))
    {
        return true;
    }
    let id = target.strip_prefix(":/").unwrap_or_default();
    let id = id.split('#').next().unwrap_or_default();
    id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Returns how many links of a page lead to other files of its vault.
#[must_use]
pub fn count_internal(page: &Page<'_>) -> LinkCounts {
    let internal = page.links.iter().filter(|link| {
        link.kind != LinkKind::Reference
            && !link.target.starts_with('#')
            && !is_external(link)
            && (link.kind.is_wiki() || route(&link.target).is_none())
    });
    let mut counts = LinkCounts {
        defined: page.anchors.block_ids.len(),
        ..LinkCounts::default()
    };
    for link in internal {
        let is_wiki = link.kind.is_wiki();
        counts.wiki += usize::from(is_wiki);
        counts.blocks += usize::from(!is_wiki && link.target.contains("#^"));
        counts.all += 1;
    }
    counts
}
