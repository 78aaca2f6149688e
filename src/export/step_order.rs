//! The order of steps, and procedures in which each step leads to the next.

use super::study::{Edge, Step};

/// Returns the edge of a step in a plain chain of `count` steps, counted from 0: `S00` leads to `S01`.
pub(super) fn linear_edge(at: usize, count: usize) -> Edge {
    let id = |at: usize| format!("S{at:02}");
    Edge {
        id: id(at),
        leads_to: (at + 1 < count).then(|| id(at + 1)).into_iter().collect(),
    }
}

/// Sorts steps by their ids, those that share one by technique as a file that is written lists them, and drops the edges of a plain chain.
pub(super) fn sort_steps(steps: &mut [Step]) {
    let id = |step: &Step| step.edge.as_ref().map(|edge| edge.id.clone());
    let number = |step: &Step| {
        let id = id(step).unwrap_or_default();
        let number = id.strip_prefix('S').and_then(|n| n.parse::<u32>().ok());
        (number.unwrap_or(u32::MAX), id, step.technique.clone())
    };
    steps.sort_by_cached_key(number);
    let count = steps.len();
    let mut edges = steps.iter().enumerate();
    if edges.all(|(at, step)| step.edge.as_ref() == Some(&linear_edge(at, count))) {
        for step in steps {
            step.edge = None;
        }
    }
}
