//! Double brackets that do not make a link.

use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::context::AloneContext;
use crate::diagnostic::{Applicability, Edit, Fix};
use crate::dialect::{Dialect, Reader};
use crate::settings::Level;
use crate::syntax::{SyntaxError, WikiLinkError};
use crate::text::{Source, Span, shortened};
use crate::vault::path::is_template;

/// Maximum number of characters of a link in a message.
const LONGEST: usize = 80;

pub static RULE: Rule = Rule {
    name: "malformed-wiki-link",
    summary: "a wiki-link that is never closed, has no target, breaks its line or is cut by a table",
    docs: include_str!("malformed-wiki-link.md"),
    theme: Theme::Links,
    level: Level::Error,
    fix: FixKind::Unsafe,
    since: "0.1.0",
    needs: Needs::Page,
    handling: Handling::USUAL,
    check: Check::Alone(check),
};

fn check(context: &AloneContext<'_>, findings: &mut Findings) {
    let is_on_site = !matches!(context.page.dialect, Dialect::Obsidian | Dialect::Github);
    if is_on_site && !context.page.links.iter().any(|link| link.kind.is_wiki()) {
        // Sites have no wiki-links without a plugin, so the brackets are something else.
        return;
    }
    for error in &context.page.errors {
        let SyntaxError::WikiLink { span, kind } = error else {
            continue;
        };
        match kind {
            // `^[[1g` shows an escape sequence of terminals.
            WikiLinkError::Unclosed { .. } if is_after_caret(context.source, *span) => {}
            WikiLinkError::Unclosed { target } => {
                let inside = Span {
                    start: target.start,
                    end: target.end,
                };
                let text = context.source.slice(inside);
                // If one closing bracket is already there, the edit replaces it.
                let end = target.end as usize;
                let bracket = usize::from(context.source.text().get(end..end + 1) == Some("]"));
                findings
                    .add(
                        *span,
                        "opened here",
                        format!(
                            "the wiki-link `[[{}` is never closed",
                            shortened(text, LONGEST)
                        ),
                    )
                    .help(format!("write `[[{}]]`", shortened(text, LONGEST)))
                    .about(text.to_owned())
                    .fix(Fix::edit(
                        Applicability::Unsafe,
                        Edit::markup(Span::new(end, end + bracket), "]]"),
                    ));
            }
            WikiLinkError::EmptyTarget if is_meant_empty(context, *span) => {}
            WikiLinkError::EmptyTarget => {
                findings
                    .add(*span, "no target", "the wiki-link has no target")
                    .help("write the page's name before the `|`, or remove the brackets")
                    .about("empty");
            }
            WikiLinkError::LineBreak => {
                findings
                    .add(
                        *span,
                        "opened here",
                        "the wiki-link is broken over two lines, so it is not a link",
                    )
                    .help("write it on one line")
                    .about("line break");
            }
            // Quartz writes the backslash itself. <https://quartz.jzhao.xyz/plugins/ObsidianFlavoredMarkdown>
            WikiLinkError::BareSeparator { .. } if context.page.reader == Reader::Quartz => {}
            WikiLinkError::BareSeparator { at } => {
                let bar = Span::new(*at as usize, *at as usize + 1);
                findings
                    .add(
                        bar,
                        "ends the cell",
                        "the `|` of this wiki-link ends the table cell, so it is not a link",
                    )
                    .help("write `\\|` in a table")
                    .about("separator")
                    .fix(Fix::edit(Applicability::Unsafe, Edit::markup(bar, "\\|")));
            }
        }
    }
}

/// Returns whether a caret is right before a span.
fn is_after_caret(source: &Source, span: Span) -> bool {
    let before = source.text().get(..span.start as usize);
    before.is_some_and(|before| before.ends_with('^'))
}

/// Returns whether a wiki-link without a target is none. On a template `[[]]` is filled in when a page is created, and in Logseq it is an
/// argument of a macro. Outside of Obsidian `[[|word]]` is something else, such as an entry of an index.
fn is_meant_empty(context: &AloneContext<'_>, span: Span) -> bool {
    let text = context.source.slice(span);
    if is_blank(text) {
        is_template(context.source.path()) || context.page.reader == Reader::Logseq
    } else {
        context.page.dialect != Dialect::Obsidian && text.starts_with("[[|")
    }
}

/// Returns whether the double brackets of a link hold nothing.
fn is_blank(link: &str) -> bool {
    let inside = link.trim_start_matches('[').trim_end_matches(']');
    inside.trim().is_empty()
}
