// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import io.lynchet.api.query.AggregateQuery;
import io.lynchet.api.query.AggregateRow;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A snapshot of all rows and the log at one position, without policy and with server-only fields. Confined to its
 * thread. Calls block while the store reads. They fail with {@link io.lynchet.api.schema.SchemaChangedException} when
 * an entity is not of the generation that serves.
 */
@ProviderType
public interface DataSnapshot extends RowSource {
    /** Returns the seq of the newest visible change, which ends a commit. */
    long seq();

    /** Returns the epoch of the log, which grows with each restore. */
    long epoch();

    /** Returns the oldest seq after which {@link #changes} returns every change; 0 when nothing was pruned. */
    long oldestCursor();

    /** Returns the row, or empty. */
    Optional<Row> get(Entity entity, String id);

    /** Returns the matching rows in the order of the query. */
    List<Row> query(Query query);

    /** Returns the number of matching rows. */
    long count(Entity entity, Filter filter);

    /**
     * Returns one row for each group; exactly one row when there are no groupings. Fails with {@code LIMIT_EXCEEDED}
     * beyond {@link AggregateQuery#BYTES_MAX}.
     */
    List<AggregateRow> aggregate(AggregateQuery query);

    /**
     * Returns the commits after a seq, ascending, system entities included. It returns as many as have at most
     * {@code limit} changes together, or one commit that alone has more. Large changes end the list earlier, see
     * {@link io.lynchet.api.store.Snapshot#changes}. Fails with {@code RESYNC_REQUIRED} when the log does not reach
     * back that far, or the seq is inside a commit or beyond the log.
     *
     * @param limit 1 to 10,000
     */
    List<Change> changes(long after, int limit);

    /**
     * Returns the rows as they were right after an earlier commit, for {@code exists} in conditions on rows of that
     * time. It reads the log from there to this snapshot once, on first use. Fails with {@code RESYNC_REQUIRED} when
     * the log does not reach back that far, and when {@code after} is inside a commit. Fails with it, too, when more
     * than 10,000 changes, or 32 MiB of them, lie between.
     *
     * @param after the end of a commit, at most {@link #seq}
     */
    RowSource rowsAt(long after);
}
