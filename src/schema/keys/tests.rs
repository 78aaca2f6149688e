use serde_json::{Value, json};

use super::{Constrained, Keys};
use crate::schema::misspelling;
use crate::syntax::{self, ReadOptions};
use crate::text::Source;

/// Returns schemas that constrain values in every way that a page can have.
fn schemas() -> Vec<Value> {
    let named = json!({"properties": {"sections": {"properties": {"A": {"required": ["text"]}}}}});
    vec![
        named.clone(),
        json!({"properties": {"heading": {"pattern": "^x"}}}),
        json!({"additionalProperties": {"type": "string"}}),
        json!({"patternProperties": {"^s": {"properties": {"B": {"type": "string"}}}, "s$": {"required": ["C"]}}}),
        json!({"properties": {"sections": {}}, "patternProperties": {"^sec": {"properties": {"A": {"type": "null"}}}}}),
        json!({"properties": {"sections": true}, "allOf": [named]}),
        json!({"properties": {}, "not": {"properties": {"sections": {"properties": {"A": {"type": "object"}}}}}}),
        json!({"properties": {"heading": {}}, "unevaluatedProperties": {"type": "string"}}),
        json!({"properties": {"heading": {}}, "propertyNames": {"minLength": 20}}),
        json!({"properties": {"sections": {"minProperties": 3}}}),
        json!({"properties": {"items": {"items": {"pattern": "^1"}}}}),
        json!({"properties": {"items": {"contains": {"pattern": "^one"}}}}),
        json!({"properties": {"items": {"items": {}, "uniqueItems": true}}}),
        json!({"properties": {"items": {"prefixItems": [{"type": "null"}]}}}),
        json!({"properties": {"sections": {"enum": [{"A": {"text": "a"}}]}}}),
        json!({"properties": {"sections": {"const": null}}}),
        json!({"$defs": {"a": {"required": ["Z"]}}, "properties": {"sections": {"$ref": "#/$defs/a", "properties": {"A": {}}}}}),
        json!({"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"properties": {"A": {"required": ["Z"]}}}}, "properties": {"sections": {"$ref": "#/$defs/a"}}}),
        // `#/$defs/a` below the `$id` is not that of the whole.
        json!({
            "$defs": {"a": {}},
            "properties": {"sections": {
                "$id": "https://example.org/other",
                "$defs": {"a": {"properties": {"text": {"pattern": "^z"}}}},
                "properties": {"A": {"$ref": "#/$defs/a"}}
            }}
        }),
        json!({"properties": {"sections": {"dependentSchemas": {"A": {"required": ["Z"]}}}}}),
        json!({"if": {"properties": {"sections": {"required": ["A"]}}}, "then": {"required": ["zz"]}}),
    ]
}

#[test]
fn what_a_schema_does_not_constrain_changes_no_result() {
    let texts = [
        "# x\n\n- one\n- one\n\n## A\n\na\n\n## B\n\n- two\n",
        "---\nid: 1\n---\n# y\n\n- 1\n\n## B\n\n### C\n\nc\n",
        "",
    ];
    let mut counts = [0, 0];
    for (schema, text) in schemas()
        .iter()
        .flat_map(|schema| texts.map(|text| (schema, text)))
    {
        let source = Source::new("a.md", text);
        let page = syntax::read(&source, &ReadOptions::default()).unwrap();
        let instance = crate::schema::Instance::Page(&page);
        let keys = Keys::of(schema);
        let whole = instance.json(&|_| Vec::new());
        let part = instance.part_as_json(&|_| Vec::new(), Constrained::by(&keys));
        let validator = jsonschema::draft202012::new(schema).unwrap();
        let is_valid = validator.is_valid(&whole);
        counts[usize::from(is_valid)] += 1;
        assert_eq!(validator.is_valid(&part), is_valid, "{schema} {part}");
        let misspelled = misspelling::find(&keys, &whole);
        assert_eq!(misspelling::find(&keys, &part), misspelled, "{schema}");
    }
    assert!(counts.iter().all(|count| *count > 10), "{counts:?}");
}

#[test]
fn values_that_no_schema_constrains_are_left_out() {
    let source = Source::new("a.md", "# x\n\nlong\n\n## A\n\na\n\n## B\n\nb\n");
    let page = syntax::read(&source, &ReadOptions::default()).unwrap();
    let schema =
        json!({"properties": {"sections": {"properties": {"A": {"properties": {"text": {}}}}}}});
    let keys = Keys::of(&schema);
    let part =
        crate::schema::Instance::Page(&page).part_as_json(&|_| Vec::new(), Constrained::by(&keys));
    let expected = json!({"heading": null, "text": null, "sections": {"A": {"text": "a"}, "B": null}, "order": null});
    assert_eq!(part, expected);
}
