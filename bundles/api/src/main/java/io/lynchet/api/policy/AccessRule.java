// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.policy;

import io.lynchet.api.query.Filter;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.row.Row;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The compiled rule for one action on one entity, from all policies of that entity. Admins pass without evaluation.
 * Immutable and thread-safe, without I/O except for the reads of {@code exists}. A rule that calls a missing function
 * fails with {@code POLICY_FUNCTION_MISSING}; that never counts as allowed.
 */
@ProviderType
public interface AccessRule {
    /**
     * Returns whether the caller may do the action.
     *
     * @param data the row: for READ and DELETE as stored, for INSERT and UPDATE as it will be
     * @param existing the row as stored, null for an insert
     */
    boolean permits(PolicyContext context, Row data, Row existing, RowSource rows);

    /**
     * Returns a filter for the rows that {@link #permits} allows this caller, with the row as both data and existing.
     * Returns {@link Filter.Constant#TRUE} or {@link Filter.Constant#FALSE} when rows don't matter.
     */
    Filter filter(PolicyContext context);

    /** Returns whether the result depends on the row at all. */
    boolean rowDependent();

    /**
     * Returns the inputs besides rows on which the result depends: {@code auth.userId}, {@code auth.hasRole('x')},
     * {@code now} and so on. Callers with equal values for all of them get the same filter.
     */
    Set<String> inputs();

    /**
     * Returns a key of the values of {@link #inputs} for a caller. Callers with the same rights have equal keys. The
     * key does not cover {@code now}.
     */
    Object groupKey(PolicyContext context);

    /** Explains the result, for operators. */
    Explanation explain(PolicyContext context, Row data, Row existing, RowSource rows);
}
