//! How many objects a release has, which tells whether a text lost some of its lines.

use crate::catalog::kind::Kind;
use crate::catalog::store::Catalog;

impl Catalog {
    /// How many objects each release has; those of a kind that its file lacks are not counted.
    pub(super) fn counts(&self) -> Vec<usize> {
        // What begins in a release, and what is gone in it: lifetimes are too many to count one by one in each.
        let mut change = vec![[0isize; Kind::ALL.len()]; self.releases().len() + 1];
        let mut add = |ix: usize, kind: Kind, by: isize| {
            if let Some(count) = change
                .get_mut(ix)
                .and_then(|row| row.get_mut(kind as usize))
            {
                *count += by;
            }
        };
        for object in self.objects() {
            for lifetime in &object.lifetimes {
                add(usize::from(lifetime.first.0), object.kind, 1);
                if let Some(last) = lifetime.last {
                    add(usize::from(last.0) + 1, object.kind, -1);
                }
            }
        }
        let mut living = [0isize; Kind::ALL.len()];
        let counted = self.releases().iter().zip(change).map(|(release, change)| {
            for (living, change) in living.iter_mut().zip(change) {
                *living += change;
            }
            let held = Kind::ALL.into_iter().zip(living);
            let held = held.filter(|(kind, _)| !release.gaps.contains(kind));
            held.map(|(_, count)| usize::try_from(count).unwrap_or_default())
                .sum()
        });
        counted.collect()
    }
}
