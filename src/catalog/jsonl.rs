//! The catalogue as text: one JSON object a line, releases first, oldest first, then objects by id.
//!
//! A value through time is a list of pairs, release and value. `"2026.07 unverified"` marks a value
//! that no official release states.

mod counts;
mod line;

use std::collections::HashMap;

use line::{LifetimeLine, ObjectLine, Pairs, ReleaseLine, Text, borrowed, marked, unmarked};

use super::file::{Format, OfficialFile};
use super::kind::Kind;
use super::object::{Lifetime, Object, Successor};
use super::redact::redacted;
use super::release::{Release, ReleaseIx};
use super::store::Catalog;
use super::versioned::Versioned;

impl Catalog {
    /// Reads what [`Catalog::to_jsonl`] wrote.
    ///
    /// # Errors
    ///
    /// Says the line and what is wrong there.
    pub fn from_jsonl(text: &str) -> Result<Catalog, String> {
        let mut releases: Vec<Release> = Vec::new();
        let mut known: Known = HashMap::new();
        let mut counts: Vec<(usize, usize)> = Vec::new();
        let mut rest: Vec<(usize, &str)> = Vec::new();
        for (number, line) in text.lines().enumerate() {
            if !line.starts_with("{\"release\"") {
                rest.push((number, line));
                continue;
            }
            if let Some((other, _)) = rest.first() {
                let (line, other) = (number + 1, other + 1);
                return Err(format!(
                    "line {line}: a release below line {other}, which is none"
                ));
            }
            let wire: ReleaseLine =
                serde_json::from_str(line).map_err(|error| words(number, &error))?;
            counts.push((number, wire.objects));
            let ix = u16::try_from(releases.len()).map_err(|_| "too many releases")?;
            known.insert(wire.release.0.to_string(), ReleaseIx(ix));
            releases.push(Release {
                name: wire.release.into(),
                legacy: wire.legacy.map(String::from),
                date: wire.date.into(),
                official: wire.official,
                gaps: wire.gaps,
                files: wire.files.into_iter().map(official_file).collect(),
            });
        }
        let mut objects = Vec::with_capacity(rest.len());
        for (number, line) in rest {
            let wire: ObjectLine =
                serde_json::from_str(line).map_err(|error| words(number, &error))?;
            objects.push(
                read_object(wire, &known).map_err(|why| format!("line {}: {why}", number + 1))?,
            );
        }
        if !objects.is_sorted_by(|a: &Object, b| a.id < b.id) {
            return Err("the objects are not sorted by id".to_owned());
        }
        let catalog = Catalog::new(releases, objects);
        for ((number, told), count) in counts.into_iter().zip(catalog.counts()) {
            if told != count {
                return Err(format!(
                    "line {}: this release has {told} objects, and the lines hold {count} of it",
                    number + 1
                ));
            }
        }
        Ok(catalog)
    }

    /// This catalogue as text, one JSON object a line.
    #[must_use]
    pub fn to_jsonl(&self) -> String {
        let releases = self.releases().iter().zip(self.counts());
        let releases = releases.map(|(release, objects)| {
            serde_json::to_string(&ReleaseLine {
                release: borrowed(&release.name),
                legacy: release.legacy.as_deref().map(borrowed),
                date: borrowed(&release.date),
                official: release.official,
                gaps: release.gaps.clone(),
                objects,
                files: release
                    .files
                    .iter()
                    .map(|file| (file.format, borrowed(&file.sha256)))
                    .collect(),
            })
        });
        let objects = self.objects().iter().map(|object| {
            let lifetimes = object
                .lifetimes
                .iter()
                .map(|lifetime| self.lifetime_line(lifetime))
                .collect();
            serde_json::to_string(&ObjectLine {
                id: borrowed(&object.id),
                lifetimes,
            })
        });
        // Structs of text and lists cannot fail to become JSON.
        releases
            .chain(objects)
            .filter_map(Result::ok)
            .map(|line| line + "\n")
            .collect()
    }

    fn lifetime_line<'a>(&'a self, lifetime: &'a Lifetime) -> LifetimeLine<'a> {
        let texts = |facts: &'a [Versioned<String>]| self.pairs(facts, |text| borrowed(text));
        let options = |facts: &'a [Versioned<Option<String>>]| {
            self.pairs(facts, |text| text.as_deref().map(borrowed))
        };
        let successor = |successor: &'a Successor| marked(&successor.id, successor.certain);
        LifetimeLine {
            first: borrowed(self.release_name(lifetime.first)),
            last: lifetime
                .last
                .map(|last| marked(self.release_name(last), lifetime.end_official)),
            names: texts(&lifetime.names),
            parent: options(&lifetime.parent),
            tactics: self.pairs(&lifetime.tactics, ids),
            maturity: texts(&lifetime.maturity),
            other_maturity: texts(&lifetime.other_maturity),
            created: texts(&lifetime.created),
            modified: texts(&lifetime.modified),
            attack: options(&lifetime.attack_reference),
            date: texts(&lifetime.incident_date),
            granularity: texts(&lifetime.granularity),
            study_type: texts(&lifetime.study_type),
            employs: self.pairs(&lifetime.employs, ids),
            mitigates: self.pairs(&lifetime.mitigates, ids),
            successors: lifetime.successors.iter().map(successor).collect(),
        }
    }

    fn pairs<'a, T, W>(
        &'a self,
        facts: &'a [Versioned<T>],
        write: impl Fn(&'a T) -> W,
    ) -> Pairs<'a, W> {
        facts
            .iter()
            .map(|version| {
                (
                    marked(self.release_name(version.release), version.official),
                    write(&version.value),
                )
            })
            .collect()
    }
}

#[expect(clippy::ptr_arg, reason = "the values of a fact are owned lists")]
fn ids(ids: &Vec<String>) -> Vec<Text<'_>> {
    ids.iter().map(|id| borrowed(id)).collect()
}

fn official_file((format, sha256): (Format, Text)) -> OfficialFile {
    OfficialFile {
        format,
        sha256: sha256.into(),
    }
}

/// What is wrong in a line. The parser counts each line as the first.
fn words(number: usize, error: &serde_json::Error) -> String {
    let why = error.to_string();
    let why = why.split(" at line ").next().unwrap_or_default();
    let why = if error.is_data() {
        redacted(why)
    } else {
        why.to_owned()
    };
    format!(
        "line {}, column {}: {why}",
        number + 1,
        error.column().max(1)
    )
}

type Known = HashMap<String, ReleaseIx>;

fn read_object(wire: ObjectLine, known: &Known) -> Result<Object, String> {
    let kind = Kind::of_id(&wire.id.0).ok_or("its id is no ATLAS id")?;
    let lifetimes = wire
        .lifetimes
        .into_iter()
        .map(|lifetime| read_lifetime(lifetime, known))
        .collect::<Result<Vec<Lifetime>, String>>()?;
    if lifetimes.is_empty() || lifetimes.iter().any(|lifetime| lifetime.names.is_empty()) {
        return Err(format!("{} has no life, or one without a name", wire.id.0));
    }
    Ok(Object {
        id: wire.id.into(),
        kind,
        lifetimes,
    })
}

fn read_lifetime(wire: LifetimeLine, known: &Known) -> Result<Lifetime, String> {
    let last = wire.last.as_ref().map(|text| unmarked(&text.0));
    let texts = |pairs| read_pairs(pairs, known, String::from);
    let options = |pairs| read_pairs(pairs, known, |text: Option<Text>| text.map(String::from));
    let lists = |pairs| {
        read_pairs(pairs, known, |ids: Vec<Text>| {
            ids.into_iter().map(String::from).collect()
        })
    };
    let successor = |text: Text| {
        let (id, certain) = unmarked(&text.0);
        Successor {
            id: id.to_owned(),
            certain,
        }
    };
    Ok(Lifetime {
        first: find(&wire.first.0, known)?,
        last: last.map(|(name, _)| find(name, known)).transpose()?,
        end_official: last.is_some_and(|(_, official)| official),
        names: texts(wire.names)?,
        parent: options(wire.parent)?,
        tactics: lists(wire.tactics)?,
        maturity: texts(wire.maturity)?,
        other_maturity: texts(wire.other_maturity)?,
        created: texts(wire.created)?,
        modified: texts(wire.modified)?,
        attack_reference: options(wire.attack)?,
        incident_date: texts(wire.date)?,
        granularity: texts(wire.granularity)?,
        study_type: texts(wire.study_type)?,
        employs: lists(wire.employs)?,
        mitigates: lists(wire.mitigates)?,
        successors: wire.successors.into_iter().map(successor).collect(),
    })
}

fn read_pairs<W, T>(
    pairs: Pairs<W>,
    known: &Known,
    read: impl Fn(W) -> T,
) -> Result<Vec<Versioned<T>>, String> {
    let one = |(release, value): (Text, W)| {
        let (name, official) = unmarked(&release.0);
        Ok(Versioned {
            release: find(name, known)?,
            value: read(value),
            official,
        })
    };
    pairs.into_iter().map(one).collect()
}

fn find(name: &str, known: &Known) -> Result<ReleaseIx, String> {
    known
        .get(name)
        .copied()
        .ok_or_else(|| "it names a release that no line tells of".to_owned())
}
