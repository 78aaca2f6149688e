//! The catalogue as text: one JSON object a line, releases first, oldest first, then objects by id.
//!
//! A value through time is a list of pairs, release and value. `"2026.07 unverified"` marks a value
//! that no official release states.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{Catalog, Kind, Life, Object, Release, ReleaseIx, Since, Successor};

const UNVERIFIED: &str = " unverified";

/// Text that is borrowed from the line, which serde does only for a `Cow` that it sees spelled out.
#[derive(Serialize, Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

type Pairs<'a, T> = Vec<(Text<'a>, T)>;

#[derive(Serialize, Deserialize)]
struct ReleaseLine<'a> {
    #[serde(borrow)]
    release: Text<'a>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    legacy: Option<Text<'a>>,
    #[serde(borrow)]
    date: Text<'a>,
    official: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    gaps: Vec<Kind>,
}

#[derive(Serialize, Deserialize)]
struct ObjectLine<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    lives: Vec<LifeLine<'a>>,
}

#[derive(Serialize, Deserialize)]
struct LifeLine<'a> {
    #[serde(borrow)]
    first: Text<'a>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    last: Option<Text<'a>>,
    #[serde(borrow)]
    names: Pairs<'a, Text<'a>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    parent: Pairs<'a, Option<Text<'a>>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    tactics: Pairs<'a, Vec<Text<'a>>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    maturity: Pairs<'a, Text<'a>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    other_maturity: Pairs<'a, Text<'a>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    created: Pairs<'a, Text<'a>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    modified: Pairs<'a, Text<'a>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    attack: Pairs<'a, Option<Text<'a>>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    date: Pairs<'a, Text<'a>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    granularity: Pairs<'a, Text<'a>>,
    #[serde(
        borrow,
        default,
        skip_serializing_if = "Vec::is_empty",
        rename = "type"
    )]
    study_type: Pairs<'a, Text<'a>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    successors: Vec<Text<'a>>,
}

impl Catalog {
    /// Reads what [`Catalog::to_lines`] wrote.
    ///
    /// # Errors
    ///
    /// Says the line and what is wrong there.
    pub fn from_lines(text: &str) -> Result<Catalog, String> {
        let mut releases: Vec<Release> = Vec::new();
        let mut known: Known = HashMap::new();
        let mut rest: Vec<(usize, &str)> = Vec::new();
        for (number, line) in text.lines().enumerate() {
            if !line.starts_with("{\"release\"") {
                rest.push((number, line));
                continue;
            }
            let wire: ReleaseLine =
                serde_json::from_str(line).map_err(|why| format!("line {}: {why}", number + 1))?;
            let ix = u16::try_from(releases.len()).map_err(|_| "too many releases")?;
            known.insert(wire.release.0.to_string(), ReleaseIx(ix));
            releases.push(Release {
                name: wire.release.into(),
                legacy: wire.legacy.map(String::from),
                date: wire.date.into(),
                official: wire.official,
                gaps: wire.gaps,
            });
        }
        let mut objects = Vec::with_capacity(rest.len());
        for (number, line) in rest {
            objects.push(
                read_object(line, &known).map_err(|why| format!("line {}: {why}", number + 1))?,
            );
        }
        if !objects.is_sorted_by(|a: &Object, b| a.id < b.id) {
            return Err("the objects are not sorted by id".to_owned());
        }
        Ok(Catalog {
            releases,
            objects,
            ..Catalog::default()
        })
    }

    /// This catalogue as text, one JSON object a line.
    #[must_use]
    pub fn to_lines(&self) -> String {
        let releases = self.releases.iter().map(|release| {
            serde_json::to_string(&ReleaseLine {
                release: borrowed(&release.name),
                legacy: release.legacy.as_deref().map(borrowed),
                date: borrowed(&release.date),
                official: release.official,
                gaps: release.gaps.clone(),
            })
        });
        let objects = self.objects.iter().map(|object| {
            let lives = object
                .lives
                .iter()
                .map(|life| self.life_line(life))
                .collect();
            serde_json::to_string(&ObjectLine {
                id: borrowed(&object.id),
                lives,
            })
        });
        // Structs of text and lists cannot fail to become JSON.
        releases
            .chain(objects)
            .filter_map(Result::ok)
            .map(|line| line + "\n")
            .collect()
    }

    fn life_line<'a>(&'a self, life: &'a Life) -> LifeLine<'a> {
        let texts = |facts: &'a [Since<String>]| self.pairs(facts, |text| borrowed(text));
        let options = |facts: &'a [Since<Option<String>>]| {
            self.pairs(facts, |text| text.as_deref().map(borrowed))
        };
        let successor = |successor: &'a Successor| marked(&successor.id, successor.certain);
        LifeLine {
            first: borrowed(self.release_name(life.first)),
            last: life
                .last
                .map(|last| marked(self.release_name(last), life.end_official)),
            names: texts(&life.names),
            parent: options(&life.parent),
            tactics: self.pairs(&life.tactics, |ids| {
                ids.iter().map(|id| borrowed(id)).collect()
            }),
            maturity: texts(&life.maturity),
            other_maturity: texts(&life.other_maturity),
            created: texts(&life.created),
            modified: texts(&life.modified),
            attack: options(&life.attack_reference),
            date: texts(&life.incident_date),
            granularity: texts(&life.granularity),
            study_type: texts(&life.study_type),
            successors: life.successors.iter().map(successor).collect(),
        }
    }

    fn pairs<'a, T, W>(
        &'a self,
        facts: &'a [Since<T>],
        write: impl Fn(&'a T) -> W,
    ) -> Pairs<'a, W> {
        facts
            .iter()
            .map(|since| {
                (
                    marked(self.release_name(since.release), since.official),
                    write(&since.value),
                )
            })
            .collect()
    }
}

fn marked(text: &str, official: bool) -> Text<'_> {
    if official {
        borrowed(text)
    } else {
        Text(Cow::Owned(format!("{text}{UNVERIFIED}")))
    }
}

fn borrowed(text: &str) -> Text<'_> {
    Text(Cow::Borrowed(text))
}

impl From<Text<'_>> for String {
    fn from(text: Text<'_>) -> String {
        text.0.into_owned()
    }
}

fn unmarked(text: &str) -> (&str, bool) {
    text.strip_suffix(UNVERIFIED)
        .map_or((text, true), |text| (text, false))
}

type Known = HashMap<String, ReleaseIx>;

fn read_object(line: &str, known: &Known) -> Result<Object, String> {
    let wire: ObjectLine = serde_json::from_str(line).map_err(|why| why.to_string())?;
    let kind = Kind::of_id(&wire.id.0).ok_or_else(|| format!("{:?} is no ATLAS id", wire.id.0))?;
    let lives = wire
        .lives
        .into_iter()
        .map(|life| read_life(life, known))
        .collect::<Result<Vec<Life>, String>>()?;
    if lives.is_empty() || lives.iter().any(|life| life.names.is_empty()) {
        return Err(format!("{} has no life, or one without a name", wire.id.0));
    }
    Ok(Object {
        id: wire.id.into(),
        kind,
        lives,
    })
}

fn read_life(wire: LifeLine, known: &Known) -> Result<Life, String> {
    let last = wire.last.as_ref().map(|text| unmarked(&text.0));
    let texts = |pairs| read_pairs(pairs, known, String::from);
    let options = |pairs| read_pairs(pairs, known, |text: Option<Text>| text.map(String::from));
    let successor = |text: Text| {
        let (id, certain) = unmarked(&text.0);
        Successor {
            id: id.to_owned(),
            certain,
        }
    };
    Ok(Life {
        first: find(&wire.first.0, known)?,
        last: last.map(|(name, _)| find(name, known)).transpose()?,
        end_official: last.is_some_and(|(_, official)| official),
        names: texts(wire.names)?,
        parent: options(wire.parent)?,
        tactics: read_pairs(wire.tactics, known, |ids: Vec<Text>| {
            ids.into_iter().map(String::from).collect()
        })?,
        maturity: texts(wire.maturity)?,
        other_maturity: texts(wire.other_maturity)?,
        created: texts(wire.created)?,
        modified: texts(wire.modified)?,
        attack_reference: options(wire.attack)?,
        incident_date: texts(wire.date)?,
        granularity: texts(wire.granularity)?,
        study_type: texts(wire.study_type)?,
        successors: wire.successors.into_iter().map(successor).collect(),
    })
}

fn read_pairs<W, T>(
    pairs: Pairs<W>,
    known: &Known,
    read: impl Fn(W) -> T,
) -> Result<Vec<Since<T>>, String> {
    let one = |(release, value): (Text, W)| {
        let (name, official) = unmarked(&release.0);
        Ok(Since {
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
        .ok_or_else(|| format!("no release is called {name:?}"))
}
