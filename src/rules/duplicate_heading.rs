//! Two sections of one parent with the same heading.

use foldhash::HashSet;
use memchr::memmem;

use super::findings::Findings;
use super::rule::{Check, FixKind, Handling, Needs, Rule};
use super::theme::Theme;
use crate::context::PageContext;
use crate::date::Date;
use crate::dialect::Dialect;
use crate::settings::Level;
use crate::syntax::conflict::conflicts;
use crate::syntax::{Heading, split_count, without_count};
use crate::text::first_bytes;
use crate::text::path::{is_changelog, parent_of, stem_of};

pub static RULE: Rule = Rule {
    name: "duplicate-heading",
    summary: "two sections of one parent with the same heading",
    docs: include_str!("duplicate-heading.md"),
    theme: Theme::Pages,
    level: Level::Warning,
    fix: FixKind::None,
    since: "0.1.0",
    needs: Needs::Vault,
    handling: Handling::USUAL,
    check: Check::Page(check),
};

/// From this many repetitions on, alternating headings are the page's structure (as in questions and answers), not a slip.
const FORM: usize = 3;

/// What the start of a page of slides says.
const SLIDE_SIGNS: [&str; 7] = [
    "marp: true",
    "reveal.js",
    "revealOptions",
    "revealjs",
    "slidev",
    "type: slide",
    "type = \"slide\"",
];

/// Headings of level 1 on a page that are those of slides.
const SLIDES: usize = 4;

/// The most bytes at the start of a page that may say that it is one of slides.
const MOST_START: usize = 1000;

/// More repetitions on one page are those of a generator, such as the fields of classes in the reference of a library.
const GENERATED: usize = 40;

fn check(context: &PageContext<'_>, findings: &mut Findings) {
    let groups = &context.facts.duplicate_siblings;
    let path = context.source.path();
    // Most pages have none, and the path of a list of changes is known by its words.
    if groups.is_empty() || is_changelog(path) || is_transcript(path) || is_license(path) {
        return;
    }
    if groups.iter().map(|group| group.len() - 1).sum::<usize>() > GENERATED {
        return;
    }
    // A merge conflict duplicates the sections inside it.
    if !conflicts(context.source).is_empty() {
        return;
    }
    let headings = &context.facts.headings;
    // Elsewhere the anchor of a heading gets a number if it repeats.
    let by_name = context.vault.vault.dialect(context.page.file) == Dialect::Obsidian;
    let many = |group: &&Vec<usize>| group.len() >= FORM;
    let takes_turns = groups.iter().filter(many).count() > 1;
    // Two equal steps have equal numbers, which `misnumbered-step` reports.
    let studies = context.facts.studies.iter();
    let steps: HashSet<_> = studies
        .flat_map(|study| &study.steps)
        .map(|step| step.place)
        .collect();
    for places in groups {
        let group: Vec<&Heading> = places.iter().filter_map(|&at| headings.get(at)).collect();
        let Some((first, others)) = group.split_first() else {
            continue;
        };
        let is_form = group.len() >= FORM && (takes_turns || is_regular(places));
        // A line of signs divides sections.
        let is_line = !first.text.contains(char::is_alphanumeric);
        // Two entries of a log may be of one day.
        let is_dated = has_day(&first.text);
        let is_code = group
            .iter()
            .any(|heading| is_comment(context, heading) || is_signature(context, heading));
        if is_form
            || is_line
            || is_dated
            || is_code
            || is_series(&group)
            || is_label(headings, places)
            || group.iter().all(|heading| is_caption(context, heading))
            || is_continued(&first.text)
            || is_admonition(&first.text)
            || is_tag(context, &first.text)
            || is_slides(context, others)
            || steps.contains(&first.span)
        {
            continue;
        }
        let name = without_count(&first.text);
        let link = if by_name {
            format!("a link to \"{name}\" leads to the first only")
        } else {
            "a link to the second ends in a number that changes with their order".to_owned()
        };
        for other in others {
            findings
                .add(
                    other.span,
                    "again here",
                    format!("the heading \"{name}\" repeats that of an earlier sibling section"),
                )
                .help(format!("merge the two sections, or rename one: {link}"))
                .about(name.to_owned())
                .related(context.page.file, first.span, "first here");
        }
    }
}

/// Returns whether a heading is a comment of code that stands in the page without marks for it: the next line is code or another comment.
fn is_comment(context: &PageContext<'_>, heading: &Heading) -> bool {
    let source = context.source;
    let next = source.line_index(heading.span.end as usize) + 1;
    let next = source.slice(source.line_span(next)).trim();
    let is_sign = |c: char| matches!(c, '=' | '$' | '{' | ';' | '|' | '\\');
    let words = ["import ", "from ", "cat ", "curl ", "echo "];
    let before = &source.text().as_bytes()[..heading.span.start as usize];
    let last = |mark: &[u8]| memmem::rfind(before, mark);
    // An element that begins below another one ends at a blank line to CommonMark, and at its end to kramdown.
    let in_element = || last(b"\n<pre>") > last(b"</pre>");
    heading.level == 1
        && (in_element()
            || next.starts_with("# ")
            || next.contains(is_sign)
            || words.iter().any(|word| next.starts_with(word)))
}

/// Returns whether a heading is the name of a part of a program, as in a generated reference: its signature follows in a block of code.
fn is_signature(context: &PageContext<'_>, heading: &Heading) -> bool {
    let below = &context.source.text()[heading.span.end as usize..];
    let mut lines = below.lines().skip(1).filter(|line| !line.trim().is_empty());
    let is_code = lines
        .next()
        .is_some_and(|line| line.starts_with("```") || line.starts_with("~~~"));
    let name = heading.rendered();
    is_code
        && lines.next().is_some_and(|line| {
            let after = line.split_once(name).map(|(_, after)| after);
            after.is_some_and(|after| after.starts_with('('))
        })
}

/// Returns whether a heading, not of a section of the page, stands right over a block of code or an image, as its caption.
fn is_caption(context: &PageContext<'_>, heading: &Heading) -> bool {
    let below = &context.source.text()[heading.span.end as usize..];
    let mut lines = below.lines().skip(1).filter(|line| !line.trim().is_empty());
    let marks = ["```", "~~~", "!["];
    heading.level > 2
        && lines
            .next()
            .is_some_and(|line| marks.iter().any(|mark| line.starts_with(mark)))
}

/// Returns whether a heading is the word over a remark, of which a page may have many.
fn is_admonition(text: &str) -> bool {
    const WORDS: [&str; 13] = [
        "caution",
        "hint",
        "hinweis",
        "important",
        "nota",
        "note",
        "remarque",
        "tip",
        "warning",
        "注",
        "注意",
        "提示",
        "警告",
    ];
    let text = text
        .trim()
        .trim_end_matches([':', '\u{ff1a}'])
        .to_lowercase();
    WORDS.contains(&text.as_str())
}

/// Returns whether a heading is that of a tag in a comment of code, of which `TypeDoc` makes a section each. <https://typedoc.org/tags/>
fn is_tag(context: &PageContext<'_>, text: &str) -> bool {
    const TAGS: [&str; 4] = ["Example", "Remarks", "See", "Throws"];
    TAGS.contains(&text) && context.source.text().contains("\nDefined in: [")
}

/// Returns whether a heading says that it goes on with the section before: `Results (cont.)`.
fn is_continued(text: &str) -> bool {
    let text = text.trim_end().to_lowercase();
    let ends = ["(cont)", "(cont.)", "(cont'd)", "(continued)"];
    ends.iter().any(|end| text.ends_with(end))
}

/// Returns whether a heading is a label that each of many sections has: it recurs all over the page, and never twice in a row.
fn is_label(headings: &[Heading], group: &[usize]) -> bool {
    let first = group.first().and_then(|&at| headings.get(at));
    let Some(first) = first else {
        return false;
    };
    let is_same = |heading: &Heading| heading.level == first.level && heading.text == first.text;
    let mut last = None;
    let mut count = 0;
    for (at, _) in headings
        .iter()
        .enumerate()
        .filter(|(_, heading)| is_same(heading))
    {
        if last.is_some_and(|last| last + 1 == at) {
            return false;
        }
        (last, count) = (Some(at), count + 1);
    }
    // Before each one that repeats in its section stands a heading of its own: a label of the same kind does not part two of them.
    let is_own = |at: &usize| {
        let before = at.checked_sub(1).and_then(|at| headings.get(at));
        before.is_some_and(|before| {
            headings
                .iter()
                .filter(|it| it.text == before.text)
                .nth(1)
                .is_none()
        })
    };
    count >= 2 * FORM && group[1..].iter().all(is_own)
}

/// Returns whether headings repeat that of the slide before: each is the first line of a slide, after `---`, on a page of slides.
fn is_slides(context: &PageContext<'_>, others: &[&Heading]) -> bool {
    let text = context.source.text();
    let follows_break = |heading: &&Heading| {
        let above = text[..heading.span.start as usize].lines().rev();
        // The first one is that of the heading itself, with its signs.
        let mut above = above.skip(1).filter(|line| !line.trim().is_empty());
        above.next().is_some_and(|line| line.trim_end() == "---")
    };
    let start = first_bytes(text, MOST_START);
    let is_one = |heading: &Heading| heading.level == 1;
    let headings = &context.facts.headings;
    let has_many = || headings.iter().filter(|heading| is_one(heading)).count() >= SLIDES;
    let is_deck = (others.iter().all(|heading| is_one(heading)) && has_many())
        || SLIDE_SIGNS.iter().any(|word| start.contains(word));
    is_deck && others.iter().all(follows_break)
}

/// Returns whether a page holds a conversation, by a folder around it. Its speakers and drafts recur.
fn is_transcript(path: &str) -> bool {
    let names = ["chats", "conversations", "transcripts"];
    let mut folders = parent_of(path).split('/');
    folders.any(|folder| names.iter().any(|name| folder.eq_ignore_ascii_case(name)))
}

/// Returns whether a page holds the licenses of software, which repeat as they are.
fn is_license(path: &str) -> bool {
    let stem = stem_of(path).to_ascii_lowercase();
    let stem: String = stem.chars().filter(|c| c.is_alphabetic()).collect();
    let names = [
        "licence", "licences", "license", "licenses", "notice", "notices",
    ];
    let own = stem.strip_prefix("thirdparty").unwrap_or(&stem);
    names.contains(&own)
}

/// Returns whether a heading names a day: `Run of 2026-03-06`.
fn has_day(text: &str) -> bool {
    let mut words = text.split(|c: char| !(c.is_ascii_digit() || c == '-'));
    words.any(|word| Date::parse(word).is_some_and(|date| date.day.is_some()))
}

/// Returns whether each heading follows the one before it after the same number of other headings: `5.1`, `Result`, `5.2`,
/// `Result`, `5.3`, `Result`.
fn is_regular(places: &[usize]) -> bool {
    let mut steps = places.windows(2).map(|pair| pair[1] - pair[0]);
    let first = steps.next().unwrap_or_default();
    first > 1 && steps.all(|step| step == first)
}

/// Returns whether the headings are numbered: `Example (1)`, `Example (2)`. The first may lack its number, or be the second of them, as the
/// continuation of another page.
fn is_series(group: &[&Heading]) -> bool {
    let number = |heading: &&Heading| split_count(&heading.text)?.1.parse().ok();
    let first = group.first().and_then(number).unwrap_or(1);
    group.iter().enumerate().all(|(at, heading)| {
        let number: Option<usize> = number(heading);
        number == Some(first + at) || (at == 0 && number.is_none())
    }) && group.len() > 1
        && first <= 2
}
