//! Finds steps that a text names by number: "see step 5", "steps 3 to 6", `#step-5-models`.

use crate::text::Span;

/// Separators of two numbers in one mention: "steps 3, 4 and 5".
const JOINTS: [&str; 11] = [
    ",", "and", "or", "to", "through", "until", "&", "-", "/", "\u{2013}", "\u{2014}",
];

/// Returns whether a text names a step by one of `numbers`, which is sorted. Mentions inside the spans `outside` are ignored.
pub(super) fn mentions_any(text: &str, numbers: &[u64], excluded: &[Span]) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b's', b'S', bytes).any(|at| {
        let is_step = bytes
            .get(at..at + 4)
            .is_some_and(|word| word.eq_ignore_ascii_case(b"step"));
        is_step && !in_any(excluded, at) && names(text.get(at + 4..).unwrap_or_default(), numbers)
    })
}

fn in_any(spans: &[Span], at: usize) -> bool {
    let after = spans.partition_point(|span| span.start as usize <= at);
    after
        .checked_sub(1)
        .is_some_and(|last| at < spans[last].end as usize)
}

/// Returns whether the numbers after the word "step" include one of `numbers`. Those in between count too, as in "3 to 6".
fn names(after: &str, numbers: &[u64]) -> bool {
    let mut rest = after.strip_prefix(['s', 'S']).unwrap_or(after);
    let (mut least, mut greatest) = (u64::MAX, 0);
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || "-_#*[(".contains(c));
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let Ok(number) = rest[..digits].parse::<u64>() else {
            break;
        };
        least = least.min(number);
        greatest = greatest.max(number);
        rest = rest[digits..].trim_start();
        while let Some(shorter) = JOINTS.iter().find_map(|joint| rest.strip_prefix(joint)) {
            rest = shorter.trim_start();
        }
    }
    let at = numbers.partition_point(|number| *number < least);
    numbers.get(at).is_some_and(|number| *number <= greatest)
}

#[cfg(test)]
mod tests {
    use super::mentions_any;

    #[test]
    fn numbers_after_the_word() {
        for text in [
            "See step 5.",
            "see Steps 3, 4 and 5",
            "steps 3 to 7",
            "steps 4\u{2013}6",
            "STEP\u{a0}5",
            "step-5-models",
            "Step **5**",
            "in steps\n5 and 6",
        ] {
            assert!(mentions_any(text, &[5], &[]), "{text}");
        }
        for text in [
            "step 4",
            "a step",
            "5 steps",
            "steps 1, 2 and 3",
            "stepwise 5",
            "step 55",
            "step",
        ] {
            assert!(!mentions_any(text, &[5], &[]), "{text}");
        }
    }

    #[test]
    fn mentions_in_excluded_spans_do_not_count() {
        let text = "Step 5: Models";
        let heading = crate::text::Span::new(0, text.len());
        assert!(mentions_any(text, &[5], &[]));
        assert!(!mentions_any(text, &[5], &[heading]));
    }
}
