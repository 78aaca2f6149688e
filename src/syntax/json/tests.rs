//! Tests of the reader.

use serde_json::Value;

use super::{parse, parse_commented, parse_lines};
use crate::syntax::tree::Data;

fn json(text: &str) -> Result<Value, String> {
    let (tree, errors) = parse(text, 0);
    match errors.first() {
        None => Ok(tree.to_json(tree.root().ok_or("no root")?, &|_| Vec::new())),
        Some(error) => Err(format!("{:?} {:?}", error.span, error.kind)),
    }
}

#[test]
fn values_and_refusals_agree_with_serde() {
    for text in [
        "{}",
        "[]",
        " [ 1 , -2.5e+3, 0, 1E2 ] ",
        r#"{"a": {"b": [true, false, null]}}"#,
        r#""\u00e9\ud83d\ude00\"\\\/\b\f\n\r\t""#,
        "\"\u{80}\u{9f}\u{2028}é\"",
        "18446744073709551615",
        "",
        "[",
        "[1,]",
        "{\"a\":1,}",
        "{a: 1}",
        "{'a': 1}",
        "[1 2]",
        "[01]",
        "[1.]",
        "[.5]",
        "[1e]",
        "[+1]",
        "\"a\nb\"",
        "\"\\x\"",
        "\"\\u12\"",
        "nul",
        "[] []",
        "\"open",
        "{\"a\"}",
        "{\"a\":}",
        "// c\n{}",
        "[NaN]",
        "-",
    ] {
        let theirs = serde_json::from_str::<Value>(text).ok();
        assert_eq!(json(text).ok(), theirs, "{text:?}");
    }
}

#[test]
fn every_value_has_its_bytes() {
    let text = "{\"k\\n\": [\"x\", {\"y\": 10}], \"z\": \"a\\u00e9b\"}";
    let (tree, errors) = parse(text, 0);
    assert!(errors.is_empty(), "{errors:?}");
    let written: Vec<&str> = tree.nodes().map(|node| &text[node.span.range()]).collect();
    assert_eq!(
        written,
        [
            text,
            "\"k\\n\"",
            "[\"x\", {\"y\": 10}]",
            "\"x\"",
            "{\"y\": 10}",
            "\"y\"",
            "10",
            "\"z\"",
            "\"a\\u00e9b\""
        ]
    );
    let key = &tree.entries(tree.root().expect("a root"))[0];
    assert_eq!(
        (&*key.key, &text[key.key_span.range()]),
        ("k\n", "\"k\\n\"")
    );
}

#[test]
fn limits_and_repeated_keys_are_errors() {
    let deep = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
    assert!(json(&deep(256)).is_ok());
    assert!(json(&deep(257)).is_err_and(|why| why.contains("256 levels")));
    assert!(json(&"[".repeat(1_000_000)).is_err());
    let repeated = json(r#"{"a": 1, "b": 2, "a": 3}"#);
    assert!(repeated.is_err_and(|why| why.contains("RepeatedKey")));
    let half = json(r#"["\ud83d", "\ud83d\u0041"]"#).expect("half of a pair is read");
    assert_eq!(half, serde_json::json!(["\u{fffd}", "\u{fffd}A"]));
}

#[test]
fn lines_are_a_list() {
    let (tree, errors) = parse_lines("{\"a\": 1}\n\n[2]\n", 0);
    assert!(errors.is_empty());
    let root = tree.root().expect("a root");
    assert!(matches!(tree.data(root), Data::List(items) if items.len() == 2));
}

#[test]
fn configuration_may_have_comments_and_commas_at_the_end() {
    let text = "// a\n{ /* b */ \"a\": [1, // c\n 2,], \"b\": \"// no\", }\n/* d */ // e";
    assert_eq!(parse_commented(text, 0).1.len(), 0);
    assert_eq!(parse(text, 0).1.len(), 1);
    for wrong in ["{} /* a", "[,]", "{\"a\": 1,,}", "[1 / 2]", "[1,] x"] {
        assert_eq!(parse_commented(wrong, 0).1.len(), 1, "{wrong}");
    }
}
