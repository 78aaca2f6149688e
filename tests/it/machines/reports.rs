//! Report files.

use serde_json::Value;

use super::{FORMATS, inert};
use crate::support::{Scratch, fails};

// JSON and XML have a way to write any character, so a prefix is broken without loss.
#[cfg(unix)]
#[test]
fn reports_break_prefixes_without_loss() {
    let vault = Scratch::new("lossless");
    let name = "##vso[x] section_start:1:x ##teamcity[x] ##[x";
    vault.write("a.md", format!("# A\n\n## a {name}\n\n## a {name}\n"));
    for (format, broken) in [
        (
            "json",
            r"\u0023#vso[x] \u0073ection_start:1:x \u0023#teamcity[x] \u0023#[x",
        ),
        (
            "sarif",
            r"\u0023#vso[x] \u0073ection_start:1:x \u0023#teamcity[x] \u0023#[x",
        ),
        (
            "gitlab",
            r"\u0023#vso[x] \u0073ection_start:1:x \u0023#teamcity[x] \u0023#[x",
        ),
        (
            "junit",
            "&#35;#vso[x] &#115;ection_start:1:x &#35;#teamcity[x] &#35;#[x",
        ),
    ] {
        let output = format!("{format}=report");
        let outcome = vault.run(&["--format", format, "--output", &output]);
        let file = std::fs::read_to_string(vault.path().join("report")).expect("a report");
        for text in [&outcome.stdout, &file] {
            inert(text);
            assert!(text.contains(broken), "{format}: {text}");
        }
        let whole = if format == "junit" {
            let document = roxmltree::Document::parse(&file).expect("XML");
            let failure = document
                .descendants()
                .find(|node| node.has_tag_name("failure"));
            failure.and_then(|node| node.attribute("message").map(str::to_owned))
        } else {
            serde_json::from_str::<Value>(&file).ok().map(|json| {
                let strings = serde_json::to_string(&json);
                strings.expect("JSON")
            })
        };
        let whole = whole.expect("a report that can be read");
        assert!(whole.contains(name), "{format}: {whole}");
    }
}

#[test]
fn one_run_writes_for_several_machines() {
    let vault = Scratch::new("several");
    vault.write("content/a.md", "[[gone]]\n");
    let names: Vec<String> = FORMATS
        .iter()
        .map(|format| format!("{format}.out"))
        .collect();
    let outputs: Vec<String> = FORMATS
        .iter()
        .zip(&names)
        .map(|(format, name)| format!("--output={format}={name}"))
        .collect();
    let mut args = vec!["--vault", "content", "--color", "always"];
    args.extend(outputs.iter().map(String::as_str));
    let read = |name: &str| std::fs::read_to_string(vault.path().join(name)).expect(name);
    assert_eq!(vault.run(&args).code, 1);
    let first: Vec<String> = names.iter().map(|name| read(name)).collect();
    assert_eq!(vault.run(&args).code, 1);
    for ((format, name), before) in FORMATS.iter().zip(&names).zip(first) {
        let text = read(name);
        assert_eq!(text, before, "two runs give the same bytes");
        assert!(!text.contains('\u{1b}'), "{text}");
        let path = match *format {
            "json" => "\"path\": \"a.md\"",
            _ => "content/a.md",
        };
        assert!(text.contains(path), "{format}: {text}");
    }
}

#[test]
fn outputs_are_all_there_or_none_is() {
    let vault = Scratch::new("outputs");
    vault.write("a.md", "").write("sub/b.md", "");
    for second in [
        "--output=sarif=x",
        "--output=sarif=sub/../x",
        "--output=json=./x",
    ] {
        let outcome = vault.run(&["--output=json=x", second]);
        fails(&outcome, &["names", "x twice"]);
        assert!(!vault.path().join("x").exists());
    }
    let outcome = vault.run(&["--output=json=x", "--output=junit=none/y"]);
    fails(&outcome, &["none/y"]);
    assert!(!vault.path().join("x").exists(), "the first is taken away");
}
