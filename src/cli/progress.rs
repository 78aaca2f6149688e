//! Progress of a long run, on a terminal.

use std::io::{self, Write};
use std::sync::atomic::Ordering;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use super::terminal::Terminal;
use crate::pages::Progress;

/// A shorter run shows nothing.
const LONG: Duration = Duration::from_secs(1);
const STEP: Duration = Duration::from_millis(100);

/// Runs `work`. On a terminal it shows, from one second after `started` on, how many pages have been read, and erases that at the end.
pub(super) fn during<T>(
    progress: &Progress,
    quiet: bool,
    started: Instant,
    work: impl FnOnce() -> T,
) -> T {
    if quiet || !Terminal::stderr().is_live() {
        return work();
    }
    shown_on(io::stderr(), progress, started, work)
}

fn shown_on<T>(
    mut out: impl Write + Send,
    progress: &Progress,
    started: Instant,
    work: impl FnOnce() -> T,
) -> T {
    let (stop, stopped) = channel::<()>();
    let show = move || {
        let mut wait = LONG.saturating_sub(started.elapsed());
        let mut shown = false;
        while stopped.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
            let read = progress.read.load(Ordering::Relaxed);
            let found = progress.found.load(Ordering::Relaxed);
            let _ = write!(out, "\r{read} of {found} pages read");
            (wait, shown) = (STEP, true);
        }
        if shown {
            let _ = write!(out, "\r\u{1b}[K");
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

#[cfg(test)]
mod tests {
    use std::io::{self, Write};
    use std::sync::Mutex;
    use std::time::Instant;

    use super::{LONG, STEP, shown_on};
    use crate::pages::Progress;

    struct Shared<'a>(&'a Mutex<Vec<u8>>);

    impl Write for Shared<'_> {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn what_is_shown_is_erased() {
        let out: Mutex<Vec<u8>> = Mutex::default();
        let progress = Progress {
            read: 2.into(),
            found: 3.into(),
        };
        let text = || String::from_utf8(out.lock().unwrap().clone()).unwrap();
        let started = Instant::now().checked_sub(LONG).unwrap();
        let result = shown_on(Shared(&out), &progress, started, || {
            while text().is_empty() {
                std::thread::sleep(STEP);
            }
            7
        });
        assert_eq!(result, 7);
        assert!(text().starts_with("\r2 of 3 pages read"), "{:?}", text());
        assert!(text().ends_with("read\r\u{1b}[K"), "{:?}", text());
    }

    #[test]
    fn a_short_run_shows_nothing() {
        let out: Mutex<Vec<u8>> = Mutex::default();
        shown_on(Shared(&out), &Progress::default(), Instant::now(), || ());
        assert_eq!(*out.lock().unwrap(), b"");
    }
}
