//! Times the parts of a run on a generated vault. Figures of one run compare; those of two machines do not.

#![allow(missing_docs, reason = "the harness needs public functions")]

use std::fmt::Write as _;

use atlas_lint::catalog::Catalog;
use atlas_lint::check::{Settings, check};
use atlas_lint::config::Config;
use atlas_lint::date::Date;
use atlas_lint::filter::{Filters, Levels};
use atlas_lint::framework::Frameworks;
use atlas_lint::pages::{PageStore, Pages};
use atlas_lint::schema::{LoadError, PageTypes};
use atlas_lint::syntax::ReadOptions;
use atlas_lint::text::{Source, Sources};
use atlas_lint::vault::{Nothing, Surroundings, Vault};
use divan::counter::BytesCount;
use divan::{Bencher, black_box};

const PAGES: [usize; 2] = [200, 2_000];

fn main() {
    divan::main();
}

/// Returns a vault of technique pages and case studies that link to one another; one link in forty
/// is broken.
fn vault(pages: usize) -> Sources {
    let view = Catalog::embedded();
    let view = view.at(view.newest());
    let techniques: Vec<(&str, &str)> = view
        .catalog
        .objects()
        .iter()
        .filter(|object| object.id.starts_with("AML.T0"))
        .filter_map(|object| Some((object.id.as_str(), view.name(&object.id)?)))
        .collect();
    let files = (0..pages).map(|at| {
        let (id, name) = techniques[at % techniques.len()];
        if at < techniques.len() {
            return Source::new(format!("techniques/{id}.md"), technique(id, name));
        }
        let mut text = format!("---\nid: case-{at}\ntitle: \"Case {at}\"\ntype: case-study\n---\n\n# Case {at}\n\nA lead about what happened and to whom.\n\n## Metadata\n\n- **ID:** AML.CS0007\n- **Incident Date:** 2024-05\n- **Type:** incident\n- **Target:** A model\n- **Actor:** Unknown\n\n## Procedure\n");
        for step in 1..=8 {
            let (id, name) = techniques[(at * 7 + step * 3) % techniques.len()];
            let broken = if (at + step) % 40 == 0 { "x" } else { "" };
            let _ = write!(text, "\n### Step {step}: {name}\n\n**Technique:** [[techniques/{id}{broken}|{id}: {name}]]\n\nThe adversary did this in the manner that reports of the time describe, see [the report](https://example.org/{at}).\n");
        }
        Source::new(format!("case-studies/case-{at}.md"), text)
    });
    Sources::new(files.collect(), Vec::new())
}

fn technique(id: &str, name: &str) -> String {
    format!(
        "---\nid: {id}\ntitle: \"{id}: {name}\"\n---\n\n# {id}: {name}\n\nWhat adversaries do, and why.\n\n## Metadata\n\n- **Technique ID:** {id}\n- **Created:** 2021-05-13\n- **Maturity:** realized\n"
    )
}

fn size(sources: &Sources) -> BytesCount {
    BytesCount::new(
        sources
            .files()
            .iter()
            .map(|file| file.text().len())
            .sum::<usize>(),
    )
}

fn read_all(sources: &Sources) -> Pages {
    PageStore::new(ReadOptions::default(), &PageTypes::default(), 1).read(sources)
}

fn page_types() -> PageTypes {
    let load = |_: &str| Err(LoadError::BuiltIn);
    Config::default()
        .page_types(&Source::new("", ""), &|path| Ok(path.to_owned()), &load)
        .unwrap_or_default()
}

fn run(sources: &Sources, types: &PageTypes, levels: &Levels) -> usize {
    let catalog = Catalog::embedded();
    let settings = Settings {
        store: &PageStore::new(ReadOptions::default(), types, 1),
        outside: &Nothing,
        vault_ids: false,
        rule_options: atlas_lint::settings::RuleOptions::default(),
        filters: Filters {
            levels,
            baseline: None,
            update: None,
            reported: &|_| true,
            older: None,
        },
        today: Date::from_unix_days(20_000),
        frameworks: &Frameworks::built_in(),
        counts_frameworks: false,
        shows_texts: true,
    };
    check(sources, catalog.at(catalog.newest()), &settings)
        .diagnostics
        .len()
}

#[divan::bench(args = PAGES)]
fn read(bencher: Bencher<'_, '_>, pages: usize) {
    let sources = vault(pages);
    bencher
        .counter(size(&sources))
        .bench(|| read_all(black_box(&sources)).failed.len());
}

#[divan::bench(args = PAGES)]
fn index(bencher: Bencher<'_, '_>, pages: usize) {
    let sources = vault(pages);
    bencher
        .counter(size(&sources))
        .with_inputs(|| read_all(&sources))
        .bench_values(|pages| {
            Vault::new(
                &sources,
                &pages,
                &PageTypes::default(),
                Surroundings::default(),
            )
            .pages()
            .count()
        });
}

/// Measures a check with one rule that finds nothing, and one with all rules. The difference is the
/// cost of the rules.
#[divan::bench(args = PAGES)]
fn whole_without_rules(bencher: Bencher<'_, '_>, pages: usize) {
    let sources = vault(pages);
    let types = page_types();
    let mut levels = Levels::default();
    levels.select(&["internal-error".to_owned()]);
    bencher
        .counter(size(&sources))
        .bench(|| run(black_box(&sources), &types, &levels));
}

#[divan::bench(args = PAGES)]
fn whole_with_all_rules(bencher: Bencher<'_, '_>, pages: usize) {
    let sources = vault(pages);
    let types = page_types();
    let levels = Levels::default();
    bencher
        .counter(size(&sources))
        .bench(|| run(black_box(&sources), &types, &levels));
}

#[divan::bench]
fn compile_schemas(bencher: Bencher<'_, '_>) {
    bencher.bench(|| page_types().0.len());
}
