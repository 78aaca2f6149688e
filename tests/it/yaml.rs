//! The spanned tree and `serde_yaml` read every YAML text of the corpora alike.

use atlas_lint::syntax::yaml;

use crate::fuzz_targets::yaml::{oracle, tree};

/// Where the two may differ, by name: what is left out of the comparison, and why. None of these occurs in the corpora. The first
/// five are read as YAML 1.2 has them, where libyaml reads YAML 1.1 or something of its own.
///
/// - `anchor names`: may hold `:`, `?` and what is no ASCII letter; libyaml stops at an anchor or alias of such a name.
/// - `repeated anchors`: an alias stands for the last one of its name; `serde_yaml` mixes up several that are given twice.
/// - `words in flow`: `?x` is a text in a flow list, as it is in a block; libyaml makes a key of it, and stops at `:x`.
/// - `root block scalars`: `# x` at the start of a line is part of one; libyaml takes it for a comment. No page is such a scalar.
/// - `touching comments`: `'x'#y`, a tag that touches its value, and a byte-order mark inside a document are errors; libyaml reads on.
/// - `scalars at their key`: a block scalar at the column of its key is an error; libyaml takes it for the value.
/// - `verbatim tags`: `!<x>` before an empty value leaves it null; `serde_yaml` makes a text of it.
/// - `later byte-order marks`: a second one is skipped as the first one is, and one in a block scalar is text; libyaml does the reverse.
/// - `repeated key`: `serde_yaml` stops at it; the tree reads on and reports it.
/// - `line breaks`: U+0085 and U+2028 end a line for one and not for the other.
/// - `surrogates`: an escaped pair (`"\ud83d\ude00"`) is one character for one and an error for the other.
/// - `numbers`: infinite and not-a-number values have no JSON form; `serde_yaml` gives null, the tree an error.
const MAY_DIFFER: [&str; 12] = [
    "anchor names",
    "repeated anchors",
    "words in flow",
    "root block scalars",
    "touching comments",
    "scalars at their key",
    "verbatim tags",
    "later byte-order marks",
    "repeated key",
    "line breaks",
    "surrogates",
    "numbers",
];

#[test]
fn small_documents_read_alike() {
    for text in [
        "",
        "# only a comment",
        "a: 1",
        "a: -0x1F\nb: 0o17\nc: 0b11\nd: 017\ne: +5\nf: 1e3\ng: 1_000\nh: 1:30",
        "a: ~\nb:\nc: null\nd: Null\ne: ''\nf: \"\"",
        "a: yes\nb: True\nc: FALSE\nd: on",
        "a: 2019-08-22\nb: 12:30:00\nc: 1.5\nd: .5\ne: 5.\nf: -1.5e-3",
        "a: {b: [1, 'x', \"y\"], c: }\n",
        "base: &b {x: 1, y: 2}\none: {<<: *b, y: 3}\ntwo:\n  <<: [*b, {z: 4}]\n  x: 5\nalias: *b",
        "a: !include x.yaml\nb: !!str 5\nc: !tag {d: 1}",
        "a: |\n  one\n  two\nb: >-\n  folded\n  text\nc: |+\n  keep\n\n",
        "\"quoted key\": 'it''s'\nplain key: \"\\u00e9\\n\"",
        "ä: ö\n日本: 語",
        "- a\n-\n  - b\n- {c: d}",
        "a: 'multi\n  line'\nb: plain\n  too",
        "a: 18446744073709551615\nb: -9223372036854775808",
        "? a\n: b",
        "a: \"x: y\"\nb: x:y\nc: 'a # b'\nd: e # comment",
        "a: |\n  x",
        "a: |+\n  x",
        "a: |-\n  x",
        "a: >\n  x\n  y",
        "a: |\n  x\n  ",
        "a: |\n  x\n    ",
        "a: |\n  x\n# no content",
        "a: |\r\n  x\r\n  y",
        "- >\n  x\n\n    y",
        "a: |2\n   x",
        "a: |\n  x\n\n",
        "a: |",
        "a: |+\n  ",
        "a: |+\n\n  ",
        "a: |+\r\n  ",
        "- |2+\n ",
        "a: |+\n\n",
        "a: >+\n  x\n\n  ",
        ">+\n ",
    ] {
        assert_eq!(tree(text).ok(), oracle(text).ok(), "{text:?}");
    }
}

// What the two differ on is known, and is what is listed.
#[test]
fn differences_are_the_listed_ones() {
    let differs = |text: &str| tree(text).ok() != oracle(text).ok();
    let examples = [
        ("anchor names", "a: &x: y\nb: *x:", true),
        (
            "repeated anchors",
            "- &a x\n- &b y\n- &a z\n- &b v\n- *a",
            true,
        ),
        ("words in flow", "[?x]", true),
        ("root block scalars", "|\n# x\n", true),
        ("touching comments", "a: 'x'#y", true),
        ("scalars at their key", "a:\n|\n  x\n", true),
        ("verbatim tags", "!<x>", true),
        ("later byte-order marks", "\u{feff}\u{feff} ", true),
        ("repeated key", "a: 1\na: 2", false),
        ("line breaks", "a: 'x\u{85}y'", true),
        ("surrogates", "a: \"\\ud83d\\ude00\"", true),
        ("numbers", "a: .inf", true),
    ];
    for ((name, text, differ), listed) in examples.into_iter().zip(MAY_DIFFER) {
        assert_eq!(name, listed);
        assert_eq!(differs(text), differ, "{name}");
    }
    assert!(tree("a: 1\na: 2").is_err() && oracle("a: 1\na: 2").is_err());
}

// Every span slices the text, lies inside its parent's, and that of a plain or quoted scalar holds its value.
#[test]
fn spans_slice_the_text() {
    let text = "k: &a 'v'\nlist:\n  - one\n  - {x: *a, y: \"z\"}\nblock: |\n  text\né: ü\nempty:\n";
    let (tree, errors) = yaml::parse(text, 100);
    assert_eq!(errors, []);
    let mut seen = Vec::new();
    for node in tree.nodes() {
        let range = node.span.start as usize - 100..node.span.end as usize - 100;
        let slice = text
            .get(range)
            .unwrap_or_else(|| panic!("{:?} does not slice", node.span));
        seen.push(slice.to_owned());
    }
    for wanted in ["'v'", "one", "*a", "\"z\"", "ü", "{x: *a, y: \"z\"}"] {
        assert!(
            seen.iter().any(|slice| slice == wanted),
            "{wanted} is not among {seen:?}"
        );
    }
}

#[test]
fn limits_hold() {
    let deep = format!("a: {}", "[".repeat(10_000));
    let blocks: String = (0..10_000)
        .map(|depth| format!("{}a:\n", " ".repeat(depth.min(3_000))))
        .collect();
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for n in 1..12 {
        let parts = vec![format!("*a{}", n - 1); 10].join(", ");
        bomb.push_str(&format!("a{n}: &a{n} [{parts}]\n"));
    }
    let mut chain = String::from("a0: &a0 [[[[[[[[[[x]]]]]]]]]]\n");
    for n in 1..100 {
        chain.push_str(&format!("a{n}: &a{n} [[[[[[[[[[*a{}]]]]]]]]]]\n", n - 1));
    }
    for text in [deep, blocks, bomb, chain, "a: &a [*a]".to_owned()] {
        assert!(tree(&text).is_err(), "{}", &text[..40]);
    }
}
