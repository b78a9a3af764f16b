// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import io.lynchet.api.row.Operation;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A list of writes that a store applies in order, all or none. Each write sees the writes before it.
 *
 * @param writes 1 to {@link #WRITES_MAX} writes
 * @param guard the check that the store calls once for each write
 * @param operation the idempotency key, if any. When the store knows the key, it writes nothing, checks nothing and
 *     does not call the guard. It returns the first result again, or fails with {@code IDEMPOTENCY_KEY_REUSED} when
 *     that result belongs to another request
 * @param reads the reads that must still hold, if any
 */
public record Commit(List<Write> writes, Guard guard, Optional<Operation> operation, Optional<ReadSet> reads) {
    public static final int WRITES_MAX = 10_000;

    public Commit {
        writes = List.copyOf(writes);
        Objects.requireNonNull(guard);
        if (writes.isEmpty() || writes.size() > WRITES_MAX) {
            throw new IllegalArgumentException(writes.size() + " writes");
        }
    }

    public static Commit of(Write write, Guard guard) {
        return new Commit(List.of(write), guard, Optional.empty(), Optional.empty());
    }
}
