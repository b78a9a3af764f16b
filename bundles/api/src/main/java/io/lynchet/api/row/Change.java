// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.row;

import java.time.Instant;

/**
 * One entry of the log, written in the same transaction as the row.
 *
 * <p>The entries of one commit follow each other without a gap and have one {@code commitSeq}. Between two of them there was never a state that anybody
 * could read, so whoever tells of changes tells a commit whole, and a position to go on from is always the end of one.
 *
 * @param seq position; dense within an epoch and in commit order, from 1
 * @param commitSeq seq of the last change of its commit; the commit ends with the change whose seq it is
 * @param entity name of the entity
 * @param id of the row
 * @param kind what happened
 * @param before the row as it was, null for an insert, and null for all kinds once the entity has been dropped
 * @param after the row as it is now, null for a delete, and null for all kinds once the entity has been dropped
 * @param at when the server committed it; the same for all changes of a commit
 */
public record Change(
        long seq, long commitSeq, String entity, String id, ChangeKind kind, Row before, Row after, Instant at) {
    private static final long ENTRY_BYTES = 96;

    public Change {
        if (commitSeq < seq) {
            throw new IllegalArgumentException("change " + seq + " of the commit that ended at " + commitSeq);
        }
    }

    /** A change that is a commit of its own. */
    public static Change single(
            long seq, String entity, String id, ChangeKind kind, Row before, Row after, Instant at) {
        return new Change(seq, seq, entity, id, kind, before, after, at);
    }

    /** Whether its commit ends with it. */
    public boolean endsCommit() {
        return seq == commitSeq;
    }

    /** The same change of a commit that ends elsewhere. */
    public Change in(long otherCommitSeq) {
        return otherCommitSeq == commitSeq
                ? this
                : new Change(seq, otherCommitSeq, entity, id, kind, before, after, at);
    }

    /** The same change with the rows of another generation of the schema, or without rows. */
    public Change with(Row otherBefore, Row otherAfter) {
        return new Change(seq, commitSeq, entity, id, kind, otherBefore, otherAfter, at);
    }

    /** How much memory it takes at most, about, with its rows; see {@link Row#bytes}. */
    public long bytes() {
        return ENTRY_BYTES + (before == null ? 0 : before.bytes()) + (after == null ? 0 : after.bytes());
    }
}
