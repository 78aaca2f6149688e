use atlas_lint::render::summary::{MOST, markdown};
use atlas_lint::render::{Context, Counts};

use super::Pinned;
use super::hostile::Hostile;

#[test]
fn words_of_a_page_are_inert_in_the_summary_of_a_job() {
    markdown(&Hostile::new().context()).is(r"
### atlas-lint

2 pages&#44; 2 errors&#44; 1 warning&#44; 1 suppressed in 12 ms&#44; against ATLAS 2026&#46;02 &#40;pinned&#41;&#44; dialect obsidian

| level | rule | place | message |
| --- | --- | --- | --- |
| error | [wrong-name](https://docs/wrong-name) | list&#46;jsonl&#58;1&#58;1 | hidden &#40;suppressed&#58; it&#39;s &#92;x1b &#60;fine&#62;&#41; |
| error | [wrong-name](https://docs/wrong-name) | content&#47;a&#44; 5&#37;&#92;n&#58;&#58;error&#58;&#58;b&#46;md&#58;1&#58;5 | <code>&#91;t&#93;&#40;1&#41;</code> &#92;x23&#35;&#91;error&#93;&#92;n&#58;&#58;x&#58;&#58;5&#37; &#92;x1b&#92;u&#123;ffff&#125; <code>&#60;b&#62;&#124;</code> &#64;me |
| error | [wrong-name](https://docs/wrong-name) | content&#47;a&#44; 5&#37;&#92;n&#58;&#58;error&#58;&#58;b&#46;md&#58;1&#58;5 | <code>&#91;t&#93;&#40;1&#41;</code> &#92;x23&#35;&#91;error&#93;&#92;n&#58;&#58;x&#58;&#58;5&#37; &#92;x1b&#92;u&#123;ffff&#125; <code>&#60;b&#62;&#124;</code> &#64;me |
| warning | [wrong-name](https://docs/wrong-name) | content&#47;a&#44; 5&#37;&#92;n&#58;&#58;error&#58;&#58;b&#46;md&#58;1&#58;4 | two lines |
");
}

#[test]
fn a_clean_run_is_one_line() {
    let hostile = Hostile::new();
    let mut cx = Context {
        diagnostics: &[],
        total: Counts::default(),
        ..hostile.context()
    };
    let line = "**atlas-lint**: 2 pages&#44; 0 errors&#44; 0 warnings in 12 ms&#44; against ATLAS 2026&#46;02 &#40;pinned&#41;&#44; dialect obsidian";
    assert_eq!(markdown(&cx), format!("{line}\n"));
    cx.incomplete = true;
    assert!(markdown(&cx).contains("Not everything could be checked"));
}

#[test]
fn a_long_summary_is_cut_at_a_row() {
    let mut hostile = Hostile::new();
    let one = hostile.findings[1].clone();
    hostile.findings = vec![one; 20_000];
    let text = markdown(&hostile.context());
    assert!(text.len() <= MOST && text.len() > MOST - 2000);
    assert!(text.contains("GitHub shows 10 annotations of a level"));
    let rows = text
        .lines()
        .filter(|line| line.starts_with("| error"))
        .count();
    let left = format!(
        "\n{} more findings are left out here; the log of the job has them.\n",
        20_000 - rows
    );
    assert!(text.ends_with(&left), "{left}");
}
