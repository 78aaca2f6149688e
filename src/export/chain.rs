//! The order of steps, and procedures in which each step leads to the next.

use super::{Step, step_id};

/// Sorts steps by their ids, those that share one by technique as a file that is written lists them, and drops the edges of a plain chain.
pub(super) fn order(steps: &mut [Step]) {
    let id = |step: &Step| step.edge.as_ref().map(|edge| edge.id.clone());
    let number = |step: &Step| {
        let id = id(step).unwrap_or_default();
        let number = id.strip_prefix('S').and_then(|n| n.parse::<u32>().ok());
        (number.unwrap_or(u32::MAX), id, step.technique.clone())
    };
    steps.sort_by_cached_key(number);
    let last = steps.len().saturating_sub(1);
    let plain = steps.iter().enumerate().all(|(at, step)| {
        let next: Vec<String> = (at < last).then(|| step_id(at + 1)).into_iter().collect();
        step.edge
            .as_ref()
            .is_some_and(|edge| edge.id == step_id(at) && edge.leads_to == next)
    });
    if plain {
        for step in steps {
            step.edge = None;
        }
    }
}
