//! What most pages of a vault agree on.

use std::collections::BTreeMap;

/// Returns the most frequent value. Of several, the least.
pub(crate) fn most_frequent<T: Ord>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    let best = counts.values().max().copied()?;
    counts
        .into_iter()
        .find(|(_, count)| *count == best)
        .map(|(value, _)| value)
}

/// The usual order of items that appear in various orders on several pages.
#[derive(Debug)]
pub(crate) struct UsualOrder<K>(BTreeMap<K, (usize, usize)>);

impl<K> Default for UsualOrder<K> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Ord> UsualOrder<K> {
    /// Adds the items of one page, in their order.
    pub(crate) fn add(&mut self, items: impl IntoIterator<Item = K>) {
        for (at, item) in items.into_iter().enumerate() {
            let (sum, count) = self.0.entry(item).or_default();
            *sum += at;
            *count += 1;
        }
    }

    /// Returns the items that at least `least` pages have, by average position.
    pub(crate) fn sorted(self, least: usize) -> Vec<K> {
        let items = self.0.into_iter();
        let mut ranked: Vec<(usize, K)> = items
            .filter(|(_, (_, count))| *count >= least)
            .map(|(item, (sum, count))| (sum * 1000 / count.max(1), item))
            .collect();
        ranked.sort();
        ranked.into_iter().map(|(_, item)| item).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{UsualOrder, most_frequent};

    #[test]
    fn the_most_frequent_value_wins_and_the_least_of_several() {
        assert_eq!(most_frequent([3, 1, 3, 1, 2].into_iter()), Some(1));
        assert_eq!(most_frequent([3, 1, 3].into_iter()), Some(3));
        assert_eq!(most_frequent(std::iter::empty::<u8>()), None);
    }

    #[test]
    fn items_are_sorted_by_average_position() {
        let mut order = UsualOrder::default();
        order.add(["Metadata", "Tactics", "Notes"]);
        order.add(["Metadata", "Notes"]);
        order.add(["Tactics", "Mine", "Metadata", "Notes"]);
        assert_eq!(order.sorted(2), ["Tactics", "Metadata", "Notes"]);
    }
}
