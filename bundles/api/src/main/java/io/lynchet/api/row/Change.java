// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.row;

import java.time.Instant;

/**
 * One entry of the log, written in the same transaction as the row.
 *
 * <p>The entries of one commit follow each other without a gap and have the same {@code commitSeq}. The state between
 * two of them was never readable. So a commit is always passed on as a whole, and a cursor is always the end of a
 * commit.
 *
 * @param seq the position in the log; dense within an epoch and in commit order, from 1
 * @param commitSeq the seq of the last change of its commit
 * @param entity the name of the entity
 * @param id the id of the row
 * @param kind the kind of the change
 * @param before the row before the change; null for an insert, and for all kinds once the entity has been dropped
 * @param after the row after the change; null for a delete, and for all kinds once the entity has been dropped
 * @param at the instant of the commit on the server; the same for all changes of a commit
 */
public record Change(
        long seq, long commitSeq, String entity, String id, ChangeKind kind, Row before, Row after, Instant at) {
    private static final long ENTRY_BYTES = 96;

    public Change {
        if (commitSeq < seq) {
            throw new IllegalArgumentException("change " + seq + " of the commit that ended at " + commitSeq);
        }
    }

    /** Creates a change that is a commit of its own. */
    public static Change single(
            long seq, String entity, String id, ChangeKind kind, Row before, Row after, Instant at) {
        return new Change(seq, seq, entity, id, kind, before, after, at);
    }

    /** Returns whether it is the last change of its commit. */
    public boolean endsCommit() {
        return seq == commitSeq;
    }

    /** Returns the same change in a commit that ends elsewhere. */
    public Change in(long otherCommitSeq) {
        return otherCommitSeq == commitSeq
                ? this
                : new Change(seq, otherCommitSeq, entity, id, kind, before, after, at);
    }

    /** Returns the same change with the rows of another generation of the schema, or without rows. */
    public Change with(Row otherBefore, Row otherAfter) {
        return new Change(seq, commitSeq, entity, id, kind, otherBefore, otherAfter, at);
    }

    /** Returns the approximate upper bound of its memory in bytes, rows included, see {@link Row#bytes}. */
    public long bytes() {
        return ENTRY_BYTES + (before == null ? 0 : before.bytes()) + (after == null ? 0 : after.bytes());
    }
}
