// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.row;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.util.List;

/**
 * The result of a write. It is durable by then.
 *
 * @param seq the seq of its last change, or the head of the log at that moment when nothing changed
 * @param items one item for each write, in order
 * @param replayed whether this is the remembered result of an earlier write with the same operation key
 * @param request the request digest of the {@link Operation}; empty when the write has no operation, or the operation
 *     has no digest
 */
public record WriteResult(long seq, List<Item> items, boolean replayed, String request) {
    public WriteResult {
        items = List.copyOf(items);
    }

    /** Creates a result without a request digest. */
    public WriteResult(long seq, List<Item> items, boolean replayed) {
        this(seq, items, replayed, "");
    }

    /**
     * Returns this remembered result for an operation with the same key. Fails with {@code IDEMPOTENCY_KEY_REUSED} when
     * the result belongs to another request. A result without a digest, remembered before digests existed, matches
     * every request.
     */
    public WriteResult replayFor(Operation operation) {
        if (!operation.request().isEmpty()
                && !request.isEmpty()
                && !operation.request().equals(request)) {
            throw new LynchetException(
                    ErrorCode.IDEMPOTENCY_KEY_REUSED,
                    "An earlier, different request used this key. Nothing was written; send a new key with a new request.");
        }
        return new WriteResult(seq, items, true, request);
    }

    /**
     * The result of one write.
     *
     * @param seq the seq of its change, or 0 when an update left the row equal
     */
    public record Item(String entity, String id, ChangeKind kind, long seq) {}
}
