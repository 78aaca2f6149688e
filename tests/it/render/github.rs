use atlas_lint::render::github;

use super::Pinned;
use super::hostile::{Hostile, clean};

#[test]
fn a_finding_is_one_command() {
    Hostile::new().printed(github::write).is(
        r"
::notice file=list.jsonl,line=1,endLine=1,col=1,endColumn=3,title=atlas-lint(wrong-name)::list.jsonl:1:1: hidden (suppressed: it's \x1b <fine>)
::error file=content/a%2C 5%25%0A%3A%3Aerror%3A%3Ab.md,line=1,endLine=1,col=5,endColumn=6,title=atlas-lint(wrong-name)::content/a, 5%25\n::error::b.md:1:5: `[t](1)` \x23#[error]\n::x::5%25 \x1b\u{ffff} `<b>|` @me%0Ahelp: link to%0A\x3a:y
::error file=content/a%2C 5%25%0A%3A%3Aerror%3A%3Ab.md,line=1,endLine=1,col=5,endColumn=6,title=atlas-lint(wrong-name)::content/a, 5%25\n::error::b.md:1:5: `[t](1)` \x23#[error]\n::x::5%25 \x1b\u{ffff} `<b>|` @me%0Ahelp: link to%0A\x3a:y
::warning file=content/a%2C 5%25%0A%3A%3Aerror%3A%3Ab.md,line=1,endLine=2,title=atlas-lint(wrong-name)::content/a, 5%25\n::error::b.md:1:4: two lines
",
    );
    assert_eq!(clean(github::write), "");
}

#[test]
fn a_message_is_shorter_than_what_the_runner_cuts() {
    let mut hostile = Hostile::new();
    for finding in &mut hostile.findings {
        finding.message = "\u{1f600}%".repeat(3000);
        finding.help("\n\u{1b}".repeat(3000));
    }
    for line in hostile.printed(github::write).lines() {
        let data = line.splitn(3, "::").nth(2).unwrap();
        let data = data.replace("%0A", "\n").replace("%25", "%");
        assert!(data.encode_utf16().count() <= 3600);
        assert!(data.ends_with("..."), "{data}");
    }
}
