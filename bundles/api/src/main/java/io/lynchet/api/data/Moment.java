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
 * All rows and the log at one position, without any policy and with server-only fields. Confined to its thread; calls block while the store
 * reads, and fail with {@link io.lynchet.api.schema.SchemaChangedException} when an entity is not of the generation that serves.
 */
@ProviderType
public interface Moment extends RowSource {
    /** Seq of the newest change that it shows, which is the end of a commit. */
    long seq();

    /** Of the log; grows with each restore. */
    long epoch();

    /** The oldest seq after which {@link #changes} can tell everything; 0 when nothing was pruned. */
    long oldestCursor();

    /** The row, or empty. */
    Optional<Row> get(Entity entity, String id);

    /** In the order of the query. */
    List<Row> query(Query query);

    /** How many rows match. */
    long count(Entity entity, Filter filter);

    /** One row a group; exactly one row when there are no groupings. {@code LIMIT_EXCEEDED} beyond {@link AggregateQuery#BYTES_MAX}. */
    List<AggregateRow> aggregate(AggregateQuery query);

    /**
     * The commits after a seq, ascending, system entities included: as many as have at most {@code limit} changes together, fewer when they are large (see
     * {@link io.lynchet.api.store.Snapshot#changes}), or one that alone has more. {@code RESYNC_REQUIRED} when the log does not reach back that far, or not so
     * far ahead, or the seq is inside a commit.
     *
     * @param limit 1 to 10,000
     */
    List<Change> changes(long after, int limit);

    /**
     * Rows as they were right after an earlier commit, for {@code exists} in conditions on rows of then. Reads the log between then and this
     * moment once, when it is first asked.
     *
     * @param after the end of a commit, at most {@link #seq}; {@code RESYNC_REQUIRED} when the log does not reach back that far, when it is inside a
     *     commit, and when more than 10,000 changes, or 32 MiB of them, lie between
     */
    RowSource rowsAt(long after);
}
