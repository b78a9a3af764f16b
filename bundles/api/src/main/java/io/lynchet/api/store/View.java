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
 * Reads of a store. Calls block for as long as the store needs to read, at most until their {@link Deadline}; they fail with what that says, with
 * {@code STORE_FAILED}, with {@code STORE_DAMAGED}, or with {@link SchemaChangedException} when an entity is not of the installed schema.
 */
public interface View extends RowSource {
    /** The row, or empty. */
    Optional<Row> get(Entity entity, String id);

    /** The row with the seq of its newest change, read at once, or empty. */
    Optional<Versioned> versioned(Entity entity, String id);

    /** The matching rows in the order of the query, never more of them in memory than its limits say. Tells the thread's {@link ReadMeter}. */
    List<Row> query(Query query);

    /** How many rows match. */
    long count(Entity entity, Filter filter);

    /** One row a group; exactly one row when there are no groupings. {@code LIMIT_EXCEEDED} beyond {@link AggregateQuery#BYTES_MAX}. */
    List<AggregateRow> aggregate(AggregateQuery query);

    /** Seq of the newest change of the row, or empty when it does not exist. */
    OptionalLong lastChange(Entity entity, String id);
}
