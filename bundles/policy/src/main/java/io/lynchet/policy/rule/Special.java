// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy.rule;

import io.lynchet.api.query.Filter;

/**
 * A rule for one group of equal callers.
 *
 * @param filter all of it, where the row is both data and existing
 * @param alone for an update, the part that sees one row
 * @param paired for an update, the part that sees data at depth 0 and existing around it
 */
record Special(Filter filter, Filter alone, Filter paired) {
    static final Special DENIED = new Special(Filter.Constant.FALSE, Filter.Constant.FALSE, Filter.Constant.FALSE);
}
