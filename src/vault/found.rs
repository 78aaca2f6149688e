//! Results of link resolution, as the vault keeps them.

use foldhash::HashMap;

use super::paths::{Resolution, Target};

/// The cached result of resolving a link. `External` covers everything that is not checked.
#[derive(Clone, Debug)]
pub(super) enum CachedDestination {
    External,
    Route,
    File(Resolution),
}

/// The pages of each content folder by their route in it.
pub(super) type Routes = HashMap<(Box<str>, Box<str>), Target>;
