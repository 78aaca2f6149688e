//! Reads every Markdown file below a folder, and parses it or searches it: `limit parse|read FOLDER [THREADS]`.
//!
//! `parse` runs the parser of the linter with the same extensions and drops its events; `read` checks that a file is UTF-8 and counts
//! `[[`. Both print what they counted, so that none of the work can be left out.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs, thread};

use pulldown_cmark::{Options, Parser};

/// The allocator of the linter.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let args: Vec<String> = env::args().skip(1).collect();
    let (Some(what), Some(folder)) = (args.first(), args.get(1)) else {
        eprintln!("usage: limit parse|read FOLDER [THREADS]");
        std::process::exit(2);
    };
    let count: fn(&str) -> usize = match what.as_str() {
        "parse" => |text| Parser::new_ext(text, options()).into_offset_iter().count(),
        "read" => |text| memchr::memmem::find_iter(text.as_bytes(), b"[[").count(),
        other => panic!("neither parse nor read: {other}"),
    };
    let threads = args.get(2).map_or(1, |text| text.parse().expect("a number of threads"));
    let mut files = Vec::new();
    walk(Path::new(folder), &mut files);
    let (next, bytes, counted) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let text = fs::read_to_string(file).expect("a text");
                    bytes.fetch_add(text.len(), Ordering::Relaxed);
                    counted.fetch_add(count(&text), Ordering::Relaxed);
                }
            });
        }
    });
    println!("{} files, {} bytes, {} counted", files.len(), bytes.into_inner(), counted.into_inner());
}

/// Returns the options with the extensions that the linter reads pages with.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            walk(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            files.push(path);
        }
    }
}
