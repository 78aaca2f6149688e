//! Frameworks that are compiled in.

use std::fs;
use std::path::PathBuf;

use atlas_lint::config::read_framework;
use atlas_lint::text::Source;

/// Reads each framework as users' own are read, and compares what is compiled in. `UPDATE_FRAMEWORKS=1` writes it anew.
#[test]
fn what_is_compiled_in_is_the_text() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/framework/data");
    let mut read = 0;
    for entry in fs::read_dir(&folder).expect("the folder") {
        let path = entry.expect("a file").path();
        if path.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a text");
        let source = Source::new(path.to_string_lossy(), text);
        let framework = read_framework(&source).map_err(|problem| problem.diagnostics);
        let packed = framework
            .expect("a framework")
            .to_binary()
            .expect("its form");
        let file = path.with_extension("bin");
        if std::env::var_os("UPDATE_FRAMEWORKS").is_some() {
            fs::write(&file, &packed).expect("the file is written");
        }
        assert!(
            fs::read(&file).ok() == Some(packed),
            "{} is not {}; to write it anew: UPDATE_FRAMEWORKS=1 cargo test --test it frameworks",
            file.display(),
            path.display()
        );
        read += 1;
    }
    assert_eq!(read, 12);
}
