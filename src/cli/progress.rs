//! How far a long run has come, on a terminal.

use std::io::{self, Write};
use std::sync::atomic::Ordering;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use super::terminal::Terminal;
use crate::pages::Progress;

/// A shorter run shows nothing.
const LONG: Duration = Duration::from_secs(1);
const STEP: Duration = Duration::from_millis(100);

/// Does some work. On a terminal, shows how many pages were read from one second after `started` on, and erases that at the end.
pub(super) fn during<T>(
    progress: &Progress,
    quiet: bool,
    started: Instant,
    work: impl FnOnce() -> T,
) -> T {
    if quiet || !Terminal::stderr().is_live() {
        return work();
    }
    let (stop, stopped) = channel::<()>();
    let show = move || {
        let mut wait = LONG.saturating_sub(started.elapsed());
        let mut shown = false;
        while stopped.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
            let read = progress.read.load(Ordering::Relaxed);
            let found = progress.found.load(Ordering::Relaxed);
            let _ = write!(io::stderr(), "\r{read} of {found} pages read");
            (wait, shown) = (STEP, true);
        }
        if shown {
            let _ = write!(io::stderr(), "\r\u{1b}[K");
        }
    };
    std::thread::scope(|scope| {
        // Without another thread, there is no progress to see.
        let _ = std::thread::Builder::new().spawn_scoped(scope, show);
        let result = work();
        drop(stop);
        result
    })
}
