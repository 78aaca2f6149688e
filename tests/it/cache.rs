//! `--cache`: findings are the same with and without, whatever is in the cache.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::support::{Run, Scratch, files_below};

/// A change of a vault.
type Change<'c> = &'c dyn Fn(&Scratch);

/// Pages with findings of all kinds: alone, by other pages, with suppressions.
fn vault(name: &str) -> Scratch {
    let scratch = Scratch::new(name);
    scratch
        .write("atlas-lint.yaml", "catalog:\n  release: \"2026.05\"\n")
        .write(
            "a.md",
            "---\nid: a\ntitle: A\n---\n# AML.T0051: LLM Prompt Injection\n\nSee [[b]] and [[c#None]]. TODO: more.\n",
        )
        .write(
            "b.md",
            "# AML.T0051: LLM Jailbreak\n\nAML.T9999, <https://example.com/ x>, [[gone]].\n\n<!-- atlas-lint: allow(unknown-id) known -->\nAML.T9998\n",
        )
        .write("c.md", "# C\n\n## One\n\n## One\n\n%% [[gone]] %%\n")
        .write("d/d.yaml", "id: AML.T0051\nname: x\nobject-type: technique\n");
    scratch
}

fn check(scratch: &Scratch, args: &[&str]) -> (i32, String) {
    let run = scratch.run(&[&["check", "--format", "json", "--show-suppressed"], args].concat());
    (run.code, run.stdout)
}

/// Asserts that findings are the same with a cache. Returns them.
#[track_caller]
fn assert_same(scratch: &Scratch, what: &str) -> String {
    let plain = check(scratch, &[]);
    let cached = check(scratch, &["--cache=.cache"]);
    assert_eq!(plain, cached, "{what}");
    plain.1
}

fn cache_file(scratch: &Scratch) -> PathBuf {
    let files = files_below(&scratch.path().join(".cache"));
    let [file] = files.as_slice() else {
        panic!("{files:?}");
    };
    file.clone()
}

/// Makes all pages look old, so that they need not be read.
fn age(scratch: &Scratch) {
    let then = SystemTime::now() - Duration::from_secs(3600);
    for path in files_below(scratch.path()) {
        if path.extension().is_some_and(|extension| extension == "md") {
            File::options()
                .write(true)
                .open(path)
                .unwrap()
                .set_modified(then)
                .unwrap();
        }
    }
}

#[test]
fn edits_between_runs_are_seen() {
    let scratch = vault("cache-edits");
    let first = assert_same(&scratch, "first run");
    assert!(
        first.contains("unknown-id") && first.contains("unresolved-link"),
        "{first}"
    );
    let text = |path: &str| fs::read_to_string(scratch.path().join(path)).unwrap();
    let changes: [(&str, Change<'_>); 9] = [
        ("nothing", &|_| {}),
        ("old files", &age),
        ("a page of the same size and time", &|scratch| {
            let path = scratch.path().join("b.md");
            let then = fs::metadata(&path).unwrap().modified().unwrap();
            scratch.write("b.md", text("b.md").replace("AML.T9999", "AML.T9997"));
            File::options()
                .write(true)
                .open(&path)
                .unwrap()
                .set_modified(then)
                .unwrap();
        }),
        ("a page that another one declares", &|scratch| {
            scratch.write("c.md", "# AML.T0051: LLM Prompt Injection\n");
        }),
        ("a new page", &|scratch| {
            scratch.write("gone.md", "# Gone\n\nAML.T9999\n");
        }),
        ("two pages that change places", &|scratch| {
            let (a, b) = (text("a.md"), text("b.md"));
            scratch.write("a.md", b).write("b.md", a);
        }),
        ("a page that is gone", &|scratch| {
            fs::remove_file(scratch.path().join("gone.md")).unwrap();
        }),
        ("bytes that are no text", &|scratch| {
            scratch.write("c.md", b"# C\n\n\xff\n");
        }),
        ("the text that stands for these bytes", &|scratch| {
            scratch.write("c.md", "# C\n\n?\n");
        }),
    ];
    for (what, change) in changes {
        change(&scratch);
        assert_same(&scratch, what);
        assert_same(&scratch, &format!("{what}, again"));
    }
}

#[test]
fn what_findings_depend_on_is_part_of_the_key() {
    let scratch = vault("cache-key");
    assert_same(&scratch, "first run");
    for config in [
        "catalog:\n  release: \"2026.05\"\nrules:\n  duplicate-heading: error\n",
        "catalog:\n  release: \"2024.01\"\n",
        "catalog:\n  release: \"2026.05\"\ndialect: github\n",
        "catalog:\n  release: \"2026.05\"\nexclude: [b.md]\n",
        "catalog:\n  release: \"2026.05\"\n",
    ] {
        scratch.write("atlas-lint.yaml", config);
        assert_same(&scratch, config);
    }
    for args in [
        &["--select", "unknown-id"][..],
        &["--ignore", "unknown-id"],
        &["b.md"],
        &["d"],
    ] {
        let cached = [args, &["--cache=.cache"]].concat();
        assert_eq!(check(&scratch, args), check(&scratch, &cached), "{args:?}");
        assert_same(&scratch, "all again");
    }
    let own = |name: &str| {
        format!("framework: own\nids: 'RISK-\\d'\nobjects: [{{id: RISK-1, name: {name}}}]\n")
    };
    scratch.write("own.yaml", own("A"));
    scratch.write("b.md", "# B\n\nRISK-1: Other, RISK-2\n");
    scratch.write("atlas-lint.yaml", "frameworks: {own: {file: own.yaml}}\n");
    assert_same(&scratch, "a framework");
    scratch.write("own.yaml", own("Other"));
    assert_same(&scratch, "another framework");
    scratch.write("mkdocs.yml", "site_name: x\ndocs_dir: .\n");
    assert_same(&scratch, "a site");
}

#[test]
fn a_damaged_cache_is_none() {
    let scratch = vault("cache-damage");
    let plain = check(&scratch, &[]);
    age(&scratch);
    assert_same(&scratch, "first run");
    assert_same(&scratch, "second run");
    let file = cache_file(&scratch);
    let whole = fs::read(&file).unwrap();
    let mut damaged: Vec<Vec<u8>> = (0..whole.len())
        .step_by(97)
        .map(|at| whole[..at].to_vec())
        .collect();
    for at in (0..whole.len()).step_by(61) {
        let mut one = whole.clone();
        one[at] ^= 0x41;
        damaged.push(one);
    }
    damaged.push([&whole[..], b"x"].concat());
    damaged.push([&whole[..56], &[0xff; 64]].concat());
    damaged.push(vec![0xff; 100_000]);
    for bytes in damaged {
        fs::write(&file, &bytes).unwrap();
        let run = scratch.run(&[
            "check",
            "--format",
            "json",
            "--show-suppressed",
            "--cache=.cache",
        ]);
        assert_eq!((run.code, run.stdout), plain, "{} bytes", bytes.len());
        assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    }
}

#[test]
fn a_run_without_changes_leaves_the_file_alone() {
    let scratch = vault("cache-quiet");
    age(&scratch);
    assert_same(&scratch, "first run");
    // The first run saw that the times of the pages had just been set.
    std::thread::sleep(Duration::from_secs(4));
    assert_same(&scratch, "pages are hashed once more");
    let file = cache_file(&scratch);
    let before = (
        fs::read(&file).unwrap(),
        fs::metadata(&file).unwrap().modified().unwrap(),
    );
    assert_same(&scratch, "nothing changed");
    check(&scratch, &["--cache=.cache", "b.md"]);
    let after = (
        fs::read(&file).unwrap(),
        fs::metadata(&file).unwrap().modified().unwrap(),
    );
    assert_eq!(before, after);
    assert_eq!(files_below(&scratch.path().join(".cache")), [file]);
}

#[test]
fn the_folder_is_that_of_the_user_and_private() {
    let scratch = vault("cache-folder");
    let home = scratch.path().join(".home");
    let run = |cache: &str, xdg: Option<&Path>| {
        let run = Run::new(&["check", "--format", "concise", cache]).at(scratch.path());
        let run = run
            .env("HOME", &home.to_string_lossy())
            .without("XDG_CACHE_HOME");
        match xdg {
            Some(xdg) => run.env("XDG_CACHE_HOME", &xdg.to_string_lossy()).go(),
            None => run.go(),
        }
    };
    if cfg!(target_os = "linux") {
        run("--cache", None);
        assert_eq!(files_below(&home.join(".cache/atlas-lint")).len(), 1);
        run("--cache", Some(&home.join("xdg")));
        assert_eq!(files_below(&home.join("xdg/atlas-lint")).len(), 1);
    }
    run("--cache=.cache", None);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&cache_file(&scratch)), 0o600);
        assert_eq!(mode(&scratch.path().join(".cache")), 0o700);
    }
    // A folder that cannot be made costs the cache, not the run.
    scratch.write("file", "");
    let plain = scratch.run(&["check", "--format", "concise"]);
    let refused = run("--cache=file/x", None);
    assert_eq!((plain.code, &plain.stdout), (refused.code, &refused.stdout));
    assert!(
        refused.stderr.contains("nothing is remembered"),
        "{}",
        refused.stderr
    );
}

#[test]
fn a_cache_does_not_go_with_fixes_and_changes() {
    let scratch = vault("cache-fix");
    for option in ["--fix", "--diff", "--staged", "--new-since=HEAD"] {
        let run = scratch.run(&["check", "--cache=.cache", option]);
        assert_eq!(run.code, 2, "{option}");
        assert!(run.stderr.contains("--cache"), "{}", run.stderr);
    }
    assert!(!scratch.path().join(".cache").exists());
}

#[test]
fn the_pages_of_this_repository_have_the_same_findings() {
    let scratch = Scratch::new("cache-content");
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    for path in files_below(&content) {
        let below = path
            .strip_prefix(&content)
            .unwrap()
            .to_string_lossy()
            .into_owned();
        scratch.write(&below, fs::read(&path).unwrap());
    }
    for what in ["first", "second", "third"] {
        assert_same(&scratch, what);
    }
}
