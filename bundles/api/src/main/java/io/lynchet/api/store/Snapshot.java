// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import io.lynchet.api.row.Change;
import io.lynchet.api.schema.Schema;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A consistent view: all calls see the state right after the change {@link #seq()}, whatever is committed meanwhile. Cheap to open, does
 * not block writers, must be closed. Confined to one thread at a time. A store may refuse a further snapshot with {@code OVERLOADED} when
 * too many are open.
 */
public interface Snapshot extends View, AutoCloseable {
    /** Bytes of changes, by {@link Change#bytes}, after which {@link #changes} ends. */
    long CHANGES_BYTES_MAX = 8L * 1024 * 1024;

    /** Seq of the newest change in this view, which is the end of a commit; 0 for an empty log. */
    long seq();

    /** The schema of the rows in this view; empty before the first install. */
    Optional<Schema> schema();

    /**
     * Gives the remembered answers whose {@link Committed#seq()} is from {@code from} to {@code to}, both included, in no order, on the calling thread. Those of
     * operations that changed nothing have the seq that was the head then.
     */
    void operations(long from, long to, BiConsumer<OperationKey, Committed> each);

    /**
     * Log entries after the given seq, ascending, up to this snapshot's seq, by whole commits: as many as have at most {@code limit} entries together, or one
     * that alone has more, so never more than {@link Commit#WRITES_MAX}. It ends early with the commit that brings them above {@link #CHANGES_BYTES_MAX}, so
     * only an empty list says that there is no more. Entries of entities that have been dropped come without rows.
     * {@code RESYNC_REQUIRED} when {@code after} is beyond this snapshot's seq or inside a commit, or entries after it have been pruned.
     *
     * @param limit 1 to 10,000
     */
    List<Change> changes(long after, int limit);

    /** One entry of the log, wherever in its commit it is; empty when it was pruned or is beyond this snapshot's seq. */
    Optional<Change> change(long seq);

    @Override
    void close();
}
