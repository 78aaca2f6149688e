//! The headings of a procedure: steps and attempts at steps.

use foldhash::HashMap;
use serde::{Deserialize, Serialize};

use crate::syntax::Page;
use crate::syntax::tree::{Entry, NodeId};
use crate::text::Span;

/// A heading that is a step or looks like one.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct StepHeading {
    pub span: Span,
    pub level: u8,
    /// The digits of its number; None if it has no number or one in words.
    pub number: Option<Span>,
    pub form: StepForm,
    /// Number of techniques in its fields. Two mean that the heading of a further step is missing, or that one step has both.
    pub techniques: usize,
}

/// Forms of a step heading.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepForm {
    /// `Step 4: Title`
    Whole,
    /// `Step 4 - Title`, `step 4: Title`, `Step: Title`: checked by the schema of case studies.
    Loose,
    /// `Stp 4: Title`, with the bytes of the misspelled word.
    Misspelled(Span),
    /// `4. Title`, with the bytes between number and title.
    Bare(Span),
}

/// The headings of a page's procedure.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Procedure {
    /// The level of its own heading.
    pub level: u8,
    /// The step headings in any form, in text order. After the end of the procedure, `Step 4: Title` headings still count, up
    /// to the first other heading.
    pub headings: Vec<StepHeading>,
}

/// Returns the headings of a page's procedure, if it has one.
#[must_use]
pub(super) fn step_headings(page: &Page<'_>) -> Option<Procedure> {
    let section = page.outline.procedure()?;
    let own = section.key_span;
    let at = page
        .headings
        .binary_search_by_key(&own, |heading| heading.span)
        .ok()?;
    let level = page.headings[at].level;
    let techniques = techniques(page, section.value);
    let mut headings = Vec::new();
    for heading in &page.headings[at + 1..] {
        let form = step_form(page.source.slice(heading.span));
        let inside = heading.level > level;
        if !inside && !matches!(form, Some((StepForm::Whole, _))) {
            break;
        }
        if let Some((form, number)) = form {
            let start = heading.span.start as usize;
            headings.push(StepHeading {
                span: heading.span,
                level: heading.level,
                techniques: techniques.get(&heading.span).copied().unwrap_or_default(),
                number: number.map(|number| number.shift(start)),
                form: match form {
                    StepForm::Misspelled(word) => StepForm::Misspelled(word.shift(start)),
                    StepForm::Bare(gap) => StepForm::Bare(gap.shift(start)),
                    form => form,
                },
            });
        }
    }
    Some(Procedure { level, headings })
}

/// Returns the number of techniques in each section of a procedure, by heading.
fn techniques(page: &Page<'_>, procedure: NodeId) -> HashMap<Span, usize> {
    let outline = &page.outline;
    let is_technique = |entry: &&Entry<'_>| entry.key == "Technique";
    let count = |section| {
        outline
            .fields_of(section)
            .iter()
            .filter(is_technique)
            .count()
    };
    outline
        .sections_of(procedure)
        .iter()
        .map(|section| (section.key_span, count(section.value)))
        .collect()
}

/// Number words that the schema of case studies accepts.
const NUMBERS: [&str; 10] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
];

/// Returns the form and the number of a step heading. Spans are relative to the heading.
fn step_form(heading: &str) -> Option<(StepForm, Option<Span>)> {
    if let Some((number, title)) = step_heading(heading) {
        let between = heading.get(number.end as usize..title.start as usize);
        let is_whole = between == Some(": ") && !title.is_empty() && number.start == 5;
        let form = if is_whole {
            StepForm::Whole
        } else {
            StepForm::Loose
        };
        return Some((form, Some(number)));
    }
    let length = heading
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(heading.len());
    let (word, rest) = heading.split_at(length);
    let gap = rest.len() - rest.trim_start_matches([' ', '#']).len();
    let digits = rest[gap..].bytes().take_while(u8::is_ascii_digit).count();
    let start = length + gap;
    let number = (digits > 0).then(|| Span::new(start, start + digits));
    if word.eq_ignore_ascii_case("step") {
        let next = &rest[gap..];
        let spelled = next
            .split(|c: char| !c.is_alphabetic())
            .next()
            .is_some_and(|word| NUMBERS.contains(&word.to_lowercase().as_str()));
        let is_loose = digits > 0 || next.is_empty() || next.starts_with(':') || spelled;
        return is_loose.then_some((StepForm::Loose, number));
    }
    let after = &rest[gap + digits..];
    if word.is_empty() {
        let marks = after.len() - after.trim_start_matches(['.', ':', ')', ' ']).len();
        let is_bare = gap == 0 && after.starts_with(['.', ':', ')']) && after.len() > marks;
        let end = start + digits;
        let form = StepForm::Bare(Span::new(end, end + marks));
        return (is_bare && marks > 1 && number.is_some()).then_some((form, number));
    }
    // One letter too many, too few or wrong, or two swapped: `Stp 4: Title`, `Setp 4: Title`.
    let plain = word.to_lowercase();
    let near = (3..=5).contains(&length) && strsim::osa_distance(&plain, "step") == 1;
    let colon = rest.starts_with(' ') && after.trim_start().starts_with(':');
    let form = StepForm::Misspelled(Span::new(0, length));
    (near && colon && number.is_some()).then_some((form, number))
}

/// Returns the bytes of the number and of the title in `Step 3: Title`.
pub(super) fn step_heading(heading: &str) -> Option<(Span, Span)> {
    let rest = heading.strip_prefix("Step ")?;
    let (number, title) = rest.split_once(':')?;
    let digits = number.trim();
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let start = heading.len() - rest.len() + number.len() - number.trim_start().len();
    let name = title.trim();
    let title_start = heading.len() - title.trim_start().len();
    Some((
        Span::new(start, start + digits.len()),
        Span::new(title_start, title_start + name.len()),
    ))
}

#[cfg(test)]
mod tests {
    use super::{StepForm, step_form};
    use crate::text::Span;

    #[test]
    fn what_is_meant_as_a_step() {
        let form = |heading| step_form(heading).map(|(form, _)| form);
        assert_eq!(form("Step 4: Models"), Some(StepForm::Whole));
        for loose in [
            "Step 4 - Models",
            "step 4: Models",
            "Step: Models",
            "STEP4",
            "Step #4: M",
            "Step Two: M",
            "Step 4:M",
            "Step 4:",
            "Step 4 : M",
        ] {
            assert_eq!(form(loose), Some(StepForm::Loose), "{loose}");
        }
        for (text, length) in [("Stp 4: Models", 3), ("Setp 4: M", 4), ("Steps 4: M", 5)] {
            let word = Span::new(0, length);
            assert_eq!(form(text), Some(StepForm::Misspelled(word)), "{text}");
        }
        assert_eq!(form("4. Models"), Some(StepForm::Bare(Span::new(1, 3))));
        for other in [
            "Stages 4: M",
            "Stp: M",
            "Stp 4",
            "Stop",
            "Steep hills",
            "Step-by-step",
            "step by step in 2024",
            "4.2 Models",
            "4.",
            "2019",
            "",
            "Background",
            "\u{c9}tp 4: M",
        ] {
            assert_eq!(form(other), None, "{other}");
        }
    }
}
