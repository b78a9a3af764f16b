// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import io.lynchet.api.query.Filter;
import io.lynchet.api.query.SortKey;
import io.lynchet.api.schema.Entity;
import io.lynchet.json.AggregateReader;
import java.util.List;

/** What a client wants to be kept up to date about, against one generation of the schema. Equal queries are evaluated once. */
sealed interface LiveQuery {
    Entity entity();

    /** What the client asked for, without what it may see. */
    Filter where();

    /** The first rows in an order. */
    record Rows(Entity entity, Filter where, List<SortKey> order, int limit) implements LiveQuery {
        static final int LIMIT_MAX = 5_000;
        static final int LIMIT_DEFAULT = 1_000;

        public Rows {
            order = List.copyOf(order);
        }
    }

    /** Figures over all matching rows. */
    record Figures(AggregateReader.Request request) implements LiveQuery {
        @Override
        public Entity entity() {
            return request.query().entity();
        }

        @Override
        public Filter where() {
            return request.query().filter();
        }
    }

    /** How many rows match. */
    record Count(Entity entity, Filter where) implements LiveQuery {}
}
