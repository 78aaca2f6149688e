//! ATLAS objects in every release: ids, names, parents, tactics, dates and relations.
//!
//! ATLAS publishes no deprecation marker: ids vanish, are renamed, and are reused for other objects.
//! The catalog keeps that history as plain facts, without descriptions, and answers questions as of
//! one release through a [`View`].
//!
//! An official release file is read into a [`ReleaseSnapshot`], its release is identified, and the
//! snapshot is applied to the objects, whose [`Lifetime`]s begin, go on or end. The catalog that is
//! compiled in was made of all official files that way; a vault can import newer ones.
//!
//! # Modules
//!
//! From low to high; a module imports only from rows above its own, which a test checks.
//!
//! ```text
//!  0 kind, file, normalize, redact                  plain values and words
//!  1 release, site, snapshot                        a release; the ATLAS site; what one file states
//!  2 error, versioned                               why a snapshot is refused; a value through the releases
//!  3 object                                         an id through the releases
//!  4 fact                                           the table of facts
//!  5 validate, official                             checks; official files to snapshots
//!  6 name_index, relation_index                     built on first use
//!  7 nearest_names                                those that were asked for
//!  8 store                                          the catalog itself
//!  9 view, around, snapshots, identify, jsonl       what it says of one release; its text form
//! 10 apply_release, lookup                          one more release; objects by what a person writes
//! 11 builder                                        all releases, oldest first
//! 12 rewind, rebase, reconcile, embedded            parts of a merge; the catalog compiled in
//! 13 merge, diff, show, releases                    official files of any date; answers as text
//! 14 import, search                                 the official files of a vault; objects by part of a name
//! 15 answers                                        what all frameworks answer
//! ```
//!
//! No module reads files, the clock or the environment: callers pass in text.

mod answers;
mod apply_release;
mod around;
mod builder;
mod diff;
mod embedded;
mod error;
mod fact;
mod file;
mod identify;
mod import;
mod jsonl;
mod kind;
mod lookup;
mod merge;
mod name_index;
mod nearest_names;
mod normalize;
mod object;
pub mod official;
mod rebase;
mod reconcile;
mod redact;
mod relation_index;
mod release;
mod releases;
mod rewind;
mod search;
mod show;
mod site;
mod snapshot;
mod snapshots;
mod store;
mod validate;
mod versioned;
mod view;

pub use around::UnknownRelease;
pub use diff::{Change, Diff, Event, Property, diff};
pub use error::{Difference, MergeError, ValueError};
pub use file::{Format, OfficialFile, Sha256, sha256};
pub use import::{IMPORTS_FILE, Import, ImportError, ImportsError, MAX_IMPORTS_BYTES, import};
pub use jsonl::JsonlError;
pub use kind::Kind;
pub use lookup::NotFound;
pub use normalize::{has_letters_of, normalize_name, normalizes_to};
pub use object::{Lifetime, Lifetimes, Object, Successor, maturity};
pub use release::{Release, ReleaseIx};
pub use releases::{describe_release, list_releases};
pub use search::search;
pub use show::show;
pub use site::{SITE, route, site_path, site_url};
pub use snapshot::{ObjectSnapshot, ReleaseSnapshot};
pub use store::Catalog;
pub use versioned::{Versioned, at, held_until, unverified};
pub use view::{NameHit, Status, View};
