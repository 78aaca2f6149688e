//! The file in which a vault keeps what it imported.

use atlas_lint::catalog::sha256;
use atlas_lint::catalog::{Catalog, Import, ReleaseSnapshot, import, official};

use super::files::small;

fn read(text: &str) -> ReleaseSnapshot {
    official::read(text).unwrap()
}

fn imported(base: &Catalog, imports: &Catalog, text: &str) -> Import {
    import(base, imports, &read(text))
        .unwrap()
        .expect("it is news")
}

/// Returns a catalog of two releases, one of them unverified, and the imports of the second's file.
fn two() -> (Catalog, Catalog) {
    let mut unverified = read(&small("2027.02"));
    unverified.official = false;
    unverified.files.clear();
    let base = [read(&small("2027.01")), unverified]
        .iter()
        .fold(Catalog::default(), |catalog, reading| {
            catalog.extended_by(reading).unwrap()
        });
    let file = small("2027.02").replace("Publish Poisoned", "Publish Bad");
    let imports = imported(&base, &Catalog::default(), &file).imports;
    (base, imports)
}

#[test]
fn digests_are_those_of_the_standard() {
    assert_eq!(
        sha256(b"abc"),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
    let whole = "\u{feff}".to_owned() + &small("2027.01");
    assert_eq!(read(&whole).files[0].sha256, sha256(whole.as_bytes()));
}

#[test]
fn imports_in_any_order_are_the_same() {
    let (base, _) = two();
    let second = small("2027.02").replace("Publish Poisoned", "Publish Bad");
    let third = small("2027.03").replace("Search Open", "Search All");
    let both = |first: &str, second: &str| {
        let first = imported(&base, &Catalog::default(), first);
        let second = imported(&base, &first.imports, second);
        let read = Catalog::from_imports(&second.imports.to_jsonl()).unwrap();
        let catalog = base.with_imports(&read).unwrap();
        assert_eq!(catalog.to_jsonl(), second.catalog.to_jsonl());
        (second.imports.to_jsonl(), catalog.to_jsonl())
    };
    assert_eq!(both(&second, &third), both(&third, &second));
    let (imports, _) = both(&second, &third);
    let first: Vec<&str> = imports.lines().take(2).collect();
    let line = |version: &str, file: &str| {
        format!(
            "{{\"release\":\"{version}\",\"date\":\"2027-01-31\",\"official\":true,\"objects\":4,\"files\":[[\"v6\",\"{}\"]]}}",
            sha256(file.as_bytes())
        )
    };
    assert_eq!(first, [line("2027.02", &second), line("2027.03", &third)]);
}

#[test]
fn what_changed_is_told_in_the_words_of_a_diff() {
    let (base, _) = two();
    let diff = |text: &str| imported(&base, &Catalog::default(), text).diff.to_string();
    let replaced = small("2027.02").replace("Publish Poisoned", "Publish Bad");
    assert_eq!(
        diff(&replaced),
        "ATLAS 2027.02, before and after this file\n\ntechniques\n  renamed   AML.T0115: Publish Poisoned AI Artifacts -> Publish Bad AI Artifacts\n"
    );
    assert_eq!(
        diff(&replaced.replace("2027.02", "2027.03")),
        "ATLAS 2027.02 to 2027.03\n\ntechniques\n  renamed   AML.T0115: Publish Poisoned AI Artifacts -> Publish Bad AI Artifacts\n"
    );
    let moved = small("2027.03").replace("AML.T0115", "AML.T0116");
    assert_eq!(
        diff(&moved),
        "ATLAS 2027.02 to 2027.03\n\ntechniques\n  added     AML.T0116: Publish Poisoned AI Artifacts\n  retired   AML.T0115: Publish Poisoned AI Artifacts, now AML.T0116\n"
    );
    assert!(
        diff(&small("2027.02")).ends_with("No id, name, tactic, maturity or parent differs.\n")
    );
    let nothing = import(&base, &Catalog::default(), &read(&small("2027.01"))).unwrap();
    assert!(nothing.is_none());
}

#[test]
fn a_catalog_that_learned_more_meets_older_imports() {
    let (base, imports) = two();
    let file = small("2027.02").replace("Publish Poisoned", "Publish Bad");
    let (third, fourth) = (small("2027.03"), small("2027.04"));
    // It was made of the very file since, and of a later one.
    let newer = base
        .merged_with(&[read(&file), read(&fourth)])
        .unwrap()
        .unwrap();
    assert_eq!(
        newer.with_imports(&imports).unwrap().to_jsonl(),
        newer.to_jsonl()
    );
    // The imports know a release that it does not.
    let more = imported(&base, &imports, &third).imports;
    let merged = newer.with_imports(&more).unwrap();
    let releases: Vec<&str> = merged.releases().iter().map(|r| r.name.as_str()).collect();
    assert_eq!(releases, ["2027.01", "2027.02", "2027.03", "2027.04"]);
    assert!(merged.releases().iter().all(|release| release.official));
    let name = |release: &str| {
        let view = merged.at(merged.release(release).unwrap());
        view.name("AML.T0115").unwrap()
    };
    assert_eq!(name("2027.02"), "Publish Bad AI Artifacts");
    assert_eq!(name("2027.03"), "Publish Poisoned AI Artifacts");
    // It was made of a file that says otherwise.
    let other = base
        .merged_with(&[read(&small("2027.02"))])
        .unwrap()
        .unwrap();
    let error = other.with_imports(&imports).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("the official file of ATLAS 2027.02"),
        "{error}"
    );
}

#[test]
fn imports_that_are_not_sound_are_refused_with_the_line() {
    let (_, imports) = two();
    let lines = imports.to_jsonl();
    assert!(Catalog::from_imports(&lines).is_ok());
    let release = lines.lines().next().unwrap();
    let object = lines
        .lines()
        .find(|line| line.contains("AML.T0115"))
        .unwrap();
    let with = |old: &str, new: &str| {
        assert!(lines.contains(old), "{old}");
        lines.replace(old, new)
    };
    let cases = [
        (String::new(), "it has no release"),
        ("# a page\n".to_owned(), "line 1, column 1: expected value"),
        (
            "null\n".to_owned(),
            "line 1, column 4: expected a mapping here",
        ),
        (
            "<<<<<<< HEAD\n".to_owned() + &lines,
            "line 2: a release after line 1, which is not a release",
        ),
        (lines.replace(object, ""), "line 4, column 1: EOF"),
        (
            lines.replace(&format!("{object}\n"), ""),
            "line 1: the release states 4 objects, but has lines for 3",
        ),
        (lines[..lines.len() - 20].to_owned(), "line 5, column"),
        (
            format!("{release}\n{lines}"),
            "the release states 4 objects",
        ),
        (
            with("\"2027.02\"", "\"2027.2\""),
            "line 1: the name of the release is not like 2026.05",
        ),
        (with("\"2027.02\"", "\"2027.02.02\""), "is not like 2026.05"),
        (
            with("\"official\":true", "\"official\":false"),
            "line 1: release 2027.02 does not state",
        ),
        (with("[\"v6\",", "[\"v7\","), "line 1, column"),
        (with(&sha256_of(release), "abc"), "not a SHA-256"),
        (
            with("AML.T0115", "AML.T115"),
            "line 4: its id is not an ATLAS id",
        ),
        (
            with("AML.T0000", "AML.T0116"),
            "the objects are not sorted by id",
        ),
        (
            with("Publish Bad", "Publish\\nBad"),
            "line 4: AML.T0115: its name has the character U+000A",
        ),
        (
            with("Publish Bad", &"x".repeat(401)),
            "line 4: AML.T0115: a value that is too long",
        ),
        (
            with("[\"AML.TA0002\"]", "[\"AML.T0002\"]"),
            "one of its tactics has an id that is not a tactic's",
        ),
        (
            with(
                "[[\"2027.02\",\"Publish",
                "[[\"2027.02 unverified\",\"Publish",
            ),
            "line 4: AML.T0115: a value",
        ),
        (
            with("[[\"2027.02\",\"Publish", "[[\"2027.01\",\"Publish"),
            "line 4: it names a release that has no line",
        ),
        (lines.clone() + &" ".repeat(9 << 20), "larger than 8 MiB"),
        (
            format!("{{\"release\"{}", "[".repeat(1 << 20)),
            "line 1, column",
        ),
        (
            format!("{{\"id\":{}", "[".repeat(1 << 20)),
            "line 1, column",
        ),
    ];
    for (text, why) in cases {
        let error = Catalog::from_imports(&text).expect_err(why).to_string();
        assert!(error.contains(why), "{why}: {error}");
        assert!(error.len() < 400 && !error.contains('\n'), "{error}");
    }
}

fn sha256_of(line: &str) -> String {
    line.split('"')
        .find(|part| part.len() == 64)
        .unwrap()
        .to_owned()
}

#[test]
fn too_many_releases_or_objects_are_refused() {
    let release = |n: usize| {
        let (year, month) = (2100 + n / 12, 1 + n % 12);
        format!(
            "{{\"release\":\"{year}.{month:02}\",\"date\":\"\",\"official\":true,\"objects\":0,\"files\":[[\"v6\",\"{}\"]]}}\n",
            "0".repeat(64)
        )
    };
    let releases = |count: usize| (0..count).map(release).collect::<String>();
    assert!(Catalog::from_imports(&releases(200)).is_ok());
    let error = Catalog::from_imports(&releases(201))
        .unwrap_err()
        .to_string();
    assert!(error.contains("more than 200 releases"), "{error}");
    let object = |n: usize| {
        format!(
            "{{\"id\":\"AML.T{n:04}\",\"lives\":[{{\"first\":\"2100.01\",\"names\":[[\"2100.01\",\"N\"]]}}]}}\n"
        )
    };
    let objects = |count: usize| {
        let first = release(0).replace("\"objects\":0", &format!("\"objects\":{count}"));
        first + &(0..count).map(object).collect::<String>()
    };
    assert!(Catalog::from_imports(&objects(3000)).is_ok());
    let error = Catalog::from_imports(&objects(3001))
        .unwrap_err()
        .to_string();
    assert!(error.contains("3000 objects"), "{error}");
}

// Whatever is cut or changed in the file, it is refused or read, and never a panic.
#[test]
fn any_damage_is_survived() {
    let (base, imports) = two();
    let lines = imports.to_jsonl();
    let mut read = 0;
    let mut survive = |text: &str| {
        if let Ok(imports) = Catalog::from_imports(text) {
            let _ = base.with_imports(&imports);
            read += 1;
        }
    };
    for end in 0..lines.len() {
        survive(lines.get(..end).unwrap_or_default());
    }
    for (place, _) in lines.char_indices() {
        for with in ["0", "\"", "AML.T0000", "2027.01", "null"] {
            let after = lines.get(place + 1..).unwrap_or_default();
            survive(&format!("{}{with}{after}", &lines[..place]));
        }
    }
    assert!(read > 100, "only {read} damaged texts were read");
}

#[test]
fn what_could_not_be_read_again_is_not_written() {
    let (base, _) = two();
    let file = small("2027.03").replace("target: AML.TA0002", "target: AML.T0000");
    let error = import(&base, &Catalog::default(), &read(&file)).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("AML.T0000: one of its tactics has an id that is not a tactic's"),
        "{error}"
    );
}
