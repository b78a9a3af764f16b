// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit;

import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldDefault;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.Index;
import io.lynchet.api.schema.Relation;
import java.util.ArrayList;
import java.util.List;

/** The builder of an entity: {@code EntityBuilder.entity("Todo").required("title", FieldType.STRING).build()}. */
public final class EntityBuilder {
    private final String name;
    private final List<Field> fields = new ArrayList<>();
    private final List<Index> indexes = new ArrayList<>();
    private final List<Relation> relations = new ArrayList<>();

    private EntityBuilder(String name) {
        this.name = name;
    }

    public static EntityBuilder entity(String name) {
        return new EntityBuilder(name);
    }

    public EntityBuilder required(String field, FieldType type) {
        return field(Field.of(field, type, false));
    }

    public EntityBuilder optional(String field, FieldType type) {
        return field(Field.of(field, type, true));
    }

    /** Adds an optional field with unique values. */
    public EntityBuilder unique(String field, FieldType type) {
        return field(Field.of(field, type, true).asUnique());
    }

    /** Adds a required field with a literal default. */
    public EntityBuilder defaulted(String field, FieldType type, Object value) {
        return field(Field.of(field, type, false).withDefault(new FieldDefault.Literal(value)));
    }

    public EntityBuilder field(Field field) {
        fields.add(field);
        return this;
    }

    public EntityBuilder index(String index, String... fieldNames) {
        indexes.add(new Index(index, List.of(fieldNames), false));
        return this;
    }

    public EntityBuilder uniqueIndex(String index, String... fieldNames) {
        indexes.add(new Index(index, List.of(fieldNames), true));
        return this;
    }

    public EntityBuilder relation(Relation relation) {
        relations.add(relation);
        return this;
    }

    public Entity build() {
        return new Entity(name, fields, indexes, relations, true);
    }
}
