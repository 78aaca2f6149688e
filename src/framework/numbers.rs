//! Highest numbers of a framework's ids.

use foldhash::{HashMap, HashMapExt};

use super::definition::Framework;

/// Highest numbers: by the letters and the first digit of an id, by its letters alone, and of the sub-techniques of a parent.
#[derive(Debug)]
pub(super) struct Numbers(HashMap<(String, Option<char>), u32>);

impl Numbers {
    pub(super) fn of(framework: &Framework) -> Self {
        let mut highest: HashMap<(String, Option<char>), u32> = HashMap::new();
        let mut add = |key, number: Option<u32>| {
            if let Some(number) = number {
                let most = highest.entry(key).or_default();
                *most = number.max(*most);
            }
        };
        for object in &framework.objects {
            if let Some((parent, sub)) = object.id.rsplit_once('.') {
                add((parent.to_owned(), None), sub.parse().ok());
                continue;
            }
            let (letters, digits) = split(&object.id);
            let number = digits.parse().ok();
            add((letters.to_owned(), digits.chars().next()), number);
            add((letters.to_owned(), None), number);
        }
        Self(highest)
    }

    /// Returns whether an id is above all that are known, so that a newer version may have brought it.
    pub(super) fn is_newer(&self, framework: &Framework, id: &str) -> bool {
        let is_above = |most: Option<&u32>, number: Option<u32>| {
            most.is_none_or(|most| number.is_none_or(|number| number > *most))
        };
        if let Some((parent, sub)) = id.rsplit_once('.')
            && framework.object(parent).is_some()
        {
            let number = sub.parse().ok();
            return number.is_some() && is_above(self.0.get(&(parent.to_owned(), None)), number);
        }
        let (letters, digits) = split(id.split('.').next().unwrap_or(id));
        let of = |digit| self.0.get(&(letters.to_owned(), digit));
        let most = of(digits.chars().next()).or_else(|| of(None));
        is_above(most, digits.parse().ok())
    }
}

/// Returns the letters of an id and what follows them.
fn split(id: &str) -> (&str, &str) {
    let digits = id.trim_start_matches(|c: char| !c.is_ascii_digit());
    (&id[..id.len() - digits.len()], digits)
}
