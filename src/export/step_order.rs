//! The order of steps. A procedure is linear if each step leads to the next.

use super::study::{Edge, Step};

/// Returns the edge of the step at `at` in a linear procedure of `count` steps: `S00` leads to `S01`.
pub(super) fn linear_edge(at: usize, count: usize) -> Edge {
    let id = |at: usize| format!("S{at:02}");
    Edge {
        id: id(at),
        leads_to: (at + 1 < count).then(|| id(at + 1)).into_iter().collect(),
    }
}

/// Sorts steps by id, then by technique as official files do, and removes the edges of a linear procedure.
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
