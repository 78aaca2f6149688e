//! Columns of names whose header does not say so: "Description" over the names of the ids beside it.

use super::header::Column;
use super::mention::Mention;
use super::own_name::{OwnName, own_name};
use super::page_view::PageView;
use crate::catalog::normalize_name;
use crate::text::Span;

/// At least so many cells of such a column hold the name of the id beside them, now or formerly,
const LEAST: usize = 3;
/// and two of three.
const SHARE: (usize, usize) = (2, 3);

/// Makes the first column of a table that holds the names of the ids in the column before it one of names. `found` is in text order.
pub(super) fn find_names(
    page: &PageView<'_>,
    rows: &[Vec<Span>],
    columns: &mut [Column],
    found: &[Mention<'_>],
) {
    let has_names = columns.contains(&Column::Names);
    let is_beside_ids =
        |pair: &[Column]| matches!(pair, [Column::Ids(_) | Column::Objects(_), Column::Free]);
    let place = columns.windows(2).position(is_beside_ids);
    let Some(at) = place.filter(|_| !has_names) else {
        return;
    };
    let (mut all, mut own) = (0, 0);
    for row in rows {
        let (Some(ids), Some(name)) = (row.get(at), row.get(at + 1)) else {
            continue;
        };
        let first = found.partition_point(|mention| mention.span.start < ids.start);
        let Some(mention) = found.get(first).filter(|it| ids.contains(it.span)) else {
            continue;
        };
        let plain = normalize_name(page.slice(*name));
        all += 1;
        own += usize::from(own_name(page.view, &mention.id, &plain) != OwnName::No);
    }
    if own >= LEAST && own * SHARE.1 >= all * SHARE.0 {
        columns[at + 1] = Column::Names;
    }
}
