// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.result;

import io.lynchet.api.query.Filter;
import io.lynchet.api.query.SortKey;
import io.lynchet.api.schema.Entity;
import io.lynchet.json.query.AggregateReader;
import java.util.List;

/** A live query against one generation of the schema. Equal queries are evaluated once. */
public sealed interface LiveQuery {
    Entity entity();

    /** Returns the client's filter, without its rights. */
    Filter where();

    /** The first matching rows in an order. */
    record Rows(Entity entity, Filter where, List<SortKey> order, int limit) implements LiveQuery {
        public static final int LIMIT_MAX = 5_000;
        public static final int LIMIT_DEFAULT = 1_000;

        public Rows {
            order = List.copyOf(order);
        }
    }

    /** An aggregate over all matching rows. */
    record Aggregate(AggregateReader.Request request) implements LiveQuery {
        @Override
        public Entity entity() {
            return request.query().entity();
        }

        @Override
        public Filter where() {
            return request.query().filter();
        }
    }

    /** The number of matching rows. */
    record Count(Entity entity, Filter where) implements LiveQuery {}
}
