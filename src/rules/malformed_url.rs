//! A URL that leads nowhere as written.

mod padding;

use self::padding::{edges, padded_link, padding, report_padding};
use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::context::{AloneContext, PageContext};
use crate::diagnostic::{Applicability, Edit, Fix, Subject};
use crate::facts::url::{UrlFlaw, flaw, is_web, looks_like_host, unpadded};
use crate::facts::{self, Facts};
use crate::nearest::nearest;
use crate::settings::Level;
use crate::syntax::{Link, LinkKind, TextBlock, TextKind, links_in};
use crate::text::{Source, Span};
use crate::vault::path::is_template;
use crate::vault::{Destination, Resolution};

pub static RULE: Rule = Rule {
    name: "malformed-url",
    summary: "a reference's URL that is empty, relative or not a web address, or white space around any URL",
    docs: include_str!("malformed-url.md"),
    theme: Theme::Links,
    level: Level::Error,
    fix: FixKind::Safe,
    since: "0.1.0",
    needs: Needs::Vault,
    handling: Handling::USUAL,
    check: Check::Both(check, check_paths),
};

/// The longest URL with white space that is recognized as a broken link, in bytes.
const REACH: usize = 2_048;
/// Maximum number of links of an entry that are searched for one to the web.
const COMPANIONS: usize = 50;

/// What the rule reads of a page.
#[derive(Clone, Copy)]
struct PageText<'p> {
    source: &'p Source,
    facts: &'p Facts,
    texts: &'p [TextBlock],
}

/// Checks what the text alone shows.
fn check(context: &AloneContext<'_>, findings: &mut Findings) {
    let page = PageText {
        source: context.source,
        facts: context.facts,
        texts: &context.page.blocks.texts,
    };
    let sections = &page.facts.reference_sections;
    for link in page.facts.links.iter() {
        let is_route = || facts::url::route(&link.target).is_some();
        if link.kind.is_wiki() || link.kind == LinkKind::Reference || is_route() {
            continue;
        }
        if !padded_link(page, link, findings)
            && is_in_list(link, sections)
            && facts::is_external(link)
            && !is_email(page, link)
        {
            check_url(page, link.target_span, Some(link), findings);
        }
    }
    broken_links(page, findings);
    // References outside links: bare URLs, and values in YAML.
    let mut targets: Vec<Span> = page
        .facts
        .links
        .iter()
        .map(|link| link.target_span)
        .collect();
    targets.sort_unstable();
    for reference in page.facts.reference_lists.iter().flatten() {
        let Some(span) = reference.url else { continue };
        if targets.binary_search(&span).is_err() {
            check_value(page, span, findings);
        }
    }
}

/// Checks references that may lead to files of the vault.
fn check_paths(context: &PageContext<'_>, findings: &mut Findings) {
    let sections = &context.facts.reference_sections;
    if sections.is_empty() {
        return;
    }
    for (link, destination) in context.links() {
        let is_file = matches!(destination, Destination::File { found, .. } if !matches!(found, Resolution::None(_)));
        let is_path = !link.kind.is_wiki() && !facts::is_external(link);
        if is_path && !is_file && is_in_list(link, sections) {
            let page = PageText {
                source: context.source,
                facts: context.facts,
                texts: &context.facts.blocks.texts,
            };
            check_url(page, link.target_span, Some(link), findings);
        }
    }
}

/// Returns whether a link is in a reference section.
fn is_in_list(link: &Link, sections: &[Span]) -> bool {
    // An image may be in the text of a definition.
    let is_image = link.kind == LinkKind::Image || link.target.starts_with("data:");
    !is_image && facts::is_within(sections, link.span)
}

/// Returns whether the link is an autolinked email address, `<name@example.com>`, which is not meant as a URL.
fn is_email(page: PageText<'_>, link: &Link) -> bool {
    link.target.starts_with("mailto:")
        && !page.source.slice(link.target_span).starts_with("mailto:")
}

/// Checks a reference's URL that is a YAML value, without its quotes. A value with escapes is skipped, because its bytes are not
/// its text.
fn check_value(page: PageText<'_>, span: Span, findings: &mut Findings) {
    let written = page.source.slice(span);
    let quoted = written.starts_with(['"', '\'']);
    if quoted && written.contains('\\') {
        return;
    }
    let span = span.narrowed(quoted);
    let text = page.source.slice(span);
    let (start, end) = padding(text);
    if start + end > 0 && !unpadded(text).is_empty() {
        let edges = edges(span, start, end);
        report_padding(page, &edges, span, findings);
    } else {
        check_url(page, span, None, findings);
    }
}

/// Reports the flaw in the URL of a reference. `link` is `None` for a URL outside a link.
fn check_url(page: PageText<'_>, span: Span, link: Option<&Link>, findings: &mut Findings) {
    let url = page.source.slice(span);
    let (label, message, help, replacement) = match flaw(url) {
        None => return,
        Some(UrlFlaw::WhiteSpace) => {
            return report_white_space(span, url, link.is_some(), findings);
        }
        // On a template it is filled in when a page is created.
        Some(UrlFlaw::Empty) if is_template(page.source.path()) => return,
        Some(UrlFlaw::Empty) => (
            "no URL",
            "the reference has no URL: it is empty".to_owned(),
            "write the URL, or only the text",
            None,
        ),
        // Another path that leads to no file is `unresolved-link`.
        Some(UrlFlaw::Relative) if link.is_some() && !looks_like_host(url) => return,
        Some(UrlFlaw::Relative) => (
            "no scheme",
            format!("the URL `{url}` is relative: it has no `https://`"),
            "write the whole URL",
            looks_like_host(url).then(|| format!("https://{}", url.trim_start_matches('/'))),
        ),
        // `https://<host>:7443` has a placeholder for it.
        Some(UrlFlaw::NoHost) if is_followed_by_placeholder(page, span) => return,
        Some(UrlFlaw::NoHost) => (
            "no host",
            format!("the URL `{url}` has no host"),
            "write the name of the site after `https://`",
            with_slashes(url),
        ),
        Some(UrlFlaw::Scheme(_)) if link.is_some_and(|link| has_companion(page, link)) => return,
        // An address outside the list is a contact.
        Some(UrlFlaw::Scheme(scheme))
            if scheme.eq_ignore_ascii_case("mailto")
                && link
                    .and_then(|link| block_of(page, link))
                    .is_some_and(|block| block.kind == TextKind::Paragraph) =>
        {
            return;
        }
        Some(UrlFlaw::Scheme(scheme)) => (
            "not http or https",
            format!("the URL `{url}` has the scheme `{scheme}`, which is neither http nor https"),
            "write a URL that starts with `https://`",
            with_scheme(url, scheme),
        ),
    };
    let found = findings.add(span, label, message);
    found.about(Subject::path(url));
    match replacement {
        Some(replacement) => found.help(format!("write `{replacement}`")).fix(Fix::edit(
            Applicability::Unsafe,
            Edit::markup(span, replacement),
        )),
        None => found.help(help),
    };
}

/// Returns whether `<host>` or `{host}` directly follows a URL, which ends there.
fn is_followed_by_placeholder(page: PageText<'_>, span: Span) -> bool {
    let text = page.source.text();
    let after = text.get(span.end as usize..).unwrap_or_default();
    after.starts_with(['<', '{', '$'])
}

/// Returns the replacement for a URL such as `https:/example.com`.
fn with_slashes(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once(":/")?;
    let site = rest.trim_start_matches('/');
    (looks_like_host(site) && is_web(&format!("{scheme}://"))).then(|| format!("{scheme}://{site}"))
}

/// Returns the replacement for a URL with another scheme: a misspelled `http`, or a DOI or arXiv id.
fn with_scheme(url: &str, scheme: &str) -> Option<String> {
    let rest = url.get(scheme.len() + 1..)?;
    let site = rest.starts_with("//").then_some(["https", "http"]);
    let near = nearest(scheme, site.into_iter().flatten(), 2);
    match (scheme.to_ascii_lowercase().as_str(), near) {
        (_, Some(near)) => Some(format!("{near}:{rest}")),
        ("doi", _) => Some(format!("https://doi.org/{rest}")),
        ("arxiv", _) => Some(format!("https://arxiv.org/abs/{rest}")),
        _ => None,
    }
}

/// Returns whether the entry of a link also has a link to the web, or a bare URL. Then a link into an application is an extra.
fn has_companion(page: PageText<'_>, link: &Link) -> bool {
    let Some(text) = block_of(page, link) else {
        return false;
    };
    let part = |start, end| page.source.slice(Span { start, end });
    let before = part(text.span.start, link.span.start);
    let after = part(link.span.end, text.span.end.max(link.span.end));
    let is_bare = |text: &str| text.contains("https://") || text.contains("http://");
    if is_bare(before) || is_bare(after) {
        return true;
    }
    links_in(&page.facts.links, text.span)
        .take(COMPANIONS)
        .any(|other| is_web(&other.target))
}

/// Returns the text that a link is in.
fn block_of(page: PageText<'_>, link: &Link) -> Option<TextBlock> {
    let after = page
        .texts
        .partition_point(|text| text.span.start <= link.span.start);
    after.checked_sub(1).map(|at| page.texts[at])
}

/// Reports white space inside a URL. `sound` means that the URL is in angle brackets, where a browser reads each space as `%20`.
/// Without brackets the Markdown is not a link at all.
fn report_white_space(span: Span, url: &str, sound: bool, findings: &mut Findings) {
    let words: Vec<&str> = url.split_whitespace().collect();
    let found = findings.add(
        span,
        "white space inside",
        format!("the URL `{}` contains white space", words.join(" ")),
    );
    found.about(words.join(" "));
    // A URL that was wrapped has no space at the line break, and no part of a path starts or ends with a space.
    let broken = url.contains('\n');
    let slipped = !sound && words.windows(2).all(|pair| is_seam(pair[0], pair[1]));
    let site = words.first().map_or(0, |first| first.matches('/').count());
    let in_site = site < 3 && !broken;
    if in_site && words.len() > 2 {
        found.help("write the URL without white space");
        return;
    }
    let joint = if broken || slipped || in_site {
        ""
    } else {
        "%20"
    };
    let whole = words.join(joint);
    let applicability = if !broken && !in_site && (sound || slipped) {
        Applicability::Safe
    } else {
        Applicability::Unsafe
    };
    found
        .help(format!("write `{whole}`"))
        .fix(Fix::edit(applicability, Edit::markup(span, whole)));
}

/// Returns whether the white space between two parts of a URL is next to a separator such as `/`.
fn is_seam(before: &str, after: &str) -> bool {
    let marks = ['/', '?', '#', '&', '='];
    before.ends_with(marks) || after.starts_with(marks)
}

/// Reports Markdown in references that is not a link because its URL has white space: `[title](https://example.com/a b)`.
fn broken_links(page: PageText<'_>, findings: &mut Findings) {
    let sections = &page.facts.reference_sections;
    if sections.is_empty() {
        return;
    }
    let mut targets: Vec<u32> = page
        .facts
        .links
        .iter()
        .map(|link| link.target_span.start)
        .collect();
    targets.sort_unstable();
    for block in page.texts {
        if !facts::is_within(sections, block.span) {
            continue;
        }
        let text = page.source.slice(block.span);
        for (at, _) in text.match_indices("](http") {
            let start = block.span.start as usize + at + 2;
            let Ok(place) = u32::try_from(start) else {
                continue;
            };
            if targets.binary_search(&place).is_ok() || page.facts.blocks.is_opaque(place) {
                continue;
            }
            let inside = &text.as_bytes()[at + 2..text.len().min(at + 2 + REACH)];
            let Some(length) = memchr::memchr(b')', inside) else {
                continue;
            };
            let url = text.get(at + 2..at + 2 + length).unwrap_or_default();
            if is_web(url)
                && !url.contains(['"', '\'', '<', '[', ']'])
                && flaw(url) == Some(UrlFlaw::WhiteSpace)
            {
                report_white_space(Span::new(start, start + length), url, false, findings);
            }
        }
    }
}
