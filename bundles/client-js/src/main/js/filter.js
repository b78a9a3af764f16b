// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
import { compareValues } from './order.js';

/** What a filter says of a row when it has an operator that is unknown here. */
const UNKNOWN = undefined;

const OPERATORS = {
  $eq: same,
  $ne: (value, wanted) => !same(value, wanted),
  $gt: (value, wanted) => comparable(value, wanted) && compareValues(value, wanted) > 0,
  $gte: (value, wanted) => comparable(value, wanted) && compareValues(value, wanted) >= 0,
  $lt: (value, wanted) => comparable(value, wanted) && compareValues(value, wanted) < 0,
  $lte: (value, wanted) => comparable(value, wanted) && compareValues(value, wanted) <= 0,
  $in: (value, wanted) => some(listed(wanted), one => same(value, one)),
  $nin: (value, wanted) => !some(listed(wanted), one => same(value, one)),
  $exists: (value, wanted) => (value !== null) === wanted,
  $startsWith: (value, wanted) => typeof value === 'string' && value.startsWith(wanted),
  $endsWith: (value, wanted) => typeof value === 'string' && value.endsWith(wanted),
  $contains: (value, wanted) => typeof value === 'string' && value.includes(wanted),
  $not: (value, wanted) => not(fieldMatches(value, wanted)),
};

/** Whether the row matches: true, false, or undefined when only the server can tell. */
export function matches(row, where) {
  return every(Object.entries(where ?? {}), ([key, wanted]) => {
    if (key === '$and') return every(listed(wanted), one => matches(row, one));
    if (key === '$or') return some(listed(wanted), one => matches(row, one));
    if (key === '$not') return not(matches(row, wanted));
    return key.startsWith('$') ? UNKNOWN : fieldMatches(row[key] ?? null, wanted);
  });
}

function fieldMatches(value, wanted) {
  if (wanted === null || typeof wanted !== 'object') return same(value, wanted);
  return every(Object.entries(wanted), ([operator, operand]) => OPERATORS[operator]?.(value, operand) ?? UNKNOWN);
}

function same(value, wanted) {
  return value === wanted || (comparable(value, wanted) && compareValues(value, wanted) === 0);
}

function comparable(a, b) {
  return a !== null && b !== null && typeof a === typeof b;
}

// A filter that makes no sense is refused by the server; here it must only do no harm.
function listed(wanted) {
  return Array.isArray(wanted) ? wanted : [];
}

function not(found) {
  return found === UNKNOWN ? UNKNOWN : !found;
}

function every(items, test) {
  let all = true;
  for (const item of items) {
    const found = test(item);
    if (found === false) return false;
    if (found === UNKNOWN) all = UNKNOWN;
  }
  return all;
}

function some(items, test) {
  return not(every(items, item => not(test(item))));
}
