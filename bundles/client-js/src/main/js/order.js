// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/**
 * The server's order of two values that are there: numbers by value, false before true, text by code point. Instants have as many digits as they
 * need, so that they are not in the order of their text; values that both look like one are compared as such.
 */
export function compareValues(a, b) {
  if (typeof a !== 'string' || typeof b !== 'string') return a < b ? -1 : a > b ? 1 : 0;
  if (INSTANT.test(a) && INSTANT.test(b)) return compareText(digits(a), digits(b));
  return compareText(a, b);
}

// Without the Z, a shorter fraction is the beginning of a longer one, and trailing zeros mean nothing.
function digits(instant) {
  const bare = instant.slice(0, -1);
  return bare.includes('.') ? bare.replace(/\.?0+$/, '') : bare;
}

function compareText(a, b) {
  const end = Math.min(a.length, b.length);
  for (let i = 0; i < end; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) {
      // A surrogate stands for a code point above all others of the basic plane, but is below U+E000 as a number.
      const high = isSurrogate(x);
      return high === isSurrogate(y) ? x - y : high ? 1 : -1;
    }
  }
  return a.length - b.length;
}

function isSurrogate(unit) {
  return unit >= 0xd800 && unit <= 0xdfff;
}

/** `order` as it is sent: pairs of field and direction. Takes `{field: 'asc'}` as well. */
export function orderPairs(order) {
  if (!order) return [];
  return Array.isArray(order) ? order : Object.entries(order);
}

/** How the rows of a query are sorted: by its order, then by id. Absent values are first ascending, last descending. */
export function rowOrder(order) {
  const keys = orderPairs(order).map(([field, direction]) => [field, direction === 'desc' ? -1 : 1]);
  return (left, right) => {
    for (const [field, sign] of keys) {
      const a = left[field] ?? null;
      const b = right[field] ?? null;
      const found = a === null || b === null ? (b === null) - (a === null) : compareValues(a, b);
      if (found !== 0) return found * sign;
    }
    return compareText(left.id, right.id);
  };
}
