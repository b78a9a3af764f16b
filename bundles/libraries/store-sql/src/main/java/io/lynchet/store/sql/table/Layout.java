// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.table;

import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.schema.SchemaChangedException;
import io.lynchet.store.sql.database.Column;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tables of one generation of the schema. Immutable. */
public final class Layout {
    private final long generation;
    private final Optional<Schema> schema;
    private final IdentityHashMap<Entity, EntityTable> byEntity = new IdentityHashMap<>();
    private final Map<Integer, EntityTable> byNumber = new HashMap<>();
    private final Map<Integer, String> names;

    /** @param names of all entities that ever existed, by number */
    public Layout(long generation, Optional<Schema> schema, List<EntityTable> tables, Map<Integer, String> names) {
        this.generation = generation;
        this.schema = schema;
        this.names = Map.copyOf(names);
        for (EntityTable table : tables) {
            byEntity.put(table.entity(), table);
            byNumber.put(table.number(), table);
        }
        for (EntityTable table : tables) {
            for (Column column : table.columns()) {
                Field field = column.field();
                if (field.type().target() != null) {
                    named(field.type().target()).addReferrer(new EntityTable.Referrer(table, column));
                }
            }
        }
    }

    private EntityTable named(String entity) {
        return byEntity.get(schema.orElseThrow().entity(entity).orElseThrow());
    }

    /** Returns the generation, which grows with each install. */
    public long generation() {
        return generation;
    }

    public Optional<Schema> schema() {
        return schema;
    }

    /** Returns the table of an entity of this generation. Throws {@link SchemaChangedException} for other entities. */
    public EntityTable of(Entity entity) {
        EntityTable table = byEntity.get(entity);
        if (table == null) {
            throw new SchemaChangedException();
        }
        return table;
    }

    public EntityTable target(Field reference) {
        return named(reference.type().target());
    }

    /** Returns the table with that number, or null when its entity has been dropped. */
    public EntityTable byNumberOrNull(int number) {
        return byNumber.get(number);
    }

    /** Returns the table of the entity with that name, or null when the schema lacks it. */
    public EntityTable byNameOrNull(String entity) {
        return schema.map(s -> byEntity.get(s.entityOrNull(entity))).orElse(null);
    }

    /** Returns the name of an entity, also of a dropped one. */
    public String nameOf(int number) {
        return names.get(number);
    }

    /** Returns the tables in the order of the schema. */
    public List<EntityTable> tables() {
        return schema.map(s -> s.entities().stream().map(this::of).toList()).orElse(List.of());
    }
}
