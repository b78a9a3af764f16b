// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.memory;

import io.lynchet.api.query.Filter;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.query.Scope;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.schema.SchemaChangedException;
import java.util.Comparator;

/** All rows of one moment. Immutable. */
record Tables(Schema schema, Treap<String, Table> byName) implements RowSource {
    /** A field of another entity that holds an id. */
    record Referrer(Entity entity, Field field) {}

    static Tables empty(Schema schema) {
        Treap<String, Table> tables = Treap.empty(Comparator.naturalOrder());
        for (Entity entity : schema.entities()) {
            tables = tables.with(entity.name(), Table.empty(entity));
        }
        return new Tables(schema, tables);
    }

    Table of(Entity entity) {
        Table table = byName.get(entity.name());
        if (table == null || table.entity() != entity) {
            throw new SchemaChangedException();
        }
        return table;
    }

    Tables with(Table table) {
        return new Tables(schema, byName.with(table.entity().name(), table));
    }

    /** Who refers to the row, other than itself; null when nobody does. */
    Referrer referrer(Table.Stored target) {
        String id = target.row().id();
        Entity targetEntity = target.row().entity();
        for (Entity entity : schema.entities()) {
            for (Field field : entity.fields()) {
                if (targetEntity.name().equals(field.type().target())) {
                    boolean itself =
                            entity == targetEntity && id.equals(target.row().get(field.ordinal()));
                    if (of(entity).references(field, id) > (itself ? 1 : 0)) {
                        return new Referrer(entity, field);
                    }
                }
            }
        }
        return null;
    }

    /** What a transaction sees, which has no deadline. */
    @Override
    public boolean exists(Entity entity, Filter filter, Scope outer) {
        for (Table.Stored stored : of(entity).all()) {
            if (filter.matches(new Scope(stored.row(), outer, this))) {
                return true;
            }
        }
        return false;
    }

    /** What a read sees, whose every row is looked at with the deadline in mind. */
    RowSource until(Look look) {
        return new RowSource() {
            @Override
            public boolean exists(Entity entity, Filter filter, Scope outer) {
                for (Table.Stored stored : of(entity).all()) {
                    look.row();
                    if (filter.matches(new Scope(stored.row(), outer, this))) {
                        return true;
                    }
                }
                return false;
            }
        };
    }

    long size() {
        long sum = 0;
        for (Table table : byName.values()) {
            sum += table.size();
        }
        return sum;
    }
}
