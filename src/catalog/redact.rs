//! What parsers say of a file, without what they quote of it: who names a file to this program may not be who may read it.

/// Starts of messages that hold nothing but our words and names, and counts.
const OURS: [&str; 7] = [
    "missing field `",
    "duplicate field `",
    "a text of ",
    "a number where ",
    "a list of more than ",
    "a mapping of more than ",
    "invalid length ",
];

/// A message of a deserializer about data of the wrong shape.
pub(super) fn redacted(message: &str) -> String {
    // What was expected comes last, and is in our words; what was found, and where, comes before it.
    if let Some((_, expected)) = message.rsplit_once(", expected ") {
        // Of a structure it says how the source calls it.
        let is_ours = expected.starts_with("struct ");
        let expected = if is_ours { "a mapping" } else { expected };
        return format!("{expected} is expected here");
    }
    let ours = OURS.iter().filter_map(|start| message.rfind(start)).max();
    match ours.map(|at| &message[at..]) {
        Some(ours) if !ours.contains('"') => ours.to_owned(),
        _ => "its parts are not where a release has them".to_owned(),
    }
}
