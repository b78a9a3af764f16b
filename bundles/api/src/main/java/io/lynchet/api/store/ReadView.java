// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import io.lynchet.api.query.AggregateQuery;
import io.lynchet.api.query.AggregateRow;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.ReadMeter;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.Versioned;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.SchemaChangedException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A view for reading the rows of a store. Calls block while the store reads, at most until their {@link Deadline}. They
 * fail with the deadline's exception, with {@code STORE_FAILED} or with {@code STORE_DAMAGED}. They fail with
 * {@link SchemaChangedException} when an entity is not of the installed schema.
 */
public interface ReadView extends RowSource {
    /** Returns the row, or empty when it does not exist. */
    Optional<Row> get(Entity entity, String id);

    /** Returns the row with the seq of its newest change, both from one read; empty when it does not exist. */
    Optional<Versioned> versioned(Entity entity, String id);

    /**
     * Returns the matching rows in the order of the query. Never holds more rows in memory than the limits of the query
     * allow. Reports each row to the thread's {@link ReadMeter}.
     */
    List<Row> query(Query query);

    /** Returns the number of matching rows. */
    long count(Entity entity, Filter filter);

    /**
     * Returns one row for each group; exactly one row when there are no groupings. Fails with {@code LIMIT_EXCEEDED}
     * beyond {@link AggregateQuery#BYTES_MAX}.
     */
    List<AggregateRow> aggregate(AggregateQuery query);

    /** Returns the seq of the newest change of the row, or empty when the row does not exist. */
    OptionalLong lastChange(Entity entity, String id);
}
