//! The same work on many items, on several threads.

use std::sync::atomic::{AtomicUsize, Ordering};

/// How many items a thread takes at a time.
const CHUNK: usize = 16;

/// `f` of every index below `count`, in order, on at most `jobs` threads.
pub fn map<T: Send>(jobs: usize, count: usize, f: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let jobs = jobs.clamp(1, count.div_ceil(CHUNK).max(1));
    if jobs == 1 {
        return (0..count).map(f).collect();
    }
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let start = next.fetch_add(CHUNK, Ordering::Relaxed);
            if start >= count {
                return done;
            }
            let end = count.min(start + CHUNK);
            done.push((start, (start..end).map(&f).collect::<Vec<T>>()));
        }
    };
    let mut chunks: Vec<(usize, Vec<T>)> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..jobs).map(|_| scope.spawn(work)).collect();
        threads
            .into_iter()
            .flat_map(|thread| match thread.join() {
                Ok(done) => done,
                Err(panic) => std::panic::resume_unwind(panic),
            })
            .collect()
    });
    chunks.sort_unstable_by_key(|(start, _)| *start);
    chunks.into_iter().flat_map(|(_, chunk)| chunk).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn results_come_in_order() {
        for (jobs, count) in [(1, 5), (3, 0), (4, 1_000)] {
            let squares = super::map(jobs, count, |n| n * n);
            assert_eq!(squares, (0..count).map(|n| n * n).collect::<Vec<_>>());
        }
    }
}
