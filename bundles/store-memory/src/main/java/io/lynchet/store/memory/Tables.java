// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.memory;

import io.lynchet.api.query.Filter;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.query.Scope;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.schema.SchemaChangedException;
import io.lynchet.api.store.check.ReferenceCheck;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All rows at one seq. Immutable. */
record Tables(Schema schema, Treap<String, Table> byName) implements RowSource {
    /** A field of an entity that refers to another one. */
    record Referrer(Entity entity, Field field) implements ReferenceCheck.Referrer {}

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

    List<Referrer> referrers(Entity target) {
        List<Referrer> found = new ArrayList<>(0);
        for (Entity entity : schema.entities()) {
            for (Field field : entity.fields()) {
                if (target.name().equals(field.type().target())) {
                    found.add(new Referrer(entity, field));
                }
            }
        }
        return found;
    }

    /** Returns rows other than {@code to} that hold its id in the field, up to the limit. */
    List<Row> referring(ReferenceCheck.Referrer by, Row to, int limit) {
        Table table = of(by.entity());
        boolean itself =
                by.entity() == to.entity() && to.id().equals(to.get(by.field().ordinal()));
        int wanted = table.references(by.field(), to.id()) - (itself && table.get(to.id()) != null ? 1 : 0);
        List<Row> found = new ArrayList<>(0);
        for (Table.Stored stored : wanted == 0 ? List.<Table.Stored>of() : table.all()) {
            if (found.size() == Math.min(wanted, limit)) {
                break;
            }
            Row row = stored.row();
            if (to.id().equals(row.get(by.field().ordinal()))
                    && !(by.entity() == to.entity() && row.id().equals(to.id()))) {
                found.add(row);
            }
        }
        return found;
    }

    /** Searches for a transaction, which has no deadline. */
    @Override
    public boolean exists(Entity entity, Filter filter, Scope outer) {
        for (Table.Stored stored : of(entity).all()) {
            if (filter.matches(new Scope(stored.row(), outer, this))) {
                return true;
            }
        }
        return false;
    }

    /** Returns the source for a read, which checks the deadline at its rows. */
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
