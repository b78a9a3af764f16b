// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.query;

import io.lynchet.api.schema.Field;

/**
 * A key by which an aggregate groups.
 *
 * @param bucket for a datetime field, the span into which values fall; null groups by the value itself
 */
public record Grouping(Field field, Bucket bucket) {
    /** The spans of time, in UTC. The group's key is a String: the start of an ISO-8601 instant, or the ISO week. */
    public enum Bucket {
        /** {@code 2026-11-23T06}. */
        HOUR,
        /** {@code 2026-11-23}. */
        DAY,
        /** {@code 2026-W48}. */
        WEEK,
        /** {@code 2026-11}. */
        MONTH,
        /** {@code 2026}. */
        YEAR
    }
}
