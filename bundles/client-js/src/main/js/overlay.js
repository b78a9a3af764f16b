// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
import { matches } from './filter.js';
import { rowOrder } from './order.js';

/**
 * The rows that a query would have if the server had taken these writes already. What only the server can tell is left as it is: a new row whose
 * filter can't be judged here is not shown, one that was in the result stays.
 *
 * @param base rows by id, as the server sent them; not changed
 * @param writes of the query's entity, oldest first
 */
export function overlaid(base, writes, query) {
  const rows = new Map(base);
  for (const write of writes) {
    const shown = rows.get(write.id);
    if (write.kind === 'delete') {
      rows.delete(write.id);
    } else if (write.kind === 'update' && shown) {
      replace(rows, { ...shown, ...write.data }, query.where, true);
    } else if (write.kind === 'insert' && !shown) {
      replace(rows, { ...write.data, id: write.id }, query.where, false);
    }
  }
  const sorted = [...rows.values()].sort(rowOrder(query.order));
  return query.limit ? sorted.slice(0, query.limit) : sorted;
}

function replace(rows, row, where, wasThere) {
  if (matches(row, where) ?? wasThere) rows.set(row.id, row);
  else rows.delete(row.id);
}
