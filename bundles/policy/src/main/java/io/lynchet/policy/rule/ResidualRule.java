// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy.rule;

import io.lynchet.api.query.Filter;

/**
 * A rule for one group of equal callers.
 *
 * @param filter the whole rule, for a row that is both data and existing
 * @param alone for an update, the part that sees one row
 * @param paired for an update, the part that sees data at depth 0 and existing around it
 */
record ResidualRule(Filter filter, Filter alone, Filter paired) {
    static final ResidualRule DENIED =
            new ResidualRule(Filter.Constant.FALSE, Filter.Constant.FALSE, Filter.Constant.FALSE);
}
