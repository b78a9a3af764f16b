// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import io.lynchet.api.row.Change;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Schema;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A consistent view: all calls see the state right after the change {@link #seq()}, whatever is committed meanwhile. A
 * snapshot is cheap to open, does not block writers, and must be closed. It is confined to one thread at a time. A
 * store may refuse another snapshot with {@code OVERLOADED} when too many are open.
 */
public interface Snapshot extends ReadView, AutoCloseable {
    /** The bytes of changes, by {@link Change#bytes}, after which {@link #changes} ends. */
    long CHANGES_BYTES_MAX = 8L * 1024 * 1024;

    /** Returns the seq of the newest change in this view, which ends a commit; 0 for an empty log. */
    long seq();

    /** Returns the schema of the rows in this view; empty before the first install. */
    Optional<Schema> schema();

    /**
     * Passes on the remembered results whose {@link WriteResult#seq()} is from {@code from} to {@code to}, both
     * included. They come in no order, on the calling thread. The result of an operation that changed nothing has the
     * head of that moment as its seq.
     */
    void operations(long from, long to, BiConsumer<OperationKey, WriteResult> each);

    /**
     * Returns the log entries after the given seq, up to this snapshot's seq, ascending and by whole commits.
     *
     * <p>It returns as many commits as have at most {@code limit} entries together. A first commit with more entries
     * comes alone. So a list never has more than {@link Commit#WRITES_MAX} entries. The list also ends with the commit
     * that brings it above {@link #CHANGES_BYTES_MAX}. So only an empty list says that there are no more entries.
     * Entries of dropped entities come without rows.
     *
     * <p>Fails with {@code RESYNC_REQUIRED} when {@code after} is beyond this snapshot's seq or inside a commit, or
     * when entries after it have been pruned.
     *
     * @param limit 1 to 10,000
     */
    List<Change> changes(long after, int limit);

    /** Returns one log entry, at any place in its commit; empty when it was pruned or is beyond this snapshot's seq. */
    Optional<Change> change(long seq);

    @Override
    void close();
}
