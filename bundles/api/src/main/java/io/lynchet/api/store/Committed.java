// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import io.lynchet.api.row.ChangeKind;
import java.util.List;

/**
 * The answer to a commit. By then it is durable.
 *
 * @param seq of its last change, or the head of the log at that moment when nothing changed
 * @param applied one for each write, in order
 * @param replayed whether this is the remembered answer of an earlier commit with the same operation key
 * @param request that of the {@link Operation} which it answers; empty when there is none, or it has none
 */
public record Committed(long seq, List<Applied> applied, boolean replayed, String request) {
    public Committed {
        applied = List.copyOf(applied);
    }

    /** The answer to a commit that told no digest of its request. */
    public Committed(long seq, List<Applied> applied, boolean replayed) {
        this(seq, applied, replayed, "");
    }

    /** @param seq of its change, or 0 when an update left the row equal */
    public record Applied(String entity, String id, ChangeKind kind, long seq) {}
}
