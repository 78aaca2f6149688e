//! The spanned tree and `serde_yaml` read any YAML alike.

use std::collections::HashSet;

use atlas_lint::syntax::tree::NodeId;
use atlas_lint::syntax::yaml::{self, YamlErrorKind};
use serde::Deserialize;
use serde_json::Value;

/// Compares what the two read.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    spans(text);
    if let Err(kind) = read(text)
        && !matches!(kind, YamlErrorKind::Syntax(_))
    {
        // What has no form in JSON, or is beyond the limits, is not for serde_yaml to read.
        return;
    }
    if may_differ(text) {
        return;
    }
    match (tree(text), oracle(text)) {
        (Ok(ours), Ok(theirs)) => assert_eq!(ours, theirs, "{text:?}"),
        (Err(why), Ok(_)) if !STRICTER.iter().any(|words| why.contains(words)) => {
            panic!("only the tree stops, with {why}: {text:?}")
        }
        // libyaml stops at much that YAML 1.2 allows, such as a tab before a word.
        _ => {}
    }
}

/// Where the tree's parser stops and libyaml reads on, in the words of its errors: a comment or tag that touches what is before it, a
/// byte-order mark inside a document, a block scalar at the column of its key, a comment behind a block scalar that is less indented
/// than the scalar says of itself, and a tab that indents a line of a flow collection (which `PyYAML` refuses too). YAML forbids them.
const STRICTER: [&str; 6] = [
    "comments must be separated",
    "while scanning a tag",
    "BOM",
    "simple key expected",
    "wrongly indented line in block scalar",
    "tabs disallowed within this context",
];

/// Returns whether a text holds what the two are known to read in two ways. `tests/it/yaml.rs` says why of each.
pub fn may_differ(text: &str) -> bool {
    text.contains(['\u{85}', '\u{2028}', '\u{2029}'])
        || text.contains("\\u")
        || text.contains("\\U")
        || text.contains("!!")
        || text.contains("!<")
        || text.chars().skip(1).any(|c| c == '\u{feff}')
        || has_odd_anchor(text)
        || repeats_anchor(text)
        || has_odd_flow(text)
        || is_scalar_with_hash(text)
}

/// Returns whether an anchor or alias has a name that YAML 1.1 does not allow.
fn has_odd_anchor(text: &str) -> bool {
    text.split(['&', '*']).skip(1).any(|rest| {
        let end = |c: char| c.is_whitespace() || ",[]{}".contains(c);
        let name = rest.split(end).next().unwrap_or_default();
        !name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
    })
}

/// Returns whether two anchors may have one name.
fn repeats_anchor(text: &str) -> bool {
    let mut seen = HashSet::new();
    let mut names = text.split('&').skip(1);
    names.any(|rest| !seen.insert(rest.split(char::is_whitespace).next()))
}

/// Returns whether a plain word in a flow collection may start with an indicator.
fn has_odd_flow(text: &str) -> bool {
    let mut before = ' ';
    text.contains(['[', '{'])
        && text.chars().any(|c| {
            let starts = before.is_whitespace() || "[{,?:-".contains(before);
            before = c;
            starts && matches!(c, '?' | ':' | '-') || c == '?'
        })
}

/// Returns whether all of a text is a block scalar in which a line starts like a comment.
fn is_scalar_with_hash(text: &str) -> bool {
    let lines = text.split(['\n', '\r']).map(str::trim_start);
    let content = lines.map(|line| line.strip_prefix("---").map_or(line, str::trim_start));
    let mut content = content.filter(|line| !line.is_empty() && !line.starts_with('#'));
    let first = content.next().unwrap_or_default();
    first.starts_with(['|', '>', '!', '&']) && (text.contains("\n#") || text.contains("\r#"))
}

fn spans(text: &str) {
    let (tree, errors) = yaml::parse(text, 0);
    let nodes = tree.nodes().map(|node| node.span);
    for span in nodes.chain(errors.into_iter().map(|error| error.span)) {
        assert!(text.get(span.range()).is_some(), "{span:?} of {text:?}");
    }
}

fn read(text: &str) -> Result<Value, YamlErrorKind> {
    let (tree, errors) = yaml::parse(text, 0);
    let json = |root: NodeId| tree.to_json(root, &|_| Vec::new());
    match errors.into_iter().next() {
        Some(error) => Err(error.kind),
        None => Ok(tree.root().map_or(Value::Null, json)),
    }
}

/// What the tree reads, or the words of its first error.
pub fn tree(text: &str) -> Result<Value, String> {
    read(text).map_err(|kind| format!("{kind:?}"))
}

/// What `serde_yaml` reads, merge keys merged and tags taken off, as the tree does.
pub fn oracle(text: &str) -> Result<Value, String> {
    let mut value = serde_yaml::Value::deserialize(serde_yaml::Deserializer::from_str(text))
        .map_err(|error| error.to_string())?;
    value.apply_merge().map_err(|error| error.to_string())?;
    serde_json::to_value(untag(value)).map_err(|error| error.to_string())
}

fn untag(value: serde_yaml::Value) -> serde_yaml::Value {
    use serde_yaml::Value as Yaml;
    match value {
        Yaml::Tagged(tagged) => untag(tagged.value),
        Yaml::Sequence(items) => Yaml::Sequence(items.into_iter().map(untag).collect()),
        Yaml::Mapping(map) => Yaml::Mapping(
            map.into_iter()
                .map(|(key, value)| (key, untag(value)))
                .collect(),
        ),
        other => other,
    }
}
