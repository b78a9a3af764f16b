// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.policy;

import io.lynchet.api.query.Filter;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.row.Row;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The compiled rule for one action on one entity: all policies of that entity together. Admin passes without evaluation. Immutable,
 * thread-safe, free of I/O except for what {@code exists} reads. A call of a function that is missing now fails with
 * {@code POLICY_FUNCTION_MISSING}: it never counts as allowed.
 */
@ProviderType
public interface AccessRule {
    /**
     * Whether the caller may do it.
     *
     * @param data the row: for READ and DELETE as stored, for INSERT and UPDATE as it will be
     * @param existing the row as stored, null for an insert
     */
    boolean permits(PolicyContext context, Row data, Row existing, RowSource rows);

    /**
     * The rows for which {@link #permits} says yes to this caller, where the row is both data and existing. {@link Filter.Constant#TRUE} and
     * {@link Filter.Constant#FALSE} when the rows don't matter.
     */
    Filter filter(PolicyContext context);

    /** Whether the answer depends on the row at all. */
    boolean rowDependent();

    /**
     * Inputs besides rows that the answer depends on: {@code auth.userId}, {@code auth.hasRole('x')}, {@code now} and so on. Callers who
     * agree in all of them get the same filter.
     */
    Set<String> inputs();

    /** The values of {@link #inputs} for a caller, as a key that is equal for callers with the same rights; never holds for {@code now}. */
    Object groupKey(PolicyContext context);

    /** How the answer came about, for operators. */
    Explanation explain(PolicyContext context, Row data, Row existing, RowSource rows);
}
