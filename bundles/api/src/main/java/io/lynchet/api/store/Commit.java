// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Writes that happen together or not at all, in order; each sees the ones before it.
 *
 * @param writes 1 to {@link #WRITES_MAX}
 * @param guard called once for each write
 * @param operation when present and known, nothing is written, checked or asked of the guard: the first answer is given again, or
 *     {@code IDEMPOTENCY_KEY_REUSED} when it was the answer to another request
 * @param reads when present, what must still be true
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
