// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.row;

import java.time.Instant;

/**
 * One entry of the log, written in the same transaction as the row.
 *
 * @param seq position; dense within an epoch and in commit order, from 1
 * @param entity name of the entity
 * @param id of the row
 * @param kind what happened
 * @param before the row as it was, null for an insert, and null for all kinds once the entity has been dropped
 * @param after the row as it is now, null for a delete, and null for all kinds once the entity has been dropped
 * @param at when the server committed it
 */
public record Change(long seq, String entity, String id, ChangeKind kind, Row before, Row after, Instant at) {
    private static final long ENTRY_BYTES = 96;

    /** How much memory it takes at most, about, with its rows; see {@link Row#bytes}. */
    public long bytes() {
        return ENTRY_BYTES + (before == null ? 0 : before.bytes()) + (after == null ? 0 : after.bytes());
    }
}
