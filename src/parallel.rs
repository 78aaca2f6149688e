//! Maps over many items on several threads.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Number of items that a thread takes at a time.
const CHUNK: usize = 16;
/// More threads only cost memory.
const MAX_THREADS: usize = 256;

/// Returns `f` of every index below `count`, in order. Runs on at most `jobs` threads.
///
/// # Panics
///
/// If `f` panics, with its panic.
pub fn map<T: Send>(jobs: usize, count: usize, f: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let jobs = jobs.clamp(1, count.div_ceil(CHUNK).clamp(1, MAX_THREADS));
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
        // If the system refuses another thread, the running ones do all the work.
        let spawn = |_| std::thread::Builder::new().spawn_scoped(scope, work).ok();
        let threads: Vec<_> = (1..jobs).map_while(spawn).collect();
        let mut chunks = work();
        for thread in threads {
            match thread.join() {
                Ok(done) => chunks.extend(done),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        chunks
    });
    chunks.sort_unstable_by_key(|(start, _)| *start);
    chunks.into_iter().flat_map(|(_, chunk)| chunk).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn results_are_in_order() {
        for (jobs, count) in [(1, 5), (3, 0), (4, 1_000)] {
            let squares = super::map(jobs, count, |n| n * n);
            assert_eq!(squares, (0..count).map(|n| n * n).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_panic_reaches_the_caller() {
        let panics = std::panic::catch_unwind(|| {
            super::map(4, 1_000, |n| assert!(n != 700, "the item"));
        });
        assert!(panics.is_err());
    }
}
