//! Line differences between two texts.

/// Ranges of lines that differ, in the old text and in the new one, from 0.
pub type Hunk = (std::ops::Range<usize>, std::ops::Range<usize>);

/// The most edits that are computed. Beyond, everything from the first to the last difference is one hunk.
const MAX_EDITS: usize = 1000;

/// Returns the fewest changes that turn one text into the other, by Myers' algorithm.
#[must_use]
pub fn changes(old: &[&str], new: &[&str]) -> Vec<Hunk> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let tails = old[head..].iter().rev().zip(new[head..].iter().rev());
    let tail = tails.take_while(|(a, b)| a == b).count();
    let (a, b) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);
    if a.is_empty() && b.is_empty() {
        return Vec::new();
    }
    let Some(path) = path(a, b) else {
        return vec![(head..head + a.len(), head..head + b.len())];
    };
    let mut hunks: Vec<Hunk> = Vec::new();
    let (mut x, mut y) = (0, 0);
    for (same_x, same_y) in path.into_iter().chain([(a.len(), b.len())]) {
        if (same_x, same_y) != (x, y) {
            hunks.push((head + x..head + same_x, head + y..head + same_y));
        }
        (x, y) = (same_x + 1, same_y + 1);
    }
    hunks
}

/// Returns the lines that both texts share, as indexes into both, or `None` if too many lines differ.
fn path(old: &[&str], new: &[&str]) -> Option<Vec<(usize, usize)>> {
    // `reach[k]` is the `x` to which the furthest path on the diagonal `x - y = k - middle` comes.
    let most = (old.len() + new.len()).min(MAX_EDITS);
    let middle = most + 1;
    let mut reach = vec![0_usize; 2 * middle + 1];
    let mut history: Vec<Vec<usize>> = Vec::new();
    for edits in 0..=most {
        history.push(reach[middle - edits..=middle + edits].to_vec());
        let mut k = middle - edits;
        while k <= middle + edits {
            let down = k == middle - edits || (k != middle + edits && reach[k - 1] < reach[k + 1]);
            let mut x = if down { reach[k + 1] } else { reach[k - 1] + 1 };
            let mut y = (x + middle).checked_sub(k)?;
            while x < old.len() && y < new.len() && old[x] == new[y] {
                (x, y) = (x + 1, y + 1);
            }
            reach[k] = x;
            if x >= old.len() && y >= new.len() {
                return Some(back(&history, old.len(), new.len()));
            }
            k += 2;
        }
    }
    None
}

/// Walks back from the end through what each number of edits reached.
fn back(history: &[Vec<usize>], mut x: usize, mut y: usize) -> Vec<(usize, usize)> {
    let mut same = Vec::new();
    for (edits, reach) in history.iter().enumerate().rev() {
        // The slice starts at the diagonal `x - y = -edits`.
        let k = x + edits - y;
        let at = |k: usize| reach.get(k).copied().unwrap_or_default();
        let down = k == 0 || (k != 2 * edits && at(k - 1) < at(k + 1));
        let before_x = if edits == 0 {
            0
        } else {
            at(if down { k + 1 } else { k - 1 })
        };
        let (start_x, start_y) = match (edits, down) {
            (0, _) => (0, 0),
            (_, true) => (before_x, (before_x + edits) - k),
            (_, false) => (before_x + 1, (before_x + 1 + edits) - k),
        };
        while x > start_x && y > start_y {
            (x, y) = (x - 1, y - 1);
            same.push((x, y));
        }
        if edits > 0 {
            (x, y) = if down {
                (start_x, start_y - 1)
            } else {
                (start_x - 1, start_y)
            };
        }
    }
    same.reverse();
    same
}

#[cfg(test)]
mod tests {
    use super::{Hunk, changes};

    fn lines(text: &str) -> Vec<&str> {
        text.split_terminator(' ').collect()
    }

    /// Returns the old lines with the hunks applied.
    fn applied<'t>(old: &[&'t str], new: &[&'t str], hunks: &[Hunk]) -> Vec<&'t str> {
        let mut out = Vec::new();
        let mut at = 0;
        for (before, after) in hunks {
            out.extend(&old[at..before.start]);
            out.extend(&new[after.clone()]);
            at = before.end;
        }
        out.extend(&old[at..]);
        out
    }

    #[test]
    fn hunks_turn_the_old_text_into_the_new_one() {
        for (old, new, changed) in [
            ("", "", 0),
            ("a b c", "a b c", 0),
            ("", "a b", 2),
            ("a b", "", 2),
            ("a b c d", "a x c d", 2),
            ("a b c d", "b c d e", 2),
            ("a b c a b b a", "c b a b a c", 5),
        ] {
            let (old, new) = (lines(old), lines(new));
            let hunks = changes(&old, &new);
            assert_eq!(applied(&old, &new, &hunks), new);
            let lines = hunks
                .iter()
                .map(|(before, after)| before.len() + after.len());
            assert_eq!(lines.sum::<usize>(), changed, "{old:?} {new:?} {hunks:?}");
        }
    }

    #[test]
    fn texts_that_differ_too_much_give_one_hunk() {
        let old: Vec<String> = (0..2000).map(|n| format!("old {n}")).collect();
        let new: Vec<String> = (0..2000).map(|n| format!("new {n}")).collect();
        let text = |lines: &[String]| -> Vec<String> {
            let mut all = vec!["first".to_owned()];
            all.extend(lines.iter().cloned());
            all
        };
        let (old, new) = (text(&old), text(&new));
        let old: Vec<&str> = old.iter().map(String::as_str).collect();
        let new: Vec<&str> = new.iter().map(String::as_str).collect();
        assert_eq!(changes(&old, &new), [(1..2001, 1..2001)]);
    }
}
