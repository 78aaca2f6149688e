//! Schemas of the vault's own page types.

use crate::support::{Scratch, fails};

#[test]
fn a_schema_of_ones_own() {
    let vault = Scratch::new("own-schema");
    vault
        .write("playbooks/a.md", "# PB-1: Answer\n")
        .write("playbooks/b.md", "# PB-2: Answer\n\n- **Owner:** x\n");
    vault.write(
        "schemas/parts.json",
        "{\"fields\": {\"required\": [\"Owner\"]}}",
    );
    vault.write("schemas/playbook.schema.json", "{\"required\": [\"fields\"], \"properties\": {\"fields\": {\"$ref\": \"parts.json#/fields\"}}}");
    vault.write("atlas-lint.yaml", "page-types:\n  - name: playbook\n    match: {paths: [\"playbooks/*.md\"], heading: \"^PB-[0-9]+: \"}\n    schema: schemas/playbook.schema.json\n");
    let outcome = vault.run(&[]);
    assert_eq!(
        outcome.stdout,
        "playbooks/a.md:1:3: error[schema-violation] the page lacks the field `Owner`\n",
        "{}",
        outcome.stderr
    );
}

#[test]
fn schemas_that_reach_out_or_explode_are_refused() {
    let vault = Scratch::new("bad-schema");
    vault.write("a.md", "").write(
        "atlas-lint.yaml",
        "page-types:\n  - {name: x, match: {paths: [\"*.md\"]}, schema: s.json}\n",
    );
    let mut doubling = String::from("{\"$defs\": {\"d0\": {\"type\": \"string\"}");
    for n in 1..40 {
        doubling.push_str(&format!(", \"d{n}\": {{\"allOf\": [{{\"$ref\": \"#/$defs/d{0}\"}}, {{\"$ref\": \"#/$defs/d{0}\"}}]}}", n - 1));
    }
    doubling.push_str("}, \"$ref\": \"#/$defs/d39\"}");
    for (schema, words) in [
        ("{\"type\": ", &["not JSON", "s.json:1"][..]),
        (
            "{\"$ref\": \"../../etc/passwd\"}",
            &["out of the vault", "s.json:1"],
        ),
        (
            "{\"$ref\": \"https://example.org/x.json\"}",
            &["only files of the vault"],
        ),
        ("{\"$ref\": \"none.json\"}", &["none.json"]),
        ("{\"type\": \"strin\"}", &["not a valid JSON Schema"]),
        ("{\"pattern\": \"(?=x)\"}", &["not a valid JSON Schema"]),
        (doubling.as_str(), &["expands to more than"]),
    ] {
        vault.write("s.json", schema);
        fails(&vault.run(&[]), words);
    }
}

#[test]
fn a_built_in_page_type_takes_another_schema() {
    let vault = Scratch::new("replaced");
    vault.write("a.md", "# AML.CS0007: GPT-2 Model Replication\n");
    vault.write("own.json", "{\"required\": [\"items\"]}");
    vault.write(
        "atlas-lint.yaml",
        "catalog: {release: \"2026.05\"}\npage-types:\n  - {name: case-study, schema: own.json}\n",
    );
    let outcome = vault.run(&[]);
    assert_eq!(
        outcome.stdout, "a.md:1:3: error[schema-violation] the page has no items\n",
        "{}",
        outcome.stderr
    );
    vault.write(
        "atlas-lint.yaml",
        "page-types:\n  - {name: other, schema: own.json}\n",
    );
    fails(
        &vault.run(&[]),
        &["`other` lacks the key `match`", "atlas-lint.yaml:2"],
    );
    vault.write("atlas-lint.yaml", "catalog:\n  release: \"2026.99\"\n");
    fails(
        &vault.run(&[]),
        &["no release `2026.99`", "atlas-lint.yaml:2:13"],
    );
}

#[test]
fn a_mistake_in_a_schema_is_shown_in_its_own_file() {
    let vault = Scratch::new("schema-place");
    vault
        .write("a.md", "")
        .write("s.json", "{\"$ref\": \"sub/x.json\"}");
    vault
        .write("sub/x.json", "{\n  \"$ref\": \"y.json#/part\"\n}")
        .write(
            "sub/y.json",
            "{\n  \"part\": {\n    \"type\": \"objekt\"\n  }\n}",
        );
    vault.write(
        "atlas-lint.yaml",
        "page-types:\n  - {name: x, match: {paths: [\"*.md\"]}, schema: s.json}\n",
    );
    fails(
        &vault.run(&[]),
        &["not a valid JSON Schema", "sub/y.json:3:13"],
    );
}
